/** A rule's condition in words, for whoever signs the agreement. */
import type { Comparison, Condition, Scalar } from '../sla/condition.ts';
import { cleanText } from '../text/clean.ts';

const scalar = (value: Scalar): string => (value === null ? 'nothing' : String(value));

function comparisonWords(comparison: Comparison): string {
	const { field, operator, operand } = comparison;
	const name = field.replace(/^custom\./, '').replaceAll('_', ' ');
	if (operator === 'set') return `${name} is ${operand ? '' : 'not '}set`;
	const verb = operator.replaceAll('_', ' ').replace('not in', 'is not one of').replace(/^in$/, 'is one of');
	const isBare = operator === 'before' || operator === 'after';
	const value = [operand].flat().map(scalar).join(', ');
	return `${name} ${isBare ? 'is ' : ''}${verb} ${value}`;
}

function joined(parts: readonly Condition[], word: 'and' | 'or', isNested: boolean): string {
	const words = parts.map((part) => written(part, parts.length > 1)).join(` ${word} `);
	return isNested && parts.length > 1 ? `(${words})` : words;
}

function written(condition: Condition, isNested: boolean): string {
	if ('all' in condition) return joined(condition.all, 'and', isNested);
	if ('any' in condition) return joined(condition.any, 'or', isNested);
	if ('not' in condition) return `not (${written(condition.not, false)})`;
	return comparisonWords(condition);
}

/** `customer group is vip or organization is one of Acme, Globex`. */
export const conditionWords = (condition: Condition): string => cleanText(written(condition, false));

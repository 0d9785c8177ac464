/** A rule's condition in words, for whoever signs the agreement. */
import type { Comparison, Condition } from '../sla/condition.ts';
import { cleanText } from '../text/clean.ts';
import type { ConditionWords } from './document-words.ts';

function comparisonWords(comparison: Comparison, words: ConditionWords): string {
	const field = comparison.field.replace(/^custom\./, '');
	const name = words.field(field);
	if (comparison.operator === 'set') return `${name} ${comparison.operand ? words.isSet : words.isNotSet}`;
	const values = [comparison.operand].flat().map((value) => words.value(field, value));
	return `${name} ${words.verbs[comparison.operator]} ${values.join(', ')}`;
}

function joined(
	parts: readonly Condition[],
	word: 'and' | 'or',
	isNested: boolean,
	words: ConditionWords,
): string {
	const text = parts.map((part) => written(part, parts.length > 1, words)).join(` ${words[word]} `);
	return isNested && parts.length > 1 ? `(${text})` : text;
}

function written(condition: Condition, isNested: boolean, words: ConditionWords): string {
	if ('all' in condition) return joined(condition.all, 'and', isNested, words);
	if ('any' in condition) return joined(condition.any, 'or', isNested, words);
	if ('not' in condition) return `${words.not} (${written(condition.not, false, words)})`;
	return comparisonWords(condition, words);
}

/** `customer group is vip or organization is one of Acme, Globex`. */
export const conditionText = (condition: Condition, words: ConditionWords): string =>
	cleanText(written(condition, false, words));

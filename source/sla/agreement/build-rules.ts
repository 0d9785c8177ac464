/** The rules of an agreement file: conditions over a ticket's fields, and the levels that they give. */
import { startOfLocalDay } from '../calendar/zone.ts';
import {
	CONDITION_FIELDS,
	type Comparison,
	type Condition,
	dayOfDate,
	isConditionField,
} from '../condition.ts';
import { hasEmptyRange, MOST_GLOB } from '../glob.ts';
import { parseInstant } from '../instant.ts';
import type { Level, Rule } from '../level.ts';
import { PRIORITIES, STATUSES } from '../ticket.ts';
import type { Builder } from './build.ts';
import { type Path, suggestion } from './problems.ts';
import type { RawAgreement, RawComparison, RawCondition } from './schema.ts';

const OPERATORS = [
	'is',
	'is_not',
	'in',
	'not_in',
	'contains',
	'starts_with',
	'matches',
	'before',
	'after',
	'set',
] as const satisfies readonly Comparison['operator'][];

/** The schema has checked that each operand is of its operator's kind. */
function comparisonOf(
	field: Comparison['field'],
	operator: Comparison['operator'],
	operand: unknown,
	timezone: string,
): Comparison {
	const isLimit = operator === 'before' || operator === 'after';
	const comparison = { field, operator, operand: isLimit ? String(operand) : operand } as Comparison;
	if (comparison.operator !== 'before' && comparison.operator !== 'after') return comparison;
	// A date begins where the agreement is.
	const day = dayOfDate(comparison.operand);
	return day === undefined ? comparison : { ...comparison, dayAt: startOfLocalDay(day, timezone) };
}

/** The fields that have one of few values. */
const NAMES: Readonly<Record<string, readonly string[]>> = { status: STATUSES, priority: PRIORITIES };

/** A status or a priority that there is not: a ticket never has it. */
function doubtNames(builder: Builder, raw: RawComparison, path: Path): void {
	const known = NAMES[raw.field];
	if (!known) return;
	for (const operator of ['is', 'is_not', 'in', 'not_in'] as const) {
		for (const name of [raw[operator] ?? []].flat()) {
			// Nothing is no misspelling.
			if (name === null || known.includes(String(name))) continue;
			builder.doubt([...path, operator], `no ${raw.field} "${name}"${suggestion(String(name), known)}`);
		}
	}
}

/** What can be compared, and never comes true. */
function doubtOperands(builder: Builder, raw: RawComparison, path: Path): void {
	const matches = [...path, 'matches'];
	if (raw.matches !== undefined && raw.matches.length > MOST_GLOB) {
		builder.doubt(matches, `a pattern of ${raw.matches.length} characters: expected ${MOST_GLOB} at most`);
	} else if (raw.matches !== undefined && hasEmptyRange(raw.matches)) {
		builder.doubt(matches, `a range of "${raw.matches}" runs backwards: expected one like [a-z]`);
	}
	doubtNames(builder, raw, path);
	if (raw.field !== 'created_at') return;
	for (const operator of ['before', 'after'] as const) {
		const limit = raw[operator];
		if (limit === undefined) continue;
		if (typeof limit === 'string' && (dayOfDate(limit) ?? parseInstant(limit)) !== undefined) continue;
		builder.doubt(
			[...path, operator],
			`expected a date like "2026-11-20" or an instant like "2026-11-20T08:00:00Z", not ${JSON.stringify(limit)}`,
		);
	}
}

/** Several operators on one field hold together. */
function buildComparison(builder: Builder, raw: RawComparison, path: Path, timezone: string): Condition {
	const { field } = raw;
	if (!isConditionField(field)) {
		const known = [...CONDITION_FIELDS, 'custom.NAME'];
		builder.report([...path, 'field'], `no field "${field}"${suggestion(field, known)}`);
		return { all: [] };
	}
	const comparisons = OPERATORS.flatMap((operator): Comparison[] => {
		const operand = raw[operator];
		return operand === undefined ? [] : [comparisonOf(field, operator, operand, timezone)];
	});
	if (comparisons.length === 0) builder.report(path, `a condition needs one of: ${OPERATORS.join(', ')}`);
	doubtOperands(builder, raw, path);
	const [only] = comparisons;
	return comparisons.length === 1 && only ? only : { all: comparisons };
}

function buildCondition(builder: Builder, raw: RawCondition, path: Path, timezone: string): Condition {
	const parts = (list: readonly RawCondition[], key: 'all' | 'any'): Condition[] => {
		if (list.length === 0) builder.doubt([...path, key], 'expected at least one condition');
		return list.map((part, place) => buildCondition(builder, part, [...path, key, place], timezone));
	};
	if ('all' in raw) return { all: parts(raw.all, 'all') };
	if ('any' in raw) return { any: parts(raw.any, 'any') };
	if ('not' in raw) return { not: buildCondition(builder, raw.not, [...path, 'not'], timezone) };
	return buildComparison(builder, raw, path, timezone);
}

/** @param timezone whose dates the conditions speak of */
export function buildRules(
	builder: Builder,
	raw: RawAgreement['rules'],
	levels: ReadonlyMap<string, Level>,
	timezone: string,
): Rule[] {
	const names = raw.map(({ name }) => name);
	return raw.map((rule, index) => {
		const path = ['rules', index];
		if (rule.name !== undefined && names.indexOf(rule.name) < index) {
			builder.doubt([...path, 'name'], `a rule before it is named "${rule.name}" too: expected another name`);
		}
		builder.resolve(levels, rule.level, 'level', [...path, 'level']);
		return {
			name: rule.name ?? `rule ${index + 1}`,
			when: buildCondition(builder, rule.when, [...path, 'when'], timezone),
			level: rule.level,
			continue: rule.continue,
		};
	});
}

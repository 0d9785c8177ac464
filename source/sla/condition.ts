/** Conditions over a ticket's fields, as written in an agreement's rules (contract, section 4). */
import { dayNumber } from './calendar/civil.ts';
import { globMatches } from './glob.ts';
import { daysInMonth, formatInstant, parseInstant } from './instant.ts';
import type { Ticket } from './ticket.ts';

/** The fields a condition may name, beside `custom.NAME`. */
export const CONDITION_FIELDS = [
	'ticket',
	'subject',
	'requester',
	'organization',
	'customer_group',
	'department',
	'agent',
	'priority',
	'status',
	'channel',
	'tags',
	'url',
	'created_at',
] as const;
type ConditionField = (typeof CONDITION_FIELDS)[number] | `custom.${string}`;

export function isConditionField(name: string): name is ConditionField {
	return (
		(name.startsWith('custom.') && name.length > 'custom.'.length) ||
		CONDITION_FIELDS.some((field) => field === name)
	);
}

export type Scalar = string | number | boolean | null;

/** One comparison of one field. */
export type Comparison = { readonly field: ConditionField } & (
	| { readonly operator: 'is' | 'is_not'; readonly operand: Scalar }
	| { readonly operator: 'in' | 'not_in'; readonly operand: readonly Scalar[] }
	| { readonly operator: 'contains' | 'starts_with' | 'matches'; readonly operand: string }
	/** `dayAt`: where the operand is a date, its first instant. */
	| { readonly operator: 'before' | 'after'; readonly operand: string; readonly dayAt?: number }
	| { readonly operator: 'set'; readonly operand: boolean }
);

export type Condition =
	| { readonly all: readonly Condition[] }
	| { readonly any: readonly Condition[] }
	| { readonly not: Condition }
	| Comparison;

/** What a condition reads of a field: one value, or a list of them (`tags`). */
function fieldValue(ticket: Ticket, field: ConditionField): unknown {
	if (field.startsWith('custom.')) return ticket.custom[field.slice('custom.'.length)] ?? null;
	if (field === 'created_at') return formatInstant(ticket.createdAt);
	return ticket[field as Exclude<ConditionField, `custom.${string}` | 'created_at'>];
}

/** A list matches where one of its items does; an unset field is as null. */
function items(value: unknown): readonly unknown[] {
	if (Array.isArray(value)) return value;
	return [value === '' || value === undefined ? null : value];
}

/** Fields from different systems are numbers here and texts there: 5 is "5". */
const same = (value: unknown, operand: Scalar): boolean =>
	value === operand || (value !== null && operand !== null && String(value) === String(operand));

/** The day number of a date like 2026-11-20; undefined for anything else. */
export function dayOfDate(text: string): number | undefined {
	const [year = 0, month = 0, day = 0] = (/^(\d{4})-(\d\d)-(\d\d)$/.exec(text)?.slice(1) ?? []).map(Number);
	if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
	return dayNumber(year, month, day);
}

/** A value as something `before` and `after` can order: an instant, a number, or a text. */
function ordinal(value: unknown): number | string | undefined {
	if (typeof value === 'number') return value;
	if (typeof value !== 'string') return undefined;
	const at = parseInstant(value);
	return at ?? (value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : value);
}

type Order = Extract<Comparison, { readonly operator: 'before' | 'after' }>;

function isOrdered(value: unknown, { operator, operand, dayAt }: Order): boolean {
	const left = ordinal(value);
	// A date beside a date is a text beside a text: they sort alike, and no zone comes into it.
	const right = dayAt !== undefined && typeof left === 'number' ? dayAt : ordinal(operand);
	if (left === undefined || right === undefined || typeof left !== typeof right) return false;
	return operator === 'before' ? left < right : left > right;
}

const texts = (list: readonly unknown[]): readonly string[] =>
	list.filter((item) => item !== null).map(String);

function compare(comparison: Comparison, value: unknown): boolean {
	const list = items(value);
	switch (comparison.operator) {
		case 'is':
			return list.some((item) => same(item, comparison.operand));
		case 'is_not':
			return !list.some((item) => same(item, comparison.operand));
		case 'in':
			return list.some((item) => comparison.operand.some((operand) => same(item, operand)));
		case 'not_in':
			return !list.some((item) => comparison.operand.some((operand) => same(item, operand)));
		case 'contains':
			// Of a list: one item is it. Of a text: it is a part of it.
			return Array.isArray(value)
				? list.some((item) => same(item, comparison.operand))
				: texts(list).some((text) => text.includes(comparison.operand));
		case 'starts_with':
			return texts(list).some((text) => text.startsWith(comparison.operand));
		case 'matches':
			return texts(list).some((text) => globMatches(comparison.operand, text));
		case 'before':
		case 'after':
			return list.some((item) => isOrdered(item, comparison));
		case 'set':
			return list.some((item) => item !== null) === comparison.operand;
		default:
			return comparison satisfies never;
	}
}

/** Whether a ticket, as it stands, meets a condition. */
export function matches(condition: Condition, ticket: Ticket): boolean {
	if ('all' in condition) return condition.all.every((part) => matches(part, ticket));
	if ('any' in condition) return condition.any.some((part) => matches(part, ticket));
	if ('not' in condition) return !matches(condition.not, ticket);
	return compare(condition, fieldValue(ticket, condition.field));
}

/** A condition, or a part of one, on a ticket: whether it holds, and what was compared with what. */
export interface Finding {
	readonly holds: boolean;
	readonly words: string;
	readonly parts: readonly Finding[];
}

const written = (value: unknown): string => JSON.stringify(value) ?? 'null';

/** Tells why a condition holds on a ticket, or why not. */
export function findings(condition: Condition, ticket: Ticket): Finding {
	const holds = matches(condition, ticket);
	if ('all' in condition) {
		return { holds, words: 'all of', parts: condition.all.map((part) => findings(part, ticket)) };
	}
	if ('any' in condition) {
		return { holds, words: 'any of', parts: condition.any.map((part) => findings(part, ticket)) };
	}
	if ('not' in condition) return { holds, words: 'not', parts: [findings(condition.not, ticket)] };
	const { field, operator, operand } = condition;
	const words = `${field} ${operator.replaceAll('_', ' ')} ${written(operand)}, and it is ${written(fieldValue(ticket, field))}`;
	return { holds, words, parts: [] };
}

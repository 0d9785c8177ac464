/** Reading the keys of an event's JSON, each with what was expected in words for the person who sent it. */
import { isDeeper, MOST_LEVELS } from '../text/nesting.ts';
import { parseInstant } from './instant.ts';

/** What is wrong with an event, in words for the person who sent it. */
export class EventRefused extends Error {}

export type Raw = Readonly<Record<string, unknown>>;

/** No ticket is older than the clock's own beginning; calendars are not laid out for ever. */
const EARLIEST = 0;
const LATEST = Date.UTC(2400, 0, 1);

/** Whether an instant can be an event's. */
export const isOfThisAge = (at: number): boolean => at >= EARLIEST && at < LATEST;

export const notOfThisAge = (key: string, value: unknown): string =>
	`"${key}" ${shown(value)} is not a time of this age`;

export const isObject = (value: unknown): value is Raw =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

export const shown = (value: unknown): string => {
	const text = isDeeper(value) ? 'something nested without end' : (JSON.stringify(value) ?? String(value));
	return text.length > 60 ? `${text.slice(0, 57)}...` : text;
};

/** What no store keeps as it is: NUL, and halves of characters. Names must be the same when they are read again. */
const UNKEEPABLE = /[\0\p{Surrogate}]/gu;
const keepable = (text: string): string =>
	text.isWellFormed() && !text.includes('\0') ? text : text.replace(UNKEEPABLE, '\uFFFD');

/** @throws {EventRefused} where a key holds what is nested deeper than anything that is meant */
export function checkNesting(raw: Raw): void {
	for (const key in raw) {
		if (typeof raw[key] === 'object' && isDeeper(raw[key])) {
			throw new EventRefused(`${shown(key)} is nested deeper than ${MOST_LEVELS} levels`);
		}
	}
}

export function text(raw: Raw, key: string): string {
	const value = raw[key];
	if (typeof value === 'string' && value !== '') return keepable(value);
	throw new EventRefused(
		value === undefined ? `"${key}" is missing` : `"${key}" must be a text, not ${shown(value)}`,
	);
}

export function textOrNull(raw: Raw, key: string): string | null {
	const value = raw[key];
	if (value === null || value === '') return null;
	if (typeof value === 'string') return keepable(value);
	if (value === undefined) throw new EventRefused(`"${key}" is missing`);
	throw new EventRefused(`"${key}" must be a text or null, not ${shown(value)}`);
}

export function flag(raw: Raw, key: string, byDefault: boolean): boolean {
	const value = raw[key] ?? byDefault;
	if (typeof value === 'boolean') return value;
	throw new EventRefused(`"${key}" must be true or false, not ${shown(value)}`);
}

export function oneOf<T extends string>(raw: Raw, key: string, choices: readonly T[]): T {
	const value = raw[key];
	const choice = choices.find((candidate) => candidate === value);
	if (choice !== undefined) return choice;
	const expected = choices.join(', ');
	throw new EventRefused(
		value === undefined
			? `"${key}" is missing (one of: ${expected})`
			: `"${key}" ${shown(value)} is none of: ${expected}`,
	);
}

export function instant(raw: Raw, key: string): number {
	const value = text(raw, key);
	const at = parseInstant(value);
	if (at === undefined) {
		throw new EventRefused(
			`"${key}" ${shown(value)} is not an RFC 3339 time with an offset (like 2026-11-20T15:30:00Z)`,
		);
	}
	if (!isOfThisAge(at)) throw new EventRefused(notOfThisAge(key, value));
	return at;
}

export function texts(raw: Raw, key: string): readonly string[] {
	const value = raw[key];
	if (Array.isArray(value) && value.every((item): item is string => typeof item === 'string')) {
		return value.map(keepable);
	}
	throw new EventRefused(`"${key}" must be a list of texts, not ${shown(value)}`);
}

/** A count from 1. */
export function ordinal(raw: Raw, key: string, byDefault: number): number {
	const value = raw[key] ?? byDefault;
	if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 1) return value;
	throw new EventRefused(`"${key}" must be a whole number from 1, not ${shown(value)}`);
}

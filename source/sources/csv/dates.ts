/**
 * Dates and times as exports write them. What is read is what the clock on the wall showed, unless the text says
 * its offset; which of day and month comes first is the column's to say.
 */
import { dayMs, dayNumber } from '../../sla/calendar/civil.ts';
import { daysInMonth } from '../../sla/instant.ts';
import type { DateOrder } from './mapping.ts';
import { monthOf } from './months.ts';

export interface ReadTime {
	/** UTC ms where it is an instant, else ms since 1970-01-01T00:00 on the wall. */
	readonly ms: number;
	readonly isInstant: boolean;
	/** False where there is a date and no time of day. */
	readonly hasTime: boolean;
}

/** `10:05`, `10:05:31.250`, `10:05 AM`, and an offset or the name of UTC. */
const TIME = String.raw`(?:(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?\s*([AaPp])?(?:\.?[Mm]\.?)?\s*(Z|z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?)`;
const AFTER_DATE = String.raw`(?:(?:[T,]\s*|\s+)${TIME})?`;
/** `2015-02-25`, `2015/2/25`, `25.2.2015`, `25. 2. 2015.`, `2/25/15`. */
const NUMBERS = new RegExp(String.raw`^(\d{1,4})([-/.])\s?(\d{1,2})\2\s?(\d{4}|\d{1,2})\.?${AFTER_DATE}$`);
/** `30/Jun/26`, `30 June 2026`, `Tue, 30 Jun 2026`. */
const DAY_NAMED = new RegExp(
	String.raw`^(?:\p{L}+\.?,?\s+)?(\d{1,2})\.?[-/\s]+(\p{L}+)\.?[-/,\s]+(\d{4}|\d\d)${AFTER_DATE}$`,
	'u',
);
/** `Jun 30, 2026`. */
const MONTH_NAMED = new RegExp(
	String.raw`^(?:\p{L}+,\s+)?(\p{L}+)\.?\s+(\d{1,2})(?:,\s*|\s+)(\d{4})${AFTER_DATE}$`,
	'u',
);
const EPOCH_SECONDS = /^\d{9,10}$/;
const EPOCH_MS = /^\d{12,13}$/;

/** What a spreadsheet leaves of a time when it shows minutes only: `03:17.4`. */
export const isLostDate = (text: string): boolean => /^\d{1,3}:\d\d(?:[.:]\d+)?$/.test(text);

type Parts = readonly (string | undefined)[];

/** `26` is 2026, `97` is 1997. */
function yearOf(text: string): number {
	const year = Number(text);
	if (text.length > 2) return year;
	return year < 70 ? 2_000 + year : 1_900 + year;
}

function offsetMs(text: string): number {
	if (!/^[+-]/.test(text)) return 0;
	const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(3).replace(':', '') || 0);
	return minutes * 60_000 * (text.startsWith('-') ? -1 : 1);
}

/** The hour of 24 (0 to 23); undefined where it is none. */
function hourOf(text: string, half: string | undefined): number | undefined {
	const hour = Number(text);
	if (half === undefined) return hour < 24 ? hour : undefined;
	if (hour < 1 || hour > 12) return undefined;
	return (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
}

const isDate = (year: number, month: number, day: number): boolean =>
	month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);

/** @param time hour, minute, second, fraction, half of the day, offset; all undefined where there is no time */
function assemble(year: number, month: number, day: number, time: Parts): ReadTime | undefined {
	if (!isDate(year, month, day)) return undefined;
	const dateMs = dayNumber(year, month, day) * dayMs;
	const [hours, minutes, seconds = '0', fraction = '', half, offset] = time;
	if (hours === undefined) return { ms: dateMs, isInstant: false, hasTime: false };
	const hour = hourOf(hours, half);
	if (hour === undefined || Number(minutes) > 59 || Number(seconds) > 60) return undefined;
	const ofSecond = fraction === '' ? 0 : Number(fraction.padEnd(3, '0').slice(0, 3));
	const ms = dateMs + ((hour * 60 + Number(minutes)) * 60 + Number(seconds)) * 1_000 + ofSecond;
	return offset === undefined
		? { ms, isInstant: false, hasTime: true }
		: { ms: ms - offsetMs(offset), isInstant: true, hasTime: true };
}

/** A date of numbers without its time of day: how a file writes its dates. */
export const dateAlone = (text: string): string =>
	/^\d{1,4}([-/.])\s?\d{1,2}\1\s?\d{1,4}\.?/.exec(text.trim())?.[0] ?? text;

/** The numbers of a date that may be read two ways; undefined where it may not. */
export function twoWays(text: string): readonly [first: number, second: number] | undefined {
	const parts = NUMBERS.exec(text.trim());
	if (!parts || (parts[1] ?? '').length > 2) return undefined;
	return [Number(parts[1]), Number(parts[3])];
}

function fromNumbers(parts: RegExpExecArray, order: DateOrder): ReadTime | undefined {
	const [, first = '', , second = '', third = '', ...time] = parts;
	if (first.length > 2)
		return third.length > 2 ? undefined : assemble(Number(first), Number(second), Number(third), time);
	const [day, month] = order === 'day-first' ? [first, second] : [second, first];
	return assemble(yearOf(third), Number(month), Number(day), time);
}

function fromNames(text: string): ReadTime | undefined {
	const dayFirst = DAY_NAMED.exec(text);
	const [, first = '', second = '', year = '', ...time] = dayFirst ?? MONTH_NAMED.exec(text) ?? [];
	const [day, name] = dayFirst ? [first, second] : [second, first];
	return year === '' ? undefined : assemble(yearOf(year), monthOf(name) ?? 0, Number(day), time);
}

/**
 * Reads a date, with or without a time of day; undefined where it is none.
 * @param order of day and month where both are numbers and the year does not come first
 */
export function readTime(text: string, order: DateOrder): ReadTime | undefined {
	return usualTime(text) ?? anyTime(text, order);
}

const number = (text: string, from: number, to: number): number => {
	let value = 0;
	for (let place = from; place < to; place++) {
		const digit = text.charCodeAt(place) - 48;
		if (digit < 0 || digit > 9) return Number.NaN;
		value = value * 10 + digit;
	}
	return value;
};

/** How most exports write, `2015-02-25 10:05:31`, read by hand: there are several in each row. */
function usualTime(text: string): ReadTime | undefined {
	if (text.length !== 19 || text[4] !== '-' || text[7] !== '-' || text[10] !== ' ') return undefined;
	if (text[13] !== ':' || text[16] !== ':') return undefined;
	const year = number(text, 0, 4);
	const month = number(text, 5, 7);
	const day = number(text, 8, 10);
	const hour = number(text, 11, 13);
	const minute = number(text, 14, 16);
	const second = number(text, 17, 19);
	if (!isDate(year, month, day) || !(hour < 24 && minute < 60 && second < 61)) return undefined;
	const ms = dayNumber(year, month, day) * dayMs + ((hour * 60 + minute) * 60 + second) * 1_000;
	return { ms, isInstant: false, hasTime: true };
}

function anyTime(text: string, order: DateOrder): ReadTime | undefined {
	const numbers = NUMBERS.exec(text);
	if (numbers) return fromNumbers(numbers, order);
	if (EPOCH_SECONDS.test(text)) return { ms: Number(text) * 1_000, isInstant: true, hasTime: true };
	if (EPOCH_MS.test(text)) return { ms: Number(text), isInstant: true, hasTime: true };
	return fromNames(text);
}

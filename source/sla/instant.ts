/** Instants: integer UTC milliseconds inside, RFC 3339 at the border. */

/** What follows the seconds: a fraction, if any, and the offset. */
const TAIL = /^(?:\.(\d+))?(?:[Zz]|([+-])(\d\d):(\d\d))$/;
/** The places of a text's digits. */
const [YEAR, MONTH, DAY, HOUR, MINUTE, SECOND, TAIL_FROM] = [0, 5, 8, 11, 14, 17, 19] as const;
/** How long a text is that ends in the commonest tails: `Z`, and `.sssZ`. */
const PLAIN_LENGTH = TAIL_FROM + 1;
const WITH_MS_LENGTH = TAIL_FROM + 5;

/** Dates come again after 400 years; and `Date.UTC` takes the years before 100 for those of the last century. */
const CYCLE_YEARS = 400;
const CYCLE_MS = 146_097 * 86_400_000;

const ZERO = 0x30;
const DASH = 0x2d;
const COLON = 0x3a;
const DOT = 0x2e;

/** The number that two digits name; NaN, or far too great a one, where they are none. */
function two(text: string, from: number): number {
	const tens = text.charCodeAt(from) - ZERO;
	const ones = text.charCodeAt(from + 1) - ZERO;
	return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

/** Whether the marks between a date's and a time's digits are where they should be. */
function hasMarks(text: string): boolean {
	const middle = text[DAY + 2];
	return (
		text.charCodeAt(MONTH - 1) === DASH &&
		text.charCodeAt(DAY - 1) === DASH &&
		(middle === 'T' || middle === 't') &&
		text.charCodeAt(MINUTE - 1) === COLON &&
		text.charCodeAt(SECOND - 1) === COLON
	);
}

/** What the tail adds to the second, in ms; NaN where it is none. Every event passes here: most need no pattern. */
function tailMs(text: string): number {
	if (text.endsWith('Z')) {
		if (text.length === PLAIN_LENGTH) return 0;
		if (text.length === WITH_MS_LENGTH && text.charCodeAt(TAIL_FROM) === DOT) {
			const ones = text.charCodeAt(TAIL_FROM + 3) - ZERO;
			return ones >= 0 && ones <= 9 ? two(text, TAIL_FROM + 1) * 10 + ones : Number.NaN;
		}
	}
	const parts = TAIL.exec(text.slice(TAIL_FROM));
	if (!parts) return Number.NaN;
	const hours = Number(parts[3] ?? 0);
	const minutes = Number(parts[4] ?? 0);
	if (hours > 23 || minutes > 59) return Number.NaN;
	const ms = Number((parts[1] ?? '').padEnd(3, '0').slice(0, 3));
	return ms - (hours * 60 + minutes) * 60_000 * (parts[2] === '-' ? -1 : 1);
}

/**
 * The instant a text names, in UTC ms (finer fractions are cut), or undefined where it is not an
 * RFC 3339 date-time with an offset.
 */
export function parseInstant(text: string): number | undefined {
	if (!hasMarks(text)) return undefined;
	const year = two(text, YEAR) * 100 + two(text, YEAR + 2);
	const month = two(text, MONTH);
	const day = two(text, DAY);
	const hour = two(text, HOUR);
	const minute = two(text, MINUTE);
	const second = two(text, SECOND);
	// NaN is in no range.
	const isDate = month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
	if (!isDate || !(hour <= 23 && minute <= 59 && second <= 60)) return undefined;
	const later = Date.UTC(year + CYCLE_YEARS, month - 1, day, hour, minute, second);
	const at = later - CYCLE_MS + tailMs(text);
	return Number.isNaN(at) ? undefined : at;
}

const DAY_MS = 86_400_000;
const TWO_DIGITS = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));

/** Days written lately, as they are written: what is told in a row is mostly of few. */
const dates = new Map<number, string>();
const DATES_KEPT = 1_000;

/** A day of the epoch as an instant begins with it: `2026-11-20T`. */
export function dateText(day: number): string {
	const known = dates.get(day);
	if (known !== undefined) return known;
	const text = new Date(day * DAY_MS).toISOString().slice(0, -'00:00:00.000Z'.length);
	if (dates.size === DATES_KEPT) dates.clear();
	dates.set(day, text);
	return text;
}

/** `2026-11-20T15:30:00Z`, with `.sss` only where it is not zero. */
export function formatInstant(at: number): string {
	const day = Math.floor(at / DAY_MS);
	const ms = Math.trunc(at - day * DAY_MS);
	const seconds = Math.trunc(ms / 1_000);
	const minutes = Math.trunc(seconds / 60);
	const hours = Math.trunc(minutes / 60);
	// Not by remainders: those of numbers that are not known to be whole are slow.
	const minute = TWO_DIGITS[minutes - hours * 60];
	const second = TWO_DIGITS[seconds - minutes * 60];
	const rest = ms - seconds * 1_000;
	const fraction = rest === 0 ? '' : `.${String(rest).padStart(3, '0')}`;
	return `${dateText(day)}${TWO_DIGITS[hours]}:${minute}:${second}${fraction}Z`;
}

/** The same to the whole second, for people. */
export const formatSecond = (at: number): string => formatInstant(Math.floor(at / 1_000) * 1_000);

/** As JSON and tables have it: null where there is none. */
export const instantOrNull = (at: number | null): string | null => (at === null ? null : formatInstant(at));

/** The number of days of a month (1 to 12) of a year. */
export function daysInMonth(year: number, month: number): number {
	if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
	return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}

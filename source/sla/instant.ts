/** Instants: integer UTC milliseconds inside, RFC 3339 at the border. */

/** What follows the seconds: a fraction, if any, and the offset. */
const TAIL = /^(?:\.(\d+))?(?:[Zz]|([+-])(\d\d):(\d\d))$/;
const SHAPE = 'dddd-dd-ddTdd:dd:dd';

/** Whether a text begins with a date and a time of day; checked by hand, for every event passes here. */
function hasShape(text: string): boolean {
	for (let place = 0; place < SHAPE.length; place++) {
		const code = text.charCodeAt(place);
		const wanted = SHAPE[place];
		if (wanted === 'd' ? code < 48 || code > 57 : text[place] !== wanted && text[place] !== 't') return false;
	}
	return text[4] === '-' && text[7] === '-' && text[13] === ':' && text[16] === ':';
}

const digits = (text: string, from: number, to: number): number => {
	let value = 0;
	for (let place = from; place < to; place++) value = value * 10 + text.charCodeAt(place) - 48;
	return value;
};

/** Offset of the tail in ms east of UTC, and ms of the second; undefined where it is none. */
function readTail(tail: string): { ms: number; offsetMs: number } | undefined {
	if (tail === 'Z') return { ms: 0, offsetMs: 0 };
	const parts = TAIL.exec(tail);
	if (!parts) return undefined;
	const hours = Number(parts[3] ?? 0);
	const minutes = Number(parts[4] ?? 0);
	if (hours > 23 || minutes > 59) return undefined;
	const ms = Number((parts[1] ?? '').padEnd(3, '0').slice(0, 3));
	return { ms, offsetMs: (hours * 60 + minutes) * 60_000 * (parts[2] === '-' ? -1 : 1) };
}

/**
 * The instant a text names, in UTC ms (finer fractions are cut), or undefined where it is not an
 * RFC 3339 date-time with an offset.
 */
export function parseInstant(text: string): number | undefined {
	if (!hasShape(text)) return undefined;
	const year = digits(text, 0, 4);
	const month = digits(text, 5, 7);
	const day = digits(text, 8, 10);
	if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
	const hour = digits(text, 11, 13);
	const minute = digits(text, 14, 16);
	const second = digits(text, 17, 19);
	if (hour > 23 || minute > 59 || second > 60) return undefined;
	const tail = readTail(text.slice(19));
	if (!tail) return undefined;
	return Date.UTC(year, month - 1, day, hour, minute, second, tail.ms) - tail.offsetMs;
}

/** `2026-11-20T15:30:00Z`, with `.sss` only where it is not zero. */
export function formatInstant(at: number): string {
	const text = new Date(at).toISOString();
	return text.endsWith('.000Z') ? `${text.slice(0, -5)}Z` : text;
}

/** As JSON and tables have it: null where there is none. */
export const instantOrNull = (at: number | null): string | null => (at === null ? null : formatInstant(at));

/** The number of days of a month (1 to 12) of a year. */
export function daysInMonth(year: number, month: number): number {
	if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
	return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}

import { CalendarError } from './calendar-error.ts';

/** A stretch of wall-clock time: seconds after the local midnight of the date it belongs to. */
export interface ClockSpan {
	readonly startS: number;
	/** Greater than `startS`; beyond 86400 when the span runs past midnight. */
	readonly endS: number;
}

/** The spans of each weekday; index 0 is Sunday. */
export type WeekHours = readonly (readonly ClockSpan[])[];

const daySeconds = 86_400;
/** Every day from 00:00 to 24:00. */
export const wholeWeek: WeekHours = Array.from({ length: 7 }, () => [{ startS: 0, endS: daySeconds }]);

const weekdayNames = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/** Reads `09:00-12:00`; `24:00` ends a day, `22:00-06:00` runs past midnight. Throws a CalendarError. */
export function parseClockSpan(text: string): ClockSpan {
	const [start, end, ...rest] = text.split(/[-–]/).map((part) => part.trim());
	if (start === undefined || end === undefined || rest.length > 0) {
		throw new CalendarError(
			`"${text}" is not a span of hours; expected e.g. "09:00-17:00", or [] for a closed day`,
		);
	}
	const startS = parseClock(start, text);
	const endS = parseClock(end, text);
	if (startS === daySeconds)
		throw new CalendarError(`"${text}" starts at 24:00; a day's first instant is 00:00`);
	if (startS === endS) {
		throw new CalendarError(`"${text}" starts and ends at the same time; a whole day is "00:00-24:00"`);
	}
	return { startS, endS: endS > startS ? endS : endS + daySeconds };
}

function parseClock(clock: string, text: string): number {
	const match = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(clock);
	const [hours, minutes, seconds] = (match?.slice(1) ?? []).map((part) => Number(part ?? 0));
	if (hours === undefined || minutes === undefined || seconds === undefined) {
		throw new CalendarError(`"${clock}" in "${text}" is not a time of day; expected HH:MM`);
	}
	const total = hours * 3600 + minutes * 60 + seconds;
	if (minutes > 59 || seconds > 59 || total > daySeconds) {
		throw new CalendarError(`"${clock}" in "${text}" is not a time of day; expected 00:00 to 24:00`);
	}
	return total;
}

/** Reads `mon`, `mon-thu`, `sat,sun`, `fri-mon` into weekday indexes (0 is Sunday). Throws a CalendarError. */
export function parseWeekdays(text: string): number[] {
	const found = new Set<number>();
	for (const part of text.split(',')) {
		const [first, last, ...rest] = part.split(/[-–]/);
		if (first === undefined || rest.length > 0) throw unknownWeekday(part, text);
		const from = parseWeekday(first, text);
		const to = last === undefined ? from : parseWeekday(last, text);
		for (let weekday = from; ; weekday = (weekday + 1) % 7) {
			found.add(weekday);
			if (weekday === to) break;
		}
	}
	return [...found];
}

function parseWeekday(name: string, text: string): number {
	const wanted = name.trim().toLowerCase();
	const index = weekdayNames.findIndex((full) => wanted === full || wanted === full.slice(0, 3));
	if (index < 0) throw unknownWeekday(name.trim(), text);
	return index;
}

function unknownWeekday(name: string, text: string): CalendarError {
	const where = name === text ? '' : ` in "${text}"`;
	return new CalendarError(
		`"${name}"${where} is not a weekday; expected mon, tue, wed, thu, fri, sat or sun`,
	);
}

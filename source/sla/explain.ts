/** Why a timer is due when it is: the counted time, day by day, with what stopped it and what it was judged by. */
import type { Calendar } from './calendar/calendar.ts';
import { localDate, startOfLocalDay } from './calendar/zone.ts';
import type { Folded, LevelChange } from './fold.ts';
import { type Held, heldTimes } from './holders.ts';
import type { Gap, Timer } from './timer.ts';

/** One date of the calendar's zone inside a timer's life. */
export interface CountedDay {
	/** Days since 1970-01-01, in the calendar's zone. */
	readonly day: number;
	readonly isHoliday: boolean;
	/** What was counted on it: the calendar's intervals, less the gaps. */
	readonly spans: readonly { readonly startAt: number; readonly endAt: number }[];
	readonly countedMs: number;
	/** Counted since the timer's start, by the end of the day. */
	readonly sumMs: number;
}

export interface Explanation {
	readonly timer: Timer;
	readonly calendar: Calendar;
	readonly days: readonly CountedDay[];
	readonly gaps: readonly Gap[];
	/** The levels the timer was judged by while it ran, in order. */
	readonly levels: readonly LevelChange[];
	/** Who had the ticket while it ran. */
	readonly held: readonly Held[];
	/** Whether days were left out because there are too many. */
	readonly isCut: boolean;
}

/** More days than anybody reads. */
const MOST_DAYS = 400;

type Span = CountedDay['spans'][number];

/** Intervals with the gaps cut out of them. */
function without(intervals: readonly Span[], gaps: readonly Gap[]): Span[] {
	let left: Span[] = [...intervals];
	for (const { fromAt, toAt } of gaps) {
		left = left.flatMap(({ startAt, endAt }) =>
			[
				{ startAt, endAt: Math.min(endAt, fromAt) },
				{ startAt: Math.max(startAt, toAt), endAt },
			].filter((span) => span.endAt > span.startAt),
		);
	}
	return left;
}

function countedDays(
	calendar: Calendar,
	timer: Timer,
	untilAt: number,
): { days: CountedDay[]; isCut: boolean } {
	const days: CountedDay[] = [];
	let sumMs = 0;
	let fromAt = timer.startedAt;
	for (let day = localDate(fromAt, calendar.timezone); fromAt < untilAt; day++) {
		if (days.length >= MOST_DAYS) return { days, isCut: true };
		const toAt = Math.min(untilAt, startOfLocalDay(day + 1, calendar.timezone));
		const spans = without(calendar.intervals(fromAt, toAt), timer.gaps);
		const countedMs = spans.reduce((sum, span) => sum + span.endAt - span.startAt, 0);
		sumMs += countedMs;
		days.push({ day, isHoliday: calendar.isHoliday(day), spans, countedMs, sumMs });
		fromAt = Math.max(toAt, fromAt);
	}
	return { days, isCut: false };
}

/** The levels that held at some time between two instants. */
function levelsBetween(levels: readonly LevelChange[], fromAt: number, toAt: number): LevelChange[] {
	return levels.filter((change, index) => {
		const until = levels[index + 1]?.at ?? Number.POSITIVE_INFINITY;
		return until > fromAt && change.at <= toAt;
	});
}

/**
 * Explains a timer of a folded ticket: up to its due, or, where it has none, up to its close or `nowAt`.
 * Null where the agreement that judges the ticket has no such calendar any more.
 */
export function explain(folded: Folded, timer: Timer, nowAt: number): Explanation | null {
	const calendar = folded.agreement.calendars.get(timer.calendar);
	if (!calendar) return null;
	const untilAt = Math.max(timer.dueAt ?? timer.closedAt ?? nowAt, timer.startedAt);
	const { days, isCut } = countedDays(calendar, timer, untilAt);
	return {
		timer,
		calendar,
		days,
		isCut,
		gaps: timer.gaps,
		held: heldTimes(folded.holders, timer, calendar, nowAt),
		levels: levelsBetween(folded.levels, timer.startedAt, timer.closedAt ?? nowAt),
	};
}

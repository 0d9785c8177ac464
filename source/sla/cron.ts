/**
 * Cron expressions by the wall clock of a zone: what node-cron understands (five or six fields, names, `L`, `W`, `#`,
 * `@daily`). A time that the clock skips is the instant of the change, one that it shows twice is its first.
 */
import { createTask, parse, validateDetailed } from 'node-cron';
import { messageOf } from '../text/message.ts';
import { dayMs, yearOfDay } from './calendar/civil.ts';
import { firstInstant, localDate, zoneYear } from './calendar/zone.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from './duration.ts';

/** How far ahead the next turn is looked for: over a leap day that must be a Monday, and some more. */
const MOST_DAYS = 366 * 41;

const ignore = (): void => {};
/** The scheduler's remarks would be printed over the screen. */
export const SILENT = { info: ignore, warn: ignore, error: ignore, debug: ignore };

const ascending = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);

const NEVER = 'it never fires: there is no such day';

/** What is wrong with an expression; null where nothing is. */
export function cronProblem(expression: string): string | null {
	const { errors } = validateDetailed(expression);
	const [first] = errors;
	if (first && /impossible/.test(first.message)) return NEVER;
	if (first) return `not a cron expression like "0 8 * * 1": ${first.message}`;
	try {
		// Whether it ever fires does not depend on from when it is looked for.
		const task = createTask(expression, ignore, { timezone: 'UTC', logger: SILENT });
		task.getNextRuns(1);
		void task.destroy();
		return null;
	} catch (error) {
		return /next matching date/.test(messageOf(error)) ? NEVER : messageOf(error);
	}
}

export class Cron {
	/** Times of day, in ms since midnight on the wall, ascending. */
	private readonly times: readonly number[];
	private readonly matches: (wallMs: number) => boolean;

	/** @throws {Error} where the expression is wrong: see `cronProblem` */
	constructor(
		readonly expression: string,
		readonly zone: string,
	) {
		const { hour, minute, second } = parse(expression);
		this.times = ascending(hour).flatMap((hours) =>
			ascending(minute).flatMap((minutes) =>
				ascending(second).map((seconds) => hours * HOUR_MS + minutes * MINUTE_MS + seconds * SECOND_MS),
			),
		);
		// In UTC, where the wall clock never jumps, it tells of days; the zone is ours.
		const task = createTask(expression, ignore, { timezone: 'UTC', logger: SILENT });
		void task.destroy();
		this.matches = (wallMs) => task.match(new Date(wallMs));
	}

	/** The first instant at which it fires after another; null: not in a lifetime. */
	next(afterAt: number): number | null {
		const day = localDate(afterAt, this.zone);
		for (let ahead = 0; ahead < MOST_DAYS; ahead++) {
			const found = this.onDay(day + ahead).find((at) => at > afterAt);
			if (found !== undefined) return found;
		}
		return null;
	}

	/** The last instants at which it fired after one and up to another, at most so many, in order. */
	between(afterAt: number, untilAt: number, most: number): number[] {
		const first = localDate(afterAt, this.zone);
		const found: number[] = [];
		for (let day = localDate(untilAt, this.zone); day >= first && found.length < most; day--) {
			const turns = this.onDay(day).filter((at) => at > afterAt && at <= untilAt);
			found.unshift(...turns.slice(-(most - found.length)));
		}
		return found;
	}

	/** Its turns on a day of the zone. */
	private onDay(day: number): number[] {
		const [first] = this.times;
		if (first === undefined || !this.matches(day * dayMs + first)) return [];
		const offsets = zoneYear(this.zone, yearOfDay(day));
		// Where the clock skips an hour, several of its times are one instant.
		return [...new Set(this.times.map((time) => firstInstant(day * dayMs + time, offsets)))];
	}
}

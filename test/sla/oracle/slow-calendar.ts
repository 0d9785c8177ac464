/** A calendar as the contract has it (section 2), one minute after another; it shares no code with the clock. */
import type { SlowClock } from '../calendar/slow-clock.ts';

export const minuteMs = 60_000;
const dayMinutes = 1440;
const dayMs = dayMinutes * minuteMs;

/** No wall is more than 14 hours ahead of UTC or 12 behind, and hours end by the next midnight. */
const EARLIEST_MS = 15 * 60 * minuteMs;
const LATEST_MS = (48 + 13) * 60 * minuteMs;

/** Beyond the weeks that the slow clock can see. */
export const OUT_OF_SIGHT = Number.POSITIVE_INFINITY;

/** Minutes of the wall clock after midnight; the end at or before the start is on the next day. */
export type Hours = readonly (readonly [start: number, end: number])[];

export class SlowCalendar {
	/** Whether each minute counts. */
	readonly #counts: Uint8Array;
	/** When the hours of each date that has any are over. */
	readonly #closes = new Map<number, number>();

	constructor(
		readonly name: string,
		readonly clock: SlowClock,
		hoursOn: (date: Date) => Hours,
	) {
		const { fromAt, toAt } = clock;
		this.#counts = new Uint8Array((toAt - fromAt) / minuteMs);
		for (let dateMs = fromAt - 2 * dayMs; dateMs < toAt; dateMs += dayMs) {
			for (const [startMinute, end] of hoursOn(new Date(dateMs))) {
				const span = { dateMs, startMinute, endMinute: end > startMinute ? end : end + dayMinutes };
				const until = Math.min(toAt, dateMs + LATEST_MS);
				for (let at = Math.max(fromAt, dateMs - EARLIEST_MS); at < until; ) {
					const minute = (at - fromAt) / minuteMs;
					at += minuteMs;
					if (!clock.counts(minute, span)) continue;
					this.#counts[minute] = 1;
					this.#closes.set(dateMs, Math.max(at, this.#closes.get(dateMs) ?? 0));
				}
			}
		}
	}

	countsAt(at: number): boolean {
		return this.#counts[Math.floor((at - this.clock.fromAt) / minuteMs)] === 1;
	}

	counted(fromAt: number, toAt: number): number {
		let sum = 0;
		for (let at = fromAt; at < Math.min(toAt, this.clock.toAt); ) {
			const next = Math.min(toAt, nextMinute(at));
			if (this.countsAt(at)) sum += next - at;
			at = next;
		}
		return sum;
	}

	/** The earliest instant at which an amount has been counted. */
	due(fromAt: number, amountMs: number): number {
		let left = amountMs;
		for (let at = fromAt; at < this.clock.toAt; ) {
			if (left === 0) return at;
			const next = nextMinute(at);
			if (this.countsAt(at)) {
				if (left <= next - at) return at + left;
				left -= next - at;
			}
			at = next;
		}
		return OUT_OF_SIGHT;
	}

	/** The next instant, this one included, from which on time counts. */
	opening(at: number): number {
		for (let next = at; next < this.clock.toAt; next = nextMinute(next)) if (this.countsAt(next)) return next;
		return OUT_OF_SIGHT;
	}

	/** Whether counting stops at an instant. */
	closesAt(at: number): boolean {
		return !this.countsAt(at) && this.countsAt(at - 1);
	}

	/** The close of the n-th working day after the day of an instant, or after the working day before it. */
	closeOfWorkingDay(at: number, days: number): number {
		let date = this.clock.dateAt(at);
		for (let left = days; left > 0; ) {
			date += dayMs;
			if (date >= this.clock.toAt) return OUT_OF_SIGHT;
			if (this.#closes.has(date)) left--;
		}
		return this.#closes.get(date) ?? OUT_OF_SIGHT;
	}
}

const nextMinute = (at: number): number => Math.floor(at / minuteMs) * minuteMs + minuteMs;

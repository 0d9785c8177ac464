/**
 * The contract's clock, slowly: it walks real time minute by minute, reads the wall from Intl, and knows
 * nothing of offsets or changes. A span counts from the first instant at which the wall has reached its start
 * up to the last at which the wall shows its end, or has not come to it.
 */
export interface SlowSpan {
	/** The date as `Date.UTC` would have it. */
	readonly dateMs: number;
	readonly startMinute: number;
	readonly endMinute: number;
}

const minuteMs = 60_000;

export class SlowClock {
	/** What the wall shows at the beginning of each minute. */
	readonly #wall: readonly number[];
	/** The furthest that the wall has been at each minute. */
	readonly #furthest: number[] = [];
	/** The least that the wall will show from each minute on. */
	readonly #least: number[] = [];
	readonly fromAt: number;
	readonly toAt: number;

	constructor(
		readonly timezone: string,
		from: string,
		days: number,
	) {
		this.fromAt = Date.parse(from);
		this.toAt = this.fromAt + days * 1440 * minuteMs;
		const format = new Intl.DateTimeFormat('en-US', {
			timeZone: timezone,
			hourCycle: 'h23',
			year: 'numeric',
			month: 'numeric',
			day: 'numeric',
			hour: 'numeric',
			minute: 'numeric',
		});
		this.#wall = Array.from({ length: days * 1440 }, (_, minute) => {
			const [month = 0, day = 0, year = 0, hours = 0, minutes = 0] = format
				.format(this.fromAt + minute * minuteMs)
				.split(/\D+/)
				.map(Number);
			return Date.UTC(year, month - 1, day, hours, minutes);
		});
		let furthest = Number.NEGATIVE_INFINITY;
		for (const wall of this.#wall) {
			furthest = Math.max(furthest, wall);
			this.#furthest.push(furthest);
		}
		let least = Number.POSITIVE_INFINITY;
		for (const wall of this.#wall.toReversed()) {
			least = Math.min(least, wall);
			this.#least.unshift(least);
		}
	}

	/** For each minute of the window whether it counts. */
	minutes(spans: readonly SlowSpan[]): boolean[] {
		const found = this.#wall.map(() => false);
		for (const { dateMs, startMinute, endMinute } of spans) {
			const start = dateMs + startMinute * minuteMs;
			const end = dateMs + endMinute * minuteMs;
			for (const [minute, wall] of this.#wall.entries()) {
				const begun = (this.#furthest[minute] ?? 0) >= start;
				const over = wall >= end && (this.#least[minute + 1] ?? Number.POSITIVE_INFINITY) > end;
				if (begun && !over) found[minute] = true;
			}
		}
		return found;
	}
}

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
const dayMs = 1440 * minuteMs;

export class SlowClock {
	/** What the wall shows at the beginning of each minute. */
	readonly #wall: readonly number[];
	/** The furthest that the wall has been at each minute. */
	readonly #furthest: number[] = [];
	/** The least that the wall will show from each minute on. */
	readonly #least: number[];
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
		const backwards = this.#wall.toReversed().map((wall) => {
			least = Math.min(least, wall);
			return least;
		});
		this.#least = backwards.reverse();
	}

	/** Whether a span counts at one of the window's minutes. */
	counts(minute: number, { dateMs, startMinute, endMinute }: SlowSpan): boolean {
		const end = dateMs + endMinute * minuteMs;
		const begun = (this.#furthest[minute] ?? 0) >= dateMs + startMinute * minuteMs;
		const wall = this.#wall[minute] ?? 0;
		const over = wall >= end && (this.#least[minute + 1] ?? Number.POSITIVE_INFINITY) > end;
		return begun && !over;
	}

	/** For each minute of the window whether it counts. */
	minutes(spans: readonly SlowSpan[]): boolean[] {
		return this.#wall.map((_, minute) => spans.some((span) => this.counts(minute, span)));
	}

	/** The date that the wall shows at an instant, as `Date.UTC` would have it. */
	dateAt(at: number): number {
		const wall = this.#wall[Math.floor((at - this.fromAt) / minuteMs)] ?? 0;
		return wall - (((wall % dayMs) + dayMs) % dayMs);
	}
}

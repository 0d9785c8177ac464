/** Sums over timers: how many came out how, and how long they took. */
import { Spread } from '../sla/spread.ts';
import { BETWEEN } from '../store/port-reports.ts';
import type { Cell } from './cells.ts';
import { compliancePercent, type Verdicts } from './penalties.ts';

/** How long something took, in ms; null where nothing did. */
export interface Times {
	readonly averageMs: number | null;
	readonly medianMs: number | null;
	/** What nine in ten took at most. */
	readonly p90Ms: number | null;
}

export interface Figures extends Verdicts {
	readonly cancelled: number;
	/** Left out of compliance by somebody, with a reason. */
	readonly excluded: number;
	/** In percent; null where nothing was judged. */
	readonly compliance: number | null;
	/** Counted time of what was fulfilled or missed. */
	readonly counted: Times;
	/** Real time of the same, from start to close. */
	readonly wall: Times;
	/** Real time from due to close of what was missed. */
	readonly over: Times;
}

const COUNTED = ['fulfilled', 'missed', 'breached', 'cancelled', 'excluded'] as const;

/** One duration's sum and spread. */
class Durations {
	private sumMs = 0;
	private readonly spread = new Spread();

	add(durationMs: number): void {
		this.sumMs += durationMs;
		this.spread.add(durationMs);
	}

	merge(sumMs: number, spread = ''): void {
		this.sumMs += sumMs;
		this.spread.mergeEncoded(spread);
	}

	times(): Times {
		const { size } = this.spread;
		return {
			averageMs: size === 0 ? null : this.sumMs / size,
			medianMs: this.spread.percentile(0.5),
			p90Ms: this.spread.percentile(0.9),
		};
	}
}

export class Sums {
	private readonly counts = { fulfilled: 0, missed: 0, breached: 0, cancelled: 0, excluded: 0 };
	private readonly counted = new Durations();
	private readonly wall = new Durations();
	private readonly over = new Durations();

	add({ counts, countedMs, wallMs, overMs, spreads }: Cell): void {
		for (const name of COUNTED) this.counts[name] += counts[name];
		if (spreads !== null) {
			const [counted, wall, over] = spreads.split(BETWEEN);
			this.counted.merge(countedMs, counted);
			this.wall.merge(wallMs, wall);
			this.over.merge(overMs, over);
		} else if (counts.fulfilled + counts.missed > 0) {
			this.counted.add(countedMs);
			this.wall.add(wallMs);
			if (counts.missed > 0) this.over.add(overMs);
		}
	}

	figures(): Figures {
		return {
			...this.counts,
			compliance: compliancePercent(this.counts),
			counted: this.counted.times(),
			wall: this.wall.times(),
			over: this.over.times(),
		};
	}
}

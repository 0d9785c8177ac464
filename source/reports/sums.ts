/** Sums over timers: how many came out how, and how long they took. */
import type { CellSum } from './cells.ts';
import { Durations, type Times } from './durations.ts';
import { compliancePercent, type Verdicts } from './penalties.ts';

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

export class Sums {
	private readonly counts = { fulfilled: 0, missed: 0, breached: 0, cancelled: 0, excluded: 0 };
	private readonly durations = new Durations();

	/** Whether nothing is in it, or all of it was taken out again. */
	get isEmpty(): boolean {
		const { fulfilled, missed, breached, cancelled, excluded } = this.counts;
		return fulfilled === 0 && missed === 0 && breached === 0 && cancelled === 0 && excluded === 0;
	}

	/** In percent; null where nothing was judged. */
	get compliance(): number | null {
		return compliancePercent(this.counts);
	}

	/** @param times -1: it is taken out again */
	add(sum: CellSum, times: 1 | -1): void {
		this.count(sum, times);
		this.durations.add(sum, times);
	}

	/** Adds what came out how, without its times. */
	count({ fulfilled, missed, breached = 0, cancelled, excluded }: CellSum, times: 1 | -1): void {
		const { counts } = this;
		counts.fulfilled += times * fulfilled;
		counts.missed += times * missed;
		counts.breached += times * breached;
		counts.cancelled += times * cancelled;
		counts.excluded += times * excluded;
	}

	/** @param all those of which these are a part, and that have only been counted: they get its times */
	figures(all?: Sums): Figures {
		const { fulfilled, missed, breached, cancelled, excluded } = this.counts;
		const { counted, wall, over } = this.durations.times(all?.durations ?? null);
		const { compliance } = this;
		return { fulfilled, missed, breached, cancelled, excluded, compliance, counted, wall, over };
	}
}

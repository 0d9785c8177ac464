/** Sums over timers: how many came out how, and how long they took. */
import type { Cell } from './cells.ts';
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

const COUNTED = ['fulfilled', 'missed', 'breached', 'cancelled', 'excluded'] as const;

export class Sums {
	private readonly counts = { fulfilled: 0, missed: 0, breached: 0, cancelled: 0, excluded: 0 };
	private readonly durations = new Durations();

	/** Whether nothing is in it, or all of it was taken out again. */
	get isEmpty(): boolean {
		return COUNTED.every((name) => this.counts[name] === 0);
	}

	/** In percent; null where nothing was judged. */
	get compliance(): number | null {
		return compliancePercent(this.counts);
	}

	add(cell: Cell): void {
		for (const name of COUNTED) this.counts[name] += cell.counts[name];
		this.durations.add(cell);
	}

	figures(): Figures {
		return { ...this.counts, compliance: this.compliance, ...this.durations.times() };
	}
}

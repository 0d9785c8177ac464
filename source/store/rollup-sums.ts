/** What rows of the log change in the sums by day and by month: the table `rollup`, in every store. */
import { localDay, monthOfDay } from '../sla/calendar/local-period.ts';
import { Spread } from '../sla/spread.ts';
import type { Countable } from './countable.ts';
import { BETWEEN, type Dimension, JUDGEMENTS, type Judgement } from './port-reports.ts';

export type Key = readonly [
	dimension: Dimension,
	period: number,
	name: string,
	level: string,
	metric: string,
];

type Counts = Record<Judgement, number>;

/** The durations that are added up of each sum. */
const TIMES = ['counted', 'wall', 'over'] as const;
type Time = (typeof TIMES)[number];

/** Where one spread after the other is put together. */
const scratch = new Spread();

/** What rows have been added to one sum, and taken out of it, since it was written. */
export class SumChange {
	readonly counts: Counts = { fulfilled: 0, missed: 0, cancelled: 0, excluded: 0 };
	readonly sumsMs: Record<Time, number> = { counted: 0, wall: 0, over: 0 };
	private readonly durations: [time: Time, ms: number, times: 1 | -1][] = [];

	constructor(readonly key: Key) {}

	add({ judgement, countedMs, wallMs, overMs }: Countable, times: 1 | -1): void {
		this.counts[judgement] += times;
		// What was cancelled or left out has no time that anybody asks for.
		if (judgement !== 'fulfilled' && judgement !== 'missed') return;
		this.take('counted', countedMs, times);
		this.take('wall', wallMs, times);
		if (judgement === 'missed') this.take('over', overMs, times);
	}

	/** The spreads, with these durations in them or taken out. @param kept as they were written */
	private spreads(kept: string): string {
		const parts = kept.split(BETWEEN);
		const encoded = TIMES.map((time, place) => {
			scratch.clear();
			scratch.mergeEncoded(parts[place] ?? '');
			for (const [of, ms, times] of this.durations) if (of === time) scratch.add(ms, times);
			return scratch.encode();
		});
		return encoded.join(BETWEEN);
	}

	/** What the sum is with it, in the order of `SUM_COLUMNS`; null: nothing is left of it. @param kept as it was, if it was */
	applied(kept: KeptSum | undefined): (number | string)[] | null {
		const now = JUDGEMENTS.map((judgement) => (kept?.[judgement] ?? 0) + this.counts[judgement]);
		if (now.every((count) => count === 0)) return null;
		return [
			...now,
			(kept?.counted_ms ?? 0) + this.sumsMs.counted,
			(kept?.wall_ms ?? 0) + this.sumsMs.wall,
			(kept?.over_ms ?? 0) + this.sumsMs.over,
			this.spreads(kept?.spreads ?? ''),
		];
	}

	private take(time: Time, ms: number, times: 1 | -1): void {
		this.sumsMs[time] += times * ms;
		this.durations.push([time, ms, times]);
	}
}

/** A sum as it is kept. */
export interface KeptSum extends Counts {
	readonly counted_ms: number;
	readonly wall_ms: number;
	readonly over_ms: number;
	readonly spreads: string;
}

/** What names a sum, and what it holds. */
export const SUM_KEY = ['dimension', 'period', 'name', 'level', 'metric'] as const;
export const SUM_COLUMNS = [...JUDGEMENTS, 'counted_ms', 'wall_ms', 'over_ms', 'spreads'] as const;

/** The sums that a tick changes, by the days of a zone. */
export class RollupSums {
	protected zone: string | null = null;
	private changed = new Map<string, SumChange>();

	/** What has changed since it was last forgotten. */
	changes(): Iterable<SumChange> {
		return this.changed.values();
	}

	/** Adds a row of the log to its sums, or takes it out of them. */
	add(row: Countable, times: 1 | -1): void {
		const { zone } = this;
		if (zone === null) throw new Error('sums are kept by the days of no zone');
		const day = localDay(row.judgedAt, zone);
		const month = monthOfDay(day);
		this.addTo('day', day, '', row, times);
		this.addTo('department', month, row.department ?? '', row, times);
		this.addTo('agent', month, row.agent ?? '', row, times);
		this.addTo('organization', month, row.organization ?? '', row, times);
	}

	/** Forgets the changes: they are written. */
	forgetChanges(): void {
		this.changed = new Map();
	}

	private addTo(dimension: Dimension, period: number, name: string, row: Countable, times: 1 | -1): void {
		const level = row.level ?? '';
		const key = `${dimension}\u0000${period}\u0000${name}\u0000${level}\u0000${row.metric}`;
		let change = this.changed.get(key);
		if (!change) {
			change = new SumChange([dimension, period, name, level, row.metric]);
			this.changed.set(key, change);
		}
		change.add(row, times);
	}
}

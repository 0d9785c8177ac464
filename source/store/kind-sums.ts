/** How many more timers there are of each kind, or fewer: added up in a tick, and written once. */
import { QUARTER_MS } from '../sla/duration.ts';

export interface Kind {
	readonly department: string | null;
	readonly level: string | null;
	readonly metric: string;
	readonly state: string;
}

const kindKey = ({ department, level, metric, state }: Kind): string[] => [
	department ?? '',
	level ?? '',
	metric,
	state,
];

class Deltas {
	private readonly sums = new Map<string, { readonly key: readonly (string | number)[]; count: number }>();

	add(key: readonly (string | number)[], count: number): void {
		const name = key.join('\u0000');
		const sum = this.sums.get(name);
		if (sum) sum.count += count;
		else this.sums.set(name, { key, count });
	}

	*entries(): Generator<readonly [readonly (string | number)[], number]> {
		for (const { key, count } of this.sums.values()) if (count !== 0) yield [key, count];
	}
}

export class KindSums {
	private open = new Deltas();
	private closed = new Deltas();

	/** So many more open timers of a kind, or fewer. */
	count(kind: Kind, times: number): void {
		this.open.add(kindKey(kind), times);
	}

	/** So many more that closed at an instant, or fewer. */
	tally(closedAt: number, kind: Kind, times: number): void {
		this.closed.add([Math.floor(closedAt / QUARTER_MS) * QUARTER_MS, ...kindKey(kind)], times);
	}

	/** Changes of the table `counter`: the columns of its key, and how many. */
	counters(): Iterable<readonly [readonly (string | number)[], number]> {
		return this.open.entries();
	}

	/** The same of the table `tally`. */
	tallies(): Iterable<readonly [readonly (string | number)[], number]> {
		return this.closed.entries();
	}

	/** Forgets them: they are written, or the transaction they belong to is no more. */
	forget(): void {
		this.open = new Deltas();
		this.closed = new Deltas();
	}
}

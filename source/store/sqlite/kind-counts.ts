/** How many timers there are of each kind: the tables `counter` (open) and `tally` (closed, by quarter of an hour). */
import { QUARTER_MS } from '../../sla/duration.ts';
import type { Connection } from './connection.ts';

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

/** Kinds of timers and how many more, or fewer, there are of each: added up in a tick, written once. */
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

/** Adds up what a tick changes, and writes it at its end. */
export class KindCounts {
	private readonly sql;
	private open = new Deltas();
	private closed = new Deltas();

	constructor(db: Connection) {
		this.sql = {
			count: db.prepare(
				`INSERT INTO counter(department, level, metric, state, count) VALUES (?, ?, ?, ?, ?)
				ON CONFLICT DO UPDATE SET count = count + excluded.count`,
			),
			tally: db.prepare(
				`INSERT INTO tally(quarter_at, department, level, metric, state, count) VALUES (?, ?, ?, ?, ?, ?)
				ON CONFLICT DO UPDATE SET count = count + excluded.count`,
			),
		};
	}

	/** So many more open timers of a kind, or fewer. */
	count(kind: Kind, times: 1 | -1): void {
		this.open.add(kindKey(kind), times);
	}

	/** So many more that closed at an instant, or fewer. */
	tally(closedAt: number, kind: Kind, times: number): void {
		this.closed.add([Math.floor(closedAt / QUARTER_MS) * QUARTER_MS, ...kindKey(kind)], times);
	}

	/** Writes the changes since the last time. */
	flush(): void {
		for (const [key, count] of this.open.entries()) this.sql.count.run(...key, count);
		for (const [key, count] of this.closed.entries()) this.sql.tally.run(...key, count);
		this.forget();
	}

	/** Forgets them: the transaction they belong to is no more. */
	forget(): void {
		this.open = new Deltas();
		this.closed = new Deltas();
	}
}

/** How many timers there are of each kind: the tables `counter` (open) and `tally` (closed, by quarter of an hour). */
import { KindSums } from '../kind-sums.ts';
import type { Connection } from './connection.ts';

/** Adds up what a tick changes, and writes it at its end. */
export class KindCounts extends KindSums {
	private readonly sql;

	constructor(db: Connection) {
		super();
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

	/** Writes the changes since the last time. */
	flush(): void {
		for (const [key, count] of this.counters()) this.sql.count.run(...key, count);
		for (const [key, count] of this.tallies()) this.sql.tally.run(...key, count);
		this.forget();
	}
}

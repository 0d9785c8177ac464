/**
 * Sums of the log by day and by month: the table `rollup`. They are kept in the tick's transaction, so that a
 * report over a year reads some thousand sums and not a million rows.
 */

import { COUNTABLE_COLUMNS } from '../countable.ts';
import type { JudgedRow } from '../port-reports.ts';
import { type KeptSum, RollupSums, type SumChange } from '../rollup-sums.ts';
import type { Connection } from './connection.ts';

/** Rows of the log taken at a time while the sums are made anew. */
const REMAKE_BATCH = 20_000;

export class Rollups extends RollupSums {
	private readonly sql;

	constructor(db: Connection) {
		super();
		this.sql = {
			zone: db.prepare<[], string>(`SELECT value FROM meta WHERE key = 'rollup_zone'`).pluck(),
			setZone: db.prepare<[string]>(
				`INSERT INTO meta(key, value) VALUES ('rollup_zone', ?)
				ON CONFLICT(key) DO UPDATE SET value = excluded.value`,
			),
			clear: db.prepare(`DELETE FROM rollup`),
			log: db.prepare<[number, number], JudgedRow>(
				`SELECT id, ${COUNTABLE_COLUMNS} FROM sla_log WHERE id > ? AND superseded = 0 ORDER BY id LIMIT ?`,
			),
			get: db.prepare<[string, number, string, string, string], KeptSum & { readonly id: number }>(
				`SELECT id, fulfilled, missed, cancelled, excluded, counted_ms, wall_ms, over_ms, spreads FROM rollup
				WHERE dimension = ? AND period = ? AND name = ? AND level = ? AND metric = ?`,
			),
			add: db.prepare<unknown[]>(
				`INSERT INTO rollup(dimension, period, name, level, metric, fulfilled, missed, cancelled, excluded,
					counted_ms, wall_ms, over_ms, spreads)
				VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			),
			set: db.prepare<unknown[]>(
				`UPDATE rollup SET fulfilled = ?, missed = ?, cancelled = ?, excluded = ?, counted_ms = ?, wall_ms = ?,
					over_ms = ?, spreads = ?
				WHERE id = ?`,
			),
			drop: db.prepare<[number]>(`DELETE FROM rollup WHERE id = ?`),
		};
	}

	/** Before anything is added: the sums go by a zone's days, and are made anew where they went by another's. */
	goBy(zone: string): void {
		if (this.zone !== zone && this.sql.zone.get() !== zone) this.remake(zone);
		this.zone = zone;
	}

	/** Writes what has changed since the last time. */
	flush(): void {
		for (const change of this.changes()) this.write(change);
		this.forgetChanges();
	}

	/** Forgets it: the transaction it belongs to is no more. */
	forget(): void {
		this.forgetChanges();
		this.zone = null;
	}

	private write(change: SumChange): void {
		const row = this.sql.get.get(...change.key);
		const values = change.applied(row);
		if (values === null) {
			if (row) this.sql.drop.run(row.id);
		} else if (row) this.sql.set.run(...values, row.id);
		else this.sql.add.run(...change.key, ...values);
	}

	private remake(zone: string): void {
		this.sql.clear.run();
		this.forgetChanges();
		this.zone = zone;
		for (let last = 0; ; ) {
			const rows = this.sql.log.all(last, REMAKE_BATCH);
			for (const row of rows) this.add(row, 1);
			this.flush();
			const end = rows.at(-1);
			if (!end) break;
			last = end.id;
		}
		this.sql.setZone.run(zone);
	}
}

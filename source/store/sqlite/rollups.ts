/**
 * Sums of the log by day and by month: the table `rollup`. They are kept in the tick's transaction, so that a
 * report over a year reads some thousand sums and not a million rows.
 */

import { COUNTABLE_COLUMNS } from '../countable.ts';
import type { JudgedRow } from '../port-reports.ts';
import { type KeptSum, type Key, RollupSums, SUM_COLUMNS, SUM_KEY, type SumChange } from '../rollup-sums.ts';
import type { Connection } from './connection.ts';

/** Rows of the log taken at a time while the sums are made anew. */
const REMAKE_BATCH = 20_000;

const IS_NAMED = SUM_KEY.map((name) => `${name} = ?`).join(' AND ');
const NAMES = [...SUM_KEY, ...SUM_COLUMNS];

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
			get: db.prepare<[...Key], KeptSum>(`SELECT ${SUM_COLUMNS.join(', ')} FROM rollup WHERE ${IS_NAMED}`),
			put: db.prepare<unknown[]>(
				`REPLACE INTO rollup(${NAMES.join(', ')}) VALUES (${NAMES.map(() => '?').join(', ')})`,
			),
			drop: db.prepare<[...Key]>(`DELETE FROM rollup WHERE ${IS_NAMED}`),
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
		const values = change.applied(this.sql.get.get(...change.key));
		if (values) this.sql.put.run(...change.key, ...values);
		else this.sql.drop.run(...change.key);
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

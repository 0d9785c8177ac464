/**
 * Sums of the log by day and by month: the table `rollup`. They are kept in the tick's transaction, so that a
 * report over a year reads some thousand sums and not a million rows.
 */
import { localDay, monthOfDay } from '../../sla/calendar/local-period.ts';
import { Spread } from '../../sla/spread.ts';
import { BETWEEN, type Dimension, JUDGEMENTS, type JudgedRow, type Judgement } from '../port-reports.ts';
import type { Connection } from './connection.ts';
import { COUNTABLE_COLUMNS, type Countable } from './countable.ts';

type Key = readonly [dimension: Dimension, period: number, name: string, level: string, metric: string];

type Counts = Record<Judgement, number>;

/** The durations that are added up of each sum. */
const TIMES = ['counted', 'wall', 'over'] as const;
type Time = (typeof TIMES)[number];

/** What rows have been added to one sum, and taken out of it, since it was written. */
class Change {
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
	spreads(kept: string): string {
		const parts = kept.split(BETWEEN);
		const spreads = { counted: new Spread(), wall: new Spread(), over: new Spread() };
		for (const [place, time] of TIMES.entries()) spreads[time].mergeEncoded(parts[place] ?? '');
		for (const [time, ms, times] of this.durations) spreads[time].add(ms, times);
		return TIMES.map((time) => spreads[time].encode()).join(BETWEEN);
	}

	private take(time: Time, ms: number, times: 1 | -1): void {
		this.sumsMs[time] += times * ms;
		this.durations.push([time, ms, times]);
	}
}

interface Row extends Counts {
	readonly id: number;
	readonly counted_ms: number;
	readonly wall_ms: number;
	readonly over_ms: number;
	readonly spreads: string;
}

/** Rows of the log taken at a time while the sums are made anew. */
const REMAKE_BATCH = 20_000;

export class Rollups {
	private readonly sql;
	private zone: string | null = null;
	private changes = new Map<string, Change>();

	constructor(db: Connection) {
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
			get: db.prepare<[string, number, string, string, string], Row>(
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

	/** Writes what has changed since the last time. */
	flush(): void {
		for (const change of this.changes.values()) this.write(change);
		this.changes = new Map();
	}

	/** Forgets it: the transaction it belongs to is no more. */
	forget(): void {
		this.changes = new Map();
		this.zone = null;
	}

	private addTo(dimension: Dimension, period: number, name: string, row: Countable, times: 1 | -1): void {
		const level = row.level ?? '';
		const key = `${dimension}\u0000${period}\u0000${name}\u0000${level}\u0000${row.metric}`;
		let change = this.changes.get(key);
		if (!change) {
			change = new Change([dimension, period, name, level, row.metric]);
			this.changes.set(key, change);
		}
		change.add(row, times);
	}

	private write(change: Change): void {
		const { key, counts, sumsMs } = change;
		const row = this.sql.get.get(...key);
		const now = JUDGEMENTS.map((judgement) => (row?.[judgement] ?? 0) + counts[judgement]);
		if (now.every((count) => count === 0)) {
			if (row) this.sql.drop.run(row.id);
			return;
		}
		const values = [
			...now,
			(row?.counted_ms ?? 0) + sumsMs.counted,
			(row?.wall_ms ?? 0) + sumsMs.wall,
			(row?.over_ms ?? 0) + sumsMs.over,
			change.spreads(row?.spreads ?? ''),
		];
		if (row) this.sql.set.run(...values, row.id);
		else this.sql.add.run(...key, ...values);
	}

	private remake(zone: string): void {
		this.sql.clear.run();
		this.changes = new Map();
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

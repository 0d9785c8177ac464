/**
 * Sums of the log by day and by month: the table `rollup`. They are kept in the tick's transaction, so that a
 * report over a year reads some thousand sums and not a million rows.
 */
import { COUNTABLE_COLUMNS } from '../countable.ts';
import type { JudgedRow } from '../port-reports.ts';
import { type KeptSum, RollupSums, SUM_COLUMNS, SUM_KEY, type SumChange } from '../rollup-sums.ts';
import { setMeta } from './meta.ts';
import { type Column, rowSet } from './row-set.ts';
import type { Session, Value } from './session.ts';

/** Rows of the log taken at a time while the sums are made anew. */
const REMAKE_BATCH = 20_000;

const TEXTS = new Set<string>(['dimension', 'name', 'level', 'metric', 'spreads']);

/** A set of rows whose values stand in the order of these columns. */
const columns = (names: readonly string[]): Readonly<Record<string, Column<readonly Value[]>>> =>
	Object.fromEntries(
		names.map((name, place): [string, Column<readonly Value[]>] => [
			name,
			[TEXTS.has(name) ? 'text' : 'bigint', (row) => row[place] ?? null],
		]),
	);

/** Whether a sum is the one of a row of `new`. */
const SAME = SUM_KEY.map((name) => `rollup.${name} = new.${name}`).join(' AND ');

export class Rollups extends RollupSums {
	constructor(private readonly session: Session) {
		super();
	}

	/**
	 * Before anything is added: the sums go by a zone's days, and are made anew where they went by another's.
	 * @param before the zone they went by; left out: there are none yet
	 */
	async goBy(zone: string, before: string | undefined): Promise<void> {
		this.zone = zone;
		if (before === zone) return;
		const { session } = this;
		await session.count(`DELETE FROM rollup`);
		for (let last = 0; ; ) {
			const rows = await session.rows<JudgedRow>(
				`SELECT id, ${COUNTABLE_COLUMNS} FROM sla_log WHERE id > $1 AND superseded = 0 ORDER BY id LIMIT $2`,
				[last, REMAKE_BATCH],
			);
			for (const row of rows) this.add(row, 1);
			await this.flush();
			const end = rows.at(-1);
			if (!end) break;
			last = end.id;
		}
		await setMeta(session, 'rollup_zone', zone);
	}

	/** Writes what has changed since the last time. */
	async flush(): Promise<void> {
		const changes = [...this.changes()];
		if (changes.length === 0) return;
		const kept = await this.kept(changes);
		const put: (readonly Value[])[] = [];
		const dropped: (readonly Value[])[] = [];
		for (const change of changes) {
			const values = change.applied(kept.get(nameOf(change.key)));
			if (values) put.push([...change.key, ...values]);
			else dropped.push(change.key);
		}
		await Promise.all([this.drop(dropped), this.put(put)]);
		this.forgetChanges();
	}

	private async kept(changes: readonly SumChange[]): Promise<ReadonlyMap<string, KeptSum>> {
		const { from, values } = rowSet<readonly Value[]>(
			changes.map(({ key }) => key),
			columns(SUM_KEY),
		);
		const sums = [...SUM_KEY, ...SUM_COLUMNS].map((name) => `rollup.${name}`).join(', ');
		const rows = await this.session.rows<KeptSum & Readonly<Record<(typeof SUM_KEY)[number], Value>>>(
			`SELECT ${sums} FROM rollup JOIN ${from} ON ${SAME}`,
			values,
		);
		return new Map(rows.map((row) => [nameOf(SUM_KEY.map((name) => row[name])), row]));
	}

	private async drop(keys: readonly (readonly Value[])[]): Promise<void> {
		if (keys.length === 0) return;
		const { from, values } = rowSet<readonly Value[]>(keys, columns(SUM_KEY));
		await this.session.count(`DELETE FROM rollup USING ${from} WHERE ${SAME}`, values);
	}

	private async put(rows: readonly (readonly Value[])[]): Promise<void> {
		if (rows.length === 0) return;
		const { from, names, values } = rowSet<readonly Value[]>(rows, columns([...SUM_KEY, ...SUM_COLUMNS]));
		await this.session.count(
			`INSERT INTO rollup(${names}) SELECT ${names} FROM ${from}
			ON CONFLICT(${SUM_KEY.join(', ')}) DO UPDATE SET ${SUM_COLUMNS.map((name) => `${name} = excluded."${name}"`).join(', ')}`,
			values,
		);
	}
}

const nameOf = (key: readonly Value[]): string => JSON.stringify(key);

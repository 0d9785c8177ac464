/** Single values that a store keeps by name: the table `meta`. */
import type { PairKey } from '../port-archive.ts';
import type { ARCHIVED_FIRST, ARCHIVED_LAST } from '../sql/health.ts';
import type { Session } from './session.ts';

/** What the engine keeps there, and who moves tickets to an archive. */
export type MetaKey =
	| 'cursor'
	| 'brought_up_to'
	| 'applied_agreement'
	| 'tick_note'
	| 'rollup_zone'
	| PairKey
	| typeof ARCHIVED_FIRST
	| typeof ARCHIVED_LAST;

export async function readMeta(session: Pick<Session, 'rows'>): Promise<ReadonlyMap<string, string>> {
	const rows = await session.rows<{ key: MetaKey; value: string | null }>(`SELECT key, value FROM meta`);
	return new Map(rows.flatMap(({ key, value }) => (value === null ? [] : [[key, value]])));
}

export async function numberOf(session: Pick<Session, 'rows'>, key: MetaKey): Promise<number | null> {
	const [row] = await session.rows<{ value: string | null }>(`SELECT value FROM meta WHERE key = $1`, [key]);
	return row?.value == null ? null : Number(row.value);
}

export async function setMeta(session: Session, key: MetaKey, value: string | number): Promise<void> {
	await session.count(
		`INSERT INTO meta(key, value) VALUES ($1, $2) ON CONFLICT(key) DO UPDATE SET value = excluded.value`,
		[key, String(value)],
	);
}

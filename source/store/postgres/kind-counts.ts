/** How many timers there are of each kind: the tables `counter` (open) and `tally` (closed, by quarter of an hour). */
import type { KindSums } from '../kind-sums.ts';
import { type Column, rowSet } from './row-set.ts';
import type { Session } from './session.ts';

type Sum = readonly [key: readonly (string | number)[], count: number];

const KIND = ['department', 'level', 'metric', 'state'] as const;

/** Writes what has changed in them. */
export async function flushKinds(session: Session, kinds: KindSums): Promise<void> {
	await Promise.all([
		add(session, 'counter', KIND, [...kinds.counters()]),
		add(session, 'tally', ['quarter_at', ...KIND], [...kinds.tallies()]),
	]);
}

async function add(
	session: Session,
	table: string,
	key: readonly string[],
	sums: readonly Sum[],
): Promise<void> {
	if (sums.length === 0) return;
	const { from, names, values } = rowSet<Sum>(sums, {
		...Object.fromEntries(
			key.map((name, place): [string, Column<Sum>] => [
				name,
				[name === 'quarter_at' ? 'bigint' : 'text', ([parts]) => parts[place] ?? null],
			]),
		),
		count: ['bigint', ([, count]) => count],
	});
	await session.count(
		`INSERT INTO ${table}(${names}) SELECT ${names} FROM ${from}
		ON CONFLICT(${key.join(', ')}) DO UPDATE SET count = ${table}.count + excluded.count`,
		values,
	);
}

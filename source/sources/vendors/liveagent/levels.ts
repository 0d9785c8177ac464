/** LiveAgent's SLA levels and business hours, and what its own SLA log says of who has which level. */
import * as v from 'valibot';
import { SourceProblem } from '../../http/problem.ts';
import { readEnvelope, readRecords } from '../../http/records.ts';
import { id, listOf, textOrNone } from '../schemas.ts';
import type { LiveAgentClient } from './client.ts';

/** The metrics that LiveAgent has targets for; ours have the same names. */
export const METRICS = [
	'first_answer',
	'next_answer',
	'first_assign',
	'first_resolve',
	'chat_answer',
	'call_answer',
] as const;

export const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

const seconds = v.nullish(
	v.pipe(
		v.union([v.number(), v.pipe(v.string(), v.regex(/^\d*$/), v.transform(Number))], 'must be seconds'),
		v.minValue(0, 'must not be negative'),
		v.transform((value) => (value === 0 ? null : value)),
	),
	null,
);
const interval = v.object({ start: v.string(), end: v.string() });
/** One interval, or a list of them; nothing on a day off. */
const day = v.pipe(
	v.nullish(v.union([v.array(interval), interval]), []),
	v.transform((given) => (Array.isArray(given) ? given : [given])),
);

const businessHours = v.object({
	timezone: textOrNone,
	...v.entriesFromList(DAYS, day),
	exclude_holidays: listOf(v.string()),
});

export const LEVEL = v.object({
	id,
	name: id,
	values: v.object(v.entriesFromList(METRICS, seconds)),
	/** Absent, or empty: every hour counts. */
	business_hours: v.nullish(
		v.union(
			[
				businessHours,
				v.pipe(
					v.tuple([]),
					v.transform(() => null),
				),
			],
			'must be hours by weekday',
		),
		null,
	),
});
export type LiveAgentLevel = v.InferOutput<typeof LEVEL>;

/** Levels of one name are two levels all the same: the later ones have a number behind it. */
function withNamesOfTheirOwn(levels: readonly LiveAgentLevel[]): LiveAgentLevel[] {
	const taken = new Set(levels.map(({ name }) => name));
	const met = new Set<string>();
	return levels.map((level) => {
		let name = level.name;
		for (let turn = 2; met.has(name); turn++) {
			const next = `${level.name} (${turn})`;
			if (!taken.has(next)) name = next;
		}
		met.add(name);
		return { ...level, name };
	});
}

/** All levels of an account. @throws {SourceProblem} where they cannot be read */
export async function readLevels(
	client: LiveAgentClient,
	signal: AbortSignal,
): Promise<readonly LiveAgentLevel[]> {
	const rows = await client.all('/slas', signal);
	const named = readRecords(rows, v.looseObject({ id }), 'SLA level', 'id').records;
	const levels: LiveAgentLevel[] = [];
	for (const row of named) {
		// Some versions tell the targets in the list, and some of each level alone.
		const path = `/slas/${encodeURIComponent(row.id)}`;
		const whole = v.safeParse(LEVEL, row);
		levels.push(
			whole.success ? whole.output : readEnvelope((await client.get(path, signal)).json, LEVEL, path),
		);
	}
	return withNamesOfTheirOwn(levels);
}

const LOGGED = v.object({ department_name: textOrNone, sla_level_name: textOrNone });
const GRID = v.union([
	v.array(v.unknown()),
	v.pipe(
		v.object({ rows: v.array(v.unknown()) }),
		v.transform(({ rows }) => rows),
	),
]);
const LOG_ROWS = 500;

/** How often the SLA log has a level for a department. */
export interface LevelUse {
	readonly department: string;
	readonly level: string;
	readonly count: number;
}

/** Which levels departments' tickets had lately, by LiveAgent's own log; nothing where that may not be read. */
export async function readLevelUse(
	client: LiveAgentClient,
	signal: AbortSignal,
): Promise<readonly LevelUse[]> {
	const path = '/grid/tickets/sla';
	let rows: readonly unknown[];
	try {
		const { json } = await client.get(path, signal, { _perPage: LOG_ROWS, _sortDir: 'DESC' });
		rows = readEnvelope(json, GRID, path);
	} catch (error) {
		if (error instanceof SourceProblem && error.status !== 401) return [];
		throw error;
	}
	const counts = new Map<string, LevelUse>();
	for (const row of rows) {
		const read = v.safeParse(LOGGED, row);
		if (!read.success) continue;
		const { department_name: department, sla_level_name: level } = read.output;
		if (department === null || level === null) continue;
		const key = JSON.stringify([department, level]);
		counts.set(key, { department, level, count: (counts.get(key)?.count ?? 0) + 1 });
	}
	return [...counts.values()];
}

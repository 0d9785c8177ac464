/** Judges the tickets of a table, and holds what comes out against verdicts that others made. */
import { readFileSync } from 'node:fs';
import { stringify } from 'yaml';
import { replay } from '../../source/engine/replay.ts';
import { parseAgreement } from '../../source/sla/agreement/parse.ts';
import type { AgreementVersion } from '../../source/sla/fold.ts';
import type { Timer } from '../../source/sla/timer.ts';
import { parseMapping } from '../../source/sources/csv/mapping.ts';
import { instantIn } from '../../source/sources/csv/times.ts';
import { wholeEvent } from '../../source/sources/ndjson.ts';
import { BOSTON_ZONE } from './boston.ts';
import { type ReadOptions, readTable } from './table.ts';

/** Each ticket's resolution. */
export async function resolutions(
	csv: string,
	versions: readonly AgreementVersion[],
	nowAt: number,
	options: ReadOptions = {},
): Promise<{ readonly timers: ReadonlyMap<string, Timer>; readonly refusals: readonly string[] }> {
	const { entries, refusals } = await readTable(csv, options);
	const events = entries.flatMap((entry) => entry.events.map(wholeEvent));
	const { timers } = replay(events, versions, nowAt);
	const resolved = timers.filter(({ metric }) => metric === 'first_resolve');
	return { timers: new Map(resolved.map((timer) => [timer.ticket, timer])), refusals };
}

export const isLate = (timer: Timer | undefined): boolean =>
	timer?.state === 'missed' || timer?.state === 'breached';

/** When the data end, in Boston: what was due by then and is open is overdue. */
export const BOSTON_END = Date.UTC(2016, 0, 13, 5, 0, 0, 1);

/** The cells of a file none of whose cells has a comma, but for its header. */
export const cellsOf = (csv: string): string[][] =>
	csv
		.trim()
		.split(/\r?\n/)
		.slice(1)
		.map((line) => line.split(','));

/** A row of Boston's files, cut at its commas: no cell of these files has one. */
export interface BostonRow {
	readonly ticket: string;
	readonly opened: string;
	readonly target: string;
	readonly closed: string;
	readonly verdict: string;
}

export const bostonRows = (csv: string): readonly BostonRow[] =>
	cellsOf(csv).map(([ticket = '', opened = '', target = '', closed = '', verdict = '']) => ({
		ticket,
		opened,
		target,
		closed,
		verdict,
	}));

export const bostonTime = (cell: string, zone = BOSTON_ZONE): number =>
	instantIn(cell, { name: '', order: 'month-first', zone, isDue: false });

export interface Agreeing {
	readonly rows: number;
	readonly agree: number;
}

/** How many verdicts are the city's own, judged by the dues that it gave. */
export async function givenVerdicts(csv: string, versions: readonly AgreementVersion[]): Promise<Agreeing> {
	const { timers } = await resolutions(csv, versions, BOSTON_END);
	const judged = bostonRows(csv).filter(({ target, verdict }) => target !== '' && verdict !== '');
	const agree = judged.filter(
		({ ticket, verdict }) => isLate(timers.get(ticket)) === (verdict === 'OVERDUE'),
	);
	return { rows: judged.length, agree: agree.length };
}

const MINUTE_MS = 60_000;

/** How many of the city's dues follow from the agreement alone, to the minute: it set some a few seconds off. */
export async function followingDues(csv: string, versions: readonly AgreementVersion[]): Promise<Agreeing> {
	const { timers } = await resolutions(csv, versions, BOSTON_END, { map: ['due.first_resolve='] });
	const rows = bostonRows(csv).filter(({ target }) => target !== '');
	const agree = rows.filter(({ ticket, target }) => {
		const dueAt = timers.get(ticket)?.dueAt;
		return dueAt != null && Math.abs(bostonTime(target) - dueAt) <= MINUTE_MS;
	});
	return { rows: rows.length, agree: agree.length };
}

export const PREPPIN = parseMapping(
	'preppin-sla',
	'preppin-sla.yaml',
	readFileSync(new URL('../cases/real/preppin-sla.yaml', import.meta.url), 'utf8'),
);

/** Working days by department, as an agreement: every hour of a working day counts, and nothing pauses. */
export async function preppinVersions(byDepartment: string): Promise<AgreementVersion[]> {
	const departments = cellsOf(byDepartment);
	const yaml = stringify({
		version: 1,
		timezone: 'UTC',
		calendars: { working: { hours: { 'mon-fri': ['00:00-24:00'] } } },
		metrics: { first_resolve: { pause_while: [] } },
		levels: Object.fromEntries(
			departments.map(([name, days]) => [
				name,
				{ calendar: 'working', targets: { first_resolve: `${days?.trim()}d` } },
			]),
		),
		rules: departments.map(([name]) => ({ when: { field: 'department', is: name }, level: name })),
	});
	const parsed = await parseAgreement(yaml, async () => '');
	if (!parsed.agreement) throw new Error(parsed.problems.map(({ message }) => message).join('\n'));
	return [{ agreement: parsed.agreement, inForceAt: 0, movesOpen: false }];
}

/** PrepBench's answers: what was met and missed, and the departments by their share, best first. */
export interface PreppinAnswers {
	readonly met: number;
	readonly missed: number;
	readonly ranking: readonly { readonly department: string; readonly percent: number }[];
}

/** The verdicts on the tickets that were closed. */
export function preppinAnswers(timers: Iterable<Timer>): PreppinAnswers {
	const shares = new Map<string, { met: number; all: number }>();
	for (const timer of timers) {
		if (timer.closedAt === null) continue;
		const share = shares.get(timer.level ?? '') ?? { met: 0, all: 0 };
		shares.set(timer.level ?? '', { met: share.met + (isLate(timer) ? 0 : 1), all: share.all + 1 });
	}
	const met = [...shares.values()].reduce((sum, share) => sum + share.met, 0);
	const all = [...shares.values()].reduce((sum, share) => sum + share.all, 0);
	const ranking = [...shares]
		.map(([department, share]) => ({
			department,
			percent: Math.round((share.met / share.all) * 10_000) / 100,
		}))
		.sort((a, b) => b.percent - a.percent || a.department.localeCompare(b.department));
	return { met, missed: all - met, ranking };
}

/** The departments as PrepBench ranks them. */
export const preppinRanking = (csv: string): PreppinAnswers['ranking'] =>
	cellsOf(csv).map(([, department = '', percent]) => ({ department, percent: Number(percent) }));

/** A closed timer as a row of the table `sla_log`, in every store. */
import type { ClosedTimer } from '../sla/fold.ts';
import { type RemarksByTimer, timerKey } from '../sla/remark.ts';
import { judgedAt } from '../sla/verdict.ts';
import type { Countable } from './countable.ts';
import type { KindSums } from './kind-sums.ts';
import type { RollupSums } from './rollup-sums.ts';
import type { Value } from './timer-columns.ts';

/** A row that the log gains, by its columns; `ticket_id` aside. */
export interface NewRow {
	readonly timer: ClosedTimer;
	readonly excluded: boolean;
	readonly organization: string | null;
}

export const NEW_ROW_COLUMNS = {
	metric: ({ timer }) => timer.metric,
	cycle: ({ timer }) => timer.cycle,
	level: ({ timer }) => timer.level,
	calendar: ({ timer }) => timer.calendar,
	state: ({ timer }) => timer.state,
	started_at: ({ timer }) => timer.startedAt,
	at_risk_at: ({ timer }) => timer.atRiskAt,
	due_at: ({ timer }) => timer.dueAt,
	closed_at: ({ timer }) => timer.closedAt,
	target_ms: ({ timer }) => timer.targetMs,
	counted_ms: ({ timer }) => timer.countedMs,
	paused_ms: ({ timer }) => timer.pausedMs,
	reason: ({ timer }) => timer.reason,
	department: ({ timer }) => timer.department,
	agent: ({ timer }) => timer.agent,
	superseded: ({ timer }) => (timer.superseded ? 1 : 0),
	excluded: ({ excluded }) => (excluded ? 1 : 0),
	organization: ({ organization }) => organization,
	judged_at: ({ timer }) => judgedAt(timer),
} satisfies Readonly<Record<string, (row: NewRow) => Value>>;

/** What is read of a row that is there. */
export const CLOSED_ROW_COLUMNS = [
	'id',
	'metric',
	'cycle',
	'level',
	'state',
	'started_at',
	'at_risk_at',
	'due_at',
	'closed_at',
	'target_ms',
	'counted_ms',
	'paused_ms',
	'reason',
	'department',
	'agent',
	'organization',
	'superseded',
	'excluded',
] as const satisfies readonly (keyof ClosedRow)[];

export interface ClosedRow {
	readonly id: number;
	readonly metric: string;
	readonly cycle: number;
	readonly level: string | null;
	readonly state: ClosedTimer['state'];
	readonly started_at: number;
	readonly at_risk_at: number | null;
	readonly due_at: number | null;
	readonly closed_at: number;
	readonly target_ms: number;
	readonly counted_ms: number;
	readonly paused_ms: number;
	readonly reason: string | null;
	readonly department: string | null;
	readonly agent: string | null;
	readonly organization: string | null;
	readonly superseded: number;
	readonly excluded: number;
}

type ValuesOf<Columns extends readonly (keyof ClosedRow)[]> = {
	readonly [Place in keyof Columns]: ClosedRow[Columns[Place]];
};
/** A row as its values: of many tickets they are read sooner so than by name. */
export type ClosedValues = ValuesOf<typeof CLOSED_ROW_COLUMNS>;

/** @param row behind the place of its ticket */
export function closedRow([
	,
	id,
	metric,
	cycle,
	level,
	state,
	started_at,
	at_risk_at,
	due_at,
	closed_at,
	target_ms,
	counted_ms,
	paused_ms,
	reason,
	department,
	agent,
	organization,
	superseded,
	excluded,
]: readonly [place: number, ...values: ClosedValues]): ClosedRow {
	return {
		id,
		metric,
		cycle,
		level,
		state,
		started_at,
		at_risk_at,
		due_at,
		closed_at,
		target_ms,
		counted_ms,
		paused_ms,
		reason,
		department,
		agent,
		organization,
		superseded,
		excluded,
	};
}

/** What keeps a row of the log from counting for compliance: a later close, or somebody's word. */
interface Standing {
	readonly superseded: boolean;
	readonly excluded: boolean;
}

const counts = ({ superseded, excluded }: Standing): boolean => !superseded && !excluded;

/** What a ticket's rows of the log become. */
export interface LogChanges {
	/** Whether all that were there are another customer's now. */
	readonly moved: boolean;
	readonly gained: readonly NewRow[];
	readonly standings: readonly (Standing & { readonly id: number })[];
}

/**
 * What the log gains, and which of its rows the history no longer bears out: they are superseded.
 * @param old the ticket's rows, in order
 * @param sums take what that changes in the kept sums
 */
export function logChanges(
	old: readonly ClosedRow[],
	organization: string | null,
	closed: readonly ClosedTimer[],
	remarks: RemarksByTimer,
	sums: { readonly kinds: KindSums; readonly rollups: RollupSums },
): LogChanges {
	const { kinds, rollups } = sums;
	const moved = old.some((row) => row.organization !== organization);
	const left = moved ? old.map((row) => ({ ...row, organization })) : [...old];
	if (moved) {
		// All of them are its customer's, whoever that is found to be.
		for (const [place, row] of old.entries()) {
			const now = left[place];
			if (row.superseded === 1 || !now) continue;
			rollups.add(countable(timesOf(row), row.excluded === 1), -1);
			rollups.add(countable(timesOf(now), row.excluded === 1), 1);
		}
	}
	const gained: NewRow[] = [];
	const standings: (Standing & { readonly id: number })[] = [];
	/** Notes whether a row of the log counts, now that more is known. */
	const stand = (row: ClosedRow, now: Standing): void => {
		const before: Standing = { superseded: row.superseded === 1, excluded: row.excluded === 1 };
		if (before.superseded === now.superseded && before.excluded === now.excluded) return;
		standings.push({ id: row.id, ...now });
		const more = Number(counts(now)) - Number(counts(before));
		if (more !== 0) kinds.tally(row.closed_at, row, more);
		if (!before.superseded) rollups.add(countable(timesOf(row), before.excluded), -1);
		if (!now.superseded) rollups.add(countable(timesOf(row), now.excluded), 1);
	};
	for (const timer of closed) {
		const { superseded } = timer;
		const excluded = remarks.get(timerKey(timer))?.excluded != null;
		const place = left.findIndex((row) => isRowOf(row, timer));
		const [row] = place >= 0 ? left.splice(place, 1) : [];
		if (row) {
			stand(row, { superseded, excluded });
			continue;
		}
		gained.push({ timer, excluded, organization });
		if (counts({ superseded, excluded })) kinds.tally(timer.closedAt, timer, 1);
		if (!superseded) rollups.add(countable({ ...timer, organization }, excluded), 1);
	}
	for (const row of left) stand(row, { superseded: true, excluded: row.excluded === 1 });
	return { moved, gained, standings };
}

type Times = Pick<
	ClosedTimer,
	'metric' | 'level' | 'state' | 'startedAt' | 'dueAt' | 'closedAt' | 'countedMs' | 'department' | 'agent'
> & { readonly organization: string | null };

const timesOf = (row: ClosedRow): Times => ({
	...row,
	startedAt: row.started_at,
	dueAt: row.due_at,
	closedAt: row.closed_at,
	countedMs: row.counted_ms,
});

/** A row of the log as reports count it. */
function countable(row: Times, excluded: boolean): Countable {
	const { state, startedAt, dueAt, closedAt } = row;
	return {
		...row,
		judgedAt: judgedAt(row),
		judgement: excluded ? 'excluded' : state,
		wallMs: closedAt - startedAt,
		overMs: state === 'missed' && dueAt !== null ? closedAt - dueAt : 0,
	};
}

/** Whether a row of the log is this very closing, whatever has been said of it since. */
function isRowOf(row: ClosedRow, timer: ClosedTimer): boolean {
	return (
		row.metric === timer.metric &&
		row.cycle === timer.cycle &&
		row.closed_at === timer.closedAt &&
		row.state === timer.state &&
		row.level === timer.level &&
		row.started_at === timer.startedAt &&
		row.due_at === timer.dueAt &&
		row.at_risk_at === timer.atRiskAt &&
		row.target_ms === timer.targetMs &&
		row.counted_ms === timer.countedMs &&
		row.paused_ms === timer.pausedMs &&
		row.reason === timer.reason &&
		row.department === timer.department &&
		row.agent === timer.agent
	);
}

/** Closed timers: the table `sla_log`, and what is kept of it in sums. */
import type { ClosedTimer } from '../../sla/fold.ts';
import { type RemarksByTimer, timerKey } from '../../sla/remark.ts';
import { judgedAt } from '../../sla/verdict.ts';
import type { Connection } from './connection.ts';
import type { Countable } from './countable.ts';
import type { KindCounts } from './kind-counts.ts';
import { Rollups } from './rollups.ts';

interface ClosedRow {
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

/** What keeps a row of the log from counting for compliance: a later close, or somebody's word. */
interface Standing {
	readonly superseded: boolean;
	readonly excluded: boolean;
}

const counts = ({ superseded, excluded }: Standing): boolean => !superseded && !excluded;

export class ClosedTimers {
	private readonly sql;
	private readonly rollups: Rollups;

	constructor(
		db: Connection,
		private readonly kinds: KindCounts,
	) {
		this.rollups = new Rollups(db);
		this.sql = {
			closedOf: db.prepare<[number], ClosedRow>(
				`SELECT id, metric, cycle, level, state, started_at, at_risk_at, due_at, closed_at, target_ms,
					counted_ms, paused_ms, reason, department, agent, organization, superseded, excluded
				FROM sla_log WHERE ticket_id = ? ORDER BY id`,
			),
			addClosed: db.prepare(
				`INSERT INTO sla_log(ticket_id, metric, cycle, level, calendar, state, started_at, at_risk_at, due_at,
					closed_at, target_ms, counted_ms, paused_ms, reason, department, agent, superseded, excluded,
					organization, judged_at)
				VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			),
			setOrganization: db.prepare<[string | null, number]>(
				`UPDATE sla_log SET organization = ? WHERE ticket_id = ?`,
			),
			setStanding: db.prepare<[number, number, number]>(
				`UPDATE sla_log SET superseded = ?, excluded = ? WHERE id = ?`,
			),
		};
	}

	/** Sums of the log go by the days of this zone. */
	goBy(zone: string): void {
		this.rollups.goBy(zone);
	}

	/**
	 * Appends what the log does not have yet, and tells how many rows that is; rows that the history no longer bears
	 * out are superseded.
	 */
	put(
		ticketId: number,
		organization: string | null,
		closed: readonly ClosedTimer[],
		remarks: RemarksByTimer,
	): number {
		const old = this.withOrganization(ticketId, organization);
		let gained = 0;
		for (const timer of closed) {
			const { superseded } = timer;
			const excluded = remarks.get(timerKey(timer))?.excluded != null;
			const place = old.findIndex((row) => isRowOf(row, timer));
			if (place >= 0) {
				const [row] = old.splice(place, 1);
				if (row) this.setStanding(row, { superseded, excluded });
				continue;
			}
			this.sql.addClosed.run(
				ticketId,
				timer.metric,
				timer.cycle,
				timer.level,
				timer.calendar,
				timer.state,
				timer.startedAt,
				timer.atRiskAt,
				timer.dueAt,
				timer.closedAt,
				timer.targetMs,
				timer.countedMs,
				timer.pausedMs,
				timer.reason,
				timer.department,
				timer.agent,
				superseded ? 1 : 0,
				excluded ? 1 : 0,
				organization,
				judgedAt(timer),
			);
			if (counts({ superseded, excluded })) this.kinds.tally(timer.closedAt, timer, 1);
			if (!superseded) this.rollups.add(countable({ ...timer, organization }, excluded), 1);
			gained++;
		}
		for (const row of old) this.setStanding(row, { superseded: true, excluded: row.excluded === 1 });
		return gained;
	}

	/** Notes whether a row of the log counts, now that more is known. */
	private setStanding(row: ClosedRow, standing: Standing): void {
		const old: Standing = { superseded: row.superseded === 1, excluded: row.excluded === 1 };
		if (old.superseded === standing.superseded && old.excluded === standing.excluded) return;
		this.sql.setStanding.run(standing.superseded ? 1 : 0, standing.excluded ? 1 : 0, row.id);
		const gained = Number(counts(standing)) - Number(counts(old));
		if (gained !== 0) this.kinds.tally(row.closed_at, row, gained);
		if (!old.superseded) this.rollups.add(countable(timesOf(row), old.excluded), -1);
		if (!standing.superseded) this.rollups.add(countable(timesOf(row), standing.excluded), 1);
	}

	/** A ticket's rows of the log; all of them are its customer's, whoever that is found to be. */
	private withOrganization(ticketId: number, organization: string | null): ClosedRow[] {
		const rows = this.sql.closedOf.all(ticketId);
		if (rows.every((row) => row.organization === organization)) return rows;
		this.sql.setOrganization.run(organization, ticketId);
		return rows.map((row) => {
			const moved = { ...row, organization };
			if (row.superseded === 0) {
				this.rollups.add(countable(timesOf(row), row.excluded === 1), -1);
				this.rollups.add(countable(timesOf(moved), row.excluded === 1), 1);
			}
			return moved;
		});
	}

	flush(): void {
		this.rollups.flush();
	}

	/** Forgets what is not written yet: the transaction it belongs to is no more. */
	forget(): void {
		this.rollups.forget();
	}
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

/**
 * Makes the reports of the agreement when their turns come: each turn once, whichever engine leads. How far each has
 * come is in the store; a turn that a dead engine had begun is done again, to the same file, or with the same id.
 */
import { backoffMs } from '../../alerts/backoff.ts';
import { failed, type Outcome, type Surroundings } from '../../alerts/channel.ts';
import { formatInstant } from '../../sla/instant.ts';
import type { Agreement } from '../../sla/level.ts';
import type { ScheduledReport } from '../../sla/scheduled-report.ts';
import type { Lease } from '../../store/port.ts';
import type { ReportRun, ReportRunStore } from '../../store/port-report-runs.ts';
import { messageOf } from '../../text/message.ts';
import type { TermsAt } from '../month-terms.ts';
import type { ReportedStore } from '../report-lines.ts';
import { deliverTurn } from './deliver-turn.ts';
import { makeTurn } from './make-turn.ts';

/** After a stop, a folder gets the last of the turns that were missed; a webhook the very last alone. */
const MOST_MISSED = { folder: 31, webhook: 1 } as const;

export interface ScheduledReportsOptions {
	readonly runs: ReportRunStore;
	readonly store: ReportedStore;
	/** The agreements that hold at instants, as they are known now. */
	readonly terms: () => Promise<TermsAt>;
	/** The engine's clock. */
	readonly now: () => number;
	/** From 0 up to 1. */
	readonly random: () => number;
	readonly surroundings: Pick<Surroundings, 'env' | 'isRehearsal'>;
	readonly onError: (error: unknown) => void;
	/** A report has begun to fail, or fails for another reason, or is made again (null). */
	readonly onChange?: (report: string, problem: string | null) => void;
}

type Under = Pick<Agreement, 'reports'>;

const begun = (report: string, doneAt: number): ReportRun => ({
	report,
	doneAt,
	madeAt: null,
	said: null,
	failures: 0,
	failingSince: null,
	nextTryAt: null,
	problem: null,
});

export class ScheduledReports {
	private underWay: Promise<void> | null = null;
	private readonly ending = new AbortController();
	private known: Under | null = null;
	/** When each report's next turn is, by how far it has come: schedules are not worked out every second. */
	private readonly turns = new Map<string, { readonly doneAt: number; readonly nextAt: number | null }>();

	constructor(private readonly options: ScheduledReportsOptions) {}

	/**
	 * Begins with what is due, unless it is at it already.
	 * @param lease of the engine that makes them: where that is lost meanwhile, nothing more is written by it
	 */
	look(agreement: Under, lease: Lease): void {
		if (this.ending.signal.aborted || this.underWay) return;
		this.underWay = this.run(agreement, lease)
			.catch(this.options.onError)
			.finally(() => {
				this.underWay = null;
			});
	}

	/** Waits until what was due has been tried. */
	async idle(): Promise<void> {
		await this.underWay;
	}

	async stop(): Promise<void> {
		this.ending.abort();
		await this.idle();
	}

	private async run(agreement: Under, lease: Lease): Promise<void> {
		const { runs, now } = this.options;
		if (agreement !== this.known) {
			await runs.keepRuns(lease, [...agreement.reports.keys()]);
			this.turns.clear();
		}
		this.known = agreement;
		if (agreement.reports.size === 0) return;
		const byName = new Map((await runs.runs()).map((run) => [run.report, run]));
		for (const report of agreement.reports.values()) {
			if (this.ending.signal.aborted) return;
			const run = byName.get(report.name);
			// A new report's first turn is the next one.
			if (run) await this.catchUp(report, run, lease);
			else await runs.putRun(lease, begun(report.name, now()));
		}
	}

	private nextTurn({ name, cron }: ScheduledReport, doneAt: number): number | null {
		const kept = this.turns.get(name);
		if (kept?.doneAt === doneAt) return kept.nextAt;
		const nextAt = cron.next(doneAt);
		this.turns.set(name, { doneAt, nextAt });
		return nextAt;
	}

	/** Makes the turns that have come since the last that was made, one after the other. One that fails is passed over when a later one is made. */
	private async catchUp(report: ScheduledReport, kept: ReportRun, lease: Lease): Promise<void> {
		const { runs, now } = this.options;
		const nowAt = now();
		// A clock that was ahead has been set: what it was ahead of is yet to come.
		const before = kept.doneAt > nowAt ? begun(report.name, nowAt) : kept;
		if (before !== kept) await runs.putRun(lease, before);
		if (before.nextTryAt !== null && before.nextTryAt > nowAt) return;
		const nextAt = this.nextTurn(report, before.doneAt);
		if (nextAt === null || nextAt > nowAt) return;
		const { onChange } = this.options;
		let run = before;
		let told = before.problem;
		let failure: { readonly turnAt: number; readonly outcome: Outcome } | null = null;
		for (const turnAt of report.cron.between(run.doneAt, nowAt, MOST_MISSED[report.to.kind])) {
			const outcome = await this.attempt(report, turnAt);
			// Ended in the middle of it: whether it arrived is not known.
			if (this.ending.signal.aborted && !outcome.ok) return;
			if (!outcome.ok) {
				failure = { turnAt, outcome };
				continue;
			}
			if (failure) {
				told = `not made for ${formatInstant(failure.turnAt)}: ${failure.outcome.said}`;
				onChange?.(report.name, told);
			}
			failure = null;
			run = this.after(run, turnAt, outcome);
			await runs.putRun(lease, run);
		}
		if (failure) {
			run = this.after(run, failure.turnAt, failure.outcome);
			await runs.putRun(lease, run);
		}
		if (run.problem !== told) onChange?.(report.name, run.problem);
	}

	private async attempt(report: ScheduledReport, turnAt: number): Promise<Outcome> {
		const { store, terms, now, surroundings } = this.options;
		try {
			const turn = await makeTurn(store, await terms(), report, turnAt, now());
			return await deliverTurn(report, turn, surroundings, this.ending.signal);
		} catch (error) {
			return failed(messageOf(error));
		}
	}

	private after(run: ReportRun, turnAt: number, outcome: Outcome): ReportRun {
		const { now, random } = this.options;
		const nowAt = now();
		if (outcome.ok) return { ...begun(run.report, turnAt), madeAt: nowAt, said: outcome.said };
		const failures = run.failures + 1;
		return {
			...run,
			failures,
			failingSince: run.failingSince ?? nowAt,
			nextTryAt: nowAt + backoffMs(failures, random(), outcome.retryAfterMs),
			problem: outcome.said,
		};
	}
}

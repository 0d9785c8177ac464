/** What-if: how a past period would have come out under another agreement, timer by timer and month by month. */
import { localMonth, monthName } from '../sla/calendar/local-period.ts';
import type { ClosedTimer, Folded } from '../sla/fold.ts';
import { type Agreement, currenciesOf } from '../sla/level.ts';
import type { Money } from '../sla/money.ts';
import { timerKey } from '../sla/remark.ts';
import type { Timer } from '../sla/timer.ts';
import { judgedAt } from '../sla/verdict.ts';
import { compareText } from '../text/order.ts';
import { costOf, type LevelMonth, PenaltyLedger } from './ledger.ts';
import {
	compliancePercent,
	type MutableVerdicts,
	missesMinor,
	noVerdicts,
	type Verdict,
	type Verdicts,
} from './penalties.ts';
import type { Period } from './period.ts';

/** How an agreement has a timer; `open`: not due yet, or waiting; `none`: no target, and so no timer. */
export type Outcome = Verdict | 'cancelled' | 'open' | 'none';

/** One thing under the old agreement and under the new. */
export interface Pair<T> {
	readonly old: T;
	readonly new: T;
}

export interface Figures extends Verdicts {
	readonly compliance: number | null;
	/** The price of its misses, before the month's credit and cap. */
	readonly missesMinor: number;
	readonly currency: string | null;
}

export interface Group extends Pair<Figures> {
	readonly level: string | null;
	readonly department: string | null;
	readonly metric: string;
}

export interface MonthOfLevel extends Pair<LevelMonth | null> {
	readonly month: string;
	readonly level: string;
}

/** A timer that fails under one agreement and not under the other. */
export interface Turn {
	readonly ticket: string;
	readonly metric: string;
	readonly cycle: number;
	readonly verdict: Pair<Outcome>;
	readonly dueAt: Pair<number | null>;
}

export interface Total extends Verdicts {
	readonly compliance: number | null;
	/** What all months cost, by currency. */
	readonly penalties: Money;
}

export interface WhatIfResult {
	readonly groups: readonly Group[];
	readonly months: readonly MonthOfLevel[];
	readonly turns: readonly Turn[];
	readonly total: Pair<Total>;
}

/** A timer as one agreement judges it, and the instant by which it belongs to a period. */
interface Judged {
	readonly timer: Timer;
	readonly department: string | null;
	readonly organization: string | null;
	readonly outcome: Outcome;
	readonly at: number | null;
}

const isFailure = (outcome: Outcome): boolean => outcome === 'missed' || outcome === 'breached';
const isVerdict = (outcome: Outcome): outcome is Verdict => outcome === 'fulfilled' || isFailure(outcome);

/** A ticket's timers that count, by metric and cycle. */
function judge({ open, closed, ticket }: Folded): Map<string, Judged> {
	const judged = new Map<string, Judged>();
	const { organization } = ticket;
	const add = (timer: Timer | ClosedTimer, outcome: Outcome, at: number | null, department: string | null) =>
		judged.set(timerKey(timer), { timer, outcome, at, department, organization });
	for (const timer of closed) {
		if (!timer.superseded) add(timer, timer.state, judgedAt(timer), timer.department);
	}
	for (const timer of open) {
		const isBreached = timer.state === 'breached';
		add(timer, isBreached ? 'breached' : 'open', isBreached ? timer.dueAt : null, ticket.department);
	}
	return judged;
}

type Kind = Pick<Group, 'level' | 'department' | 'metric'>;

/** The sums of one agreement. */
class Side {
	readonly groups = new Map<string, { readonly kind: Kind; readonly verdicts: MutableVerdicts }>();
	readonly all = noVerdicts();
	private readonly ledger: PenaltyLedger;

	constructor(
		private readonly agreement: Agreement,
		private readonly period: Period,
	) {
		this.ledger = new PenaltyLedger(() => agreement);
	}

	isInPeriod(judged: Judged | undefined): boolean {
		const at = judged?.at ?? null;
		return at !== null && at >= this.period.sinceAt && at < this.period.untilAt;
	}

	take(judged: Judged): void {
		const { timer, department, organization, outcome, at } = judged;
		if (at === null || !isVerdict(outcome) || !this.isInPeriod(judged)) return;
		const { level, metric } = timer;
		const key = JSON.stringify([level, department, metric]);
		const group = this.groups.get(key) ?? { kind: { level, department, metric }, verdicts: noVerdicts() };
		this.groups.set(key, group);
		group.verdicts[outcome]++;
		this.all[outcome]++;
		const month = localMonth(at, this.agreement.timezone);
		const sum = { ...noVerdicts(), level, metric, [outcome]: 1 };
		this.ledger.add({ month, organization, times: 1, sums: [sum] });
	}

	figures(key: string, { level, metric }: Kind): Figures {
		const verdicts = this.groups.get(key)?.verdicts ?? noVerdicts();
		const penalty = level === null ? null : (this.agreement.levels.get(level)?.penalty ?? null);
		return {
			...verdicts,
			compliance: compliancePercent(verdicts),
			missesMinor: missesMinor(penalty, metric, verdicts),
			currency: penalty?.currency ?? null,
		};
	}

	months(): LevelMonth[] {
		return this.ledger.levels();
	}

	total(): Total {
		return {
			...this.all,
			compliance: compliancePercent(this.all),
			penalties: costOf(this.months(), currenciesOf(this.agreement)),
		};
	}
}

/** Takes tickets one after the other, and keeps of them no more than what it will say. */
export class WhatIf {
	private readonly old: Side;
	private readonly next: Side;
	private readonly turns: Turn[] = [];

	constructor(agreements: Pair<Agreement>, period: Period) {
		this.old = new Side(agreements.old, period);
		this.next = new Side(agreements.new, period);
	}

	/** Takes one ticket, folded under each agreement. */
	take(folded: Pair<Folded>): void {
		const old = judge(folded.old);
		const next = judge(folded.new);
		for (const judged of old.values()) this.old.take(judged);
		for (const judged of next.values()) this.next.take(judged);
		for (const key of new Set([...old.keys(), ...next.keys()])) this.compare(old.get(key), next.get(key));
	}

	result(): WhatIfResult {
		return {
			groups: this.groups(),
			months: this.months(),
			turns: this.turns.toSorted(byTimer),
			total: { old: this.old.total(), new: this.next.total() },
		};
	}

	private compare(old: Judged | undefined, next: Judged | undefined): void {
		const timer = old?.timer ?? next?.timer;
		const verdict = { old: old?.outcome ?? 'none', new: next?.outcome ?? 'none' } as const;
		if (!timer || isFailure(verdict.old) === isFailure(verdict.new)) return;
		const isCounted = isFailure(verdict.old) ? this.old.isInPeriod(old) : this.next.isInPeriod(next);
		if (!isCounted) return;
		const { ticket, metric, cycle } = timer;
		const dueAt = { old: old?.timer.dueAt ?? null, new: next?.timer.dueAt ?? null };
		this.turns.push({ ticket, metric, cycle, verdict, dueAt });
	}

	private groups(): Group[] {
		const kinds = new Map(
			[...this.old.groups, ...this.next.groups].map(([key, { kind }]) => [key, kind] as const),
		);
		return [...kinds]
			.map(([key, kind]) => ({
				...kind,
				old: this.old.figures(key, kind),
				new: this.next.figures(key, kind),
			}))
			.sort(byKind);
	}

	private months(): MonthOfLevel[] {
		const byKey = new Map<string, MonthOfLevel>();
		for (const row of this.old.months()) {
			const month = monthName(row.month);
			byKey.set(`${month} ${row.level}`, { month, level: row.level, old: row, new: null });
		}
		for (const row of this.next.months()) {
			const month = monthName(row.month);
			const old = byKey.get(`${month} ${row.level}`)?.old ?? null;
			byKey.set(`${month} ${row.level}`, { month, level: row.level, old, new: row });
		}
		return [...byKey.values()].sort((a, b) => compareText(a.month, b.month) || compareText(a.level, b.level));
	}
}

const byTimer = (a: Turn, b: Turn): number =>
	compareText(a.ticket, b.ticket) || compareText(a.metric, b.metric) || a.cycle - b.cycle;

const byKind = (a: Group, b: Group): number =>
	compareText(a.level ?? '', b.level ?? '') ||
	compareText(a.department ?? '', b.department ?? '') ||
	compareText(a.metric, b.metric);

/** The month so far as a screen shows it: read once, and put together in every way that it is looked at. */
import { monthStart } from '../sla/calendar/local-period.ts';
import type { Money } from '../sla/money.ts';
import type { BoardStore } from '../store/port.ts';
import { type AtStake, readAtStake } from './at-stake.ts';
import { type Axis, detailFor } from './cells.ts';
import { GoalLedger, type GoalMonth } from './goals.ts';
import { Groups, type Result } from './grouping.ts';
import { lacking } from './lacking.ts';
import { byLevel, type CustomerMonth, costOf, type LevelMonth, PenaltyLedger } from './ledger.ts';
import { MonthTerms, type TermsAt } from './month-terms.ts';
import { monthSoFar, type Period } from './period.ts';
import { readCells } from './report.ts';
import type { Figures } from './sums.ts';

/** By what the month is broken down. */
export type ViewAxis = Exclude<Axis, 'week' | 'month'>;

const byAxis = <T>(of: (axis: ViewAxis) => T): Readonly<Record<ViewAxis, T>> => ({
	level: of('level'),
	metric: of('metric'),
	department: of('department'),
	agent: of('agent'),
	organization: of('organization'),
	day: of('day'),
});

export interface ViewLine {
	/** Null: none, or everything together. */
	readonly name: string | null;
	readonly figures: Figures;
	/** The price of its misses, before any credit or cap. */
	readonly missesCost: Money;
	/** What it costs with credits and caps; null where it is not made of customers' whole accounts. */
	readonly penalty: Money | null;
}

export interface MonthView {
	readonly nowAt: number;
	readonly total: ViewLine;
	/** Compliance of the month before, up to the same day and time, in percent; null where nothing was judged. */
	readonly before: number | null;
	readonly lines: Readonly<Record<ViewAxis, readonly ViewLine[]>>;
	readonly goals: readonly GoalMonth[];
	/** What the month costs so far, with credits and caps; and how that comes about, level by level. */
	readonly penalties: Money;
	readonly months: readonly LevelMonth[];
	readonly stake: AtStake;
	/** Tickets of an archive that the month reaches into, or the stretch of the month before; not counted in. */
	readonly lacks: number;
	readonly beforeLacks: number;
}

/** The same stretch of the month before: what has passed of this one, after its beginning. */
function monthBefore(nowAt: number, zone: string): Period {
	const startAt = monthStart(nowAt, zone);
	const sinceAt = monthStart(startAt - 1, zone);
	return { sinceAt, untilAt: Math.min(startAt, sinceAt + (nowAt - startAt) + 1) };
}

/** The goals of the month under way: what there is to be watched by. */
export async function readGoals(
	store: Pick<BoardStore, 'reports'>,
	termsAt: TermsAt,
	nowAt: number,
): Promise<GoalMonth[]> {
	const zone = (await termsAt(nowAt)).timezone;
	const terms = new MonthTerms(termsAt, zone, nowAt);
	const period = monthSoFar(nowAt, zone);
	const goals = new GoalLedger();
	const question = {
		store: store.reports,
		zone,
		period,
		nowAt,
		detail: detailFor([]),
		withTimes: false,
		filter: {},
	};
	await readCells(question, terms, [goals]);
	return goals.goals(terms.of, period, nowAt, zone);
}

/** Reads it. @param termsAt the agreement that holds at an instant */
export async function readMonthView(
	store: Pick<BoardStore, 'reports' | 'timers' | 'counters'>,
	termsAt: TermsAt,
	nowAt: number,
): Promise<MonthView> {
	const agreement = await termsAt(nowAt);
	const zone = agreement.timezone;
	const terms = new MonthTerms(termsAt, zone, nowAt);
	const period = monthSoFar(nowAt, zone);
	const groups = byAxis((axis) => new Groups([axis], terms));
	const goals = new GoalLedger();
	const ledger = new PenaltyLedger(terms.of);
	const read = (axes: readonly Axis[], into: Parameters<typeof readCells>[2], of = period): Promise<void> => {
		const detail = detailFor(axes);
		const withTimes = of === period;
		const question = { store: store.reports, zone, period: of, nowAt, detail, withTimes, filter: {} };
		return readCells(question, terms, into);
	};
	await read([], [groups.level, groups.metric, groups.day, goals]);
	await read(['department'], [groups.department]);
	await read(['agent'], [groups.agent]);
	await read(['organization'], [groups.organization, ledger]);
	const before = new Groups([], terms);
	await read([], [before], monthBefore(nowAt, zone));
	const customers = ledger.customers();
	const currencies = terms.currencies();
	const costs = (rows: readonly CustomerMonth[]): Money => costOf(rows, currencies);
	const line = ({ gathered, figures }: Result, penalty: Money | null): ViewLine => ({
		name: gathered.key[0] ?? null,
		figures,
		missesCost: gathered.cost(currencies),
		penalty,
	});
	const penaltyOf = (axis: ViewAxis, name: string | null): Money | null =>
		axis === 'level' || axis === 'organization' ? costs(customers.filter((row) => row[axis] === name)) : null;
	const results = byAxis((axis) => groups[axis].results());
	return {
		nowAt,
		total: line(results.level.total, costs(customers)),
		before: before.total.sums.compliance,
		lines: byAxis((axis) =>
			results[axis].rows.map((row) => line(row, penaltyOf(axis, row.gathered.key[0] ?? null))),
		),
		goals: goals.goals(terms.of, period, nowAt, zone),
		penalties: costs(customers),
		months: byLevel(customers),
		stake: await readAtStake(store, agreement, {}, nowAt),
		lacks: await lacking(store.reports, period),
		beforeLacks: await lacking(store.reports, monthBefore(nowAt, zone)),
	};
}

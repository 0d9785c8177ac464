/**
 * Goals: the compliance that a level promises for a metric, month by month; how many misses a month can bear, and how
 * fast they are used up.
 */
import { localMonth, startOfMonth } from '../sla/calendar/local-period.ts';
import type { Agreement } from '../sla/level.ts';
import { PARTS } from '../sla/money.ts';
import { compareText } from '../text/order.ts';
import type { Cell, CellSum } from './cells.ts';
import {
	addVerdicts,
	compliancePercent,
	failures,
	isBelow,
	type MutableVerdicts,
	noVerdicts,
	type Verdicts,
} from './penalties.ts';
import type { Period } from './period.ts';

/** How a month that is not over yet will end, if it goes on as it has begun. */
export interface Outlook {
	/** Misses that the whole month can bear. */
	readonly budget: number;
	/** How many of those are left; less than none: too many already. */
	readonly budgetLeft: number;
	/** When the first comes that is too many; null: not in this month, or it has come already. */
	readonly usedUpAt: number | null;
}

/** One promise in one month. */
export interface GoalMonth {
	/** The month's number (`local-period.ts`). */
	readonly month: number;
	readonly level: string;
	readonly metric: string;
	/** The compliance promised, in percent. */
	readonly goal: number;
	readonly judged: number;
	/** Closed late, and open and late. */
	readonly missed: number;
	/** In percent; null where nothing was judged. */
	readonly compliance: number | null;
	readonly isMet: boolean;
	/** How many misses more, one after the other, would still meet the goal; less than none: it is not met; null: any. */
	readonly missesLeft: number | null;
	/**
	 * How fast misses come: their share of what was judged, over the share that the goal allows. At 1 the goal is met to
	 * the last miss, at 2 there are twice as many as it bears. Null where nothing was judged, or none is allowed.
	 */
	readonly burnRate: number | null;
	/** Null of a month that is over, or that is not in the report from its beginning until now. */
	readonly outlook: Outlook | null;
}

/** The whole of it, in the parts that percents are reckoned in. */
const ALL = 100 * PARTS;

/** So many misses may be among so many. */
const allowedOf = (judged: number, goal: number): number =>
	Math.floor((judged * (ALL - Math.round(goal * PARTS))) / ALL);

/** How many misses more so many fulfilled ones can bear. */
function missesLeft(verdicts: Verdicts, goal: number): number | null {
	const parts = Math.round(goal * PARTS);
	if (parts === 0) return null;
	return Math.floor((verdicts.fulfilled * ALL) / parts) - verdicts.fulfilled - failures(verdicts);
}

/** The month that is under way, and how much of it has passed. */
interface UnderWay {
	readonly month: number;
	readonly startAt: number;
	readonly endAt: number;
	readonly nowAt: number;
}

/** @returns null where the report does not have the month under way from its beginning until now */
function underWay({ sinceAt, untilAt }: Period, nowAt: number, zone: string): UnderWay | null {
	const month = localMonth(nowAt, zone);
	const startAt = startOfMonth(month, zone);
	const endAt = startOfMonth(month + 1, zone);
	return sinceAt <= startAt && untilAt > nowAt && nowAt > startAt ? { month, startAt, endAt, nowAt } : null;
}

function outlookOf(verdicts: Verdicts, goal: number, { startAt, endAt, nowAt }: UnderWay): Outlook {
	const missed = failures(verdicts);
	const goneMs = nowAt - startAt;
	// As many more are judged in what is left of the month as its length makes one expect.
	const judged = Math.floor(((verdicts.fulfilled + missed) * (endAt - startAt)) / goneMs);
	const budget = allowedOf(judged, goal);
	// Misses come as fast as they have: the first that is too many comes then.
	const tooManyAt = missed === 0 ? endAt : startAt + (goneMs * (budget + 1)) / missed;
	const isAhead = missed <= budget && tooManyAt < endAt;
	return {
		budget,
		budgetLeft: budget - missed,
		usedUpAt: isAhead ? Math.max(nowAt, Math.floor(tooManyAt)) : null,
	};
}

function burnRateOf(verdicts: Verdicts, goal: number): number | null {
	const judged = verdicts.fulfilled + failures(verdicts);
	const allowed = 100 - goal;
	return judged === 0 || allowed <= 0 ? null : (failures(verdicts) / judged / allowed) * 100;
}

interface MonthVerdicts {
	/** Timers of whatever outcome. */
	rows: number;
	readonly byLevel: Map<string, Map<string, MutableVerdicts>>;
}

/** Those of a level's metric, to be added to. */
function verdictsOf(
	byLevel: Map<string, Map<string, MutableVerdicts>>,
	level: string,
	metric: string,
): MutableVerdicts {
	let byMetric = byLevel.get(level);
	if (!byMetric) {
		byMetric = new Map();
		byLevel.set(level, byMetric);
	}
	let verdicts = byMetric.get(metric);
	if (!verdicts) {
		verdicts = noVerdicts();
		byMetric.set(metric, verdicts);
	}
	return verdicts;
}

/** What is added up of a cell. */
interface Counted extends Pick<Cell, 'month' | 'times'> {
	readonly sums: readonly Omit<CellSum, 'countedMs' | 'wallMs' | 'overMs' | 'spreads'>[];
}

/** Adds up verdicts by month, level and metric, and holds them against what was promised. */
export class GoalLedger {
	private readonly months = new Map<number, MonthVerdicts>();

	/** @param isAsked whether a level's metric is what the report is about */
	constructor(private readonly isAsked: (level: string, metric: string) => boolean = () => true) {}

	add({ month, times, sums }: Counted): void {
		let known = this.months.get(month);
		if (!known) {
			known = { rows: 0, byLevel: new Map() };
			this.months.set(month, known);
		}
		for (const sum of sums) {
			const { level, metric, fulfilled, missed, breached = 0, cancelled, excluded } = sum;
			known.rows += times * (fulfilled + missed + breached + cancelled + excluded);
			if (level !== null) addVerdicts(verdictsOf(known.byLevel, level, metric), sum, times);
		}
	}

	/**
	 * Every goal of every month of which there is anything, by month, level and metric.
	 * @param termsOf the agreement whose goals a month has
	 */
	goals(termsOf: (month: number) => Agreement, period: Period, nowAt: number, zone: string): GoalMonth[] {
		const now = underWay(period, nowAt, zone);
		const goals: GoalMonth[] = [];
		for (const [month, { rows, byLevel }] of this.months) {
			// All that there was has been taken out again.
			if (rows === 0) continue;
			for (const level of termsOf(month).levels.values()) {
				for (const [metric, goal] of level.goals) {
					if (!this.isAsked(level.name, metric)) continue;
					const sum = byLevel.get(level.name)?.get(metric) ?? noVerdicts();
					goals.push({
						month,
						level: level.name,
						metric,
						goal,
						judged: sum.fulfilled + failures(sum),
						missed: failures(sum),
						compliance: compliancePercent(sum),
						isMet: !isBelow(sum, goal),
						missesLeft: missesLeft(sum, goal),
						burnRate: burnRateOf(sum, goal),
						outlook: now?.month === month ? outlookOf(sum, goal, now) : null,
					});
				}
			}
		}
		return goals.sort(
			(a, b) => a.month - b.month || compareText(a.level, b.level) || compareText(a.metric, b.metric),
		);
	}
}

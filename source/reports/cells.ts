/**
 * What reports are put together from: timers of one kind, added up. Days and months come from the sums that the store
 * keeps; where a period begins or ends inside of one, rows of the log are added up (`reading-plan.ts`).
 */
import { localDay, monthOfDay, startOfDay, startOfMonth } from '../sla/calendar/local-period.ts';
import type { Axis } from '../sla/scheduled-report.ts';
import {
	type Dimension,
	type KeptSums,
	type LogSum,
	NAMES,
	type Name,
	type ReportFilter,
	type ReportStore,
} from '../store/port-reports.ts';
import type { Period } from './period.ts';
import { planReading, type RowRange } from './reading-plan.ts';

export { AXES, type Axis } from '../sla/scheduled-report.ts';

/** Timers of one level and metric, added up. */
export interface CellSum extends LogSum {
	/** Those that are open and late; left out: none. */
	readonly breached?: number;
}

/** Timers of one place, added up by level and metric. What they are not told apart by is null. */
export interface Cell {
	/** Null where they are added up by month. */
	readonly day: number | null;
	readonly month: number;
	readonly department: string | null;
	readonly agent: string | null;
	readonly organization: string | null;
	/** -1: they are in another cell too, and do not belong there: they are to be taken out again. */
	readonly times: 1 | -1;
	readonly sums: readonly CellSum[];
}

/** What must be told apart, beside level and metric. */
export interface Detail {
	readonly names: readonly Name[];
	readonly by: 'day' | 'month';
}

export function detailFor(axes: Iterable<Axis>): Detail {
	const asked = new Set(axes);
	const names = NAMES.filter((name) => asked.has(name));
	// Days are kept of all together; a name by name, they are kept by month.
	return { names, by: names.length === 0 || asked.has('day') || asked.has('week') ? 'day' : 'month' };
}

/** The kept sums that tell that much apart; null: only the rows themselves do. */
function dimensionFor({ names, by }: Detail): Dimension | null {
	const [name] = names;
	if (name === undefined) return 'day';
	return names.length === 1 && by === 'month' ? name : null;
}

export interface Question {
	readonly store: ReportStore;
	/** Whose days and months they are. */
	readonly zone: string;
	readonly period: Period;
	readonly nowAt: number;
	readonly detail: Detail;
	/** Whether it is asked how long they took. */
	readonly withTimes: boolean;
	/** By what the store may narrow what it reads: what comes may be more, as it comes. */
	readonly filter: ReportFilter;
}

/** Days of kept sums that are read at once. */
const DAYS_AT_ONCE = 100;

/** Goes through the cells of a period in batches: what closed in it, and what is open and was due in it. */
export async function* cellsOf(question: Question): AsyncGenerator<Iterable<Cell>> {
	yield* closedCells(question);
	yield* breachedCells(question);
}

async function* closedCells(question: Question): AsyncGenerator<Iterable<Cell>> {
	const { store, zone, period, detail, withTimes, filter } = question;
	const bounds = await store.judgedBounds();
	if (!bounds) return;
	const dimension = (await store.sumsZone()) === zone ? dimensionFor(detail) : null;
	const { sums, rows } = planReading(period, bounds, dimension, zone);
	if (sums) {
		const { dimension, end } = sums;
		// A piece at a time: there may be tens of thousands of them, and nobody needs more than one at once.
		const step = dimension === 'day' ? DAYS_AT_ONCE : 1;
		for (let first = sums.first; first < end; first += step) {
			const piece = await store.sums(dimension, first, Math.min(end, first + step), withTimes, filter);
			yield cellsOfSums(dimension, piece);
		}
	}
	for (const range of rows) yield* countedCells(question, range);
}

/** Rows of the log, added up by the days or months that they belong to. */
async function* countedCells(
	{ store, zone, detail, withTimes, filter }: Question,
	{ fromAt, toAt, isTakenOut }: RowRange,
): AsyncGenerator<readonly Cell[]> {
	const { names, by } = detail;
	const times = isTakenOut ? -1 : 1;
	for (let at = fromAt; at < toAt; ) {
		const day = localDay(at, zone);
		const month = monthOfDay(day);
		const endAt = Math.min(toAt, by === 'day' ? startOfDay(day + 1, zone) : startOfMonth(month + 1, zone));
		const counted = await store.counted({ fromAt: at, toAt: endAt }, names, withTimes, filter);
		yield counted.map((sum) => {
			const { department, agent, organization } = sum;
			return { day: by === 'day' ? day : null, month, department, agent, organization, times, sums: [sum] };
		});
		at = endAt;
	}
}

function* cellsOfSums(dimension: Dimension, kept: Iterable<KeptSums>): Generator<Cell> {
	const isDay = dimension === 'day';
	for (const { period, name, sums } of kept) {
		yield {
			day: isDay ? period : null,
			month: isDay ? monthOfDay(period) : period,
			department: dimension === 'department' ? name : null,
			agent: dimension === 'agent' ? name : null,
			organization: dimension === 'organization' ? name : null,
			times: 1,
			sums,
		};
	}
}

/** Of timers that are not closed. */
const NOTHING_CLOSED = {
	...{ fulfilled: 0, missed: 0, cancelled: 0, excluded: 0 },
	...{ countedMs: 0, wallMs: 0, overMs: 0, spreads: '' },
};

async function* breachedCells({ store, zone, period, nowAt }: Question): AsyncGenerator<readonly Cell[]> {
	const fromAt = Math.max(0, period.sinceAt);
	const toAt = Math.min(period.untilAt, nowAt);
	if (fromAt >= toAt) return;
	const breached = await store.openBreaches({ fromAt, toAt });
	yield breached.map((breaches): Cell => {
		const day = localDay(breaches.quarterAt, zone);
		const { department, agent, organization, level, metric, count } = breaches;
		const sum = { ...NOTHING_CLOSED, level, metric, breached: count };
		return { day, month: monthOfDay(day), department, agent, organization, times: 1, sums: [sum] };
	});
}

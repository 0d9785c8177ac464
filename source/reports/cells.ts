/**
 * What reports are put together from: timers of one kind, added up. Whole days and months come from the sums that
 * the store keeps; where a period begins or ends inside of one, the rows of the log are taken one by one.
 */
import { localDay, monthOfDay, startOfDay, startOfMonth } from '../sla/calendar/local-period.ts';
import type { Dimension, JudgedRow, Judgement, KeptSum, ReportStore } from '../store/port-reports.ts';
import type { Period } from './period.ts';

/** What a report may be broken down by. */
export const AXES = [
	'department',
	'level',
	'agent',
	'metric',
	'organization',
	'day',
	'week',
	'month',
] as const;
export type Axis = (typeof AXES)[number];

/** How many timers came out how. */
export type Counts = Readonly<Record<Judgement | 'breached', number>>;

const NOTHING: Counts = { fulfilled: 0, missed: 0, breached: 0, cancelled: 0, excluded: 0 };

const ONE: Readonly<Record<Judgement, Counts>> = {
	fulfilled: { ...NOTHING, fulfilled: 1 },
	missed: { ...NOTHING, missed: 1 },
	cancelled: { ...NOTHING, cancelled: 1 },
	excluded: { ...NOTHING, excluded: 1 },
};

/** Timers of one kind. What they are not told apart by is null. */
export interface Cell {
	/** Null where they are added up by month. */
	readonly day: number | null;
	readonly month: number;
	readonly department: string | null;
	readonly agent: string | null;
	readonly organization: string | null;
	readonly level: string | null;
	readonly metric: string;
	readonly counts: Counts;
	readonly countedMs: number;
	readonly wallMs: number;
	readonly overMs: number;
	/** How its times are spread, as the store keeps it; null: it is one timer, and its times are these. */
	readonly spreads: string | null;
}

/** The kept sums that tell apart what must be told apart; null: only the rows themselves do. */
export function dimensionFor(axes: Iterable<Axis>): Dimension | null {
	const asked = new Set(axes);
	const names = (['department', 'agent', 'organization'] as const).filter((name) => asked.has(name));
	const [name] = names;
	if (name === undefined) return 'day';
	return names.length === 1 && !asked.has('day') && !asked.has('week') ? name : null;
}

export interface Question {
	readonly store: ReportStore;
	/** Whose days and months they are. */
	readonly zone: string;
	readonly period: Period;
	readonly nowAt: number;
	readonly dimension: Dimension | null;
	readonly withSpreads: boolean;
}

const BATCH = 5_000;

/** Goes through the cells of a period in batches: what closed in it, and what is open and was due in it. */
export async function* cellsOf(question: Question): AsyncGenerator<readonly Cell[]> {
	yield* closedCells(question);
	yield* breachedCells(question);
}

async function* closedCells(question: Question): AsyncGenerator<readonly Cell[]> {
	const { store, zone, period, dimension, withSpreads } = question;
	const bounds = await store.judgedBounds();
	if (!bounds) return;
	const fromAt = Math.max(period.sinceAt, bounds.firstAt);
	const toAt = Math.min(period.untilAt, bounds.lastAt + 1);
	if (fromAt >= toAt) return;
	const isKept = dimension !== null && (await store.sumsZone()) === zone;
	const whole = isKept ? wholeIn(period, bounds, dimension, zone) : null;
	if (!whole) {
		yield* rowCells(question, fromAt, toAt);
		return;
	}
	yield* rowCells(question, fromAt, whole.fromAt);
	const sums = await store.sums(whole.dimension, whole.first, whole.end, withSpreads);
	yield sums.map((sum) => cellOfSum(whole.dimension, sum));
	yield* rowCells(question, whole.toAt, toAt);
}

interface Whole {
	readonly dimension: Dimension;
	/** The first period and the one after the last, by number. */
	readonly first: number;
	readonly end: number;
	/** Where they begin and end. */
	readonly fromAt: number;
	readonly toAt: number;
}

/** The kept days or months of which every row is in a period; null where there are none. */
function wholeIn(
	{ sinceAt, untilAt }: Period,
	{ firstAt, lastAt }: { readonly firstAt: number; readonly lastAt: number },
	dimension: Dimension,
	zone: string,
): Whole | null {
	const numberAt = (at: number): number => {
		const day = localDay(at, zone);
		return dimension === 'day' ? day : monthOfDay(day);
	};
	const startOf = dimension === 'day' ? startOfDay : startOfMonth;
	let first = numberAt(Math.max(sinceAt, firstAt));
	// The log begins after the period does: what it has of its first month is all there is.
	if (sinceAt > firstAt && startOf(first, zone) < sinceAt) first++;
	const end = untilAt > lastAt ? numberAt(lastAt) + 1 : numberAt(untilAt);
	if (first >= end) return null;
	return { dimension, first, end, fromAt: startOf(first, zone), toAt: startOf(end, zone) };
}

async function* rowCells(
	{ store, zone }: Question,
	fromAt: number,
	toAt: number,
): AsyncGenerator<readonly Cell[]> {
	let after: JudgedRow | null = null;
	while (fromAt < toAt) {
		const rows: JudgedRow[] = await store.judged({ fromAt, toAt }, after, BATCH);
		yield rows.map((row) => {
			const day = localDay(row.judgedAt, zone);
			return { ...row, day, month: monthOfDay(day), counts: ONE[row.judgement], spreads: null };
		});
		after = rows.at(-1) ?? null;
		if (rows.length < BATCH) return;
	}
}

function cellOfSum(dimension: Dimension, sum: KeptSum): Cell {
	const { period, name } = sum;
	const isDay = dimension === 'day';
	return {
		day: isDay ? period : null,
		month: isDay ? monthOfDay(period) : period,
		department: dimension === 'department' ? name : null,
		agent: dimension === 'agent' ? name : null,
		organization: dimension === 'organization' ? name : null,
		level: sum.level,
		metric: sum.metric,
		counts: {
			fulfilled: sum.fulfilled,
			missed: sum.missed,
			breached: 0,
			cancelled: sum.cancelled,
			excluded: sum.excluded,
		},
		countedMs: sum.countedMs,
		wallMs: sum.wallMs,
		overMs: sum.overMs,
		spreads: sum.spreads ?? '',
	};
}

async function* breachedCells({ store, zone, period, nowAt }: Question): AsyncGenerator<readonly Cell[]> {
	const fromAt = Math.max(0, period.sinceAt);
	const toAt = Math.min(period.untilAt, nowAt);
	if (fromAt >= toAt) return;
	const breached = await store.openBreaches({ fromAt, toAt });
	yield breached.map((breaches): Cell => {
		const day = localDay(breaches.quarterAt, zone);
		return {
			...breaches,
			day,
			month: monthOfDay(day),
			counts: { ...NOTHING, breached: breaches.count },
			countedMs: 0,
			wallMs: 0,
			overMs: 0,
			spreads: '',
		};
	});
}

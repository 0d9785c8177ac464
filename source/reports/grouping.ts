/** Sorting cells into the groups of a report. */
import { dayName, mondayOf, monthName, weekName } from '../sla/calendar/local-period.ts';
import { priceOfMiss } from '../sla/level.ts';
import { type Amount, type Money, sumMoney } from '../sla/money.ts';
import { FILTER_AXES } from '../sla/scheduled-report.ts';
import { NAMES, type ReportFilter } from '../store/port-reports.ts';
import { byName } from '../text/order.ts';
import type { Axis, Cell, CellSum } from './cells.ts';
import type { MonthTerms } from './month-terms.ts';
import { type Figures, Sums } from './sums.ts';

export type { ReportFilter } from '../store/port-reports.ts';

/** What a report is narrowed by. */
export const filteredBy = (filter: ReportFilter): (keyof ReportFilter)[] =>
	FILTER_AXES.filter((axis) => (filter[axis]?.length ?? 0) > 0);

/** What is asked for of a cell; null: nothing. */
export function narrowing(filter: ReportFilter): (cell: Cell) => Cell | null {
	const asked = filteredBy(filter);
	const among = <Axis extends keyof ReportFilter>(axes: readonly Axis[]) =>
		axes.filter((axis) => asked.includes(axis)).map((axis) => [axis, new Set(filter[axis])] as const);
	const kinds = among(['level', 'metric']);
	const names = among(NAMES);
	return (cell) => {
		if (!names.every(([axis, values]) => values.has(cell[axis] ?? ''))) return null;
		if (kinds.length === 0) return cell;
		const sums = cell.sums.filter((sum) => kinds.every(([axis, values]) => values.has(sum[axis] ?? '')));
		return { ...cell, sums };
	};
}

/** One value for each axis; null: none. */
export type GroupKey = readonly (string | null)[];

const TIME_NAMES: Readonly<Record<'day' | 'week' | 'month', (number: number) => string>> = {
	day: dayName,
	week: weekName,
	month: monthName,
};

export const isTime = (axis: Axis): axis is keyof typeof TIME_NAMES => axis in TIME_NAMES;

/** What stands somewhere on each axis that is told apart: names, and the numbers of days and months. */
type Placed = { readonly [Name in Exclude<Axis, 'week' | keyof Kind>]?: string | number | null } & {
	readonly day?: number | null;
};
interface Kind {
	readonly level?: string | null;
	readonly metric?: string;
}

/** Where it stands on an axis; a week by its Monday's number. */
function placeOn(axis: Axis, placed: Placed, kind: Kind): string | number | null {
	if (axis === 'level' || axis === 'metric') return kind[axis] ?? null;
	if (axis !== 'week') return placed[axis] ?? null;
	return placed.day === undefined || placed.day === null ? null : mondayOf(placed.day);
}

/** What a group is found by. No name has these characters. */
export function placeName(by: readonly Axis[], placed: Placed, kind: Kind): string {
	let name = '';
	for (const axis of by) name += `${placeOn(axis, placed, kind) ?? '\u0001'}\u0000`;
	return name;
}

function keyOf(by: readonly Axis[], placed: Placed, kind: Kind): GroupKey {
	return by.map((axis) => {
		const place = placeOn(axis, placed, kind);
		return isTime(axis) && typeof place === 'number' ? TIME_NAMES[axis](place) : (place?.toString() ?? null);
	});
}

/** One group's sums. */
export class Gathered {
	readonly sums = new Sums();
	/** The price of its misses, by currency. */
	private readonly costs = new Map<string, number>();

	/** @param place what it is found by */
	constructor(
		readonly key: GroupKey,
		readonly place: string,
	) {}

	/** @param price of one miss of it */
	charge({ missed, breached = 0 }: CellSum, times: 1 | -1, price: Amount): void {
		const count = times * (missed + breached);
		if (count !== 0) {
			this.costs.set(price.currency, (this.costs.get(price.currency) ?? 0) + count * price.minor);
		}
	}

	/** The price of the misses, before any credit or cap. @param order the agreement's currencies, in its order */
	cost(order: readonly string[]): Money {
		return sumMoney(
			[...this.costs].map(([currency, minor]) => ({ minor, currency })),
			order,
		);
	}
}

/** A group, and what it comes to. */
export interface Result {
	readonly gathered: Gathered;
	readonly figures: Figures;
}

/** All groups of a report, and everything together. */
export class Groups {
	readonly total = new Gathered([], '');
	private readonly byPlace = new Map<string, Gathered>();
	private readonly isByLevel: boolean;
	private readonly isByMetric: boolean;

	/** @param terms by which misses are priced; a cell's month is known there when it is added */
	constructor(
		private readonly by: readonly Axis[],
		private readonly terms: MonthTerms,
	) {
		this.isByLevel = by.includes('level');
		this.isByMetric = by.includes('metric');
	}

	add(cell: Cell): void {
		const terms = this.terms.of(cell.month);
		const { times } = cell;
		let last: CellSum | undefined;
		let group: Gathered | undefined;
		for (const sum of cell.sums) {
			if (!group || !last || !this.isSame(last, sum)) group = this.group(cell, sum);
			last = sum;
			group.sums.add(sum, times);
			this.total.sums.count(sum, times);
			const price = priceOfMiss(terms, sum.level, sum.metric);
			if (!price) continue;
			group.charge(sum, times, price);
			this.total.charge(sum, times, price);
		}
	}

	/** The same group as one of another report by the same axes. */
	same({ place }: Gathered): Gathered | undefined {
		return this.byPlace.get(place);
	}

	inOrder(): Gathered[] {
		return [...this.byPlace.values()].filter(({ sums }) => !sums.isEmpty).sort((a, b) => byKey(a.key, b.key));
	}

	/** What all come to, in order, and together. Asked once, when all is added: the total gets its times from the groups. */
	results(): { readonly rows: readonly Result[]; readonly total: Result } {
		const { total } = this;
		const rows = this.inOrder().map((gathered) => ({ gathered, figures: gathered.sums.figures(total.sums) }));
		return { rows, total: { gathered: total, figures: total.sums.figures() } };
	}

	/** Whether two sums of a cell belong to the same group. */
	private isSame(one: CellSum, other: CellSum): boolean {
		return (
			(!this.isByLevel || one.level === other.level) && (!this.isByMetric || one.metric === other.metric)
		);
	}

	private group(cell: Cell, sum: CellSum): Gathered {
		const place = placeName(this.by, cell, sum);
		let group = this.byPlace.get(place);
		if (!group) {
			group = new Gathered(keyOf(this.by, cell, sum), place);
			this.byPlace.set(place, group);
		}
		return group;
	}
}

function byKey(a: GroupKey, b: GroupKey): number {
	for (let place = 0; place < a.length; place++) {
		const order = byName(a[place] ?? null, b[place] ?? null);
		if (order !== 0) return order;
	}
	return 0;
}

/** Sorting cells into the groups of a report. */
import { dayName, mondayOf, monthName, weekName } from '../sla/calendar/local-period.ts';
import { priceOfMiss } from '../sla/level.ts';
import { type Amount, type Money, sumMoney } from '../sla/money.ts';
import { FILTER_AXES } from '../sla/scheduled-report.ts';
import { byName } from '../text/order.ts';
import type { Axis, Cell } from './cells.ts';
import type { MonthTerms } from './month-terms.ts';
import { failures } from './penalties.ts';
import { Sums } from './sums.ts';

/** Only these; what is left out does not narrow the report. '' stands for none. */
export interface ReportFilter {
	readonly department?: readonly string[];
	readonly level?: readonly string[];
	readonly agent?: readonly string[];
	readonly metric?: readonly string[];
	readonly organization?: readonly string[];
}

/** What a report is narrowed by. */
export const filteredBy = (filter: ReportFilter): (keyof ReportFilter)[] =>
	FILTER_AXES.filter((axis) => (filter[axis]?.length ?? 0) > 0);

/** Whether a cell is one of those asked for. */
export function matcher(filter: ReportFilter): (cell: Cell) => boolean {
	const asked = filteredBy(filter).map((axis) => [axis, new Set(filter[axis])] as const);
	return (cell) => asked.every(([axis, values]) => values.has(cell[axis] ?? ''));
}

/** One value for each axis; null: none. */
export type GroupKey = readonly (string | null)[];

const TIME_NAMES: Readonly<Record<'day' | 'week' | 'month', (number: number) => string>> = {
	day: dayName,
	week: weekName,
	month: monthName,
};

export const isTime = (axis: Axis): axis is keyof typeof TIME_NAMES => axis in TIME_NAMES;

/** What stands somewhere on each axis: names, and the numbers of days and months. */
type Placed = { readonly [Name in Exclude<Axis, 'week'>]?: string | number | null } & {
	readonly day?: number | null;
};

/** Where it stands on an axis; a week by its Monday's number. */
function placeOn(axis: Axis, placed: Placed): string | number | null {
	if (axis !== 'week') return placed[axis] ?? null;
	return placed.day === undefined || placed.day === null ? null : mondayOf(placed.day);
}

/** What a group is found by. No name has these characters. */
export function placeName(by: readonly Axis[], placed: Placed): string {
	let name = '';
	for (const axis of by) name += `${placeOn(axis, placed) ?? '\u0001'}\u0000`;
	return name;
}

function keyOf(by: readonly Axis[], placed: Placed): GroupKey {
	return by.map((axis) => {
		const place = placeOn(axis, placed);
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
	add(cell: Cell, price: Amount | null): void {
		this.sums.add(cell);
		const count = failures(cell.counts);
		if (!price || count === 0) return;
		this.costs.set(price.currency, (this.costs.get(price.currency) ?? 0) + count * price.minor);
	}

	/** The price of the misses, before any credit or cap. @param order the agreement's currencies, in its order */
	cost(order: readonly string[]): Money {
		return sumMoney(
			[...this.costs].map(([currency, minor]) => ({ minor, currency })),
			order,
		);
	}
}

/** All groups of a report, and everything together. */
export class Groups {
	readonly total = new Gathered([], '');
	private readonly byPlace = new Map<string, Gathered>();

	/** @param terms by which misses are priced; a cell's month is known there when it is added */
	constructor(
		private readonly by: readonly Axis[],
		private readonly terms: MonthTerms,
	) {}

	add(cell: Cell): void {
		const place = placeName(this.by, cell);
		let group = this.byPlace.get(place);
		if (!group) {
			group = new Gathered(keyOf(this.by, cell), place);
			this.byPlace.set(place, group);
		}
		const price = priceOfMiss(this.terms.of(cell.month), cell.level, cell.metric);
		group.add(cell, price);
		this.total.add(cell, price);
	}

	/** The same group as one of another report by the same axes. */
	same({ place }: Gathered): Gathered | undefined {
		return this.byPlace.get(place);
	}

	inOrder(): Gathered[] {
		return [...this.byPlace.values()].filter(({ sums }) => !sums.isEmpty).sort((a, b) => byKey(a.key, b.key));
	}
}

function byKey(a: GroupKey, b: GroupKey): number {
	for (const [place, value] of a.entries()) {
		const order = byName(value, b[place] ?? null);
		if (order !== 0) return order;
	}
	return 0;
}

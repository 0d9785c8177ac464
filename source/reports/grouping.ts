/** Sorting cells into the groups of a report. */
import { dayName, mondayOf, monthName, weekName } from '../sla/calendar/local-period.ts';
import { priceOfMiss } from '../sla/level.ts';
import { type Money, sumMoney } from '../sla/money.ts';
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

const TIME_NAMES: Readonly<Record<'day' | 'week' | 'month', (cell: Cell) => string | null>> = {
	day: ({ day }) => (day === null ? null : dayName(day)),
	week: ({ day }) => (day === null ? null : weekName(mondayOf(day))),
	month: ({ month }) => monthName(month),
};

export const isTime = (axis: Axis): axis is keyof typeof TIME_NAMES => axis in TIME_NAMES;

const axisValue = (axis: Axis, cell: Cell): string | null =>
	isTime(axis) ? TIME_NAMES[axis](cell) : cell[axis];

/** What a group is found by. No name has these characters. */
export const nameOf = (key: GroupKey): string => key.map((value) => value ?? '\u0001').join('\u0000');

/** Misses of one price. */
interface Misses {
	readonly month: number;
	readonly level: string;
	readonly metric: string;
	readonly count: number;
}

/** One group's sums. */
export class Gathered {
	readonly sums = new Sums();
	private readonly misses = new Map<string, { -readonly [Key in keyof Misses]: Misses[Key] }>();

	constructor(readonly key: GroupKey) {}

	add(cell: Cell): void {
		this.sums.add(cell);
		const { month, level, metric, counts } = cell;
		const count = failures(counts);
		if (level !== null && count !== 0) this.addMisses({ month, level, metric, count });
	}

	merge(other: Gathered): void {
		this.sums.merge(other.sums);
		for (const misses of other.misses.values()) this.addMisses(misses);
	}

	/** The price of the misses, before any credit or cap. @param order the agreement's currencies, in its order */
	cost(terms: MonthTerms, order: readonly string[]): Money {
		const costs = [...this.misses.values()].flatMap(({ month, level, metric, count }) => {
			const price = priceOfMiss(terms.of(month), level, metric);
			return price ? [{ ...price, minor: count * price.minor }] : [];
		});
		return sumMoney(costs, order);
	}

	private addMisses(misses: Misses): void {
		const name = `${misses.month} ${misses.level}\u0000${misses.metric}`;
		const known = this.misses.get(name);
		if (known) known.count += misses.count;
		else this.misses.set(name, { ...misses });
	}
}

/** All groups of a report. */
export class Groups {
	private readonly byName = new Map<string, Gathered>();

	constructor(private readonly by: readonly Axis[]) {}

	add(cell: Cell): void {
		const key = this.by.map((axis) => axisValue(axis, cell));
		const name = nameOf(key);
		let group = this.byName.get(name);
		if (!group) {
			group = new Gathered(key);
			this.byName.set(name, group);
		}
		group.add(cell);
	}

	get(key: GroupKey): Gathered | undefined {
		return this.byName.get(nameOf(key));
	}

	inOrder(): Gathered[] {
		return [...this.byName.values()].filter(({ sums }) => !sums.isEmpty).sort((a, b) => byKey(a.key, b.key));
	}

	/** Everything together. */
	total(): Gathered {
		const total = new Gathered([]);
		for (const group of this.byName.values()) total.merge(group);
		return total;
	}
}

function byKey(a: GroupKey, b: GroupKey): number {
	for (const [place, value] of a.entries()) {
		const order = byName(value, b[place] ?? null);
		if (order !== 0) return order;
	}
	return 0;
}

/** Orders of the open timers. Each is read along an index, in parts one after the other where it needs several. */
import { PRIORITIES } from '../../sla/ticket.ts';
import type { TimerFilter, TimerRow } from '../../store/port.ts';
import type { LogOrder, TimerOrder } from '../../store/port-orders.ts';
import { byName } from '../../text/order.ts';
import type { KnownNames } from './filter.ts';
import type { Fetch, KeyedRow, ListWindow } from './windowed-list.ts';

export const SORT_NAMES = [
	...(['due', 'next', 'started', 'priority'] as const),
	...(['department', 'level', 'agent', 'arrived'] as const),
] as const;
export type SortName = (typeof SORT_NAMES)[number];

export interface Sorting {
	readonly by: SortName;
	readonly isReversed: boolean;
}

export const BY_DUE: Sorting = { by: 'due', isReversed: false };

/** Orders of the SLA log: by the close, the day a row counts in, the start, the time left, the order tickets came in. */
export const LOG_SORT_NAMES = ['closed', 'judged', 'started', 'left', 'ticket'] as const satisfies LogOrder[];
export type LogSortName = (typeof LOG_SORT_NAMES)[number];

export interface LogSorting {
	readonly by: LogSortName;
	readonly isReversed: boolean;
}

/** As it grows: its end is followed. */
export const BY_CLOSE: LogSorting = { by: 'closed', isReversed: false };

/** What stands for tickets that have none. */
const NONE = '';

/** A part of a list: rows that stand together. */
export interface Part {
	readonly name: string;
	readonly filter: TimerFilter;
	readonly order: TimerOrder;
}

type Field = 'departments' | 'levels' | 'agents' | 'priorities';

/** A part a name, in their order; of a filter that asks for some of them, those. */
function partsBy(field: Field, names: readonly string[], filter: TimerFilter): Part[] {
	const wanted = filter[field];
	return names
		.filter((name) => wanted === undefined || wanted.includes(name))
		.map((name) => ({ name, filter: { ...filter, [field]: [name] }, order: 'due' }));
}

const named = (names: readonly string[]): string[] => [...names].sort(byName).concat(NONE);

/**
 * The parts that an order is made of.
 * @param nextFrom for `next`: the instant that tells what has breached from what has not
 */
export function partsOf(by: SortName, filter: TimerFilter, known: KnownNames, nextFrom: number): Part[] {
	switch (by) {
		case 'due':
		case 'started':
		case 'arrived':
			return [{ name: by, filter, order: by }];
		case 'next':
			return [
				{ name: 'open', filter: { ...filter, dueFrom: nextFrom }, order: 'due' },
				{
					name: 'breached',
					filter: { ...filter, dueBefore: Math.min(nextFrom, filter.dueBefore ?? nextFrom) },
					order: 'due',
				},
			];
		case 'priority':
			return partsBy('priorities', PRIORITIES.toReversed(), filter);
		case 'department':
			return partsBy('departments', named(known.departments), filter);
		case 'level':
			return partsBy('levels', named(known.levels), filter);
		case 'agent':
			return partsBy('agents', named(known.agents), filter);
		default:
			return by satisfies never;
	}
}

/** Reads a window of one part. */
export type FetchPart = (part: Part, window: ListWindow) => Promise<readonly TimerRow[]>;

const inPart = (row: TimerRow, { name }: Part, place: number): TimerRow & KeyedRow => ({
	...row,
	key: { ...row.key, part: { name, place } },
});

/** Reads windows of a list that is made of parts: what one cannot fill, the next goes on with. */
export function inParts(parts: readonly Part[], fetch: FetchPart): Fetch<TimerRow & KeyedRow> {
	const [only] = parts;
	if (only && parts.length === 1) return (window) => fetch(only, window);
	return async ({ from, limit, ...window }) => {
		const isDown = window.direction === 'after';
		const places = parts.map((_, place) => place);
		const known = from?.part ? parts.findIndex(({ name }) => name === from.part?.name) : -1;
		// A part that is no more was where it was: reading goes on behind it.
		const start = known >= 0 ? known : Math.min(from?.part?.place ?? 0, parts.length - 1);
		const way = isDown
			? places.slice(from ? start : 0)
			: places.slice(0, from ? start + 1 : undefined).reverse();
		const rows: (TimerRow & KeyedRow)[] = [];
		for (const place of way) {
			const part = parts[place];
			const room = limit - rows.length;
			if (!part || room <= 0) break;
			const isFrom = from !== undefined && place === known;
			const found = await fetch(part, { ...window, limit: room, ...(isFrom ? { from } : {}) });
			const placed = found.map((row) => inPart(row, part, place));
			if (isDown) rows.push(...placed);
			else rows.unshift(...placed);
		}
		return rows;
	};
}

/** The same list from its other end. */
export function reversed<Row>(fetch: Fetch<Row>): Fetch<Row> {
	return async (window) => {
		const direction = window.direction === 'after' ? 'before' : 'after';
		return [...(await fetch({ ...window, direction }))].reverse();
	};
}

/** Columns of times: which of day and month comes first in each, and the instants that their cells name. */
import { dayMs } from '../../sla/calendar/civil.ts';
import { firstInstant, zoneYear } from '../../sla/calendar/zone.ts';
import { RowRefused } from './cells.ts';
import { isLostDate, readTime, twoWays } from './dates.ts';
import type { DateOrder } from './mapping.ts';

/** What the cells of a column have shown of the order of day and month. */
export class OrderEvidence {
	private dayFirst: string | undefined;
	private monthFirst: string | undefined;
	private either: string | undefined;
	private hasOthers = false;

	see(cell: string): void {
		const numbers = twoWays(cell);
		if (!numbers) {
			this.hasOthers = true;
			return;
		}
		const [first, second] = numbers;
		if (first > 12) this.dayFirst ??= cell;
		else if (second > 12) this.monthFirst ??= cell;
		else this.either ??= cell;
	}

	/** Whether there are cells, and none of those so far may be read two ways. */
	get isPlain(): boolean {
		return this.hasOthers && (this.dayFirst ?? this.monthFirst ?? this.either) === undefined;
	}

	/** The order that the cells prove; undefined where they prove none, or both. */
	get order(): DateOrder | undefined {
		if (this.dayFirst === undefined) return this.monthFirst === undefined ? undefined : 'month-first';
		return this.monthFirst === undefined ? 'day-first' : undefined;
	}

	/** Cells that leave it open, or show both orders; none where there is nothing to decide. */
	get doubt(): readonly string[] {
		if (this.order !== undefined) return [];
		return [this.dayFirst, this.monthFirst, this.either].filter((cell) => cell !== undefined);
	}
}

/**
 * The instant at which clocks of a zone show a time: the first where they show it twice, the moment of the change
 * where daylight saving skips it.
 */
function instantOf(wallMs: number, zone: string): number {
	if (zone === 'UTC') return wallMs;
	return firstInstant(wallMs, zoneYear(zone, new Date(wallMs).getUTCFullYear()));
}

export interface TimeColumn {
	readonly name: string;
	readonly order: DateOrder;
	/** The zone of times that say none. */
	readonly zone: string;
	/** A date without a time of day means the end of the day: a due is met all that day. */
	readonly isDue: boolean;
}

/** The instant that a cell names. @throws {RowRefused} */
export function instantIn(cell: string, { name, order, zone, isDue }: TimeColumn): number {
	const read = readTime(cell, order);
	if (!read) throw new RowRefused(notATime(cell, name, order));
	if (read.isInstant) return read.ms;
	return instantOf(read.hasTime || !isDue ? read.ms : read.ms + dayMs, zone);
}

function notATime(cell: string, name: string, order: DateOrder): string {
	if (isLostDate(cell)) {
		return `"${name}" ${cell} has lost its date (a spreadsheet shows minutes only): export it again with whole dates`;
	}
	const other: DateOrder = order === 'day-first' ? 'month-first' : 'day-first';
	if (twoWays(cell) && readTime(cell, other))
		return `"${name}" ${cell} is no date, read ${order} like the others`;
	return `"${name}" ${JSON.stringify(cell)} is not a date and time`;
}

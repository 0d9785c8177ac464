/** The departments as a list: the selection stays on its department, whatever order trouble brings them into. */
import type { Queue } from './overview.ts';

export class QueueList {
	rows: readonly Queue[] = [];
	/** The selected one's place. */
	place = 0;

	get selected(): Queue | undefined {
		return this.rows[this.place];
	}

	/** @param isCalm somebody is at work in it: what is on top stays selected, too, and not whatever comes there */
	take(rows: readonly Queue[], isCalm: boolean): void {
		const department = isCalm || this.place > 0 ? this.selected?.department : undefined;
		this.rows = rows;
		const place = department === undefined ? -1 : rows.findIndex((row) => row.department === department);
		this.select(place >= 0 ? place : this.place);
	}

	select(place: number): void {
		this.place = Math.max(0, Math.min(place, this.rows.length - 1));
	}
}

/** How far the engine has come, and what it has left for screens to read. */
import type { TickNote } from '../port.ts';
import { readNote } from '../tick-note.ts';
import type { Connection } from './connection.ts';
import { Meta } from './meta.ts';

export class Progress {
	private readonly meta: Meta;

	constructor(db: Connection) {
		this.meta = new Meta(db);
	}

	/** The last event that was taken; 0 where none was. */
	cursor(): number {
		return this.meta.number('cursor') ?? 0;
	}

	moveTo(cursor: number): void {
		this.meta.set('cursor', cursor);
	}

	/** The instant that timers have been brought up to; null before the first tick. */
	broughtUpTo(): number | null {
		return this.meta.number('brought_up_to');
	}

	bringUpTo(nowAt: number): void {
		this.meta.set('brought_up_to', nowAt);
	}

	/** The newest version of the agreement that the open timers have been moved to. */
	appliedAgreement(): number {
		return this.meta.number('applied_agreement') ?? 0;
	}

	applyAgreement(id: number): void {
		this.meta.set('applied_agreement', id);
	}

	note(): TickNote {
		return readNote(this.meta.get('tick_note'));
	}

	leaveNote(note: TickNote): void {
		this.meta.set('tick_note', JSON.stringify(note));
	}
}

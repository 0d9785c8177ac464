/** How far the engine has come, and what it has left for screens to read. */
import { NO_AGREEMENT, type TickNote } from '../port.ts';
import type { Connection } from './connection.ts';
import { Meta } from './meta.ts';

const NO_NOTE: TickNote = { tickedAt: 0, everyS: 1, agreementProblem: null, agreement: NO_AGREEMENT };

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
		const note = this.meta.get('tick_note');
		if (note === null) return NO_NOTE;
		// Written by `leaveNote` and by nothing else, if perhaps by an older slatop that knew less.
		const read = JSON.parse(note) as Partial<TickNote>;
		return { ...NO_NOTE, ...read, agreement: { ...NO_AGREEMENT, ...read.agreement } };
	}

	leaveNote(note: TickNote): void {
		this.meta.set('tick_note', JSON.stringify(note));
	}
}

/** How far the engine has come, and what it has left for screens to read: rows of the table `meta`. */
import { NO_AGREEMENT, type TickNote } from '../port.ts';
import type { Connection } from './connection.ts';

const NO_NOTE: TickNote = { tickedAt: 0, everyS: 1, agreementProblem: null, agreement: NO_AGREEMENT };

export class Progress {
	private readonly sql;

	constructor(db: Connection) {
		this.sql = {
			get: db.prepare<[string], string | null>(`SELECT value FROM meta WHERE key = ?`).pluck(),
			set: db.prepare<[string, string]>(
				`INSERT INTO meta(key, value) VALUES (?, ?) ON CONFLICT(key) DO UPDATE SET value = excluded.value`,
			),
		};
	}

	/** The last event that was taken; 0 where none was. */
	cursor(): number {
		return Number(this.sql.get.get('cursor') ?? 0);
	}

	moveTo(cursor: number): void {
		this.sql.set.run('cursor', String(cursor));
	}

	/** The instant that timers have been brought up to; null before the first tick. */
	broughtUpTo(): number | null {
		const at = this.sql.get.get('brought_up_to');
		return at == null ? null : Number(at);
	}

	bringUpTo(nowAt: number): void {
		this.sql.set.run('brought_up_to', String(nowAt));
	}

	/** The newest version of the agreement that the open timers have been moved to. */
	appliedAgreement(): number {
		return Number(this.sql.get.get('applied_agreement') ?? 0);
	}

	applyAgreement(id: number): void {
		this.sql.set.run('applied_agreement', String(id));
	}

	note(): TickNote {
		const note = this.sql.get.get('tick_note');
		if (!note) return NO_NOTE;
		// Written by `leaveNote` and by nothing else, if perhaps by an older slatop that knew less.
		const read = JSON.parse(note) as Partial<TickNote>;
		return { ...NO_NOTE, ...read, agreement: { ...NO_AGREEMENT, ...read.agreement } };
	}

	leaveNote(note: TickNote): void {
		this.sql.set.run('tick_note', JSON.stringify(note));
	}
}

import { NO_AGREEMENT, type TickNote } from './port.ts';

const NO_NOTE: TickNote = { tickedAt: 0, everyS: 1, agreementProblem: null, agreement: NO_AGREEMENT };

/** What an engine has left for screens; null: none has yet. */
export function readNote(note: string | null): TickNote {
	if (note === null) return NO_NOTE;
	// Written by `noteTick` and by nothing else, if perhaps by an older slatop that knew less.
	const read = JSON.parse(note) as Partial<TickNote>;
	return { ...NO_NOTE, ...read, agreement: { ...NO_AGREEMENT, ...read.agreement } };
}

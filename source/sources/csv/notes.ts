/** What a table does not tell, and what was made of that: said once, with how many rows it is about. */
import { plural } from '../../text/figures.ts';

const NOTES = {
	clamped: 'a time up to a minute before the ticket was created is taken as the moment of its creation',
	reopened:
		'reopened, and the file does not say when: that is not taken, and the last resolution stands for the first',
	timeless: 'solved, and the file does not say when: the resolution is not measured',
	asOf: 'the file does not say since when the status holds: taken since the last update, or now where there is none',
	headers: 'the header again: left out',
	totals: 'nothing but numbers, and of no ticket: a total, left out',
} as const;

export type Note = keyof typeof NOTES;

export class Notes {
	private readonly counts = new Map<Note, number>();

	add(note: Note): void {
		this.counts.set(note, (this.counts.get(note) ?? 0) + 1);
	}

	/** Each in words, with its number. */
	lines(): string[] {
		return [...this.counts].map(([note, count]) => `${NOTES[note]} (${count} ${plural(count, 'row')})`);
	}
}

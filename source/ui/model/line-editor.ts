/** One line of text while it is typed, edited as in a shell. */
import { cleanText } from '../../text/clean.ts';
import { segments } from '../../text/segments.ts';

/** What is pasted may be a whole file; a line of text it is not. */
const MOST_CHARACTERS = 1_000;

const PLAIN = /^[\x20-\x7E]*$/;

/** The last character that a person sees; of plain text nothing need be taken apart. */
const lastOf = (text: string): string =>
	PLAIN.test(text) ? text.slice(-1) : (Array.from(segments(text)).at(-1) ?? '');
const firstOf = (text: string): string =>
	PLAIN.test(text) ? text.slice(0, 1) : (Array.from(segments(text))[0] ?? '');

type Edit = (line: LineEditor) => void;

/** What keys do in a line that is typed. */
const EDITS: Readonly<Record<string, Edit>> = {
	backspace: (line) =>
		line.set(line.before.slice(0, line.before.length - lastOf(line.before).length), line.after),
	'ctrl-w': (line) => line.set(line.before.replace(/\S*\s*$/, ''), line.after),
	'ctrl-u': (line) => line.set('', line.after),
	'ctrl-k': (line) => line.set(line.before, ''),
	left: (line) => line.moveBy(-lastOf(line.before).length),
	right: (line) => line.moveBy(firstOf(line.after).length),
	home: (line) => line.set('', line.text),
	'ctrl-a': (line) => line.set('', line.text),
	end: (line) => line.set(line.text),
	'ctrl-e': (line) => line.set(line.text),
};

export class LineEditor {
	/** What stands before the cursor, and behind it. */
	before: string;
	after = '';

	constructor(text = '') {
		this.before = text;
	}

	get text(): string {
		return this.before + this.after;
	}

	set(before: string, after = ''): void {
		this.before = before;
		this.after = after;
	}

	/** Puts text in at the cursor. Nothing that was pasted can do more than be read. */
	type(text: string): void {
		const room = Math.max(0, MOST_CHARACTERS - this.text.length);
		this.before = cleanText(this.before + text.slice(0, room));
	}

	/** Moves the cursor by units of the text. */
	moveBy(units: number): void {
		const { text } = this;
		const place = this.before.length + units;
		this.set(text.slice(0, place), text.slice(place));
	}

	/** Takes a key that is no character; false where it means nothing here. */
	press(key: string): boolean {
		const edit = EDITS[key];
		edit?.(this);
		return edit !== undefined;
	}
}

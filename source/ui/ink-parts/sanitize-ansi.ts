/** Stands in for Ink's own in the bundle: what has nothing in it but styles and our links stays as it is, and is not taken apart. */
import theirs from '../../../node_modules/ink/build/sanitize-ansi.js';

// biome-ignore lint/suspicious/noControlCharactersInRegex: control sequences are what it looks for
const OTHER = /\u001B(?!\[[\d:;]*m|\]8;;\d*\u0007)|[\u0080-\u009F]/;

export function sanitizeAnsi(text: string): string {
	return OTHER.test(text) ? theirs(text) : text;
}

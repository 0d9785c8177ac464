/** CSV that opens safely in a spreadsheet (RFC 4180, CRLF), and does nothing to a terminal that it is printed on. */

/** What a spreadsheet would take for a formula: also in the wide letters of Chinese and Japanese, and after blanks. */
const FORMULA = /^(?:\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|[\t\r\n])/;
const PLAIN_NUMBER = /^-?\d+(\.\d+)?$/;

/** A carriage return alone would let a terminal write over what it has shown. */
const LONE_RETURN = /\r(?!\n)/g;
/** C0, DEL and C1, but for tabs and line breaks; and what turns the direction of text, so that it shows as another. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it finds
const CONTROLS = /[\0-\x08\v\f\x0E-\x1F\x7F-\x9F\u202A-\u202E\u2066-\u2069]/g;

/**
 * One field: quoted where it must be, and never a formula. Line breaks and tabs stay; every other control character,
 * and what turns the direction of text, is replaced by U+FFFD.
 */
export function csvField(value: unknown): string {
	let text =
		value === null || value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);
	text = text.replace(LONE_RETURN, '\n').replace(CONTROLS, '\uFFFD');
	if (typeof value === 'string' && FORMULA.test(text) && !PLAIN_NUMBER.test(text)) text = `'${text}`;
	return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** One line, without its end. */
export const csvLine = (values: readonly unknown[]): string => values.map(csvField).join(',');

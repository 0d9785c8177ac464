/** CSV that opens safely in a spreadsheet (RFC 4180, CRLF). */

/** What a spreadsheet would take for a formula. */
const FORMULA = /^[=+\-@\t\r]/;
const PLAIN_NUMBER = /^-?\d+(\.\d+)?$/;

/** One field: quoted where it must be, and never a formula. */
export function csvField(value: unknown): string {
	let text =
		value === null || value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);
	if (typeof value === 'string' && FORMULA.test(text) && !PLAIN_NUMBER.test(text)) text = `'${text}`;
	return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** One line, without its end. */
export const csvLine = (values: readonly unknown[]): string => values.map(csvField).join(',');

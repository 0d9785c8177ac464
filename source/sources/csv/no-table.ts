/** Files that people take for tables, and that are none: told by how they begin, with what to do instead. */

const AS_CSV = 'save or export it as CSV, and import that';

const BEGINNINGS: readonly (readonly [begins: string, what: string])[] = [
	['PK\u0003\u0004', `a workbook (.xlsx, .ods) or another zip archive: ${AS_CSV}`],
	['\u00d0\u00cf\u0011\u00e0', `a workbook of an older kind (.xls): ${AS_CSV}`],
	[
		'\u001f\u008b',
		'a compressed file: unpack it first, or pipe it in (gunzip --stdout FILE | slatop import -)',
	],
	['%PDF-', `a PDF document: ${AS_CSV}`],
	['SQLite format 3\u0000', 'a database of SQLite, and no export'],
];
/** Some help desks call a web page `.xls`. */
const MARKUP = /^\s*<(\?xml|!doctype|html|table|rss)\b/i;
const MARKUP_CHARS = 64;

/** What a file is that is no table; undefined where nothing speaks against it. */
export function whatElse(head: Buffer): string | undefined {
	const start = head.toString('latin1', 0, MARKUP_CHARS).replace(/^\u00ef\u00bb\u00bf/, '');
	const found = BEGINNINGS.find(([begins]) => start.startsWith(begins));
	if (found) return found[1];
	return MARKUP.test(start) ? `a web page or XML: ${AS_CSV}` : undefined;
}

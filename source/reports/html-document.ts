/** A document as one HTML page that stands alone: it loads nothing, and prints well. */
import { cleanText } from '../text/clean.ts';
import type { Document, Section } from './document.ts';
import type { TextTable } from './table.ts';

const SIGNS: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
};

/** A text that HTML shows as it is, in an attribute too. */
const htmlText = (text: string): string =>
	cleanText(text).replaceAll(/[&<>"']/g, (sign) => SIGNS[sign] ?? sign);

const STYLE = `:root { color-scheme: light dark; }
body { font: 14px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
p { margin: 0.2rem 0; }
table { border-collapse: collapse; margin: 0.8rem 0; font-variant-numeric: tabular-nums; }
th, td { padding: 0.25rem 0.7rem; border-bottom: 1px solid #8884; text-align: left; vertical-align: top; }
th { font-size: 0.8rem; } .right { text-align: right; white-space: nowrap; }
article + article { margin-top: 4rem; }
@media print { :root { color-scheme: light; } body { margin: 0; max-width: none; font-size: 10pt; } article + article { break-before: page; } tr, h2 { break-inside: avoid; } thead { display: table-header-group; } }`;

function* tableLines({ columns, rows }: TextTable): Generator<string> {
	const cell = (tag: 'th' | 'td', text: string, place: number): string =>
		`<${tag}${columns[place]?.align === 'right' ? ' class="right"' : ''}>${htmlText(text)}</${tag}>`;
	yield '<table>';
	yield `<thead><tr>${columns.map(({ title }, place) => cell('th', title, place)).join('')}</tr></thead>`;
	yield '<tbody>';
	for (const row of rows) yield `<tr>${row.map((text, place) => cell('td', text, place)).join('')}</tr>`;
	yield '</tbody>';
	yield '</table>';
}

const paragraphs = (lines: readonly string[]): string[] =>
	lines.filter((line) => line !== '').map((line) => `<p>${htmlText(line)}</p>`);

function* sectionLines({ title, lines = [], table }: Section): Generator<string> {
	if (title !== undefined) yield `<h2>${htmlText(title)}</h2>`;
	yield* paragraphs(lines);
	if (table) yield* tableLines(table);
}

export const htmlDocument = (document: Document): Generator<string> => htmlDocuments([document]);

/** Several documents in one page, each of which is printed from the top of a sheet. */
export function* htmlDocuments(documents: readonly Document[]): Generator<string> {
	const [first] = documents;
	const more = documents.length - 1;
	const title = `${first?.title ?? ''}${more > 0 ? `, and ${more} more` : ''}`;
	yield '<!doctype html>';
	yield '<html lang="en">';
	yield `<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${htmlText(title)}</title>`;
	yield `<style>${STYLE}</style></head>`;
	yield '<body>';
	for (const document of documents) {
		yield '<article>';
		yield `<h1>${htmlText(document.title)}</h1>`;
		yield* paragraphs(document.lines);
		for (const section of document.sections) yield* sectionLines(section);
		yield '</article>';
	}
	yield '</body>';
	yield '</html>';
}

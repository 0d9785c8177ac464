/** A document as one HTML page that stands alone: it loads nothing, and prints well. */
import { cleanText } from '../text/clean.ts';
import type { Document, Fact, Section } from './document.ts';
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
h1 { font-size: 1.5rem; line-height: 1.2; margin: 0 0 0.6rem; } h2 { font-size: 1.1rem; margin: 2rem 0 0.4rem; }
h1, h2, td, th, dd { overflow-wrap: anywhere; }
p { margin: 0.2rem 0; }
dl { display: flex; flex-wrap: wrap; gap: 0.6rem 2.5rem; margin: 1rem 0 0; padding: 0.6rem 0; border: solid #8886; border-width: 1px 0; }
dt { font-size: 0.85em; opacity: 0.75; } dd { margin: 0; font-weight: 600; font-variant-numeric: tabular-nums; }
.table { overflow-x: auto; margin: 0.6rem 0; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: 0.25rem 0.6rem; border-bottom: 1px solid #8884; text-align: left; vertical-align: top; }
th:first-child, td:first-child { padding-left: 0; } th:last-child, td:last-child { padding-right: 0; }
td { min-width: 6em; } th { font-size: 0.8em; vertical-align: bottom; overflow-wrap: normal; } thead th { border-bottom: 2px solid #8888; }
.right, .whole { white-space: nowrap; overflow-wrap: normal; min-width: 0; } .right { text-align: right; }
.total td { font-weight: 600; border-top: 2px solid #8888; border-bottom: 0; }
article + article { margin-top: 4rem; }
@page { margin: 14mm 12mm; }
@media print { :root { color-scheme: light; } body { margin: 0; padding: 0; max-width: none; font-size: 9.5pt; }
.table { overflow: visible; } table { font-size: 8pt; } td { min-width: 5em; } .right, .whole { min-width: 0; } th, td { padding: 0.15rem 0.35rem; } h2 { margin-top: 1.2rem; }
article + article { margin: 0; break-before: page; } tr, dl { break-inside: avoid; } h1, h2 { break-after: avoid; } .total { break-before: avoid; } thead { display: table-header-group; } }`;

function* tableLines({ columns, rows, hasTotal = false }: TextTable): Generator<string> {
	const classes = columns.map(({ align, isWhole = false }) =>
		align === 'right' ? ' class="right"' : isWhole ? ' class="whole"' : '',
	);
	const cells = (tag: 'th' | 'td', texts: readonly string[]): string =>
		texts.map((text, place) => `<${tag}${classes[place] ?? ''}>${htmlText(text)}</${tag}>`).join('');
	yield '<div class="table"><table>';
	yield `<thead><tr>${cells(
		'th',
		columns.map(({ title }) => title),
	)}</tr></thead>`;
	yield '<tbody>';
	for (const [place, row] of rows.entries()) {
		yield `<tr${hasTotal && place === rows.length - 1 ? ' class="total"' : ''}>${cells('td', row)}</tr>`;
	}
	yield '</tbody>';
	yield '</table></div>';
}

const paragraphs = (lines: readonly string[]): string[] =>
	lines.filter((line) => line !== '').map((line) => `<p>${htmlText(line)}</p>`);

function factList(facts: readonly Fact[] = []): string[] {
	if (facts.length === 0) return [];
	const item = ([name, value]: Fact): string =>
		`<div><dt>${htmlText(name)}</dt><dd>${htmlText(value)}</dd></div>`;
	return [`<dl>${facts.map(item).join('')}</dl>`];
}

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
		yield* factList(document.facts);
		for (const section of document.sections) yield* sectionLines(section);
		yield '</article>';
	}
	yield '</body>';
	yield '</html>';
}

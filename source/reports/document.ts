/** A document of sections, each a few lines and perhaps a table, in the formats that people read. */
import { alignedLines, type GoingOn, markdownLines, markdownText, type TextTable } from './table.ts';

export interface Section {
	readonly title?: string;
	readonly lines?: readonly string[];
	readonly table?: TextTable;
}

export interface Document {
	/** Not cleaned: whoever puts text from tickets in it cleans it. */
	readonly title: string;
	readonly lines: readonly string[];
	/** What it comes to: names, and figures. */
	readonly facts?: readonly Fact[];
	readonly sections: readonly Section[];
}

export type Fact = readonly [name: string, value: string];

/** Facts as lines of a text, their values one under the other. */
const factLines = (facts: readonly Fact[] = []): string[] =>
	facts.length === 0 ? [] : ['', ...facts.map(([name, value]) => `${name.padEnd(FACT_CELLS)}${value}`)];
const FACT_CELLS = 12;

/** How a table is drawn: aligned, or with lines around it on a terminal. */
export interface DrawTable {
	(table: TextTable): Iterable<string>;
	/** How a line of text is broken; left out: it is not. */
	readonly broken?: (line: string) => Iterable<string>;
	/** How one is drawn that goes on; left out: aligned. */
	readonly goingOn?: (columns: TextTable['columns']) => GoingOn;
}

/** What stands above the sections. */
export const headLines = ({ lines, facts }: Document): string[] => [...lines, ...factLines(facts)];

/** For terminals and pipes. */
export function* plainLines(document: Document, draw: DrawTable = alignedLines): Generator<string> {
	const { broken = (line) => [line] } = draw;
	for (const line of [document.title, ...headLines(document)]) yield* broken(line);
	for (const section of document.sections) {
		yield '';
		if (section.title !== undefined) yield* broken(section.title);
		for (const line of section.lines ?? []) yield* broken(line);
		if (section.table) yield* draw(section.table);
	}
}

export function* markdownDocument(document: Document): Generator<string> {
	yield `# ${markdownText(document.title)}`;
	yield '';
	for (const line of headLines(document)) yield `${markdownText(line)}  `;
	for (const section of document.sections) {
		yield '';
		if (section.title !== undefined) yield* [`## ${markdownText(section.title)}`, ''];
		for (const line of section.lines ?? []) yield `${markdownText(line)}  `;
		if (section.table) yield* [...(section.lines?.length ? [''] : []), ...markdownLines(section.table)];
	}
}

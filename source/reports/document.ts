/** A document of sections, each a few lines and perhaps a table, in the formats that people read. */
import { alignedLines, markdownLines, markdownText, type TextTable } from './table.ts';

export interface Section {
	readonly title?: string;
	readonly lines?: readonly string[];
	readonly table?: TextTable;
}

export interface Document {
	/** Not cleaned: whoever puts text from tickets in it cleans it. */
	readonly title: string;
	readonly lines: readonly string[];
	readonly sections: readonly Section[];
}

/** How a table is drawn: aligned, or with lines around it on a terminal. */
export type DrawTable = (table: TextTable) => Iterable<string>;

/** For terminals and pipes. */
export function* plainLines(
	{ title, lines, sections }: Document,
	draw: DrawTable = alignedLines,
): Generator<string> {
	yield title;
	yield* lines;
	for (const section of sections) {
		yield '';
		if (section.title !== undefined) yield section.title;
		yield* section.lines ?? [];
		if (section.table) yield* draw(section.table);
	}
}

export function* markdownDocument({ title, lines, sections }: Document): Generator<string> {
	yield `# ${markdownText(title)}`;
	yield '';
	for (const line of lines) yield `${markdownText(line)}  `;
	for (const section of sections) {
		yield '';
		if (section.title !== undefined) yield* [`## ${markdownText(section.title)}`, ''];
		for (const line of section.lines ?? []) yield `${markdownText(line)}  `;
		if (section.table) yield* [...(section.lines?.length ? [''] : []), ...markdownLines(section.table)];
	}
}

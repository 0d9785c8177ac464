/** Reading cells: what is empty, what is missing, which part is meant. */
import type { Column } from './binding.ts';
import type { ColumnChoice } from './mapping.ts';

/** A row cannot be taken; the message says why. */
export class RowRefused extends Error {}

export type Cells = readonly string[];
export type CellReader = (cells: Cells) => string | null;

/** What programs write where there is nothing. `1900-01-01` is what some help desks make of no date. */
export const NULLS: readonly string[] = [
	'?',
	'-',
	'--',
	'null',
	'none',
	'n/a',
	'nan',
	'undefined',
	'0000-00-00',
	'0000-00-00 00:00:00',
	'1900-01-01',
	'1900-01-01 00:00:00',
];

/** Those words in the spellings that are seen, so that a cell is looked up as it is. */
export function nullSet(words: readonly string[]): ReadonlySet<string> {
	const spelled = words.flatMap((word) => [
		word,
		word.toLowerCase(),
		word.toUpperCase(),
		word.slice(0, 1).toUpperCase() + word.slice(1).toLowerCase(),
	]);
	return new Words(['', ...spelled]);
}

/** Words that few texts begin like: nearly all are told by their first letter to be none of them. */
class Words extends Set<string> {
	private readonly begins: readonly boolean[];

	constructor(words: readonly string[]) {
		super(words);
		const begins: boolean[] = [];
		for (const word of words) begins[word.charCodeAt(0) || 0] = true;
		this.begins = begins;
	}

	override has(text: string): boolean {
		return this.begins[text.charCodeAt(0) || 0] === true && super.has(text);
	}
}

const valueAt = (cells: Cells, place: number, nulls: ReadonlySet<string>): string | null => {
	const cell = cells[place]?.trim() ?? '';
	return nulls.has(cell) ? null : cell;
};

/** The value of a column: of several of the same name, the first that there is. */
export function cellReader(
	{ places }: Column,
	nulls: ReadonlySet<string>,
	choice?: ColumnChoice,
): CellReader {
	const missing = choice && choice.nulls.length > 0 ? new Set([...nulls, ...choice.nulls]) : nulls;
	const [only = 0] = places;
	const whole: CellReader =
		places.length === 1
			? (cells) => valueAt(cells, only, missing)
			: (cells) => listOf(cells, places, missing)[0] ?? null;
	if (!choice || choice.split === null) return whole;
	const { split, part } = choice;
	return (cells) => {
		const value = whole(cells)?.split(split)[part - 1]?.trim();
		return value === undefined || missing.has(value) ? null : value;
	};
}

/** All values of columns of one name. */
export function listOf(cells: Cells, places: readonly number[], nulls: ReadonlySet<string>): string[] {
	return places.map((place) => valueAt(cells, place, nulls)).filter((value) => value !== null);
}

/** Values of a column that are remembered: one of words has few, and one of numbers or names is read each time. */
const REMEMBERED = 256;

/** Reads what depends on the cells of some columns alone: in one of few values, once for each. */
export function remembering<T>(places: readonly number[], read: (cells: Cells) => T): (cells: Cells) => T {
	const [only] = places;
	if (only === undefined || places.length > 1) return read;
	const known = new Map<string, T>();
	return (cells) => {
		const cell = cells[only] ?? '';
		const before = known.get(cell);
		if (before !== undefined) return before;
		const value = read(cells);
		if (known.size < REMEMBERED) known.set(cell, value);
		return value;
	};
}

/** What a spreadsheet makes of a long number: most of its digits are gone. */
const SHORTENED = /^\d([.,]\d+)?[eE]\+?\d+$/;

/** @throws {RowRefused} */
export function referenceOf(value: string | null, column: string): string {
	if (value === null) throw new RowRefused(`no ticket: "${column}" is empty`);
	if (!SHORTENED.test(value)) return value;
	throw new RowRefused(
		`"${column}" ${value} is a number that a spreadsheet has shortened: export it again with that column as text`,
	);
}

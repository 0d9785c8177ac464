/** What stands between the cells of a table. */

export const DELIMITERS = [',', ';', '\t', '|'] as const;
const names: readonly string[] = DELIMITERS;
export type Delimiter = (typeof DELIMITERS)[number];

/** Rows that are looked at. */
const ROWS = 50;

/** How often each delimiter stands in each of the first rows, outside quotes. */
function countDelimiters(text: string): number[][] {
	const rows: number[][] = [];
	let counts = DELIMITERS.map(() => 0);
	let isQuoted = false;
	let hasText = false;
	for (const letter of text) {
		if (letter === '"') isQuoted = !isQuoted;
		if (isQuoted) continue;
		if (letter === '\n' || letter === '\r') {
			if (hasText) rows.push(counts);
			if (rows.length === ROWS) return rows;
			counts = DELIMITERS.map(() => 0);
			hasText = false;
			continue;
		}
		hasText = true;
		const which = names.indexOf(letter);
		if (which >= 0) counts[which] = (counts[which] ?? 0) + 1;
	}
	// The last row may be cut off: it counts where it is the only one.
	return rows.length === 0 && hasText ? [counts] : rows;
}

/** Excel's own word on it, in a line before the header. */
const HINT = /^sep=(.)\r?\n/i;

export interface Found {
	readonly delimiter: Delimiter;
	/** Lines before the header. */
	readonly skip: number;
}

/** The delimiter that most rows have as often as the header; of equal ones, the one that makes more columns. */
export function delimiterOf(text: string): Found {
	const hinted = DELIMITERS.find((delimiter) => delimiter === HINT.exec(text)?.[1]);
	if (hinted !== undefined) return { delimiter: hinted, skip: 1 };
	const rows = countDelimiters(text);
	const scores = DELIMITERS.map((_, which) => {
		const header = rows[0]?.[which] ?? 0;
		if (header === 0) return 0;
		const alike = rows.filter((counts) => counts[which] === header).length;
		return (alike / rows.length) * 1_000 + header;
	});
	const best = scores.indexOf(Math.max(...scores));
	return { delimiter: DELIMITERS[best] ?? ',', skip: 0 };
}

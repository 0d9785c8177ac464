/** Globs: what `matches` in an agreement's rules takes. */

/** Characters of a pattern in an agreement: each costs a step, at the worst, at every character of a text. */
export const MOST_GLOB = 200;

/** Any run of characters, or one that lies in some range, or in none. */
type Part =
	| '*'
	| { readonly ranges: readonly (readonly [from: string, to: string])[]; readonly not: boolean };

const PARTS = /\*|\?|\[([!^]?)([^\]]+)\]|[\s\S]/gu;
const RANGES = /([\s\S])-([\s\S])|[\s\S]/gu;

/** The agreement's own patterns: there are few. */
const known = new Map<string, readonly Part[]>();

function partsOf(glob: string): readonly Part[] {
	const found = known.get(glob);
	if (found) return found;
	const parts = [...glob.matchAll(PARTS)].map(([text, not, set]): Part => {
		if (text === '*') return text;
		if (text === '?') return { ranges: [], not: true };
		if (set === undefined) return { ranges: [[text, text]], not: false };
		const ranges = [...set.matchAll(RANGES)].map(([one, from = one, to = one]) => [from, to] as const);
		return { ranges, not: not !== '' };
	});
	known.set(glob, parts);
	return parts;
}

function fits(part: Part | undefined, character: string | undefined): boolean {
	if (part === undefined || part === '*' || character === undefined) return false;
	return part.ranges.some(([from, to]) => from <= character && character <= to) !== part.not;
}

/** Whether a glob has a range that runs backwards (`[z-a]`) and so holds nothing. */
export const hasEmptyRange = (glob: string): boolean =>
	partsOf(glob).some((part) => part !== '*' && part.ranges.some(([from, to]) => from > to));

/**
 * Whether a glob (`*` any run, `?` one character, `[a-f]` one of them, `[!a-f]` none of them) covers a whole
 * text. Two indexes and no regular expression over the text: a hostile pattern costs at most pattern × text steps.
 */
export function globMatches(glob: string, text: string): boolean {
	const parts = partsOf(glob);
	const characters = [...text];
	let part = 0;
	let place = 0;
	let star = -1;
	let resume = 0;
	while (place < characters.length) {
		if (parts[part] === '*') {
			star = part++;
			resume = place;
		} else if (fits(parts[part], characters[place])) {
			part++;
			place++;
		} else if (star >= 0) {
			part = star + 1;
			place = ++resume;
		} else return false;
	}
	while (parts[part] === '*') part++;
	return part === parts.length;
}

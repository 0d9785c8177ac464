/** In which order names stand. */

/** By UTF-16 code unit, the same everywhere. */
export function compareText(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}

/** Letters, digits and spaces sort by what they are; for any other the languages' rules are asked. */
const PLAIN = /^[A-Za-z0-9 ]*$/;
let collator: Intl.Collator | undefined;

/** The same order as the collator's: by letters first, and of two that differ in case only, the small one first. */
function plainOrder(a: string, b: string): number {
	const [left, right] = [a.toLowerCase(), b.toLowerCase()];
	if (left !== right) return left < right ? -1 : 1;
	return a > b ? -1 : 1;
}

/** As people sort names; none comes first. The collator takes as long to load as a good part of the first frame. */
export function byName(a: string | null, b: string | null): number {
	if (a === b) return 0;
	if (a === null || b === null) return a === null ? -1 : 1;
	if (PLAIN.test(a) && PLAIN.test(b)) return plainOrder(a, b);
	collator ??= new Intl.Collator('en');
	return collator.compare(a, b);
}

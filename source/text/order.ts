/** In which order names stand. */

let collator: Intl.Collator | undefined;

/** As people sort names; none comes first. What knows how takes a while to load: that waits until there are two. */
export function byName(a: string | null, b: string | null): number {
	if (a === b) return 0;
	if (a === null || b === null) return a === null ? -1 : 1;
	collator ??= new Intl.Collator('en');
	return collator.compare(a, b);
}

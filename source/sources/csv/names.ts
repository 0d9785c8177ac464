/** Names and words as they are compared: what differs only in case, spacing or dashes is the same. */

const SEPARATORS = /[\s_.\-\u2010-\u2015]+/gu;

/** A column's name, or a status's. `Created_at:` and `created at` are one. */
export function nameKey(text: string): string {
	return text
		.normalize('NFKC')
		.replaceAll('\uFEFF', '')
		.toLowerCase()
		.replace(SEPARATORS, ' ')
		.trim()
		.replace(/\s*:$/, '');
}

/** Values by name, found whatever the spelling. */
export const byNameKey = <T>(entries: Iterable<readonly [string, T]>): ReadonlyMap<string, T> =>
	new Map([...entries].map(([name, value]) => [nameKey(name), value]));

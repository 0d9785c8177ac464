/** Whether a store is a file or on a server; loaded by every command, and so a file of its own. */

export const isUrl = (store: string): boolean => /^[a-z]+:\/\//i.test(store);

export const isPostgresUrl = (store: string): boolean => /^postgres(ql)?:\/\//i.test(store);

/**
 * A URL as it may be shown, also one that can't be read: without the password, in which any sign may stand, and without
 * what stands behind `?`, where one may stand too.
 */
export function withoutPassword(url: string): string {
	const query = url.search(/[?#]/);
	// Nobody can tell whether the sign is the password's.
	if (query !== -1 && query < url.lastIndexOf('@')) return url.replace(/(:\/\/).*/s, '$1…');
	return url.replace(/[?#].*/s, '').replace(/(:\/\/[^:]*):.*@/s, '$1@');
}

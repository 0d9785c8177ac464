/** Links that tickets bring: nobody vouches for them. */

/** Longer than this is no link to a ticket. */
const MOST_CHARACTERS = 2_000;

/** The link as it may be handed to a browser or a terminal; null where it is none of the web's. */
export function safeLink(text: string | null): string | null {
	if (text === null || text.length > MOST_CHARACTERS) return null;
	let url: URL;
	try {
		url = new URL(text);
	} catch {
		return null;
	}
	const isWeb = url.protocol === 'https:' || url.protocol === 'http:';
	// Written anew it is plain ASCII: what a terminal would act on is encoded, or was refused above.
	return isWeb && /^[\x21-\x7E]+$/.test(url.href) ? url.href : null;
}

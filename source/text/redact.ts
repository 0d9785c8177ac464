/** Takes credentials out of a text: servers quote what they were sent. */
export function redact(text: string, secrets: readonly string[]): string {
	return secrets.reduce((rest, secret) => (secret === '' ? rest : rest.replaceAll(secret, '[key]')), text);
}

/** Parts of an address that are as long may be a key of their own. */
const LEAST_KEY_CHARS = 8;

function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

/**
 * An address that is a secret itself, as servers quote it, longest first: whole ("Cannot POST /services/KEY" is of its
 * path alone), its path, its query, and what in them is long enough to be a key; each decoded, too.
 */
export function quotesOf(url: string): string[] {
	if (!URL.canParse(url)) return [url];
	const { href, pathname, search } = new URL(url);
	const parts = `${pathname}${search}`.split(/[/?&=]/).filter(({ length }) => length >= LEAST_KEY_CHARS);
	const quotes = [url, href, `${pathname}${search}`, pathname, search.slice(1), ...parts];
	const found = new Set(
		quotes
			.flatMap((quote) => [quote, decoded(quote)])
			// As JSON is written by some.
			.flatMap((quote) => [quote, quote.replaceAll('/', '\\/')])
			.filter(({ length }) => length > 2),
	);
	return [...found].sort((one, other) => other.length - one.length);
}

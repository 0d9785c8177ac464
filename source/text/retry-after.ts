const SECOND_MS = 1_000;

/**
 * How long `Retry-After` asks to wait, in ms: seconds, or a date of HTTP. Null where it says nothing that can be
 * read.
 */
export function retryAfterMs(header: string | null, nowAt: number): number | null {
	if (header === null) return null;
	const text = header.trim();
	if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * SECOND_MS;
	const at = /[A-Za-z]/.test(text) ? Date.parse(text) : Number.NaN;
	return Number.isNaN(at) ? null : Math.max(0, at - nowAt);
}

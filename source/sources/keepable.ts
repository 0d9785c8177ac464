/** What is kept of a record that was refused. */

/** No event that is right is near it. */
const EVENT_CHARS = 16_384;
const RECORD_CHARS = 2_000;
const TEXT_CHARS = 120;
/** What people wrote, or what opens doors: no part of the store. */
const PRIVATE = /body|message|text|html|content|description|comment|password|token|secret|apikey|access/i;

/** A refused record as the quarantine keeps it: JSON without what people wrote, cut to a length. */
export function keepable(record: unknown): string {
	const text =
		JSON.stringify(record, (key, value: unknown) => {
			if (typeof value !== 'string') return value;
			if (PRIVATE.test(key)) return '[left out]';
			return cut(value, TEXT_CHARS);
		}) ?? 'nothing';
	return cut(text, RECORD_CHARS);
}

const cut = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most)}…` : text);

/** A refused line of events: as it stands, so that it can be tried again. */
export const keepableLine = (text: string): string => cut(text, EVENT_CHARS);

/**
 * DEL and C1, which are control characters to a terminal, and what turns the direction of text there: JSON lets them
 * stand. Those of C0 it escapes by itself.
 */
const CONTROLS = /[\u007F-\u009F\u202A-\u202E\u2066-\u2069]/g;

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** Whether a text has such characters in it. */
export const hasControls = (text: string): boolean => text.search(CONTROLS) >= 0;

/** A text whose quotes are JSON's, or YAML's double ones, with every such character escaped. */
export const inertQuotes = (text: string): string => text.replace(CONTROLS, escaped);

/** A value as JSON in one line that is inert in a terminal too: the same value, every such character escaped. */
export function jsonLine(value: unknown): string {
	return inertQuotes(JSON.stringify(value));
}

/** What JSON escapes in a text, and what it may. */
const ESCAPED = /["\\\p{Cc}\p{Surrogate}]/u;

/** As `JSON.stringify` writes a text, which takes longer to begin than most texts take to write. */
export const jsonText = (text: string): string => (ESCAPED.test(text) ? JSON.stringify(text) : `"${text}"`);

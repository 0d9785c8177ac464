/** DEL and C1: control characters to a terminal that JSON lets stand; those of C0 it escapes by itself. */
const CONTROLS = /[\u007F-\u009F]/g;

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** A value as JSON in one line that is inert in a terminal too: the same value, every control character escaped. */
export function jsonLine(value: unknown): string {
	return JSON.stringify(value).replace(CONTROLS, escaped);
}

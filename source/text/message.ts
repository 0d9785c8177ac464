import { cleanText } from './clean.ts';

/** What was thrown, in words. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The same for a terminal, line by line: it may quote what nobody vouches for, a file or the name of one. */
export const cleanMessageOf = (error: unknown): string =>
	messageOf(error).split('\n').map(cleanText).join('\n');

/** The code of what was thrown, where it has one, as the system's errors do: `ENOENT`. */
export const codeOf = (error: unknown): string | null =>
	error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;

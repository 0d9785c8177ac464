/** Copying by the terminal itself (OSC 52): it works over SSH too, where the terminal allows it. */
import type { Environment } from './capabilities.ts';
import { passedOn } from './multiplexer.ts';

/** Terminals take some hundred kilobytes at the most, some far less; what is copied here is a line. */
const MOST_BYTES = 8_192;

/** The bytes that put a text on the clipboard; null where it is too long for that. */
export function copying(text: string, env: Environment): string | null {
	if (Buffer.byteLength(text) > MOST_BYTES) return null;
	const sequence = `\u001B]52;c;${Buffer.from(text).toString('base64')}\u0007`;
	// tmux takes it itself or hands it on, by how it is set up: it gets both.
	return env.TMUX ? sequence + passedOn(sequence, env) : passedOn(sequence, env);
}

/** Copying by the terminal itself (OSC 52): it works over SSH too, where the terminal allows it. */
import type { Environment } from './capabilities.ts';

/** Terminals take some hundred kilobytes at the most, some far less; what is copied here is a line. */
const MOST_BYTES = 8_192;

const ESC = '\u001B';
const ST = `${ESC}\\`;

/** What a multiplexer hands on to the terminal around it, as it is. */
const throughTmux = (sequence: string): string => `${ESC}Ptmux;${sequence.replaceAll(ESC, ESC + ESC)}${ST}`;
const throughScreen = (sequence: string): string => `${ESC}P${sequence}${ST}`;

/** The bytes that put a text on the clipboard; null where it is too long for that. */
export function copying(text: string, env: Environment): string | null {
	if (Buffer.byteLength(text) > MOST_BYTES) return null;
	const sequence = `${ESC}]52;c;${Buffer.from(text).toString('base64')}\u0007`;
	// tmux takes it itself or hands it on, by how it is set up: it gets both.
	if (env.TMUX) return sequence + throughTmux(sequence);
	return env.STY ? throughScreen(sequence) : sequence;
}

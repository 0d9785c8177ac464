/** Sequences for the terminal around a multiplexer. */
import type { Environment } from './capabilities.ts';

const ESC = '\u001B';
const ST = `${ESC}\\`;

const throughTmux = (sequence: string): string => `${ESC}Ptmux;${sequence.replaceAll(ESC, ESC + ESC)}${ST}`;
const throughScreen = (sequence: string): string => `${ESC}P${sequence}${ST}`;

/**
 * A sequence as a multiplexer hands it on to the terminal around it; as it is where there is none.
 * @param sequence ended by BEL where it is a string: screen would take an ST in it for its own
 */
export function passedOn(sequence: string, env: Environment): string {
	if (env.TMUX) return throughTmux(sequence);
	return env.STY ? throughScreen(sequence) : sequence;
}

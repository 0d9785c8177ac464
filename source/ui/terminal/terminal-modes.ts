import { writeSync } from 'node:fs';
import { codeOf } from '../../text/message.ts';

const ON = 'h';
const OFF = 'l';

interface Mode {
	readonly number: number;
	readonly ours: 'h' | 'l';
}

const ALTERNATE_SCREEN: Mode = { number: 1049, ours: ON };
const CURSOR: Mode = { number: 25, ours: OFF };
const AUTOWRAP: Mode = { number: 7, ours: OFF };
const BRACKETED_PASTE: Mode = { number: 2004, ours: ON };
const MOUSE_BUTTONS: Mode = { number: 1000, ours: ON };
const MOUSE_SGR: Mode = { number: 1006, ours: ON };

/** The modes a session sets, in the order it sets them. */
export function sessionModes(mouse: boolean): readonly Mode[] {
	const modes = [ALTERNATE_SCREEN, CURSOR, AUTOWRAP, BRACKETED_PASTE];
	return mouse ? [...modes, MOUSE_BUTTONS, MOUSE_SGR] : modes;
}

/** What sets the modes. */
export function entering(modes: readonly Mode[]): string {
	return modes.map(({ number, ours }) => `\u001B[?${number}${ours}`).join('');
}

/** What puts the terminal back: also ends a frame, and a link, that was cut off in the middle of its drawing. */
export function leaving(modes: readonly Mode[]): string {
	const restored = [...modes]
		.reverse()
		.map(({ number, ours }) => `\u001B[?${number}${ours === ON ? OFF : ON}`);
	return `\u001B[?2026l\u001B]8;;\u0007\u001B[m${restored.join('')}`;
}

const MOST_TRIES = 20;
const PAUSE_MS = 10;

/**
 * Writes at once, so that it also works while the process is going down. A terminal that takes nothing for
 * 200 ms, or is gone, is given up: there is nobody to tell.
 */
export function writeNow(stream: { readonly fd?: number; write(data: string): boolean }, data: string): void {
	if (stream.fd === undefined) {
		stream.write(data);
		return;
	}
	let rest = Buffer.from(data);
	for (let tries = 0; rest.length > 0 && tries < MOST_TRIES; tries++) {
		try {
			rest = rest.subarray(writeSync(stream.fd, rest));
		} catch (error) {
			if (!isBusy(error)) return;
			Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
		}
	}
}

function isBusy(error: unknown): boolean {
	const code = codeOf(error);
	return code === 'EAGAIN' || code === 'EINTR';
}

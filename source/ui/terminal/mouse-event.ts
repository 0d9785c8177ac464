/** What a terminal reports of its mouse (SGR 1006): presses and the wheel; the rest is nothing to us. */

export interface MouseEvent {
	readonly kind: 'press' | 'wheel-up' | 'wheel-down';
	/** Cells, from 0. */
	readonly column: number;
	readonly row: number;
}

/** As Ink hands it on: without the ESC. The number has the button, and bits for keys held and for motion. */
const REPORT = /^\[<(\d+);(\d+);(\d+)([Mm])$/;
const KEYS_HELD = 4 | 8 | 16;
const KINDS: Readonly<Record<number, MouseEvent['kind']>> = { 0: 'press', 64: 'wheel-up', 65: 'wheel-down' };

export const isMouseReport = (input: string): boolean => REPORT.test(input);

/** The event of a report; null where it is a release, another button, or a motion. */
export function mouseEvent(input: string): MouseEvent | null {
	const [, button = '', column = '', row = '', end] = REPORT.exec(input) ?? [];
	const kind = KINDS[Number(button) & ~KEYS_HELD];
	if (end !== 'M' || button === '' || kind === undefined) return null;
	return { kind, column: Number(column) - 1, row: Number(row) - 1 };
}

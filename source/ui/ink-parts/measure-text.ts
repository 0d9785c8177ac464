/** Stands in for Ink's own in the bundle, which keeps every text that it has ever measured: a clock is another each second. */
import { Kept } from './kept.ts';
import stringWidth from './string-width.ts';

interface Size {
	readonly width: number;
	readonly height: number;
}

/** Two screens of lines, or as many again. */
const sizes = new Kept<Size>(200);

function sizeOf(text: string): Size {
	if (text === '') return { width: 0, height: 0 };
	const lines = text.split('\n');
	return { width: lines.reduce((most, line) => Math.max(most, stringWidth(line)), 0), height: lines.length };
}

export function measureText(text: string): Size {
	return sizes.get(text, () => sizeOf(text));
}

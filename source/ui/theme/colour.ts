/** Colours, and what a terminal makes of them. */
import type { Colors } from '../terminal/capabilities.ts';

/** The sixteen that every terminal has, in the shades that its owner has chosen; in the order of their numbers. */
export const ANSI_NAMES: readonly string[] = [
	...['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'],
	...['gray', 'bright-red', 'bright-green', 'bright-yellow', 'bright-blue', 'bright-magenta'],
	...['bright-cyan', 'bright-white'],
];

/** A colour: one of the sixteen by name, or `#rrggbb`. */
export type Colour = string;

export type Rgb = readonly [red: number, green: number, blue: number];

const HEX = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i;

export function rgbOf(colour: Colour): Rgb | null {
	const [, red, green, blue] = HEX.exec(colour) ?? [];
	if (red === undefined || green === undefined || blue === undefined) return null;
	return [Number.parseInt(red, 16), Number.parseInt(green, 16), Number.parseInt(blue, 16)];
}

export const isColour = (text: string): boolean => ANSI_NAMES.includes(text) || rgbOf(text) !== null;

/** What xterm shows for the sixteen; where a shade must become one of them, the nearest of these. */
const XTERM_16: readonly Rgb[] = [
	[0, 0, 0],
	[205, 0, 0],
	[0, 205, 0],
	[205, 205, 0],
	[0, 0, 238],
	[205, 0, 205],
	[0, 205, 205],
	[229, 229, 229],
	[127, 127, 127],
	[255, 0, 0],
	[0, 255, 0],
	[255, 255, 0],
	[92, 92, 255],
	[255, 0, 255],
	[0, 255, 255],
	[255, 255, 255],
];

/** The steps of the cube of 216 colours; from 232 on there are 24 greys. */
const CUBE = [0, 95, 135, 175, 215, 255] as const;

export const XTERM_256: readonly Rgb[] = [
	...XTERM_16,
	...CUBE.flatMap((red) => CUBE.flatMap((green) => CUBE.map((blue): Rgb => [red, green, blue]))),
	...Array.from({ length: 24 }, (_, step): Rgb => [8 + step * 10, 8 + step * 10, 8 + step * 10]),
];

/** How unlike two colours look, roughly: the eye is keener on green, and on red among the bright. */
function distance([r1, g1, b1]: Rgb, [r2, g2, b2]: Rgb): number {
	const mean = (r1 + r2) / 2;
	return (2 + mean / 256) * (r1 - r2) ** 2 + 4 * (g1 - g2) ** 2 + (2 + (255 - mean) / 256) * (b1 - b2) ** 2;
}

/** The place of the nearest colour, from a place on: the owner of the terminal may have changed those before. */
function nearest(rgb: Rgb, palette: readonly Rgb[], from: number): number {
	let best = from;
	for (let place = from; place < palette.length; place++) {
		if (distance(rgb, palette[place] ?? rgb) < distance(rgb, palette[best] ?? rgb)) best = place;
	}
	return best;
}

type Ground = 'fg' | 'bg';

/** SGR parameters of one of the sixteen. */
function ansiParameters(number: number, ground: Ground): string {
	const base = ground === 'fg' ? 30 : 40;
	return String(number < 8 ? base + number : base + 60 + number - 8);
}

/** SGR parameters that set a colour, as well as the terminal can; '' where it has no colours. */
export function colourParameters(colour: Colour, ground: Ground, colors: Colors): string {
	if (colors === 'none') return '';
	const rgb = rgbOf(colour);
	if (!rgb) return ansiParameters(Math.max(0, ANSI_NAMES.indexOf(colour)), ground);
	const extended = ground === 'fg' ? 38 : 48;
	if (colors === 'truecolor') return `${extended};2;${rgb.join(';')}`;
	if (colors === '256') return `${extended};5;${nearest(rgb, XTERM_256, 16)}`;
	return ansiParameters(nearest(rgb, XTERM_16, 0), ground);
}

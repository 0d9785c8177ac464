import { describe, expect, it } from 'vitest';
import { CLOSED_STATES, OPEN_STATES, type TimerState } from '../../../source/sla/timer.ts';
import { textWidth } from '../../../source/text/fit.ts';
import { AUTO, lookOf } from '../../../source/ui/theme/choose.ts';
import { type Rgb, rgbOf, XTERM_256 } from '../../../source/ui/theme/colour.ts';
import { type Shade, sgrOf } from '../../../source/ui/theme/style.ts';
import { ASCII, UNICODE } from '../../../source/ui/theme/symbols.ts';
import { mono, THEME_NAMES, THEMES } from '../../../source/ui/theme/themes.ts';
import { TOKENS } from '../../../source/ui/theme/tokens.ts';
import { makeTheme } from '../../../source/ui/theme.ts';

const STATES: readonly TimerState[] = [...OPEN_STATES, ...CLOSED_STATES];
const COLOURED = THEME_NAMES.filter((name) => name !== 'mono');
const DEPTHS = ['16', '256', 'truecolor'] as const;

/** States that stand side by side: in a list of open timers, in the log. */
const TOGETHER = [OPEN_STATES, CLOSED_STATES] as const;

describe('every state', () => {
	it.each([
		['Unicode', UNICODE],
		['ASCII', ASCII],
	])('has a symbol of its own, one cell wide, in %s', (_, symbols) => {
		expect(new Set(STATES.map((state) => symbols[state])).size).toBe(STATES.length);
		for (const state of STATES) expect(textWidth(symbols[state])).toBe(1);
	});

	it.each(COLOURED)('has a colour that those beside it do not have, in the theme %s', (name) => {
		for (const colors of DEPTHS) {
			for (const states of TOGETHER) {
				const colours = states.map((state) => sgrOf({ ...THEMES[name][state], bold: false }, colors));
				expect(new Set(colours).size, `${colors}: ${colours.join(' ')}`).toBe(states.length);
				expect(colours).not.toContain('');
			}
		}
	});

	it('stands out by more than colour where it needs somebody, in the theme without any', () => {
		for (const state of ['breached', 'at_risk', 'missed'] as const)
			expect(mono[state]).toEqual({ bold: true });
		for (const token of TOKENS) {
			expect(mono[token]).not.toHaveProperty('fg');
			expect(mono[token]).not.toHaveProperty('bg');
		}
	});
});

describe('a terminal', () => {
	it.each(THEME_NAMES)('without colours gets none, in the theme %s', (name) => {
		const theme = makeTheme({ colors: 'none', unicode: true, look: { styles: THEMES[name] } });
		for (const token of TOKENS) {
			const [, parameters = ''] = /\[([\d;]*)m/.exec(theme.paint(token, 'x')) ?? [];
			for (const parameter of parameters.split(';')) expect(Number(parameter), token).toBeLessThan(10);
		}
	});

	it('gets a shade as it can show it', () => {
		const style = { fg: ['#ff7f0e', 'bright-red'], bold: true } as const;
		expect(sgrOf(style, 'truecolor')).toBe('1;38;2;255;127;14');
		expect(sgrOf(style, '256')).toBe('1;38;5;208');
		expect(sgrOf(style, '16')).toBe('1;91');
		expect(sgrOf(style, 'none')).toBe('1');
		expect(sgrOf({ fg: '#0000e0', bg: '#fefefe' }, '16')).toBe('34;107');
	});
});

describe('the theme that nobody has named', () => {
	const auto = (COLORFGBG?: string) => lookOf(AUTO, { COLORFGBG })?.styles;

	it('suits the background, where the terminal tells of it', () => {
		for (const light of ['0;15', '0;7', '8;default;15']) expect(auto(light), light).toBe(THEMES.light);
		for (const dark of ['15;0', '7;8', '15;default', '', undefined])
			expect(auto(dark), dark).toBe(THEMES.dark);
	});

	it('gives way to one that is named, and there is none of another name', () => {
		expect(lookOf('mono', { COLORFGBG: '0;15' })?.styles).toBe(mono);
		expect(lookOf('toString', {})).toBeUndefined();
	});
});

/* ---- seeing ---- */

const linear = (value: number): number =>
	value <= 0.04045 * 255 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4;

/** Relative luminance, and contrast, as WCAG 2 has them. */
const luminance = ([red, green, blue]: Rgb): number =>
	0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);

function contrast(a: Rgb, b: Rgb): number {
	const [dark, bright] = [luminance(a), luminance(b)].sort((x, y) => x - y);
	return ((bright ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

const anyShade = (shade: Shade | undefined): Rgb | null =>
	shade === undefined ? null : rgbOf(typeof shade === 'string' ? shade : shade[0]);

/** The nearest of 256 colours, as such a terminal shows it. */
const of256 = (shade: Shade | undefined): Rgb | null => {
	if (shade === undefined || !anyShade(shade)) return null;
	return XTERM_256[Number(/38;5;(\d+)/.exec(sgrOf({ fg: shade }, '256'))?.[1])] ?? null;
};

/** Terminals that show a shade, by how many they have. */
const SHOWN = { truecolor: anyShade, '256': of256 } as const;

/** Backgrounds that are not even black or white. */
const GROUNDS = { dark: [30, 30, 30], light: [245, 245, 245] } as const satisfies Record<string, Rgb>;
const groundOf = (name: string): Rgb => (name.endsWith('light') ? GROUNDS.light : GROUNDS.dark);

describe.each(Object.entries(SHOWN))('every shade, where the terminal has %s', (_, seenAs) => {
	it.each(THEME_NAMES)('can be read on its background, in the theme %s', (name) => {
		const least = name.startsWith('high-contrast') ? 7 : 4.5;
		for (const token of TOKENS) {
			const { fg, bg } = THEMES[name][token];
			const rgb = seenAs(fg);
			if (rgb) expect(contrast(rgb, seenAs(bg) ?? groundOf(name)), token).toBeGreaterThanOrEqual(least);
		}
	});
});

/** What is seen without one kind of cone, in linear light (Machado, Oliveira and Fernandes 2009, severity 1). */
const EYES = {
	protanopia: [
		[0.152286, 1.052583, -0.204868],
		[0.114503, 0.786281, 0.099216],
		[-0.003882, -0.048116, 1.051998],
	],
	deuteranopia: [
		[0.367322, 0.860646, -0.227968],
		[0.280085, 0.672501, 0.047413],
		[-0.01182, 0.04294, 0.968881],
	],
	tritanopia: [
		[1.255528, -0.076749, -0.178779],
		[-0.078411, 0.930809, 0.147602],
		[0.004733, 0.691367, 0.3039],
	],
	'all cones': [
		[1, 0, 0],
		[0, 1, 0],
		[0, 0, 1],
	],
} as const;

type Triple = readonly [number, number, number];
const times = (matrix: readonly Triple[], [x, y, z]: Triple): Triple => {
	const [a = 0, b = 0, c = 0] = matrix.map(([p, q, r]) => p * x + q * y + r * z);
	return [a, b, c];
};

/** CIE Lab of a colour in linear light, under D65. */
function lab(light: Triple): Triple {
	const [x, y, z] = times(
		[
			[0.4124 / 0.95047, 0.3576 / 0.95047, 0.1805 / 0.95047],
			[0.2126, 0.7152, 0.0722],
			[0.0193 / 1.08883, 0.1192 / 1.08883, 0.9505 / 1.08883],
		],
		light,
	).map((value) => {
		const within = Math.max(0, Math.min(1, value));
		return within > 216 / 24389 ? Math.cbrt(within) : (within * 24389) / 27 / 116 + 16 / 116;
	});
	return [116 * (y ?? 0) - 16, 500 * ((x ?? 0) - (y ?? 0)), 200 * ((y ?? 0) - (z ?? 0))];
}

/** How far apart two colours are for an eye; 2 can just be seen side by side. */
function apart(a: Rgb, b: Rgb, eye: readonly Triple[]): number {
	const seen = ([red, green, blue]: Rgb): Triple =>
		lab(times(eye, [linear(red), linear(green), linear(blue)]));
	const [one, other] = [seen(a), seen(b)];
	return Math.hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2]);
}

describe.each(
	Object.entries(SHOWN),
)('the themes for colour-blind eyes, where the terminal has %s', (_, seenAs) => {
	const CLEARLY = 20;

	it.each([
		'colour-blind',
		'colour-blind-light',
	] as const)('%s tells states apart without any one cone', (name) => {
		for (const [eye, matrix] of Object.entries(EYES)) {
			for (const states of TOGETHER) {
				for (const [place, state] of states.entries()) {
					for (const other of states.slice(place + 1)) {
						const [a, b] = [state, other].map((one) => seenAs(THEMES[name][one].fg));
						if (!a || !b) throw new Error(`${state} or ${other} has no shade`);
						expect(apart(a, b, matrix), `${state} and ${other}, ${eye}`).toBeGreaterThan(CLEARLY);
					}
				}
			}
		}
	});
});

/** How each state looks in each theme: what the emulator shows of rows that the screens drew. */
import { describe, expect, it } from 'vitest';
import { CLOSED_STATES, OPEN_STATES } from '../../../source/sla/timer.ts';
import { placeColumns, rowLine } from '../../../source/ui/columns.ts';
import { logColumns } from '../../../source/ui/screens/log.tsx';
import { riskColumns } from '../../../source/ui/screens/risk.tsx';
import type { Colors } from '../../../source/ui/terminal/capabilities.ts';
import { FrameWriter } from '../../../source/ui/terminal/frame-writer.ts';
import { THEME_NAMES, THEMES, type ThemeName } from '../../../source/ui/theme/themes.ts';
import { makeTheme, type Theme } from '../../../source/ui/theme.ts';
import { WORDS } from '../../../source/ui/words.ts';
import { logRow, NOON, timer } from '../../support/rows.ts';
import { Emulator } from '../terminal/emulator.ts';

const WIDTH = 120;
const STATES = [...OPEN_STATES, ...CLOSED_STATES];

/** Rows that are in their states at noon. */
const OPEN_ROWS = [
	timer(),
	timer({ state: 'at_risk', atRiskAt: NOON - 1 }),
	timer({ state: 'breached', atRiskAt: NOON - 2, dueAt: NOON - 1 }),
	timer({ state: 'paused', dueAt: null }),
];

/** A row a state: the open ones as in the list of what is at risk, the closed ones as in the log. */
function frameOf(theme: Theme): string {
	const risk = placeColumns(riskColumns(theme), WIDTH);
	const log = placeColumns(logColumns(theme), WIDTH);
	return [
		...OPEN_ROWS.map((row) => rowLine(risk, row, NOON, theme, false)),
		...CLOSED_STATES.map((state) => rowLine(log, logRow({ state }), NOON, theme, false)),
	].join('\n');
}

const SIXTEEN = [
	...['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white', 'gray'],
	...['red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'].map((name) => `bright-${name}`),
];
const ATTRIBUTES = ['bold', 'dim', 'italic', 'underline', 'blink', 'inverse', 'invisible', 'strike', 'over'];

function colourName(mode: number, value: number): string[] {
	if (mode === 0) return [];
	if (mode === 1 << 24) return [SIXTEEN[value] ?? String(value)];
	return [mode === 2 << 24 ? String(value) : `#${value.toString(16).padStart(6, '0')}`];
}

/** A cell's look in words: `bold red`. */
function inWords(look: string): string {
	const [, foreground = '0:0', flags = ''] = look.split('/');
	const [mode = 0, value = 0] = foreground.split(':').map(Number);
	const attributes = ATTRIBUTES.filter((_, place) => flags[place] === '1');
	return [...attributes, ...colourName(mode, value)].join(' ') || 'plain';
}

/** How a state's symbol and its word look; both look the same. */
async function looks(name: ThemeName, colors: Colors): Promise<Record<string, string>> {
	const theme = makeTheme({ colors, unicode: true, look: { styles: THEMES[name] } });
	const emulator = await Emulator.start(WIDTH, STATES.length);
	await emulator.write(new FrameWriter(WIDTH, STATES.length).render(frameOf(theme)));
	const rows = emulator.cells();
	return Object.fromEntries(
		STATES.map((state, place) => {
			const cells = rows[place] ?? [];
			const text = cells.map(({ char }) => char).join('');
			const sign = cells[0];
			const word = cells[text.indexOf(WORDS.states[state])];
			expect(sign?.char, `${name}: ${state}`).toBe(theme.symbols[state]);
			expect(word?.look, `${name}: ${state}`).toBe(sign?.look);
			return [state, inWords(sign?.look ?? '')];
		}),
	);
}

const MONO = {
	on_track: 'plain',
	at_risk: 'bold',
	breached: 'bold',
	paused: 'dim',
	fulfilled: 'plain',
	missed: 'bold',
	cancelled: 'dim',
};

/** On terminals of any shade, of 256 colours and of sixteen. */
// biome-ignore format: a table
const SEEN: Readonly<Record<ThemeName, Readonly<Record<string, readonly [string, string, string]>>>> = {
	dark: {
		on_track: ['green', 'green', 'green'],
		at_risk: ['yellow', 'yellow', 'yellow'],
		breached: ['bold red', 'bold red', 'bold red'],
		paused: ['cyan', 'cyan', 'cyan'],
		fulfilled: ['green', 'green', 'green'],
		missed: ['bold red', 'bold red', 'bold red'],
		cancelled: ['gray', 'gray', 'gray'],
	},
	light: {
		on_track: ['#006b2f', '22', 'blue'],
		at_risk: ['#8a5300', '94', 'magenta'],
		breached: ['bold #b3001b', 'bold 124', 'bold red'],
		paused: ['#005f87', '24', 'gray'],
		fulfilled: ['#006b2f', '22', 'blue'],
		missed: ['bold #b3001b', 'bold 124', 'bold red'],
		cancelled: ['#626262', '241', 'gray'],
	},
	'colour-blind': {
		on_track: ['#4aa3ff', '75', 'bright-blue'],
		at_risk: ['#fff06a', '227', 'bright-yellow'],
		breached: ['bold #ff7f0e', 'bold 208', 'bold bright-red'],
		paused: ['#b0b0b0', '145', 'white'],
		fulfilled: ['#4aa3ff', '75', 'bright-blue'],
		missed: ['bold #ff7f0e', 'bold 208', 'bold bright-red'],
		cancelled: ['#b0b0b0', '145', 'white'],
	},
	'colour-blind-light': {
		on_track: ['#1f6f9c', '25', 'blue'],
		at_risk: ['#8f0fe0', '92', 'magenta'],
		breached: ['bold #b02800', 'bold 124', 'bold red'],
		paused: ['#2a2a2a', '235', 'gray'],
		fulfilled: ['#1f6f9c', '25', 'blue'],
		missed: ['bold #b02800', 'bold 124', 'bold red'],
		cancelled: ['#2a2a2a', '235', 'gray'],
	},
	'high-contrast': {
		on_track: ['#5fff5f', '83', 'bright-green'],
		at_risk: ['bold #ffe14d', 'bold 221', 'bold bright-yellow'],
		breached: ['bold #ff8a8a', 'bold 210', 'bold bright-red'],
		paused: ['#5fffff', '87', 'bright-cyan'],
		fulfilled: ['#5fff5f', '83', 'bright-green'],
		missed: ['bold #ff8a8a', 'bold 210', 'bold bright-red'],
		cancelled: ['#d0d0d0', '252', 'white'],
	},
	'high-contrast-light': {
		on_track: ['#004d1f', '22', 'blue'],
		at_risk: ['bold #5f005f', 'bold 53', 'bold magenta'],
		breached: ['bold #8a0000', 'bold 88', 'bold red'],
		paused: ['#002f5f', '17', 'black'],
		fulfilled: ['#004d1f', '22', 'blue'],
		missed: ['bold #8a0000', 'bold 88', 'bold red'],
		cancelled: ['#3a3a3a', '237', 'black'],
	},
	mono: {
		on_track: ['plain', 'plain', 'plain'],
		at_risk: ['bold', 'bold', 'bold'],
		breached: ['bold', 'bold', 'bold'],
		paused: ['dim', 'dim', 'dim'],
		fulfilled: ['plain', 'plain', 'plain'],
		missed: ['bold', 'bold', 'bold'],
		cancelled: ['dim', 'dim', 'dim'],
	},
};

describe('every state, by its symbol and its word', () => {
	it.each(THEME_NAMES)('looks in the theme %s as it should', async (name) => {
		const [any, palette, sixteen] = await Promise.all([
			looks(name, 'truecolor'),
			looks(name, '256'),
			looks(name, '16'),
		]);
		const seen = Object.fromEntries(
			STATES.map((state) => [state, [any[state], palette[state], sixteen[state]]]),
		);
		expect(seen).toEqual(SEEN[name]);
	});

	it.each(
		THEME_NAMES,
	)('goes without colour on a terminal that has none, whatever the theme: %s', async (name) => {
		expect(await looks(name, 'none')).toEqual(MONO);
	});
});

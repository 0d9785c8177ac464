/**
 * The themes: what each token looks like. Where two colours stand, the first is for terminals that show any shade,
 * the second one of the sixteen. The tests hold every shade to a contrast against its theme's background, and the
 * states of those for colour-blind eyes to be told apart by them.
 */
import type { Style } from './style.ts';
import type { Token } from './tokens.ts';

export type Styles = Readonly<Record<Token, Style>>;

/** The terminal's own sixteen colours, which suit its background and its owner. */
const dark: Styles = {
	breached: { fg: 'red', bold: true },
	at_risk: { fg: 'yellow' },
	on_track: { fg: 'green' },
	paused: { fg: 'cyan' },
	fulfilled: { fg: 'green' },
	missed: { fg: 'red', bold: true },
	cancelled: { fg: 'gray' },
	plain: {},
	faint: { fg: 'gray' },
	strong: { bold: true },
	accent: { fg: 'cyan' },
	title: { bold: true },
	selected: { inverse: true },
	tab: { inverse: true },
	alarm: { fg: 'bright-white', bg: 'red', bold: true },
	warning: { fg: 'yellow' },
	bar: { fg: 'blue' },
};

/** On white: yellow, green and cyan of the sixteen cannot be read there. */
const light: Styles = {
	...dark,
	breached: { fg: ['#b3001b', 'red'], bold: true },
	at_risk: { fg: ['#8a5300', 'magenta'] },
	on_track: { fg: ['#006b2f', 'blue'] },
	paused: { fg: ['#005f87', 'gray'] },
	fulfilled: { fg: ['#006b2f', 'blue'] },
	missed: { fg: ['#b3001b', 'red'], bold: true },
	cancelled: { fg: ['#626262', 'gray'] },
	faint: { fg: ['#626262', 'gray'] },
	accent: { fg: ['#004ea8', 'blue'] },
	alarm: { fg: ['#ffffff', 'bright-white'], bg: ['#b3001b', 'red'], bold: true },
	warning: { fg: ['#8a5300', 'magenta'] },
	bar: { fg: ['#004ea8', 'blue'] },
};

/** Blue against orange and yellow, and by how bright they are: told apart without red, green or blue cones. */
const colourBlind: Styles = {
	...dark,
	breached: { fg: ['#ff7f0e', 'bright-red'], bold: true },
	at_risk: { fg: ['#fff06a', 'bright-yellow'] },
	on_track: { fg: ['#4aa3ff', 'bright-blue'] },
	paused: { fg: ['#b0b0b0', 'white'] },
	fulfilled: { fg: ['#4aa3ff', 'bright-blue'] },
	missed: { fg: ['#ff7f0e', 'bright-red'], bold: true },
	cancelled: { fg: ['#b0b0b0', 'white'] },
	accent: { fg: ['#4aa3ff', 'bright-blue'] },
	alarm: { fg: ['#000000', 'black'], bg: ['#ff7f0e', 'bright-yellow'], bold: true },
	warning: { fg: ['#fff06a', 'bright-yellow'] },
	bar: { fg: ['#4aa3ff', 'bright-blue'] },
};

const colourBlindLight: Styles = {
	...light,
	breached: { fg: ['#b02800', 'red'], bold: true },
	at_risk: { fg: ['#8f0fe0', 'magenta'] },
	on_track: { fg: ['#1f6f9c', 'blue'] },
	paused: { fg: ['#2a2a2a', 'gray'] },
	fulfilled: { fg: ['#1f6f9c', 'blue'] },
	missed: { fg: ['#b02800', 'red'], bold: true },
	cancelled: { fg: ['#2a2a2a', 'gray'] },
	accent: { fg: ['#1f6f9c', 'blue'] },
	alarm: { fg: ['#ffffff', 'bright-white'], bg: ['#b02800', 'red'], bold: true },
	warning: { fg: ['#8f0fe0', 'magenta'] },
	bar: { fg: ['#1f6f9c', 'blue'] },
};

/** Nothing faint, everything bright or bold. */
const highContrast: Styles = {
	breached: { fg: ['#ff8a8a', 'bright-red'], bold: true },
	at_risk: { fg: ['#ffe14d', 'bright-yellow'], bold: true },
	on_track: { fg: ['#5fff5f', 'bright-green'] },
	paused: { fg: ['#5fffff', 'bright-cyan'] },
	fulfilled: { fg: ['#5fff5f', 'bright-green'] },
	missed: { fg: ['#ff8a8a', 'bright-red'], bold: true },
	cancelled: { fg: ['#d0d0d0', 'white'] },
	plain: {},
	faint: {},
	strong: { bold: true, underline: true },
	accent: { fg: ['#5fffff', 'bright-cyan'], bold: true },
	title: { bold: true, underline: true },
	selected: { inverse: true, bold: true },
	tab: { inverse: true, bold: true },
	alarm: { fg: ['#000000', 'black'], bg: ['#ffe14d', 'bright-yellow'], bold: true },
	warning: { fg: ['#ffe14d', 'bright-yellow'], bold: true },
	bar: { fg: ['#ffffff', 'bright-white'] },
};

const highContrastLight: Styles = {
	...highContrast,
	breached: { fg: ['#8a0000', 'red'], bold: true },
	at_risk: { fg: ['#5f005f', 'magenta'], bold: true },
	on_track: { fg: ['#004d1f', 'blue'] },
	paused: { fg: ['#002f5f', 'black'] },
	fulfilled: { fg: ['#004d1f', 'blue'] },
	missed: { fg: ['#8a0000', 'red'], bold: true },
	cancelled: { fg: ['#3a3a3a', 'black'] },
	accent: { fg: ['#00008a', 'blue'], bold: true },
	alarm: { fg: ['#ffffff', 'bright-white'], bg: ['#8a0000', 'red'], bold: true },
	warning: { fg: ['#5f005f', 'magenta'], bold: true },
	bar: { fg: ['#000000', 'black'] },
};

/** No colour: what NO_COLOR and terminals without colours get, whatever the theme. */
export const mono: Styles = {
	breached: { bold: true },
	at_risk: { bold: true },
	on_track: {},
	paused: { dim: true },
	fulfilled: {},
	missed: { bold: true },
	cancelled: { dim: true },
	plain: {},
	faint: { dim: true },
	strong: { bold: true },
	accent: {},
	title: { bold: true },
	selected: { inverse: true },
	tab: { inverse: true },
	alarm: { bold: true, inverse: true },
	warning: { bold: true },
	bar: {},
};

export const THEMES = {
	dark,
	light,
	'colour-blind': colourBlind,
	'colour-blind-light': colourBlindLight,
	'high-contrast': highContrast,
	'high-contrast-light': highContrastLight,
	mono,
} as const satisfies Readonly<Record<string, Styles>>;

export type ThemeName = keyof typeof THEMES;
export const isThemeName = (name: string): name is ThemeName => Object.hasOwn(THEMES, name);
export const THEME_NAMES: readonly ThemeName[] = Object.keys(THEMES).filter(isThemeName);

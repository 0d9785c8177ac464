/** Which theme is shown: the one that is asked for, or the one that suits the terminal's background. */
import type { Environment } from '../terminal/capabilities.ts';
import type { Symbols } from './symbols.ts';
import { isThemeName, type Styles, THEME_NAMES, THEMES, type ThemeName } from './themes.ts';

/** What a theme says: a style for each token, and symbols where it has some of its own. */
export interface Look {
	readonly styles: Styles;
	readonly symbols?: Partial<Symbols>;
}

/** A theme of somebody's own: another one, and what is different. */
export interface OwnTheme {
	readonly base: ThemeName;
	/** A token that is here looks like this, and like nothing of the base. */
	readonly styles: Partial<Styles>;
	readonly symbols: Partial<Symbols>;
}

/** By name. */
export type OwnThemes = Readonly<Record<string, OwnTheme>>;

/** By the background, as far as it is known; dark where it is not. */
export const AUTO = 'auto';

/** Backgrounds that are light, by their numbers among the sixteen: white, and the bright ones. */
const LIGHT_NUMBERS: ReadonlySet<string> = new Set(['7', '9', '10', '11', '12', '13', '14', '15']);

/** What suits the background that a terminal tells of by `COLORFGBG` (`0;15`: black on white). */
const suiting = ({ COLORFGBG = '' }: Environment): ThemeName =>
	LIGHT_NUMBERS.has(COLORFGBG.split(';').at(-1) ?? '') ? 'light' : 'dark';

/** Every name that may be asked for. */
export const themeNames = (own: OwnThemes = {}): readonly string[] => [
	AUTO,
	...THEME_NAMES,
	...Object.keys(own),
];

/** What a theme says; undefined where there is none of that name. */
export function lookOf(name: string, env: Environment, own: OwnThemes = {}): Look | undefined {
	if (name === AUTO) return { styles: THEMES[suiting(env)] };
	if (isThemeName(name)) return { styles: THEMES[name] };
	const mine = Object.hasOwn(own, name) ? own[name] : undefined;
	return mine && { styles: { ...THEMES[mine.base], ...mine.styles }, symbols: mine.symbols };
}

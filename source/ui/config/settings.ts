/**
 * Every setting of config.yaml, as data: the defaults, the check, the starter file and the documentation are all
 * made from this table. What checks is handed the schemas, so that the defaults need not load them.
 */
import type { GenericSchema } from 'valibot';
import type { Bindings } from '../bindings.ts';
import type { Colors } from '../terminal/capabilities.ts';
import type { OwnThemes } from '../theme/choose.ts';
import { THEME_NAMES } from '../theme/themes.ts';
import { LANGUAGE_NAMES, type Language } from '../words.ts';
import type * as schemas from './schemas.ts';

interface Setting<Value> {
	readonly byDefault: Value;
	/** The default as the file has it. */
	readonly written: string;
	/** What it is for, in lines of a comment. */
	readonly help: readonly string[];
	/** What may stand there instead, as lines of YAML. */
	readonly example?: readonly string[];
	/** What takes what is written, or says what was expected. */
	readonly schema: (s: typeof schemas) => GenericSchema<unknown, Value>;
}

/** Columns of a list by their ids; null: what fits. */
export type Columns = readonly string[] | null;

/** All settings, each with a value; what is a time is in ms. */
export interface Config {
	readonly theme: string;
	readonly themes: OwnThemes;
	readonly colors: Colors | 'auto';
	readonly ascii: boolean | 'auto';
	readonly links: boolean | 'auto';
	readonly language: Language | 'auto';
	readonly columns: { readonly risk: Columns; readonly log: Columns };
	readonly refresh: number;
	readonly bell: boolean;
	readonly notify: boolean;
	readonly mouse: boolean;
	readonly keys: Bindings;
}

export type SettingName = keyof Config;

/** Columns by the lists that have them, in the order in which they come. */
export const COLUMN_IDS = {
	risk: [
		...['left', 'state', 'metric', 'level', 'department', 'agent', 'priority', 'due'],
		...['requester', 'ticket', 'subject'],
	],
	log: [
		...['closed', 'state', 'left', 'metric', 'level', 'department', 'agent', 'ticket', 'started', 'due'],
		...['requester', 'subject'],
	],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export const SETTINGS: { readonly [Name in SettingName]: Setting<Config[Name]> } = {
	theme: {
		byDefault: 'auto',
		written: 'auto',
		help: [
			'How it looks (--theme goes before it):',
			`${THEME_NAMES.slice(0, 4).join(', ')},`,
			`${THEME_NAMES.slice(4).join(', ')}, or a theme of your own (themes, below).`,
			'auto: dark, or light where the terminal says that its background is (COLORFGBG, OSC 11).',
		],
		schema: (s) => s.text,
	},
	themes: {
		byDefault: {},
		written: '{}',
		help: [
			'Themes of your own: a base, and what looks different. A colour is "#rrggbb" or one of the sixteen by name',
			'(red, bright-red, gray …), a pair of them one for terminals of all shades and one of the sixteen;',
			'bold, dim, italic, underline and inverse go with it. A symbol takes one cell.',
		],
		example: [
			'themes:',
			'  mine:',
			'    base: dark',
			'    breached: { fg: ["#ff5f5f", bright-red], bold: true }',
			'    at_risk: yellow',
			'    selected: { fg: black, bg: bright-cyan }',
			'    symbols: { breached: "X", at_risk: "!" }',
		],
		schema: (s) => s.themes,
	},
	colors: {
		byDefault: 'auto',
		written: 'auto',
		help: [
			'How many colours the terminal shows: none, 16, 256 or truecolor; auto: what its environment says.',
			'NO_COLOR and FORCE_COLOR go before it.',
		],
		schema: (s) => s.colors,
	},
	ascii: {
		byDefault: 'auto',
		written: 'auto',
		help: ['true: symbols in ASCII alone; auto: where the locale has no UTF-8.'],
		schema: (s) => s.flagOrAuto,
	},
	links: {
		byDefault: 'auto',
		written: 'auto',
		help: [
			'Whether references lead to their tickets (OSC 8: Ctrl or Cmd and a click follow them); auto: where the',
			'terminal may know of links.',
		],
		schema: (s) => s.flagOrAuto,
	},
	language: {
		byDefault: 'auto',
		written: 'auto',
		help: [
			`The language of the screen: ${LANGUAGE_NAMES.join(' or ')}; auto: that of your locale. --lang goes before it.`,
		],
		schema: (s) => s.language,
	},
	columns: {
		byDefault: { risk: null, log: null },
		written: '{}',
		help: [
			'The columns of the lists, in their order; left out: as many as fit. What you choose on the screen goes',
			'before it.',
		],
		example: ['columns:', `  risk: [${COLUMN_IDS.risk.join(', ')}]`, `  log: [${COLUMN_IDS.log.join(', ')}]`],
		schema: (s) => s.columns,
	},
	refresh: {
		byDefault: 1_000,
		written: '1s',
		help: ['How often the countdowns are drawn, from 1s to 1m: less often sends less over a slow link.'],
		schema: (s) => s.spanBetween('1s', '1m'),
	},
	bell: {
		byDefault: false,
		written: 'false',
		help: ['Ring when a timer breaches, as --bell does.'],
		schema: (s) => s.flag,
	},
	notify: {
		byDefault: false,
		written: 'false',
		help: ['Have the terminal notify the desktop of it, as --notify does.'],
		schema: (s) => s.flag,
	},
	mouse: {
		byDefault: true,
		written: 'true',
		help: [
			'Clicks and the wheel. While a program has the mouse, text is selected with Shift held (in iTerm2 with Alt);',
			'false, or --no-mouse, leaves the mouse to the terminal.',
		],
		schema: (s) => s.flag,
	},
	keys: {
		byDefault: {},
		written: '{}',
		help: [
			'Other keys for what slatop does: one, a list of them (the first is shown), or null for none. A key is a',
			'character, Ctrl-x, or Up, Down, Left, Right, PgUp, PgDn, Home, End, Enter, Esc, Tab, Shift-Tab, Space or',
			'Backspace. A key that you give is taken from what has it here; on another screen it may stay.',
		],
		schema: (s) => s.keys,
	},
};

export const isSetting = (name: string): name is SettingName => Object.hasOwn(SETTINGS, name);
export const SETTING_NAMES: readonly SettingName[] = Object.keys(SETTINGS).filter(isSetting);

/** What holds where nobody has said anything. */
export const DEFAULTS: Config = {
	theme: SETTINGS.theme.byDefault,
	themes: SETTINGS.themes.byDefault,
	colors: SETTINGS.colors.byDefault,
	ascii: SETTINGS.ascii.byDefault,
	links: SETTINGS.links.byDefault,
	language: SETTINGS.language.byDefault,
	columns: SETTINGS.columns.byDefault,
	refresh: SETTINGS.refresh.byDefault,
	bell: SETTINGS.bell.byDefault,
	notify: SETTINGS.notify.byDefault,
	mouse: SETTINGS.mouse.byDefault,
	keys: SETTINGS.keys.byDefault,
};

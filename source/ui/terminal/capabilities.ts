export type Colors = 'none' | '16' | '256' | 'truecolor';

/** What the terminal can show, as far as its environment tells. */
export interface Capabilities {
	readonly colors: Colors;
	/** Whether symbols beyond ASCII can be shown. */
	readonly unicode: boolean;
	/** Whether links (OSC 8) may be written: terminals that do not know them leave them out, but for a few. */
	readonly links: boolean;
	/** True when the terminal cannot place text at all: no full-screen program can run in it. */
	readonly dumb: boolean;
}

/** What somebody's settings say instead of what TERM, COLORTERM and the locale do; left out: as those say. */
export interface WantedCapabilities {
	readonly colors?: Colors;
	readonly ascii?: boolean;
	readonly links?: boolean;
}

export type Environment = Readonly<Record<string, string | undefined>>;

const FORCED: Readonly<Record<string, Colors>> = {
	'0': 'none',
	false: 'none',
	'': '16',
	'1': '16',
	true: '16',
	'2': '256',
	'3': 'truecolor',
};

/** By TERM, first match first. COLORTERM does not travel over SSH, TERM does. */
const TERMS: readonly (readonly [RegExp, Colors])[] = [
	[/^dumb$/, 'none'],
	[/(-m|-mono|-nocolor)$/, 'none'],
	[/^vt\d/, 'none'],
	[/-(direct|truecolor|24bit)$/, 'truecolor'],
	[/^(xterm-kitty|xterm-ghostty|ghostty|alacritty|wezterm|foot|contour|rio)/, 'truecolor'],
	[/-256(color)?$/, '256'],
	[/./, '16'],
];

/** What TERM says may be too little: terminals that set only their own name. */
const PROGRAMS = new Set(['iTerm.app', 'WezTerm', 'ghostty', 'vscode', 'rio']);

/**
 * What to draw with. FORCE_COLOR wins, then NO_COLOR, then the settings, then what TERM and COLORTERM say of a
 * terminal; a pipe gets no colours.
 */
export function capabilities(
	env: Environment,
	isTTY: boolean,
	wanted: WantedCapabilities = {},
): Capabilities {
	return {
		colors: colorsOf(env, isTTY, wanted.colors),
		unicode: wanted.ascii === undefined ? unicodeOf(env) : !wanted.ascii,
		links: wanted.links ?? linksOf(env),
		dumb: !isTTY || isDumb(env),
	};
}

function colorsOf(env: Environment, isTTY: boolean, wanted: Colors | undefined): Colors {
	const forced = env.FORCE_COLOR;
	if (forced !== undefined) return FORCED[forced.toLowerCase()] ?? '16';
	if (env.NO_COLOR) return 'none';
	if (!isTTY || isDumb(env)) return 'none';
	if (wanted !== undefined) return wanted;
	const term = env.TERM ?? '';
	// GNU screen hands on the COLORTERM of the terminal around it, but not its colours.
	const inScreen = env.STY !== undefined && env.TMUX === undefined;
	if (!inScreen && (/^(truecolor|24bit)$/i.test(env.COLORTERM ?? '') || isWindowsTerminal(env))) {
		return 'truecolor';
	}
	if (!inScreen && env.TMUX === undefined && PROGRAMS.has(env.TERM_PROGRAM ?? '')) return 'truecolor';
	return TERMS.find(([pattern]) => pattern.test(term))?.[1] ?? '16';
}

function unicodeOf(env: Environment): boolean {
	// The console of the kernel reads UTF-8, but its font has at most 512 glyphs.
	if (env.TERM === 'linux') return false;
	const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || '';
	return locale === '' ? isWindowsTerminal(env) : /utf-?8/i.test(locale);
}

/** The console of the kernel and old terminals may write out what they do not know; GNU screen drops it. */
const linksOf = ({ TERM = '', STY, TMUX }: Environment): boolean =>
	!/^(linux|dumb|cons|vt\d|ansi)/.test(TERM) && (STY === undefined || TMUX !== undefined);

function isDumb(env: Environment): boolean {
	return env.TERM === 'dumb' || (!env.TERM && !isWindowsTerminal(env));
}

function isWindowsTerminal(env: Environment): boolean {
	return env.WT_SESSION !== undefined;
}

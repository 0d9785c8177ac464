/** The settings as a file: one to begin with, and one of what holds. */
import { stringify } from 'yaml';
import { ACTION_GROUPS, ACTIONS } from '../actions/all.ts';
import { applyKeys } from '../bindings.ts';
import { keyLabel } from '../key-names.ts';
import type { Action } from '../keymap.ts';
import type { OwnTheme } from '../theme/choose.ts';
import { UNICODE } from '../theme/symbols.ts';
import { TOKENS } from '../theme/tokens.ts';
import { actionWords } from '../words.ts';
import { type Config, SETTING_NAMES, SETTINGS } from './settings.ts';

const HEAD = [
	'The settings of the screen: ~/.config/slatop/config.yaml. Whatever is not here, or is wrong, is as slatop brings',
	'it; `slatop config check` says what is wrong, and where. It is read when slatop starts.',
];

const WIDTH = 115;

/** Words in lines of a comment. */
function wrapped(words: readonly string[]): string[] {
	const lines: string[] = [];
	for (const word of words) {
		const last = lines.at(-1);
		if (last === undefined || last.length + word.length + 1 > WIDTH) lines.push(word);
		else lines[lines.length - 1] = `${last} ${word}`;
	}
	return lines;
}

/** Keys as YAML takes them: those that it would take for something else in quotes. */
const written = (keys: readonly string[]): string =>
	`[${keys.map((key) => (/^[A-Za-z]/.test(keyLabel(key)) ? keyLabel(key) : JSON.stringify(keyLabel(key)))).join(', ')}]`;

const KEY_CELLS = 18;
const KEYS_CELLS = 28;

const keyLine = ({ id, keys }: Pick<Action, 'id' | 'keys'>): string =>
	`${`  ${id}:`.padEnd(KEY_CELLS + 3)} ${written(keys).padEnd(KEYS_CELLS)} # ${actionWords(id).help}`;

/** Every action with its keys, in the groups of the help. */
function keyLines(actions: readonly Action[]): string[] {
	const keysOf = (id: Action['id']): readonly string[] =>
		actions.find((action) => action.id === id)?.keys ?? [];
	return Object.entries(ACTION_GROUPS).flatMap(([, group]) =>
		group.map(({ id }) => keyLine({ id, keys: keysOf(id) })),
	);
}

/** Names in a row, after what they are. */
const listed = (what: string, names: readonly string[]): string[] =>
	wrapped([what, ...names.map((name, place) => (place < names.length - 1 ? `${name},` : `${name}.`))]);

/** More that may be looked up under a setting, as lines of a comment. */
const FURTHER: Readonly<Partial<Record<keyof Config, () => readonly string[]>>> = {
	themes: () => [
		...listed('What may look different:', [...TOKENS, 'symbols']),
		...listed('Symbols:', Object.keys(UNICODE)),
	],
};

/** A commented file: every setting with its default, to be changed. */
export function starterLines(): string[] {
	const sections = SETTING_NAMES.flatMap((name) => {
		const { help, written: byDefault, example } = SETTINGS[name];
		const body = name === 'keys' ? ['keys:', ...keyLines(ACTIONS)] : (example ?? [`${name}: ${byDefault}`]);
		return [
			'',
			...[...help, ...(FURTHER[name]?.() ?? [])].map((line) => `# ${line}`),
			...body.map((line) => `#${line}`),
		];
	});
	return [...HEAD.map((line) => `# ${line}`), ...sections];
}

/** A theme as the file has it. */
const themeWritten = ({ base, styles, symbols }: OwnTheme): object => ({ base, ...styles, symbols });

/** What holds, as a file that says all of it. */
export function heldLines({ keys, refresh, themes, columns, ...others }: Config): string[] {
	const value = {
		...others,
		refresh: `${refresh / 1_000}s`,
		themes: Object.fromEntries(Object.entries(themes).map(([name, theme]) => [name, themeWritten(theme)])),
		columns: Object.fromEntries(Object.entries(columns).filter(([, shown]) => shown !== null)),
	};
	const lines = stringify(value, { lineWidth: 0 }).trimEnd().split('\n');
	return [...lines, 'keys:', ...keyLines(applyKeys(ACTIONS, keys).actions)];
}

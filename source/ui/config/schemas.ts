/** What may stand in config.yaml, for the table of settings. Loaded only where there is such a file. */
import * as v from 'valibot';
import { parseDurationMs } from '../../sla/duration.ts';
import { textWidth } from '../../text/fit.ts';
import { AUTO, type OwnTheme } from '../theme/choose.ts';
import { isColour } from '../theme/colour.ts';
import { ATTRIBUTES, type Style } from '../theme/style.ts';
import { isSymbol, UNICODE } from '../theme/symbols.ts';
import { isThemeName, THEME_NAMES, type ThemeName } from '../theme/themes.ts';
import { TOKENS } from '../theme/tokens.ts';
import { isLanguage, LANGUAGE_NAMES, type Language } from '../words.ts';
import { COLUMN_IDS } from './settings.ts';

export const text = v.pipe(v.string('expected a text'), v.nonEmpty('expected a text that is not empty'));
export const flag = v.boolean('expected true or false');
export const flagOrAuto = v.union([v.boolean(), v.literal('auto')], 'expected true, false or auto');

/** A YAML number where a word was meant: `256`, the key `1`. */
const word = v.pipe(v.union([v.string(), v.number()], 'expected a text'), v.transform(String));

const oneOf = <const Choice extends string>(choices: readonly Choice[]) =>
	v.pipe(
		word,
		v.picklist(choices, ({ received }) => `expected one of ${choices.join(', ')}, not ${received}`),
	);

export const colors = oneOf(['auto', 'none', '16', '256', 'truecolor']);

export const language = v.custom<Language | 'auto'>(
	(input) => input === 'auto' || (typeof input === 'string' && isLanguage(input)),
	({ received }) => `expected one of auto, ${LANGUAGE_NAMES.join(', ')}, not ${received}`,
);

/** A duration within bounds, in ms. */
export function spanBetween(least: string, most: string) {
	const [leastMs = 0, mostMs = 0] = [least, most].map(parseDurationMs);
	const isWithin = (written: string): boolean => {
		const ms = parseDurationMs(written);
		return ms !== undefined && ms >= leastMs && ms <= mostMs;
	};
	const expected = `expected a duration from ${least} to ${most}`;
	return v.pipe(
		v.string(expected),
		v.check(isWithin, ({ received }) => `${expected}, not ${received}`),
		v.transform((written) => parseDurationMs(written) ?? 0),
	);
}

const colour = v.pipe(
	v.string('expected a colour'),
	v.check(
		isColour,
		({ received }) => `expected "#rrggbb", or a colour by name like red or bright-red, not ${received}`,
	),
);
const shade = v.union(
	[colour, v.strictTuple([colour, colour])],
	'expected "#rrggbb", a colour by name like red or bright-red, or a pair of them',
);

/** Names with something behind each: what the library takes for an object may be a list. */
const mapping = (expected: string) =>
	v.custom<Readonly<Record<string, unknown>>>(
		(input) => typeof input === 'object' && input !== null && !Array.isArray(input),
		expected,
	);

const look = v.strictObject({
	...v.entriesFromList(ATTRIBUTES, v.exactOptional(flag)),
	fg: v.exactOptional(shade),
	bg: v.exactOptional(shade),
});

/** A look; a colour alone is that of the text. */
const style = v.lazy((input) =>
	typeof input === 'string'
		? v.pipe(
				colour,
				v.transform((fg): Style => ({ fg })),
			)
		: look,
);

/** Steps from low to high: as many characters as there are steps. */
const steps = v.pipe(
	v.string('expected characters of one cell each'),
	v.check(
		(written) => Array.from(written).length > 1 && Array.from(written).every((one) => textWidth(one) === 1),
		'expected two characters or more, of one cell each, from low to high',
	),
);
const symbol = v.pipe(
	word,
	v.check(
		(written) => textWidth(written) === 1,
		({ received }) => `expected one character of one cell, not ${received}`,
	),
);
const symbols = v.pipe(
	mapping('expected symbols by their names'),
	v.strictObject({
		...v.entriesFromList(Object.keys(UNICODE).filter(isSymbol), v.exactOptional(symbol)),
		sparks: v.exactOptional(steps),
	}),
);

const base = v.custom<ThemeName>(
	(input) => typeof input === 'string' && isThemeName(input),
	({ received }) => `expected one of ${THEME_NAMES.join(', ')}, not ${received}`,
);
const theme = v.pipe(
	mapping('expected what looks different, like "at_risk: yellow"'),
	v.strictObject({
		base: v.optional(base, 'dark'),
		symbols: v.optional(symbols, {}),
		...v.entriesFromList(TOKENS, v.exactOptional(style)),
	}),
	v.transform(({ base: from, symbols: own, ...styles }): OwnTheme => ({ base: from, symbols: own, styles })),
);
export const themes = v.pipe(
	mapping('expected themes by their names'),
	v.record(
		v.pipe(
			v.string(),
			v.check((name) => name !== AUTO && !isThemeName(name), 'expected a name that no theme has yet'),
		),
		theme,
	),
);

const columnsOf = (list: keyof typeof COLUMN_IDS) =>
	v.nullish(
		v.pipe(
			v.array(oneOf<string>(COLUMN_IDS[list]), 'expected a list of columns'),
			v.minLength(1, 'expected one column at least'),
		),
		null,
	);
export const columns = v.pipe(
	mapping('expected lists of columns by their names, risk and log'),
	v.strictObject({ risk: columnsOf('risk'), log: columnsOf('log') }),
);

export const keys = v.pipe(
	mapping('expected keys by what they do'),
	v.record(v.string(), v.union([word, v.array(word), v.null()], 'expected a key, a list of keys, or null')),
);

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatProblem } from '../../../source/sla/agreement/problems.ts';
import { readConfig } from '../../../source/ui/config/read.ts';
import { COLUMN_IDS, DEFAULTS, SETTING_NAMES, SETTINGS } from '../../../source/ui/config/settings.ts';
import { takeSettings } from '../../../source/ui/config/take.ts';
import { logColumns } from '../../../source/ui/screens/log.tsx';
import { riskColumns } from '../../../source/ui/screens/risk.tsx';
import { lookOf } from '../../../source/ui/theme/choose.ts';
import { THEMES } from '../../../source/ui/theme/themes.ts';
import { makeTheme } from '../../../source/ui/theme.ts';

const problemsOf = (text: string): string[] =>
	readConfig(text).problems.map((problem) => formatProblem('config.yaml', problem));

describe('a file that is right', () => {
	const text = `theme: mine
themes:
  mine:
    base: light
    at_risk: "#884400"
    breached: { fg: ["#ff0000", red], bold: true }
    symbols: { breached: "X", sparks: " .:" }
colors: 256
ascii: true
language: sl
columns: { risk: [left, ticket, subject] }
keys:
  filter: [f, /]
  split: null
  sort: 1
refresh: 10s
bell: true
`;

	it('says what holds; what it does not say is as always', () => {
		const { config, problems } = readConfig(text);
		// `risk` has lost its digit to `sort`.
		expect(problems.map(({ path }) => path)).toEqual(['keys.sort']);
		expect(config).toMatchObject({
			theme: 'mine',
			colors: '256',
			ascii: true,
			language: 'sl',
			columns: { risk: ['left', 'ticket', 'subject'], log: null },
			keys: { filter: ['f', '/'], split: null, sort: '1' },
			refresh: 10_000,
			bell: true,
			notify: false,
		});
	});

	it('has themes of its own: a base, and what is different', () => {
		const look = lookOf('mine', {}, readConfig(text).config.themes);
		expect(look?.styles.at_risk).toEqual({ fg: '#884400' });
		expect(look?.styles.on_track).toBe(THEMES.light.on_track);
		const theme = makeTheme({ colors: '16', unicode: true, ...(look ? { look } : {}) });
		expect(theme.symbols).toMatchObject({ breached: 'X', sparks: ' .:', paused: '‖' });
		expect(theme.paint('breached', 'x')).toBe('\u001B[1;31mx\u001B[0m');
	});

	it('makes the same of what was kept of it as data', () => {
		const { config, value } = readConfig(text);
		expect(takeSettings(JSON.parse(JSON.stringify(value))).config).toEqual(config);
	});

	it('may be empty, or say nothing of a setting', () => {
		for (const empty of ['', '# nothing yet\n', 'theme:\nkeys:\n']) {
			expect(readConfig(empty)).toMatchObject({ config: DEFAULTS, problems: [] });
		}
	});
});

describe('a mistake', () => {
	it.each([
		['thene: dark', 'config.yaml:1:1: thene: unknown key "thene" (did you mean "theme"?)'],
		['theme: drak', 'config.yaml:1:8: theme: there is no theme "drak" (did you mean "dark"?)'],
		['theme: [dark]', 'config.yaml:1:8: theme: expected a text, not a list'],
		['colors: 12', 'config.yaml:1:9: colors: expected one of auto, none, 16, 256, truecolor, not "12"'],
		['ascii: maybe', 'config.yaml:1:8: ascii: expected true, false or auto, not "maybe"'],
		['language: de', 'config.yaml:1:11: language: expected one of auto, en, sl, not "de"'],
		['refresh: 5', 'config.yaml:1:10: refresh: expected a duration from 1s to 1m, not 5'],
		['refresh: 1h', 'config.yaml:1:10: refresh: expected a duration from 1s to 1m, not "1h"'],
		[
			'themes:\n  mine: { breached: purple }',
			'config.yaml:2:21: themes.mine.breached: expected "#rrggbb", or a colour by name like red or bright-red, not "purple"',
		],
		[
			'themes:\n  mine: { base: noon }',
			'config.yaml:2:17: themes.mine.base: expected one of dark, light, colour-blind, colour-blind-light, high-contrast, high-contrast-light, mono, not "noon"',
		],
		[
			'themes:\n  mine: { symbols: { breached: 漢 } }',
			'config.yaml:2:32: themes.mine.symbols.breached: expected one character of one cell, not "漢"',
		],
		[
			'themes:\n  dark: {}',
			'config.yaml:2:9: themes.dark: expected a name that no theme has yet, not "dark"',
		],
		[
			'columns:\n  risk: [left, colour]',
			'config.yaml:2:16: columns.risk.1: expected one of left, state, metric, level, department, agent, priority, due, requester, ticket, subject, not "colour"',
		],
		['columns:\n  risk: []', 'config.yaml:2:9: columns.risk: expected one column at least, not 0'],
		['keys:\n  dance: d', 'config.yaml:2:3: keys.dance: there is no action "dance"'],
		[
			'keys:\n  sort: F13',
			'config.yaml:2:9: keys.sort: "F13" is no key: expected a character, Ctrl-x, or a key by name like PgDn',
		],
		['keys:\n  sort: F\n  columns: [K, F]', 'config.yaml:3:16: keys.columns.1: F is taken by sort'],
		['keys:\n  sort: [F, F]', 'config.yaml:2:13: keys.sort.1: F is there twice'],
		[
			'keys:\n  sort: [F, Ctrl-i]\n  next-screen: [Tab, T]',
			'config.yaml:3:17: keys.next-screen.0: Tab is taken by sort',
		],
		[
			'keys:\n  sort: ":"',
			'config.yaml:2:9: keys.sort: takes : from palette, which has no key any more: give it another, or null',
		],
		['keys:\n  quit: null', 'config.yaml:2:9: keys.quit: quit must have a key: it keeps Ctrl-c'],
		[
			'keys:\n  sort: { F: 1 }',
			'config.yaml:2:9: keys.sort: expected a key, a list of keys, or null, not an object',
		],
		[
			'columns: [left]',
			'config.yaml:1:10: columns: expected lists of columns by their names, risk and log, not a list',
		],
		['keys: [F]', 'config.yaml:1:7: keys: expected keys by what they do, not a list'],
		['theme: dark\ntheme: light', 'config.yaml:2:1: "theme" is there twice: this one holds'],
		['- theme', 'config.yaml:1:1: expected settings by their names, like "theme: light"'],
		['theme: "dark', /^config\.yaml:1:\d+: not YAML: /],
	])('%j is told with its place, and what was expected', (text, told) => {
		const problems = problemsOf(text);
		expect(problems).toEqual([typeof told === 'string' ? told : expect.stringMatching(told)]);
	});

	it('leaves out what is wrong, and nothing else', () => {
		const { config, problems } = readConfig(`theme: nope
themes:
  mine: { breached: purple, at_risk: yellow, extra: 1 }
  other: 5
columns: { risk: [left, nope, ticket], log: 7 }
keys: { sort: F, dance: d, split: [nope, V] }
bell: perhaps
notify: true
`);
		expect(problems).toHaveLength(9);
		expect(problems.map(({ line }) => line)).toEqual([1, 3, 3, 4, 5, 5, 6, 6, 7]);
		expect(config).toEqual({
			...DEFAULTS,
			themes: { mine: { base: 'dark', styles: { at_risk: { fg: 'yellow' } }, symbols: {} } },
			columns: { risk: ['left', 'ticket'], log: null },
			keys: { sort: 'F', dance: 'd', split: ['nope', 'V'] },
			notify: true,
		});
	});

	it('never stops anybody, whatever stands in the file', () => {
		const scrap = fc.constantFrom(
			'theme',
			'keys',
			': ',
			'\n',
			'  ',
			'- ',
			'{',
			'}',
			'[',
			']',
			'&a',
			'*a',
			'!!x',
			'|',
			'"',
			'\0',
			'ž',
		);
		fc.assert(
			fc.property(
				fc.oneof(
					fc.string(),
					fc.array(scrap).map((parts) => parts.join('')),
				),
				(text) => {
					const { config } = readConfig(text);
					expect(Object.keys(config)).toEqual(SETTING_NAMES);
				},
			),
		);
		fc.assert(
			fc.property(
				fc.dictionary(fc.constantFrom(...SETTING_NAMES), fc.jsonValue({ maxDepth: 3 })),
				(value) => {
					expect(Object.keys(takeSettings(value).config)).toEqual(SETTING_NAMES);
				},
			),
		);
	});
});

describe('the table of settings', () => {
	it('writes each default as the file takes it', () => {
		for (const name of SETTING_NAMES) {
			const { config, problems } = readConfig(`${name}: ${SETTINGS[name].written}`);
			expect(problems).toEqual([]);
			expect(config[name], name).toEqual(SETTINGS[name].byDefault);
		}
	});

	it('has examples that are right', () => {
		for (const name of SETTING_NAMES)
			expect(problemsOf((SETTINGS[name].example ?? []).join('\n'))).toEqual([]);
	});

	it('knows the columns that the lists have', () => {
		const theme = makeTheme({ colors: 'none', unicode: true });
		const ids = (columns: readonly { id: string; title: string }[]): string[] =>
			columns.filter(({ title }) => title !== '').map(({ id }) => id);
		expect(COLUMN_IDS.risk).toEqual(ids(riskColumns(theme)));
		expect(COLUMN_IDS.log).toEqual(ids(logColumns(theme)));
	});
});

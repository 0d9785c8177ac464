import { afterEach, describe, expect, it } from 'vitest';
import { BUILT_IN_METRICS } from '../../source/sla/metric.ts';
import { PRIORITIES, STATUSES } from '../../source/sla/ticket.ts';
import { CLOSED_STATES, OPEN_STATES } from '../../source/sla/timer.ts';
import { textWidth } from '../../source/text/fit.ts';
import { ACTIONS } from '../../source/ui/actions/all.ts';
import { type PlacedColumn, placeColumns, titleLine } from '../../source/ui/columns.ts';
import { logColumns } from '../../source/ui/screens/log.tsx';
import { queueColumns } from '../../source/ui/screens/queues.tsx';
import { riskColumns } from '../../source/ui/screens/risk.tsx';
import { makeTheme } from '../../source/ui/theme.ts';
import { en } from '../../source/ui/words/en.ts';
import { sl } from '../../source/ui/words/sl.ts';
import {
	actionWords,
	languageOf,
	metricWord,
	priorityWord,
	speak,
	statusWord,
	WORDS,
	type Words,
} from '../../source/ui/words.ts';

afterEach(() => speak('en'));

const CATALOGUES = { en, sl } as const;
const LANGUAGES = ['en', 'sl'] as const;
const THEME = makeTheme({ colors: 'none', unicode: true });

/** Every word of a catalogue by its path; what is said of something, said of a stand-in. */
function spoken(words: unknown, path = ''): [path: string, text: string][] {
	if (typeof words === 'string') return [[path, words]];
	if (typeof words === 'function') return [[path, String(words('X', 'Y', 'Z'))]];
	return Object.entries(words ?? {}).flatMap(([key, part]) => spoken(part, `${path}.${key}`));
}

describe('the catalogue', () => {
	it('says the same things in every language', () => {
		const paths = (words: Words): string[] => spoken(words).map(([path]) => path);
		expect(paths(sl)).toEqual(paths(en));
	});

	it.each(LANGUAGES)('leaves nothing unsaid in %s, and nothing with blanks at its ends', (language) => {
		for (const [path, text] of spoken(CATALOGUES[language])) {
			expect(text, path).not.toBe('');
			expect(text, path).toBe(text.trim());
		}
	});

	it('is translated: what both languages share is what they do share', () => {
		const english = new Map(spoken(en));
		const same = spoken(sl).filter(([path, text]) => english.get(path) === text);
		const words = new Set(same.map(([, text]) => text));
		// Loanwords, as Slovenian help desks write them.
		expect([...words].sort()).toEqual(['AGENT', 'agent', 'bot', 'filter', 'status']);
	});

	it.each(LANGUAGES)('has a word in %s for every metric, status, priority and action', async (language) => {
		await speak(language);
		for (const { name } of BUILT_IN_METRICS) expect(Object.keys(WORDS.metrics)).toContain(name);
		for (const status of STATUSES) expect(statusWord(status)).toBe(WORDS.statuses[status]);
		for (const priority of PRIORITIES) expect(priorityWord(priority)).toBe(WORDS.priorities[priority]);
		for (const { id } of ACTIONS) expect(actionWords(id).help).not.toBe('');
	});

	it('shows names that it does not know as they are', () => {
		expect(metricWord('time_to_triage')).toBe('time to triage');
		expect(metricWord('constructor')).toBe('constructor');
	});
});

describe('Slovenian', () => {
	it.each([
		[1, 'prekoračen', 'dogodek čaka'],
		[2, 'prekoračena', 'dogodka čakata'],
		[3, 'prekoračeni', 'dogodki čakajo'],
		[4, 'prekoračeni', 'dogodki čakajo'],
		[5, 'prekoračenih', 'dogodkov čaka'],
		[0, 'prekoračenih', 'dogodkov čaka'],
		[11, 'prekoračenih', 'dogodkov čaka'],
		[101, 'prekoračen', 'dogodek čaka'],
		[102, 'prekoračena', 'dogodka čakata'],
		[104, 'prekoračeni', 'dogodki čakajo'],
		[111, 'prekoračenih', 'dogodkov čaka'],
	])('counts %i as it should', (count, breached, waiting) => {
		expect(sl.counted.breached(count)).toBe(breached);
		expect(sl.takingIn(count)).toMatch(new RegExp(`^${waiting} na`));
	});
});

describe('columns', () => {
	const widths = Array.from({ length: 261 }, (_, place) => 40 + place);

	it.each(LANGUAGES)('never cut a title, at any width, in %s', async (language) => {
		await speak(language);
		for (const columns of [riskColumns(THEME), logColumns(THEME), queueColumns()]) {
			for (const width of widths) {
				const placed = placeColumns<never>(columns, width);
				const line = titleLine(placed, THEME);
				expect(line, `at ${width}`).not.toContain('…');
				const cells = placed.reduce((sum, column) => sum + column.cells + 1, -1);
				expect(cells, `at ${width}`).toBeLessThanOrEqual(width);
			}
		}
	});

	it.each(LANGUAGES)('hold every state, priority and metric in %s where there is room', async (language) => {
		await speak(language);
		const { states, priorities, metrics, titles } = WORDS;
		const expectRoom = (
			columns: readonly PlacedColumn<never>[],
			title: string,
			words: readonly string[],
		): void => {
			const cells = columns.find((column) => column.title === title)?.cells ?? 0;
			for (const word of words) expect(textWidth(word), word).toBeLessThanOrEqual(cells);
		};
		const risk = placeColumns<never>(riskColumns(THEME), 200);
		const log = placeColumns<never>(logColumns(THEME), 200);
		expectRoom(
			risk,
			titles.state,
			OPEN_STATES.map((state) => states[state]),
		);
		expectRoom(
			log,
			titles.state,
			CLOSED_STATES.map((state) => states[state]),
		);
		expectRoom(risk, titles.priority, Object.values(priorities));
		for (const columns of [risk, log]) expectRoom(columns, titles.metric, Object.values(metrics));
	});
});

describe('the language of the environment', () => {
	it.each([
		[{ LANG: 'sl_SI.UTF-8' }, 'sl'],
		[{ LANG: 'sl' }, 'sl'],
		[{ LANG: 'en_US.UTF-8', LC_MESSAGES: 'sl_SI.UTF-8' }, 'sl'],
		[{ LANG: 'sl_SI.UTF-8', LC_ALL: 'C' }, 'en'],
		[{ LANG: 'sl_SI.UTF-8', LC_ALL: '' }, 'sl'],
		[{ LANG: 'de_AT.UTF-8' }, 'en'],
		[{ LANG: 'slovak' }, 'en'],
		[{}, 'en'],
	] as const)('%j is %s', (env, language) => {
		expect(languageOf(env)).toBe(language);
	});
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ACTION_GROUPS, ACTIONS, DEFAULT_KEYMAP } from '../../source/ui/actions/all.ts';
import { applyKeys } from '../../source/ui/bindings.ts';
import { keyLabel, keyNamed } from '../../source/ui/key-names.ts';
import { Keymap, shownKeys } from '../../source/ui/keymap.ts';
import { helpLines } from '../../source/ui/screens/help.tsx';
import { makeTheme } from '../../source/ui/theme.ts';
import { actionWords } from '../../source/ui/words.ts';

const SCREENS = ['risk', 'queues', 'log', 'ticket', 'compliance', 'agreement'] as const;
const THEME = makeTheme({ colors: 'none', unicode: true });

describe('the keymap', () => {
	it.each(SCREENS)('binds no key twice on the screen %s', (screen) => {
		const keys = DEFAULT_KEYMAP.on(screen).flatMap(({ keys }) => keys);
		expect(keys.filter((key, place) => keys.indexOf(key) !== place)).toEqual([]);
		for (const action of DEFAULT_KEYMAP.on(screen)) {
			for (const key of action.keys) expect(DEFAULT_KEYMAP.find(key, screen)).toBe(action);
		}
	});

	it('has an id of its own, a key, and words for every action', () => {
		const ids = ACTIONS.map(({ id }) => id);
		expect(new Set(ids).size).toBe(ids.length);
		for (const { id, keys } of ACTIONS) {
			expect(keys.length, id).toBeGreaterThan(0);
			expect(actionWords(id).help, id).not.toBe('');
		}
	});

	it('shows the key that it binds, as one may write it in a file', () => {
		for (const action of ACTIONS) {
			for (const name of shownKeys(action).split(', '))
				expect(action.keys, action.id).toContain(keyNamed(name));
			for (const key of action.keys) expect(keyNamed(keyLabel(key)), key).toBe(key);
		}
	});

	it('has the keys of the product: arrows and hjkl, pages, ends, filter, freeze, quit', () => {
		for (const key of [
			'up',
			'down',
			'left',
			'right',
			'h',
			'j',
			'k',
			'l',
			'pageup',
			'pagedown',
			'ctrl-u',
			'ctrl-d',
			'g',
			'G',
			'escape',
			'tab',
			'1',
			'2',
			'3',
			'space',
			'q',
			'ctrl-c',
			'?',
			'/',
			'enter',
		]) {
			expect(DEFAULT_KEYMAP.find(key, 'risk'), key).toBeDefined();
		}
	});

	it('is what the help is made from: every action is there, with its key, under a heading', () => {
		const linesAt = (columns: number): string[] =>
			helpLines({ keymap: DEFAULT_KEYMAP, place: 'risk', columns }, THEME).map((line) =>
				line.split(/\p{Cc}\[[\d;]*m/u).join(''),
			);
		const [wide, narrow] = [linesAt(120), linesAt(40).join('\n').replaceAll(/\s+/g, ' ')];
		for (const action of ACTIONS) {
			const { help } = actionWords(action.id);
			const key = ` ${shownKeys(action)} `;
			expect(
				wide.some((line) => line.includes(key) && line.includes(help.slice(0, 20))),
				help,
			).toBe(true);
			// However narrow the screen is, no word of it is cut.
			expect(narrow).toContain(`${key}${help}`);
		}
		expect(Object.values(ACTION_GROUPS).flat()).toEqual(ACTIONS);
	});
});

describe('keys of one’s own', () => {
	const bound = (bindings: Parameters<typeof applyKeys>[1]) => {
		const { actions, problems } = applyKeys(ACTIONS, bindings);
		return { keymap: new Keymap(actions), problems };
	};

	it('are bound as they are written, and take the place of those that it comes with', () => {
		const { keymap, problems } = bound({ split: 'Ctrl-S', filter: ['f', 'PgDn'], 'page-down': 'ctrl-f' });
		expect(problems).toEqual([]);
		expect(keymap.find('ctrl-s', 'risk')?.id).toBe('split');
		expect(keymap.find('v', 'risk')).toBeUndefined();
		expect(keymap.find('f', 'log')?.id).toBe('filter');
		expect(keymap.find('pagedown', 'log')?.id).toBe('filter');
		expect(keymap.find('pagedown', 'ticket')).toBeUndefined();
		expect(keymap.find('ctrl-f', 'ticket')?.id).toBe('page-down');
		expect(shownKeys(keymap.action('filter') ?? ACTIONS[0] ?? raise())).toBe('f');
	});

	it('may be taken from an action that has others left, and say where it has none', () => {
		expect(bound({ filter: 'j' }).problems).toEqual([]);
		expect(bound({ filter: 'j' }).keymap.find('j', 'risk')?.id).toBe('filter');
		expect(bound({ filter: 'q' }).keymap.find('ctrl-c', 'risk')?.id).toBe('quit');
		expect(bound({ filter: ':' }).problems).toEqual([
			{ about: ':', kind: 'keyless', action: 'palette', entry: 'filter' },
		]);
		expect(bound({ split: null }).problems).toEqual([]);
		expect(bound({ filter: ':' }).keymap.hint('palette')).toBe(':palette');
	});

	it('that clash, or are no keys, or of no action, are told, and the first has the key', () => {
		const { keymap, problems } = bound({ filter: 'x1', dance: 'd', sort: 'F', columns: 'F' });
		expect(problems).toEqual([
			{ about: 'x1', kind: 'noKey', action: 'filter', entry: 'filter' },
			{ about: 'dance', kind: 'noAction', entry: 'dance' },
			{ about: 'F', kind: 'taken', action: 'sort', entry: 'columns' },
		]);
		expect(keymap.find('F', 'risk')?.id).toBe('sort');
	});

	it('that a terminal cannot tell from another are that other', () => {
		const { keymap, problems } = bound({
			'next-screen': ['Tab', 'Ctrl-i'],
			sort: ['F', 'Ctrl-m'],
			split: 'Enter',
		});
		expect(problems).toEqual([
			{ about: 'Ctrl-i (= Tab)', kind: 'twice', action: 'next-screen', entry: 'next-screen', place: 1 },
			{ about: 'Enter', kind: 'taken', action: 'sort', entry: 'split' },
		]);
		expect(keymap.find('enter', 'risk')?.id).toBe('sort');
	});

	it('never leave nobody a way out', () => {
		for (const quit of [null, [], 'nonsense'] as const) {
			expect(bound({ quit, sort: 'q' }).keymap.action('quit')?.keys).toEqual(['ctrl-c']);
			expect(bound({ quit }).problems.at(-1)).toMatchObject({ kind: 'needed', action: 'quit' });
		}
		expect(bound({ sort: 'q', split: 'Ctrl-c' }).problems).toEqual([
			{ about: 'Ctrl-c', kind: 'taken', action: 'quit', entry: 'split' },
		]);
		expect(bound({ split: 'Ctrl-c', quit: 'Q' }).problems).toEqual([]);
	});

	it('never clash, whatever is asked for', () => {
		const ids = fc.constantFrom(...ACTIONS.map(({ id }) => id));
		const keys = fc.constantFrom('j', 'x', 'Ctrl-x', 'Esc', 'q', '/', 'Tab', 'nonsense');
		fc.assert(
			fc.property(fc.dictionary(ids, fc.oneof(keys, fc.array(keys), fc.constant(null))), (bindings) => {
				const { keymap } = bound(bindings);
				for (const screen of SCREENS) {
					const all = keymap.on(screen).flatMap((action) => action.keys);
					expect(new Set(all).size).toBe(all.length);
					expect(keymap.action('quit')?.keys).not.toEqual([]);
				}
			}),
		);
	});
});

function raise(): never {
	throw new Error('there are no actions');
}

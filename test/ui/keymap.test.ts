import { describe, expect, it } from 'vitest';
import { ACTIONS, actionFor, actionsOn } from '../../source/ui/keymap.ts';
import { helpLines } from '../../source/ui/screens/help.tsx';
import { makeTheme } from '../../source/ui/theme.ts';
import { actionWords } from '../../source/ui/words.ts';

const SCREENS = ['risk', 'queues', 'log', 'ticket', 'compliance', 'agreement'] as const;
const THEME = makeTheme({ colors: 'none', unicode: true });

describe('the keymap', () => {
	it.each(SCREENS)('binds no key twice on the screen %s', (screen) => {
		const keys = actionsOn(screen).flatMap(({ keys }) => keys);
		expect(keys.filter((key, place) => keys.indexOf(key) !== place)).toEqual([]);
		for (const action of actionsOn(screen)) {
			for (const key of action.keys) expect(actionFor(key, screen)).toBe(action);
		}
	});

	it('has an id of its own, a key, and words for every action', () => {
		const ids = ACTIONS.map(({ id }) => id);
		expect(new Set(ids).size).toBe(ids.length);
		for (const { id, keys, shown } of ACTIONS) {
			expect(keys.length, id).toBeGreaterThan(0);
			expect(shown, id).not.toBe('');
			expect(actionWords(id).help, id).not.toBe('');
		}
	});

	it('shows the key that it binds', () => {
		const named: Readonly<Record<string, string>> = { pgdn: 'pagedown', pgup: 'pageup', esc: 'escape' };
		for (const { id, keys, shown } of ACTIONS) {
			for (const name of shown.split(', ')) {
				const key = name.length === 1 ? name : (named[name.toLowerCase()] ?? name.toLowerCase());
				expect(keys, id).toContain(key);
			}
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
			expect(actionFor(key, 'risk'), key).toBeDefined();
		}
	});

	it('is what the help is made from: every action is there, with its key', () => {
		const lines = helpLines(120, THEME).map((line) => line.split(/\p{Cc}\[\d*m/u).join(''));
		for (const { id, shown } of ACTIONS) {
			const { help } = actionWords(id);
			expect(
				lines.some((line) => line.trim().startsWith(shown) && line.includes(help)),
				help,
			).toBe(true);
		}
	});
});

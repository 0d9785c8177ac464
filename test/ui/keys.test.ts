import type { Key } from 'ink';
import { describe, expect, it } from 'vitest';
import { escapesBefore, keyNames, Pasting } from '../../source/ui/keys.ts';
import { NO_KEY } from '../support/no-key.ts';

describe('keyNames', () => {
	it.each<[string, string, Partial<Key>, string[]]>([
		['a character', 'j', {}, ['j']],
		['characters that came together', 'jjG', {}, ['j', 'j', 'G']],
		['a character beyond the first plane', '👍', {}, ['👍']],
		['Space', ' ', {}, ['space']],
		['an arrow', '', { upArrow: true }, ['up']],
		['Backspace, sent as 0x7f', '', { delete: true }, ['backspace']],
		['Shift and Tab', '', { tab: true, shift: true }, ['shift-tab']],
		['Ctrl and a letter', 'd', { ctrl: true }, ['ctrl-d']],
		['Escape', '', { escape: true, meta: true }, ['escape']],
		['Escape and a key together', 'j', { meta: true }, ['escape', 'j']],
		['Escape and Enter together', '', { return: true, meta: true }, ['escape', 'enter']],
		['Alt and Backspace, which in a shell takes a word', '', { delete: true, meta: true }, ['ctrl-w']],
		['a control character among others', 'j\u0004', {}, ['j', 'ctrl-d']],
	])('names %s', (_what, input, key, names) => {
		expect(keyNames(input, { ...NO_KEY, ...key })).toEqual(names);
	});
});

describe('Escapes that were read together with a key', () => {
	it.each<[string, string, Partial<Key>, number]>([
		['of the key alone', '\u001B', { escape: true, meta: true }, 0],
		['of three Escapes', '\u001B\u001B\u001B', { escape: true, meta: true }, 2],
		['of a letter: the key tells of it', '\u001Bj', { meta: true }, 0],
		['of a colon, of which Ink does not tell', '\u001B:', {}, 1],
		['of an arrow: its own', '\u001B[A', { upArrow: true }, 0],
		['of an arrow behind an Escape', '\u001B\u001B[A', { upArrow: true, meta: true }, 1],
		['of a paste behind one', '\u001B\u001B[200~', {}, 1],
		['of no Escape', 'j', {}, 0],
	])('%s', (_what, read, key, escapes) => {
		expect(escapesBefore(read, { ...NO_KEY, ...key })).toBe(escapes);
	});
});

describe('what is pasted', () => {
	it.each<[string, [read: string, isPasted: boolean][]]>([
		['at once', [['[200~quit\u001B[201~', true]]],
		[
			'in parts',
			[
				['\u001B[200~', true],
				['some quick', true],
				['[201~', true],
			],
		],
	])('is told from keys: %s', (_what, reads) => {
		const pasting = new Pasting();
		for (const [read, isPasted] of [['q', false], ...reads, ['q', false]] as const) {
			expect(pasting.takes(read)).toBe(isPasted);
		}
	});
});

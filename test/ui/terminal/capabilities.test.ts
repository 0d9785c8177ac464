import { describe, expect, it } from 'vitest';
import { type Capabilities, capabilities } from '../../../source/ui/terminal/capabilities.ts';

const UTF8 = { LANG: 'en_US.UTF-8' };
const XTERM = { ...UTF8, TERM: 'xterm-256color' };

describe('capabilities', () => {
	// biome-ignore format: a table
	const colors: [string, Record<string, string>, Capabilities['colors']][] = [
		['xterm-256color', XTERM, '256'],
		['plain xterm', { TERM: 'xterm' }, '16'],
		['COLORTERM', { ...XTERM, COLORTERM: 'truecolor' }, 'truecolor'],
		['COLORTERM in tmux', { TERM: 'tmux-256color', TMUX: '/tmp/x', COLORTERM: 'truecolor' }, 'truecolor'],
		['tmux', { TERM: 'screen-256color', TMUX: '/tmp/x' }, '256'],
		['tmux started in iTerm', { TERM: 'screen-256color', TMUX: '/tmp/x', TERM_PROGRAM: 'iTerm.app' }, '256'],
		['GNU screen, COLORTERM left over from outside', { TERM: 'screen.xterm-256color', STY: '1.pts', COLORTERM: 'truecolor' }, '256'],
		['GNU screen', { TERM: 'screen', STY: '1.pts' }, '16'],
		['kitty over SSH', { TERM: 'xterm-kitty' }, 'truecolor'],
		['xterm-direct', { TERM: 'xterm-direct' }, 'truecolor'],
		['VS Code', { TERM: 'xterm-256color', TERM_PROGRAM: 'vscode' }, 'truecolor'],
		['linux console', { TERM: 'linux' }, '16'],
		['vt220', { TERM: 'vt220' }, 'none'],
		['dumb', { TERM: 'dumb', COLORTERM: 'truecolor' }, 'none'],
		['no TERM', {}, 'none'],
		['Windows Terminal', { WT_SESSION: 'x' }, 'truecolor'],
		['NO_COLOR', { ...XTERM, NO_COLOR: '1' }, 'none'],
		['an empty NO_COLOR', { ...XTERM, NO_COLOR: '' }, '256'],
		['FORCE_COLOR=0', { ...XTERM, FORCE_COLOR: '0' }, 'none'],
		['FORCE_COLOR=1', { ...XTERM, FORCE_COLOR: '1' }, '16'],
		['FORCE_COLOR=2', { TERM: 'dumb', FORCE_COLOR: '2' }, '256'],
		['FORCE_COLOR=3 beside NO_COLOR', { ...XTERM, FORCE_COLOR: '3', NO_COLOR: '1' }, 'truecolor'],
	];
	it.each(colors)('%s has the right colours', (_, env, expected) => {
		expect(capabilities(env, true).colors).toBe(expected);
	});

	it('gives a pipe no colours, unless they are forced', () => {
		expect(capabilities(XTERM, false)).toMatchObject({ colors: 'none', dumb: true });
		expect(capabilities({ ...XTERM, FORCE_COLOR: '1' }, false).colors).toBe('16');
	});

	// biome-ignore format: a table
	const unicode: [Record<string, string>, boolean][] = [
		[{ LANG: 'C.UTF-8' }, true],
		[{ LANG: 'sl_SI.utf8' }, true],
		[{ LANG: 'C' }, false],
		[{ LANG: 'POSIX' }, false],
		[{}, false],
		[{ LANG: 'en_US.ISO-8859-1' }, false],
		[{ LANG: 'en_US.UTF-8', LC_ALL: 'C' }, false],
		[{ LANG: 'C', LC_CTYPE: 'en_US.UTF-8' }, true],
		[{ LANG: 'en_US.UTF-8', LC_ALL: '' }, true],
		[{ LANG: 'en_US.UTF-8', TERM: 'linux' }, false],
		[{ WT_SESSION: 'x' }, true],
	];
	it.each(unicode)('with %j unicode is %j', (env, expected) => {
		expect(capabilities({ TERM: 'xterm', ...env }, true).unicode).toBe(expected);
	});

	// biome-ignore format: a table
	const links: [Record<string, string>, boolean][] = [
		[XTERM, true],
		[{ TERM: 'screen-256color', TMUX: '/tmp/x' }, true],
		[{ TERM: 'screen', STY: '1.pts' }, false],
		[{ TERM: 'linux' }, false],
		[{ TERM: 'vt220' }, false],
	];
	it.each(links)('with %j links are %j', (env, expected) => {
		expect(capabilities(env, true).links).toBe(expected);
		expect(capabilities(env, true, { links: !expected }).links).toBe(!expected);
	});

	it('knows a terminal that cannot place text', () => {
		expect(capabilities({ TERM: 'dumb' }, true).dumb).toBe(true);
		expect(capabilities({}, true).dumb).toBe(true);
		expect(capabilities({ TERM: 'vt100' }, true).dumb).toBe(false);
	});

	it('does what the settings say, unless NO_COLOR or FORCE_COLOR say otherwise', () => {
		const wanted = { colors: '16', ascii: true } as const;
		expect(capabilities(XTERM, true, wanted)).toMatchObject({ colors: '16', unicode: false, dumb: false });
		expect(capabilities({ TERM: 'vt220', LANG: 'C' }, true, { colors: '256', ascii: false })).toMatchObject({
			colors: '256',
			unicode: true,
			dumb: false,
		});
		expect(capabilities({ ...XTERM, NO_COLOR: '1' }, true, wanted).colors).toBe('none');
		expect(capabilities({ ...XTERM, FORCE_COLOR: '3' }, true, wanted).colors).toBe('truecolor');
	});
});

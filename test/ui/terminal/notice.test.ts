import { describe, expect, it } from 'vitest';
import { noticeBytes } from '../../../source/ui/terminal/notice.ts';

const ABOUT = { title: 'slatop', text: 'T-1 breached' };
const NOTIFY = { bell: false, notify: true };

describe('a notice', () => {
	it.each([
		['most terminals', { TERM: 'xterm-256color' }, '\u001B]777;notify;slatop;T-1 breached\u0007'],
		['iTerm2', { TERM_PROGRAM: 'iTerm.app' }, '\u001B]9;slatop: T-1 breached\u0007'],
		['iTerm2 over SSH', { LC_TERMINAL: 'iTerm2' }, '\u001B]9;slatop: T-1 breached\u0007'],
		['one that has no notifications', { TERM: 'alacritty' }, '\u0007'],
		['tmux', { TMUX: 'x' }, '\u001BPtmux;\u001B\u001B]777;notify;slatop;T-1 breached\u0007\u001B\\'],
		['screen', { STY: 'x' }, '\u001BP\u001B]777;notify;slatop;T-1 breached\u0007\u001B\\'],
	])('is given to %s in its own way', (_, env, bytes) => {
		expect(noticeBytes(ABOUT, NOTIFY, env)).toBe(bytes);
	});

	it('rings where that is wanted, and does nothing where nothing is', () => {
		expect(noticeBytes(ABOUT, { bell: true, notify: false }, {})).toBe('\u0007');
		expect(noticeBytes(ABOUT, { bell: true, notify: true }, { TERM: 'alacritty' })).toBe('\u0007');
		expect(noticeBytes(ABOUT, { bell: true, notify: true }, {})).toBe(
			'\u0007\u001B]777;notify;slatop;T-1 breached\u0007',
		);
		expect(noticeBytes(ABOUT, { bell: false, notify: false }, {})).toBe('');
	});

	it('is one field, whatever a ticket is called', () => {
		const text = 'T-1;\u0007\u001B]52;c;cm0=\u0007\u009Dx\n'.repeat(100);
		const bytes = noticeBytes({ title: 'a;b', text }, NOTIFY, {});
		expect(bytes.replaceAll(/\p{Cc}/gu, '?')).toMatch(/^\?\]777;notify;a,b;[^?;]*\?$/);
		expect(bytes.length).toBeLessThan(300);
	});
});

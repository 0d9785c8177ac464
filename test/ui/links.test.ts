import { describe, expect, it } from 'vitest';
import { safeLink } from '../../source/text/links.ts';
import { openers } from '../../source/ui/terminal/browser.ts';
import { copying } from '../../source/ui/terminal/clipboard.ts';

describe('a link that a ticket brings', () => {
	it('is handed on where it is one of the web, and in plain characters', () => {
		expect(safeLink('https://desk.example.com/t/1?x=1')).toBe('https://desk.example.com/t/1?x=1');
		expect(safeLink('http://desk.example.com/č')).toBe('http://desk.example.com/%C4%8D');
	});

	it.each([
		null,
		'',
		'T-1',
		'javascript:alert(1)',
		'file:///etc/passwd',
		'-https://x',
		`https://x/${'a'.repeat(3000)}`,
	])('is refused as %s', (text) => {
		expect(safeLink(text)).toBeNull();
	});

	it('never carries a control character on', () => {
		expect(safeLink('https://x/\u001B]52;c;aGk=\u0007')).not.toMatch(/\p{Cc}/u);
	});
});

describe('what opens a link', () => {
	it('is what the machine has, and nothing over SSH without a display', () => {
		expect(openers({ DISPLAY: ':0' }, 'linux')).toEqual(['xdg-open']);
		expect(openers({ SSH_CONNECTION: '1 2 3 4' }, 'linux')).toEqual([]);
		expect(openers({}, 'darwin')).toEqual(['open']);
		expect(openers({ SSH_TTY: '/dev/pts/1' }, 'darwin')).toEqual([]);
		expect(openers({ WSL_DISTRO_NAME: 'Debian' }, 'linux')[0]).toBe('wslview');
	});
});

describe('copying', () => {
	const plain = '\u001B]52;c;VC0x\u0007';

	it('asks the terminal, through tmux and screen as well', () => {
		expect(copying('T-1', {})).toBe(plain);
		expect(copying('T-1', { TMUX: '/tmp/x' })).toBe(
			`${plain}\u001BPtmux;\u001B\u001B]52;c;VC0x\u0007\u001B\\`,
		);
		expect(copying('T-1', { STY: '1.x' })).toBe(`\u001BP${plain}\u001B\\`);
	});

	it('is refused where it is too long', () => {
		expect(copying('x'.repeat(9_000), {})).toBeNull();
	});
});

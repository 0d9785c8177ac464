import { render } from 'ink-testing-library';
import { createElement } from 'react';
import { describe, expect, it } from 'vitest';
import { safeLink } from '../../source/text/links.ts';
import { Line } from '../../source/ui/screens/list.tsx';
import { openers } from '../../source/ui/terminal/browser.ts';
import { copying } from '../../source/ui/terminal/clipboard.ts';
import { FrameWriter } from '../../source/ui/terminal/frame-writer.ts';
import { LINK_END, linked } from '../../source/ui/terminal/links.ts';

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

describe('a link on the screen', () => {
	const ADDRESS = 'https://desk.example/t/1';
	const bytes = (...lines: string[]): string => new FrameWriter(40, 3).render(lines.join('\n'));

	it('reaches the terminal with its address, around its text alone', () => {
		const frame = `\u001B[36m${linked(ADDRESS, 'T-1')}   \u001B[0m after`;
		expect(bytes(frame)).toContain(`\u001B]8;;${ADDRESS}\u0007`);
		expect(bytes(frame)).toContain(`T-1${LINK_END}`);
		expect(bytes(`${linked(ADDRESS, 'T-1')} after`)).toContain(`${LINK_END} after`);
	});

	it('is no link where it may not be followed, or its text says that it is one', () => {
		expect(linked('javascript:alert(1)', 'T-1')).toBe('T-1');
		for (const forged of ['https://evil.example', '999999999', '1;2', 'id=1:x;https://evil.example']) {
			const written = bytes(`a\u001B]8;;${forged}\u0007b${LINK_END}c`);
			expect(written).not.toContain('evil');
			expect(written.replaceAll(LINK_END, '')).toContain('abc');
		}
	});

	it('stays what it was while others come and go, and is forgotten in the end', () => {
		const first = linked(ADDRESS, 'T-1');
		for (let place = 0; place < 5_000; place++) linked(`https://desk.example/o/${place}`, 'x');
		expect(bytes(first)).not.toContain('desk.example');
		expect(bytes(linked(ADDRESS, 'T-1'))).toContain(ADDRESS);
	});

	it('is drawn by Ink as one, at its width', () => {
		const { lastFrame, unmount } = render(
			createElement(Line, { text: `\u001B[7mone ${linked(ADDRESS, '漢字-1')} two\u001B[0m` }),
		);
		expect(bytes(lastFrame() ?? '')).toContain(`\u001B]8;;${ADDRESS}\u0007漢字-1${LINK_END}`);
		unmount();
	});
});

import { PassThrough, Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { Background, canAsk, isLight } from '../../../source/ui/terminal/background.ts';

const WHITE = '\u001B]11;rgb:ffff/ffff/ffff\u001B\\';

/** What somebody's keys are, of all that was read, and how often the background was found to be light. */
function reading(...chunks: readonly string[]) {
	let light = 0;
	const background = new Background(() => light++);
	background.ask(() => {});
	const keys = chunks.map((chunk) => background.take(chunk)).join('');
	return { keys, light };
}

describe("the terminal's answer about its background", () => {
	it.each([
		['ffff/ffff/ffff', true],
		['fd/f6/e3', true],
		['0000/2b2b/3636', false],
		['0/0/0', false],
		['8000/0000/8000', false],
	])('rgb:%s is light: %s', (colour, light) => {
		expect(isLight(`rgb:${colour}`)).toBe(light);
	});

	it('is no key, wherever it is cut, and whatever is typed around it', () => {
		for (let cut = 0; cut <= WHITE.length; cut++) {
			const read = reading(`a${WHITE.slice(0, cut)}`, `${WHITE.slice(cut)}b`);
			expect(read, `cut at ${cut}`).toEqual({ keys: 'ab', light: 1 });
		}
		expect(reading('\u001B]11;rgb:0/0/0\u0007j')).toEqual({ keys: 'j', light: 0 });
	});

	it('is no key where it goes on long after its Escape was taken for one', () => {
		let light = 0;
		const background = new Background(() => light++);
		background.ask(() => {});
		expect([background.take('\u001B'), background.takeAlone()]).toEqual(['', '\u001B']);
		expect([WHITE.slice(1, 9), WHITE.slice(9), 'j'].map((piece) => background.take(piece))).toEqual([
			'',
			'',
			'j',
		]);
		expect(light).toBe(1);
	});

	it('leaves every other key as it is', () => {
		for (const keys of ['\u001Bj', '\u001B[A', '\u001B[<0;1;1M', ']11;rgb:0/0/0\u0007', 'jjk', '\u001B]x']) {
			expect(reading(keys).keys).toBe(keys);
		}
	});

	it('does not keep an Escape that nothing follows', async () => {
		const stdin = new PassThrough();
		const keys = new Background(() => {});
		keys.ask(() => {});
		const read = keys.keysOf(stdin.setEncoding('utf8') as unknown as NodeJS.ReadStream);
		const seen: unknown[] = [];
		await new Promise<void>((resolve) => {
			read.on('readable', () => {
				for (let key: unknown = read.read(); key !== null; key = read.read()) seen.push(key);
				if (seen.length > 0) resolve();
			});
			stdin.write('\u001B');
		});
		expect(seen).toEqual(['\u001B']);
	});

	it('comes no further than here, of a stream too', async () => {
		const stdin = Readable.from([`${WHITE}q`]);
		const keys = new Background(() => {}).keysOf(stdin.setEncoding('utf8') as NodeJS.ReadStream);
		await new Promise((resolve) => keys.once('readable', resolve));
		expect(keys.read()).toBe('q');
		expect(keys.read()).toBeNull();
	});
});

it.each([
	[{ TERM: 'xterm-256color' }, true],
	[{ TERM: 'foot' }, true],
	[{ TERM: 'screen-256color', TMUX: '/tmp/tmux-0/default,1,0' }, true],
	[{ TERM: 'screen', STY: '1.pts-0.box' }, false],
	[{ TERM: 'screen.xterm-256color' }, false],
	[{ TERM: 'linux' }, false],
	[{ TERM: 'vt100' }, false],
	[{}, false],
])('%j can be asked: %s', (env, answer) => {
	expect(canAsk(env)).toBe(answer);
});

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { within } from '../../source/text/within.ts';

const aborted = (signal: AbortSignal): Promise<boolean> =>
	new Promise((resolve) => signal.addEventListener('abort', () => resolve(true), { once: true }));

it('time is over, though the garbage is collected meanwhile', async () => {
	setFlagsFromString('--expose-gc');
	const collect: () => void = runInNewContext('gc');
	const collecting = setInterval(collect, 10);
	expect(await within(100, new AbortController().signal, aborted)).toBe(true);
	clearInterval(collecting);
});

it('is over at once with what it belongs to', async () => {
	const ending = new AbortController();
	const doing = within(60_000, ending.signal, aborted);
	ending.abort();
	expect(await doing).toBe(true);
	expect(await within(60_000, ending.signal, async ({ aborted }) => aborted)).toBe(true);
});

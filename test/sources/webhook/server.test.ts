import { afterEach, describe, expect, it } from 'vitest';
import { type Limits, Receiver, type Route } from '../../../source/sources/webhook/server.ts';
import { ask, rawConnection } from '../../support/http.ts';

const receivers: Receiver[] = [];
afterEach(async () => {
	for (const receiver of receivers.splice(0)) await receiver.stop();
});

const HEADER = { 'x-signed': 'yes' };

async function listening(limits: Partial<Limits>, route: Partial<Route> = {}) {
	const bodies: Buffer[] = [];
	const errors: unknown[] = [];
	const refusals: string[] = [];
	const receiver = new Receiver({
		host: '127.0.0.1',
		port: 0,
		limits,
		route: (path) =>
			path !== '/box'
				? undefined
				: {
						get: async () => ({ status: 200, body: { hello: true } }),
						post: {
							headers: ['x-signed'],
							handle: async ({ body }) => {
								bodies.push(body);
								return { status: 200, body: { size: body.length } };
							},
						},
						...route,
					},
		onRefused: (_, words) => refusals.push(words),
		onError: (error) => errors.push(error),
	});
	receivers.push(receiver);
	const { port } = await receiver.start();
	return { receiver, port, url: `http://127.0.0.1:${port}/box`, bodies, errors, refusals };
}

describe('the receiver', () => {
	it('answers what is there, and says what is not', async () => {
		const { url, port } = await listening({});
		expect(await ask(url)).toMatchObject({ status: 200, json: { hello: true } });
		expect(await ask(url, { method: 'POST', headers: HEADER, body: 'abc' })).toMatchObject({
			status: 200,
			json: { size: 3 },
		});
		expect(await ask(`${url}?x=1`)).toMatchObject({ status: 200 });
		expect(await ask(`http://127.0.0.1:${port}/nowhere`)).toMatchObject({ status: 404 });
		expect(await ask(`http://127.0.0.1:${port}/constructor`)).toMatchObject({ status: 404 });
		const wrong = await ask(url, { method: 'DELETE' });
		expect(wrong).toMatchObject({ status: 405, headers: { allow: 'GET, POST' } });
	});

	it('turns a body away unread that is unsigned or compressed, and says so', async () => {
		const { url, bodies, refusals } = await listening({});
		expect(await ask(url, { method: 'POST', body: 'abc' })).toMatchObject({ status: 401 });
		const packed = { ...HEADER, 'content-encoding': 'gzip' };
		expect(await ask(url, { method: 'POST', body: 'abc', headers: packed })).toMatchObject({ status: 415 });
		expect(bodies).toEqual([]);
		expect(refusals).toEqual([
			'POST /box from 127.0.0.1: x-signed is missing',
			'POST /box from 127.0.0.1: a body is taken as it is, without content-encoding',
		]);
	});

	it('takes a body of the largest size, and none that is larger, whether or not its size was told', async () => {
		const { url, bodies } = await listening({ bodyBytes: 1_000 });
		const sized = (size: number) => ({ method: 'POST', headers: HEADER, body: Buffer.alloc(size, 120) });
		expect(await ask(url, sized(1_000))).toMatchObject({ status: 200 });
		expect(await ask(url, sized(1_001))).toMatchObject({ status: 413, headers: { connection: 'close' } });
		// So large that it is still being written when the answer comes.
		expect(await ask(url, sized(8_000_000))).toMatchObject({ status: 413 });
		const chunked = { ...HEADER, 'transfer-encoding': 'chunked' };
		expect(await ask(url, { ...sized(5_000), headers: chunked })).toMatchObject({ status: 413 });
		expect(bodies.map(({ length }) => length)).toEqual([1_000]);
	});

	it('turns away who asks too often, with the time to wait, and takes the request after that', async () => {
		const { url } = await listening({ perSecond: 1 });
		const answers = await Promise.all(Array.from({ length: 7 }, () => ask(url)));
		expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 200, 429, 429]);
		const refused = answers.find(({ status }) => status === 429);
		expect(refused?.headers['retry-after']).toBe('1');
		expect(await statusWhen(url, 200)).toBe(200);
	});

	it('does not wait for ever for a head or a body that trickles in', async () => {
		const { port, url, bodies } = await listening({ headersMs: 150, requestMs: 300 });
		const head = rawConnection(port);
		head.socket.write('POST /box HTTP/1.1\r\nHost: x\r\nX-Si');
		const body = rawConnection(port);
		body.socket.write('POST /box HTTP/1.1\r\nHost: x\r\nX-Signed: yes\r\nContent-Length: 10\r\n\r\nabc');
		expect(await head.ended).toMatch(/^HTTP\/1\.1 408 /);
		expect(await body.ended).toMatch(/^HTTP\/1\.1 408 /);
		expect(bodies).toEqual([]);
		expect(await ask(url)).toMatchObject({ status: 200 });
	});

	it('bears what is no HTTP, a head without end, and a sender that goes away in the middle', async () => {
		const { port, url, bodies, errors } = await listening({});
		const noise = rawConnection(port);
		noise.socket.write('\u0000\u0001 nonsense\r\n\r\n');
		expect(await noise.ended).toMatch(/^HTTP\/1\.1 400 /);
		const endless = rawConnection(port);
		endless.socket.write(`GET /box HTTP/1.1\r\nX-Long: ${'x'.repeat(20_000)}`);
		expect(await endless.ended).toMatch(/^HTTP\/1\.1 431 /);
		const gone = rawConnection(port);
		gone.socket.write('POST /box HTTP/1.1\r\nHost: x\r\nX-Signed: yes\r\nContent-Length: 10\r\n\r\nabc', () =>
			gone.socket.destroy(),
		);
		await gone.ended;
		expect(await ask(url)).toMatchObject({ status: 200 });
		expect({ bodies, errors }).toEqual({ bodies: [], errors: [] });
	});

	it('whose work fails asks the sender to come again, and tells it nothing of why', async () => {
		const handle = async (): Promise<never> => {
			throw new Error('/home/secret/store.db is gone');
		};
		const { url, errors } = await listening({}, { post: { headers: ['x-signed'], handle } });
		const answer = await ask(url, { method: 'POST', headers: HEADER, body: 'abc' });
		expect(answer).toMatchObject({ status: 503, headers: { 'retry-after': '5' } });
		expect(answer.text).not.toContain('secret');
		expect(errors).toHaveLength(1);
	});

	it('takes no more connections than it may have, and says so', async () => {
		const { port, url, refusals } = await listening({ connections: 1 });
		const { socket, ended } = rawConnection(port);
		await new Promise((resolve) => socket.once('connect', resolve));
		await expect(ask(url)).rejects.toThrow(/socket hang up|ECONNRESET/);
		expect(refusals).toEqual(['a connection from 127.0.0.1: 1 connections are open, and more are not taken']);
		socket.destroy();
		await ended;
	});

	it('that is stopped answers what is under way, takes nothing new, and is then gone', async () => {
		let finish = (): void => {};
		const begun = new Promise<void>((begin) => {
			finish = begin;
		});
		let release = (): void => {};
		const held = new Promise<void>((resolve) => {
			release = resolve;
		});
		const handle = async () => {
			finish();
			await held;
			return { status: 200, body: { done: true } };
		};
		const { receiver, url } = await listening({}, { post: { headers: ['x-signed'], handle } });
		const underWay = ask(url, { method: 'POST', headers: HEADER, body: 'abc' });
		await begun;
		const stopped = receiver.stop();
		await expect(ask(url)).rejects.toThrow(/ECONNREFUSED/);
		release();
		expect(await underWay).toMatchObject({
			status: 200,
			json: { done: true },
			headers: { connection: 'close' },
		});
		await stopped;
		receivers.length = 0;
	});
});

/** Asks until the answer has a status; whatever it is after ten seconds. */
async function statusWhen(url: string, wanted: number): Promise<number> {
	for (const started = performance.now(); ; ) {
		const { status } = await ask(url);
		if (status === wanted || performance.now() - started > 10_000) return status;
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
}

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { backoffMs } from '../../../source/sources/http/backoff.ts';
import { HttpClient, type HttpOptions } from '../../../source/sources/http/client.ts';
import { SourceProblem } from '../../../source/sources/http/problem.ts';
import { retryAfterMs } from '../../../source/text/retry-after.ts';
import { Loopback } from '../../support/loopback.ts';
import { QuickClock } from '../../support/syncing.ts';

let server: Loopback;
let clock: QuickClock;
beforeEach(async () => {
	clock = new QuickClock();
	server = await Loopback.start(({ query }) => ({ body: { page: query.get('page') } }));
});
afterEach(() => server.stop());

const client = (options: Partial<HttpOptions> = {}): HttpClient =>
	new HttpClient({
		base: `${server.url}/api`,
		headers: { authorization: 'Bearer s3cret' },
		secrets: ['s3cret'],
		keyFrom: 'the environment variable SLATOP_DESK_KEY',
		perMinute: 1_000,
		clock,
		...options,
	});

async function problemOf(asked: Promise<unknown>): Promise<SourceProblem> {
	const problem = await asked.then(
		() => null,
		(error: unknown) => error,
	);
	if (problem instanceof SourceProblem) return problem;
	throw new Error(`it did not fail as a source does, but: ${String(problem)}`);
}

describe('the HTTP client', () => {
	it('asks with its headers, and gives the JSON of the answer', async () => {
		const { json } = await client().get('/tickets', { query: { page: 2, cursor: undefined } });
		expect(json).toEqual({ page: '2' });
		expect(server.asked[0]).toMatchObject({
			path: '/api/tickets',
			headers: { authorization: 'Bearer s3cret' },
		});
		expect([...(server.asked[0]?.query.keys() ?? [])]).toEqual(['page']);
	});

	it('waits as long as Retry-After says, in seconds or by date', async () => {
		const date = new Date(clock.now() + 90_000).toUTCString();
		server.fail(
			{ status: 429, headers: { 'retry-after': '7' } },
			{ status: 503, headers: { 'retry-after': date } },
		);
		await client().get('/tickets');
		expect(clock.waits[0]).toBe(7_500);
		expect(clock.waits[1]).toBeGreaterThan(80_000);
		expect(clock.waits[1]).toBeLessThan(91_000);
	});

	it('leaves a limit that lasts to a later sync, and says from when', async () => {
		server.fail({ status: 429, headers: { 'retry-after': '3600' }, body: { error: 'quota' } });
		const problem = await problemOf(client().get('/tickets'));
		expect(problem.kind).toBe('busy');
		expect(problem.message).toMatch(/too many requests \(429: "quota"\)/);
		expect(problem.retryAt).toBeGreaterThan(Date.now() + 3_500_000);
		expect(clock.waits).toEqual([]);
	});

	it('tries again where that may help, and gives up in the end', async () => {
		server.fail(...Array.from({ length: 10 }, () => ({ status: 502, body: '<html>Bad gateway</html>' })));
		const problem = await problemOf(client().get('/tickets'));
		expect(problem).toMatchObject({ kind: 'broken', status: 502 });
		expect(problem.message).not.toContain('html');
		expect(server.asked).toHaveLength(6);
		expect(clock.waits).toHaveLength(5);
	});

	it('does not try again what would not help', async () => {
		for (const [status, todo] of [
			[400, 'do what it says, or check the URL (slatop source change)'],
			[401, 'check the environment variable'],
			[403, 'give it the right to, in the help desk'],
			[404, 'check the URL'],
		] as const) {
			server.fail({ status, body: { message: 'no' } });
			const { message } = await problemOf(client().get('/tickets'));
			expect(message).toContain(`(${status}: "no"): ${todo}`);
		}
		expect(server.asked).toHaveLength(4);
	});

	it('takes neither half an answer nor a web page for an answer', async () => {
		server.fail('half', 'cut', null);
		expect((await client().get('/tickets', { query: { page: 1 } })).json).toEqual({ page: '1' });
		server.fail({ body: '<!doctype html><title>Log in</title>' });
		const problem = await problemOf(client().get('/tickets'));
		expect(problem.message).toMatch(/a web page, not JSON: check the URL/);
	});

	it('does not wait for ever', async () => {
		server.fail(...Array.from({ length: 6 }, () => 'silence' as const));
		const problem = await problemOf(client({ timeoutMs: 40 }).get('/tickets'));
		expect(problem).toMatchObject({ kind: 'unreachable' });
		expect(problem.message).toMatch(/no answer within/);
	});

	it('does not read an answer that has no end', async () => {
		server.fail({ body: { rows: 'x'.repeat(5_000) } });
		const problem = await problemOf(client({ mostBytes: 4_096 }).get('/tickets'));
		expect(problem.message).toMatch(/the answer is longer than 4096 bytes/);
	});

	it('says where nobody answers, and never the key', async () => {
		const asking = client({ base: server.url });
		await server.stop();
		const problem = await problemOf(asking.get('/tickets'));
		expect(problem.message).toMatch(/^127\.0\.0\.1:\d+\/tickets: the host refuses connections/);
		server = await Loopback.start(() => ({
			status: 401,
			body: { message: 'Bearer s3cret is wrong\u001b[2J' },
		}));
		const refused = await problemOf(client().get('/tickets'));
		expect(refused.message).toContain('(401: "Bearer [key] is wrong"): check the environment variable');
		expect(JSON.stringify(refused)).not.toContain('s3cret');
	});

	it('keeps to the limit of requests a minute', async () => {
		const slow = client({ perMinute: 3 });
		const beganAt = clock.now();
		for (let number = 0; number < 7; number++) await slow.get('/tickets');
		// Three at once, three after a minute, the last after another.
		expect(clock.now() - beganAt).toBeGreaterThanOrEqual(120_000);
		expect(clock.now() - beganAt).toBeLessThan(121_000);
	});

	it('ends at once when it is stopped', async () => {
		const stopping = new AbortController();
		server.fail('silence');
		server.onRequest = () => stopping.abort(new Error('stopped'));
		await expect(client().get('/tickets', { signal: stopping.signal })).rejects.toThrow('stopped');
	});

	it('knows how far the clock of the server is ahead', async () => {
		server.skewMs = 600_000;
		const asking = client();
		await asking.get('/tickets');
		expect(asking.skewMs).toBeGreaterThan(597_000);
		expect(asking.skewMs).toBeLessThan(601_000);
	});
});

describe('backing off', () => {
	it('waits by chance, ever longer, and at most a minute', () => {
		const least = [1, 2, 3, 4, 5, 6, 7].map((attempt) => backoffMs(attempt, null, () => 0));
		const most = [1, 2, 3, 4, 5, 6, 7].map((attempt) => backoffMs(attempt, null, () => 1));
		expect(least).toEqual([0, 0, 0, 0, 0, 0, 0]);
		expect(most).toEqual([2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
	});

	it.each([
		['120', 120_000],
		['1.5', 1_500],
		['Tue, 24 Nov 2026 09:00:30 GMT', 30_000],
		['Tue, 24 Nov 2026 08:00:00 GMT', 0],
		['soon', null],
		['-5', null],
		['', null],
	])('reads Retry-After: %s', (header, ms) => {
		expect(retryAfterMs(header, Date.parse('2026-11-24T09:00:00Z'))).toBe(ms);
	});
});

import { chmodSync } from 'node:fs';
import { createServer } from 'node:net';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as sources from '../../source/commands/source.ts';
import { answered, at, created, Desk, ndjson } from '../support/desk.ts';
import { runHere } from '../support/here.ts';
import { ask, post } from '../support/http.ts';
import { Running, type RunOptions } from '../support/program.ts';
import { readPrometheus } from '../support/prometheus.ts';

const KEY = 'a secret that nobody guesses';
const ENV = { SLATOP_SERVE_SECRET: KEY };
const NOW = ['--now', at('13:00')];
const HERE = ['--listen', '127.0.0.1:0'];

let desk: Desk;
const cleanUp: (() => unknown)[] = [];
beforeEach(() => {
	desk = new Desk();
});
afterEach(async () => {
	for (const work of cleanUp.splice(0).reverse()) await work();
	await desk.dispose();
});

interface Served {
	readonly program: Running;
	readonly url: string;
}

/** A server on the desk's store, once it listens. */
async function serve(args: readonly string[] = HERE, options: RunOptions = { env: ENV }): Promise<Served> {
	const program = new Running(['serve', '--store', desk.store, ...NOW, ...args], options);
	cleanUp.push(() => program.kill('SIGKILL'));
	await program.said('listens on ');
	const url = /listens on (http:\S+)/.exec(program.stderr)?.[1] ?? '';
	return { program, url };
}

/** What the store has of events: source, ticket and type, in the order of arrival. */
function stored(): string[] {
	const db = new Database(desk.store, { readonly: true });
	try {
		return db
			.prepare<[], string>(
				`SELECT s.name || ' ' || e.ticket || ' ' || e.type FROM event e JOIN source s ON s.id = e.source ORDER BY e.seq`,
			)
			.pluck()
			.all();
	} finally {
		db.close();
	}
}

describe('slatop serve', () => {
	it('takes signed events as NDJSON, as an array and as one object, each once', async () => {
		const { url } = await serve();
		const lines = ndjson([created('T-1', '12:00'), created('T-2', '12:01'), answered('T-1', '12:02')]);
		expect(await post(`${url}/events`, lines, KEY)).toMatchObject({
			status: 200,
			json: { read: 3, taken: 3, known: 0, refused: 0, refusals: [] },
		});
		const array = JSON.stringify([created('T-2', '12:01'), created('T-3', '12:03')], null, 2);
		expect(await post(`${url}/events`, array, KEY)).toMatchObject({
			status: 200,
			json: { read: 2, taken: 1, known: 1, refused: 0 },
		});
		const one = JSON.stringify(created('T-4', '12:03'), null, 2);
		expect(await post(`${url}/events`, one, KEY)).toMatchObject({ json: { read: 1, taken: 1 } });
		expect(stored()).toEqual([
			'webhook T-1 created',
			'webhook T-2 created',
			'webhook T-1 message',
			'webhook T-3 created',
			'webhook T-4 created',
		]);
		expect((await desk.tick(at('12:05'))).stdout).toContain('4 tickets folded');
	});

	it('answers for every bad line by itself, and takes the others', async () => {
		const { url } = await serve();
		const body = Buffer.concat([
			Buffer.from(`${JSON.stringify(created('T-1', '12:00'))}\nnonsense\n`),
			Buffer.from([0x7b, 0xff, 0x7d, 0x0a]),
			Buffer.from(`${JSON.stringify(answered('T-1', '11:59'))}\r\n\n`),
			Buffer.from(`${JSON.stringify({ ...created('T-2', '12:00'), type: '\u001b[2J' })}\n`),
			Buffer.from(JSON.stringify(created('T-3', '13:06'))),
		]);
		const { status, json, text } = await post(`${url}/events`, body, KEY);
		expect(status).toBe(200);
		expect(json).toEqual({
			read: 6,
			taken: 1,
			known: 0,
			refused: 5,
			refusals: [
				{ line: 2, reason: expect.stringContaining('not JSON') },
				{ line: 3, reason: expect.stringContaining('UTF-8') },
				{ line: 4, reason: expect.stringContaining('dated before its ticket was created') },
				{ line: 6, reason: expect.stringContaining('unknown event type') },
				{ line: 7, reason: expect.stringContaining('in the future') },
			],
		});
		expect(text.trimEnd()).not.toMatch(/\p{Cc}/u);
		expect(stored()).toEqual(['webhook T-1 created']);
		// Sent again, it is kept once all the same.
		await post(`${url}/events`, body, KEY);
		const { stdout } = await runHere(sources, ['quarantine', 'webhook'], {
			store: desk.store,
			format: 'json',
		});
		const kept: readonly Record<string, unknown>[] = JSON.parse(stdout);
		expect(kept.map(({ place, times }) => [String(place).replace(/^post \S+:/, ''), times]).sort()).toEqual(
			['2', '3', '4', '6', '7'].map((line) => [line, 2]),
		);
		expect(kept.find(({ reason }) => /in the future/.test(String(reason)))?.record).toBe(
			JSON.stringify(created('T-3', '13:06')),
		);
		const useless = await post(`${url}/events`, '[{}, {"ticket":7}]', KEY);
		expect(useless).toMatchObject({ status: 422, json: { read: 2, taken: 0, refused: 2 } });
	});

	it('takes nothing that is unsigned, signed by somebody else, or signed too long ago', async () => {
		const { url, program } = await serve();
		const body = ndjson([created('T-1', '12:00')]);
		expect(await ask(`${url}/events`, { method: 'POST', body })).toMatchObject({ status: 401 });
		expect(await post(`${url}/events`, body, 'another secret altogether')).toMatchObject({
			status: 401,
			json: { error: 'the signature is not valid' },
		});
		const replayed = await post(`${url}/events`, body, KEY, Date.now() - 301_000);
		expect(replayed).toMatchObject({ status: 401, json: { error: expect.stringContaining('seconds old') } });
		await program.said('refused a post from 127.0.0.1: the signature is not valid');
		// Each kind of what is turned away unread is told, one does not hide another.
		await program.said('turned away POST /events from 127.0.0.1: x-slatop-signature is missing');
		const headers = { 'x-slatop-signature': 't=1,v1=00', 'content-encoding': 'gzip' };
		expect(await ask(`${url}/events`, { method: 'POST', body, headers })).toMatchObject({ status: 415 });
		await program.said('a body is taken as it is, without content-encoding');
		expect(stored()).toEqual([]);
		// Within its time a request may be sent again: that changes nothing.
		const signedAt = Date.now() - 60_000;
		expect(await post(`${url}/events`, body, KEY, signedAt)).toMatchObject({ json: { taken: 1 } });
		expect(await post(`${url}/events`, body, KEY, signedAt)).toMatchObject({ json: { taken: 0, known: 1 } });
	});

	it('knows its senders by their secrets, and each is a source of its own', async () => {
		const file = desk.file(
			'secrets',
			'# who may post\nshop  the secret of the shop\n\ncrm the-secret-of-the-crm\n',
		);
		chmodSync(file, 0o600);
		await expect(serve([...HERE, '--secrets', file], {})).rejects.toThrow(
			/secrets:2: a line has a name and a secret/,
		);
		const good = desk.file(
			'good',
			'shop the-secret-of-the-shop\ncrm the-secret-of-the-crm\ncrm the-next-one-of-the-crm\n',
		);
		chmodSync(good, 0o600);
		const { url } = await serve([...HERE, '--secrets', good], {});
		const events = (ticket: string): string => ndjson([{ ...created(ticket, '12:00'), id: '1' }]);
		for (const [ticket, key] of [
			['T-1', 'the-secret-of-the-shop'],
			['T-2', 'the-secret-of-the-crm'],
			['T-3', 'the-next-one-of-the-crm'],
		] as const) {
			await post(`${url}/events`, events(ticket), key);
		}
		// The id is the sender's own: the crm's second event of the id is known, the shop's is another.
		expect(stored()).toEqual(['shop T-1 created', 'crm T-2 created']);
	});

	it('does not start without a secret, with one that is short, or with secrets that others may read', async () => {
		const refused = async (args: string[], env: Record<string, string>): Promise<string> => {
			const { code, stdout, stderr } = await desk.run('serve', [...NOW, ...args], { env });
			expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
			return stderr;
		};
		expect(await refused([], {})).toContain('serve needs a secret');
		const short = await refused([], { SLATOP_SERVE_SECRET: 'hunter2' });
		expect(short).toContain('shorter than 16 characters');
		expect(short).not.toContain('hunter2');
		const hook = await refused([], { SLATOP_DESK_HOOK_SECRET: 'hunter2' });
		expect(hook).toContain('SLATOP_DESK_HOOK_SECRET: the secret of desk is shorter than 16 characters');
		const file = desk.file('open', `shop ${KEY.replaceAll(' ', '-')}\n`);
		chmodSync(file, 0o640);
		expect(await refused(['--secrets', file], {})).toContain(`chmod 600 ${file}`);
		expect(await refused(['--listen', 'everywhere'], ENV)).toContain('--listen takes HOST:PORT');
		const taken = createServer().listen(0, '127.0.0.1');
		cleanUp.push(() => taken.close());
		await new Promise((resolve) => taken.once('listening', resolve));
		const address = taken.address();
		const port = typeof address === 'object' ? address?.port : 0;
		expect(await refused(['--listen', `127.0.0.1:${port}`], ENV)).toContain('another program listens there');
	});

	it('warns when other machines can reach it, and then tells them no metrics', async () => {
		const { url, program } = await serve(['--listen', '0.0.0.0:0']);
		expect(program.stderr).toContain('warning: other machines can reach 0.0.0.0');
		const { port } = new URL(url);
		expect(await ask(`http://127.0.0.1:${port}/metrics`)).toMatchObject({ status: 200 });
		const foreign = { headers: { host: 'evil.example' } };
		expect(await ask(`http://127.0.0.1:${port}/metrics`, foreign)).toMatchObject({ status: 403 });
	});

	it('tells health and metrics; with a token, metrics only to whoever has it', async () => {
		await desk.import([created('T-1', '12:00')]);
		await desk.tick(at('12:05:01'));
		const { url } = await serve();
		expect(await ask(`${url}/healthz`)).toMatchObject({
			status: 200,
			json: { status: 'ok', engine: 'none', backlog: 0 },
		});
		const metrics = await ask(`${url}/metrics`);
		expect(metrics.headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
		const atRisk = readPrometheus(metrics.text).find(
			({ name, labels }) => name === 'slatop_open_timers' && labels.state === 'at_risk',
		);
		expect(atRisk?.value).toBe(1);
		const guarded = await serve(HERE, { env: { ...ENV, SLATOP_METRICS_TOKEN: 'token' } });
		expect(await ask(`${guarded.url}/metrics`)).toMatchObject({ status: 401 });
		const headers = { authorization: 'Bearer token', host: 'slatop.example' };
		expect(await ask(`${guarded.url}/metrics`, { headers })).toMatchObject({ status: 200 });
	});

	it('ends on SIGTERM with what is under way done', async () => {
		const { url, program } = await serve();
		await post(`${url}/events`, ndjson([created('T-1', '12:00')]), KEY);
		program.kill('SIGTERM');
		const { code, signal, stdout, stderr } = await program.ended;
		expect({ code, signal, stdout }).toEqual({ code: 0, signal: null, stdout: '' });
		expect(stderr).toMatch(/ listens on .*\n.* stopped\n$/);
		expect(stored()).toEqual(['webhook T-1 created']);
	});

	it('killed at any moment has kept everything that it said it took', async () => {
		const { url, program } = await serve([...HERE, '--rate', '10000']);
		const told = new Set<string>();
		let places = 0;
		const postUntilItIsGone = async (): Promise<void> => {
			for (;;) {
				const ticket = `T-${++places}`;
				const answer = await post(`${url}/events`, ndjson([created(ticket, '12:00')]), KEY).catch(() => null);
				if (!answer) return;
				expect(answer.json).toMatchObject({ taken: 1 });
				told.add(`webhook ${ticket} created`);
				if (told.size === 30) program.kill('SIGKILL');
			}
		};
		await Promise.all(Array.from({ length: 8 }, postUntilItIsGone));
		expect(told.size).toBeGreaterThanOrEqual(30);
		const kept = stored();
		for (const event of told) expect(kept).toContain(event);
	});

	it('waits for another writer, answers others meanwhile, and asks to come again where it takes too long', async () => {
		const { url } = await serve();
		const other = new Database(desk.store);
		cleanUp.push(() => other.close());
		other.exec('BEGIN IMMEDIATE');
		const held = post(`${url}/events`, ndjson([created('T-1', '12:00')]), KEY);
		expect(await ask(`${url}/healthz`)).toMatchObject({ status: 200 });
		const late = post(`${url}/events`, ndjson([created('T-2', '12:00')]), KEY);
		expect(await held).toMatchObject({ status: 503, headers: { 'retry-after': '5' } });
		other.exec('ROLLBACK');
		await late;
		expect(await post(`${url}/events`, ndjson([created('T-1', '12:00')]), KEY)).toMatchObject({
			status: 200,
		});
		expect(stored()).toContain('webhook T-1 created');
	});
});

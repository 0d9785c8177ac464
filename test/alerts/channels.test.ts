import { createSocket } from 'node:dgram';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Outcome } from '../../source/alerts/channel.ts';
import type { Message } from '../../source/alerts/message.ts';
import { openChannel } from '../../source/alerts/open-channel.ts';
import type { Channel } from '../../source/sla/recipient.ts';
import { SLATOP } from '../../source/sources/webhook/signature.ts';
import { at } from '../support/desk.ts';
import { breaking, hanging, Receiver, refusing } from '../support/receiver.ts';

const MESSAGE: Message = {
	id: 'one-id',
	kind: 'alert',
	severity: 'error',
	text: 'T-1 breached: <!channel> *now* & then',
	lines: [],
	url: 'https://desk.example.com/T-1',
	sentAt: Date.parse(at('12:00')),
	body: { id: 'one-id', ticket: 'T-1', step: 'breach' },
};

/** Delivers by a channel, as a sender would. */
function deliver(
	channel: Channel,
	{
		message = MESSAGE,
		env = {},
		withinMs = 20_000,
	}: { message?: Message; env?: NodeJS.ProcessEnv; withinMs?: number } = {},
): Promise<Outcome> {
	const surroundings = { env: { PATH: process.env.PATH, ...env }, stderr: null, isRehearsal: false };
	return openChannel(channel, surroundings).deliver(message, AbortSignal.timeout(withinMs));
}

/** One that has ended but that nobody has asked for yet does not run. */
function isRunning(pid: number): boolean {
	try {
		return !/^\d+ \(.*\) [ZX]/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
	} catch {
		return false;
	}
}

describe('a webhook', () => {
	let receiver: Receiver;
	beforeEach(async () => {
		receiver = await Receiver.start();
	});
	afterEach(() => receiver.stop());

	const webhook = (rest: Partial<Channel & { kind: 'webhook' }> = {}): Channel => ({
		kind: 'webhook',
		url: receiver.url,
		urlEnv: null,
		secretEnv: null,
		template: 'json',
		allowHttp: false,
		...rest,
	});

	it('is signed so that slatop itself would take it, and carries its id', async () => {
		const outcome = await deliver(webhook({ secretEnv: 'KEY' }), { env: { KEY: 'k3y' } });
		expect(outcome).toEqual({ ok: true, said: '200 OK thank you' });
		const [received] = receiver.received;
		if (!received) throw new Error('nothing came');
		const { headers, text } = received;
		const verdict = SLATOP.verify(headers, Buffer.from(text), [{ name: 'us', key: 'k3y' }], Date.now());
		expect(verdict).toEqual({ sender: 'us' });
		expect(headers['x-slatop-id']).toBe('one-id');
	});

	it('for Slack says it in blocks, where no text of a ticket calls anybody', async () => {
		await deliver(webhook({ template: 'slack' }));
		expect(receiver.received[0]?.body).toEqual({
			text: ':red_circle: T-1 breached: &lt;!channel&gt; *now* &amp; then',
			blocks: [
				{
					type: 'section',
					text: { type: 'mrkdwn', text: ':red_circle: T-1 breached: &lt;!channel&gt; *now* &amp; then' },
				},
				{
					type: 'actions',
					elements: [
						{
							type: 'button',
							text: { type: 'plain_text', text: 'Open the ticket' },
							url: 'https://desk.example.com/T-1',
						},
					],
				},
			],
		});
	});

	it('for Teams is an Adaptive Card; of more than fits it says how much more there is', async () => {
		const lines = Array.from(
			{ length: 500 },
			(_, place) => `T-${place} breached, 0:05 over: Printer on fire`,
		);
		const message = { ...MESSAGE, text: '500 alerts', lines, url: null };
		await deliver(webhook({ template: 'teams' }), { message });
		const text = receiver.received[0]?.text ?? '';
		expect(receiver.received[0]?.body).toMatchObject({
			type: 'message',
			attachments: [
				{
					contentType: 'application/vnd.microsoft.card.adaptive',
					content: {
						type: 'AdaptiveCard',
						body: [{ text: '500 alerts', color: 'Attention' }, { type: 'TextBlock' }],
						actions: [],
					},
				},
			],
		});
		expect(text).toMatch(/… and \d+ more/);
		expect(text.length).toBeLessThan(28_000);
	});

	it('that nobody answers in time, or that nobody listens to, has failed', async () => {
		receiver.manner = hanging;
		expect(await deliver(webhook(), { withinMs: 100 })).toMatchObject({
			ok: false,
			said: expect.stringMatching(/^127\.0\.0\.1:\d+: no answer in time$/),
		});
		const gone = webhook();
		await receiver.stop();
		expect(await deliver(gone)).toMatchObject({
			ok: false,
			said: expect.stringContaining('the host refuses connections'),
		});
	});

	it('that takes it has it, though its answer never ends or breaks off', async () => {
		const endings = [hanging, breaking];
		for (const goOn of endings) {
			receiver.manner = (answer, received) =>
				answer.writeHead(200).write('taken', () => goOn(answer, received));
			const outcome = await deliver(webhook(), { withinMs: 300 });
			expect(outcome).toMatchObject({ ok: true, said: expect.stringMatching(/^200 OK/) });
		}
		receiver.manner = (answer) => answer.writeHead(500).write('down');
		expect(await deliver(webhook(), { withinMs: 300 })).toMatchObject({
			ok: false,
			said: '500 Internal Server Error down',
		});
	});

	it.each([
		['its path', 'Cannot POST /services/T00/SECRET%2BTOKEN?key=QUERYKEY'],
		['its path without the query', 'Cannot POST /services/T00/SECRET%2BTOKEN'],
		['its path decoded', 'no route to /services/T00/SECRET+TOKEN here'],
		['its path escaped', '{"path":"\\/services\\/T00\\/SECRET%2BTOKEN"}'],
		['its query', 'unknown key "QUERYKEY"'],
		['its path where the words that are kept end', `${'x'.repeat(180)}/services/T00/SECRET%2BTOKEN`],
	])('that quotes %s gives no secret away', async (_, words) => {
		receiver.manner = (answer) => answer.writeHead(404).end(words);
		const url = new URL('/services/T00/SECRET%2BTOKEN?key=QUERYKEY', receiver.url).href;
		const { ok, said } = await deliver(webhook({ url }));
		expect(ok).toBe(false);
		expect(said).toMatch(/^404 Not Found/);
		expect(said).toContain(words.startsWith('x') ? '[ke' : '[key]');
		expect(said).not.toMatch(/SECRET|TOKEN|QUERYKEY/);
	});

	it('says how long it is to be left alone', async () => {
		receiver.manner = refusing(503, { 'retry-after': '120' });
		expect(await deliver(webhook())).toMatchObject({ ok: false, retryAfterMs: 120_000 });
	});
});

describe('a command', () => {
	let folder: string;
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'slatop-command-'));
	});
	afterEach(() => rmSync(folder, { recursive: true, force: true }));

	/** A program in JavaScript. */
	const command = (text: string, args: readonly string[] = [], env: readonly string[] = []): Channel => {
		const file = join(folder, 'program.mjs');
		writeFileSync(file, text);
		return { kind: 'command', program: process.execPath, args: [file, ...args], env };
	};
	const SAVE = `import { readFileSync, writeFileSync } from 'node:fs';
		const [, , place, ...args] = process.argv;
		writeFileSync(place, JSON.stringify({ input: JSON.parse(readFileSync(0, 'utf8')), args, env: process.env }));`;

	it('gets the message on its standard input, its arguments as they stand, and no more variables than it was given', async () => {
		const place = join(folder, 'seen.json');
		const odd = ['$(touch x)', '; rm -rf /', 'two words'];
		const env = { PAGER_KEY: 'page', OTHER_SECRET: 'mine' };
		const outcome = await deliver(command(SAVE, [place, ...odd], ['PAGER_KEY']), { env });
		expect(outcome).toEqual({ ok: true, said: 'exit 0' });
		const seen = JSON.parse(readFileSync(place, 'utf8'));
		expect(seen).toMatchObject({ input: MESSAGE.body, args: odd, env: { PAGER_KEY: 'page' } });
		expect(seen.env).not.toHaveProperty('OTHER_SECRET');
	});

	it('that fails is told with what it said, without its secrets', async () => {
		const failing = command(
			`console.error('no pager for ' + process.env.PAGER_KEY); process.exit(3)`,
			[],
			['PAGER_KEY'],
		);
		const outcome = await deliver(failing, { env: { PAGER_KEY: 's3cret' } });
		expect(outcome).toEqual({ ok: false, said: `${process.execPath} ended with exit 3: no pager for [key]` });
	});

	it('that is missing is told by its name', async () => {
		const missing: Channel = { kind: 'command', program: 'no-such-pager', args: [], env: [] };
		expect(await deliver(missing)).toEqual({
			ok: false,
			said: 'no-such-pager: there is no such program',
		});
	});

	it('that takes too long is ended', async () => {
		const outcome = await deliver(command('setInterval(() => {}, 1000)'), { withinMs: 300 });
		expect(outcome).toMatchObject({ ok: false, said: expect.stringContaining('took too long') });
	});

	// Whether a stranger's process has ended is read from /proc.
	it.runIf(process.platform === 'linux')(
		'is ended with whom it has started, even such as do not heed the request to end',
		async () => {
			const place = join(folder, 'child.pid');
			const stubborn = `process.on('SIGTERM', () => {});
			require('node:fs').writeFileSync(process.argv[1], String(process.pid), { flush: true });
			setInterval(() => {}, 1000);`;
			const starting = `import { spawn } from 'node:child_process';
			spawn(process.execPath, ['-e', ${JSON.stringify(stubborn)}, ${JSON.stringify(place)}], { stdio: 'ignore' });
			setInterval(() => {}, 1000);`;
			const late = new AbortController();
			const surroundings = { env: {}, stderr: null, isRehearsal: false };
			const delivering = openChannel(command(starting), surroundings).deliver(MESSAGE, late.signal);
			await expect.poll(() => existsSync(place) && readFileSync(place, 'utf8')).toMatch(/^\d+$/);
			const pid = Number(readFileSync(place, 'utf8'));
			expect(isRunning(pid)).toBe(true);
			late.abort();
			await delivering;
			await expect.poll(() => isRunning(pid)).toBe(false);
		},
	);
});

describe('syslog', () => {
	it('is one datagram with severity, id and what it is about', async () => {
		const socket = createSocket('udp4');
		const line = new Promise<string>((resolve) => socket.on('message', (data) => resolve(data.toString())));
		await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
		const { port } = socket.address();
		await deliver({ kind: 'syslog', host: '127.0.0.1', port, facility: 'local0' });
		expect(await line).toMatch(
			/^<131>1 2026-11-24T12:00:00Z \S+ slatop \d+ alert \[slatop@32473 id="one-id" ticket="T-1" step="breach"\] \uFEFFT-1 breached/,
		);
		socket.close();
	});
});

describe('standard error', () => {
	it('under a dashboard is no place to write to', async () => {
		expect(await deliver({ kind: 'stderr' })).toMatchObject({ ok: false });
	});
});

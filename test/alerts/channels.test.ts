import { createSocket } from 'node:dgram';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Outcome } from '../../source/alerts/channel.ts';
import type { Message } from '../../source/alerts/message.ts';
import { openChannel } from '../../source/alerts/open-channel.ts';
import type { Channel } from '../../source/sla/recipient.ts';
import { SLATOP } from '../../source/sources/webhook/signature.ts';
import { at } from '../support/desk.ts';
import { hanging, Receiver, refusing } from '../support/receiver.ts';

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
		withinMs = 5_000,
	}: { message?: Message; env?: NodeJS.ProcessEnv; withinMs?: number } = {},
): Promise<Outcome> {
	const surroundings = { env: { PATH: process.env.PATH, ...env }, stderr: null, isRehearsal: false };
	return openChannel(channel, surroundings).deliver(message, AbortSignal.timeout(withinMs));
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

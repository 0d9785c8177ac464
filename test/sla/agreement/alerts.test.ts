import { describe, expect, test } from 'vitest';
import { parseAgreement } from '../../../source/sla/agreement/parse.ts';
import { quietUntil } from '../../../source/sla/recipient.ts';

const HEAD = `version: 1
timezone: Europe/Ljubljana
levels: { gold: { targets: { first_answer: 1h } } }
`;

/** What is wrong, as `line:column message`; the first line after the head is the fourth. */
async function problems(text: string): Promise<string[]> {
	const { problems: found = [] } = await parseAgreement(HEAD + text, () => Promise.reject());
	return found.map(({ line, column, message }) => `${line}:${column} ${message}`);
}

async function recipient(text: string) {
	const { agreement, problems: found } = await parseAgreement(`${HEAD}notify:\n  duty: ${text}\n`, () =>
		Promise.reject(),
	);
	const [duty] = agreement?.notify.values() ?? [];
	if (!duty) throw new Error(JSON.stringify(found));
	return duty;
}

describe('a mistake in who hears of what', () => {
	test.each([
		[
			'escalations: [{ at: soon, notify: [duty] }]',
			/^4:21 expected a share of the target \("75%"\), "breach"/,
		],
		['escalations: [{ at: 0%, notify: [duty] }]', /^4:21 expected a share of the target/],
		[
			'escalations: [{ notify: [] }]',
			/^4:15 an escalation needs a moment: at: 75%, at: breach or before: 15m/,
		],
		['escalations: [{ at: breach, before: 15m, notify: [] }]', /^4:29 an escalation has one moment/],
		['escalations: [{ at: 75%, every: 30m, notify: [] }]', /^4:26 every repeats a breach/],
		['escalations: [{ at: breach, every: 1bd, notify: [] }]', /^4:36 expected a duration like "30s"/],
		[
			'escalations: [{ at: breach, level: [silver], notify: [] }]',
			/^4:37 no level "silver" \(there is: gold\)/,
		],
		[
			'escalations: [{ at: breach, metric: first_anwser, notify: [] }]',
			/^4:37 .*did you mean "first_answer"\?/,
		],
		[
			'escalations: [{ at: breach, notify: [dutty] }]\nnotify: { duty: { bell: true } }',
			/^4:38 .*did you mean "duty"/,
		],
		[
			'escalations: [{ at: breach, notify: duty, whom: me }]\nnotify: { duty: { bell: true } }',
			/^4:43 unknown key "whom"/,
		],
		['notify: { duty: {} }', /^4:17 a recipient needs a channel: bell, terminal, stderr, webhook/],
		[
			'notify: { duty: { bell: true, terminal: true } }',
			/^4:17 a recipient has one channel, not bell and terminal/,
		],
		['notify: { duty: { bell: yes please } }', /^4:25 expected true, not "yes please"/],
		['notify: { duty: { webhook: ftp://example.com } }', /^4:28 expected an address like "https:/],
		[
			'notify: { duty: { webhook: "http://example.com/x" } }',
			/^4:28 expected an https address: over http anybody/,
		],
		['notify: { duty: { webhook: "http://127.0.0.1.example.com/x" } }', /^4:28 expected an https address/],
		['notify: { duty: { bell: true, secret_env: X } }', /^4:31 "secret_env" is of a webhook, not of bell/],
		[
			'notify: { duty: { webhook: "https://example.com", secret_env: "a b" } }',
			/^4:63 expected the name of an environment/,
		],
		[
			'notify: { duty: { webhook: "https://example.com", template: discord } }',
			/^4:61 expected one of json, slack, teams/,
		],
		[
			'notify: { duty: { command: notify.sh } }',
			/^4:28 expected a list: the program, and then its arguments/,
		],
		['notify: { duty: { command: [./notify.sh] } }', /^4:28 expected a list that begins with a program/],
		['notify: { duty: { command: [] } }', /^4:28 expected a list that begins with a program/],
		['notify: { duty: { syslog: { facility: local8 } } }', /^4:39 expected one of kern, user/],
		['notify: { duty: { syslog: { port: 0 } } }', /^4:35 expected a port from 1 to 65535/],
		['notify: { duty: { bell: true, quiet: { from: "22:00" } } }', /^4:38 "to" is missing/],
		[
			'notify: { duty: { bell: true, quiet: { from: "25:00", to: "06:00" } } }',
			/^4:38 "25:00" in "25:00-06:00" is not a time/,
		],
		[
			'notify: { duty: { bell: true, quiet: { from: "00:00", to: "24:00" } } }',
			/^4:38 quiet all day: nobody/,
		],
		[
			'notify: { duty: { bell: true, quiet: { from: "22:00", to: "06:00", timezone: Mars } } }',
			/^4:78 unknown time zone "Mars"/,
		],
		['notify: { duty: { bell: true, digest: { over: -1 } } }', /^4:47 expected 0 or more/],
	])('is told with its line and column: %s', async (text, expected) => {
		expect((await problems(text)).join('\n')).toMatch(expected);
	});
});

describe('a recipient', () => {
	test('of the contract is taken as it stands there', async () => {
		const { channel, digest } = await recipient(
			'{ webhook: "https://…", secret_env: SLATOP_WEBHOOK_SECRET }',
		);
		expect(channel).toMatchObject({ kind: 'webhook', secretEnv: 'SLATOP_WEBHOOK_SECRET', template: 'json' });
		expect(digest).toEqual({ over: 5, withinMs: 60_000 });
	});

	test.each([
		'http://localhost:8080/x',
		'http://127.0.0.1/x',
		'http://[::1]:9/x',
	])('on this machine may be told without encryption: %s', async (url) => {
		expect((await recipient(`{ webhook: "${url}" }`)).channel).toMatchObject({ url });
	});

	test('is known by its line', async () => {
		expect((await recipient('{ bell: true }')).line).toBe(5);
	});

	test('that keeps a log gets every line of it', async () => {
		expect((await recipient('{ syslog: true }')).digest).toBeNull();
		expect((await recipient('{ stderr: true, digest: { over: 3 } }')).digest).toEqual({
			over: 3,
			withinMs: 60_000,
		});
	});
});

describe('quiet hours', () => {
	const until = async (quiet: string, now: string): Promise<string | null> => {
		const end = quietUntil(await recipient(`{ bell: true, quiet: ${quiet} }`), Date.parse(now));
		return end === null ? null : new Date(end).toISOString();
	};
	const NIGHT = '{ from: "22:00", to: "06:00" }';

	test("run past midnight, in the agreement's zone or their own", async () => {
		expect(await until(NIGHT, '2026-11-24T20:59:59.999Z')).toBeNull();
		expect(await until(NIGHT, '2026-11-24T21:00:00Z')).toBe('2026-11-25T05:00:00.000Z');
		expect(await until(NIGHT, '2026-11-25T04:59:59.999Z')).toBe('2026-11-25T05:00:00.000Z');
		expect(await until(NIGHT, '2026-11-25T05:00:00Z')).toBeNull();
		const inNewYork = '{ from: "22:00", to: "06:00", timezone: America/New_York }';
		expect(await until(inNewYork, '2026-11-25T05:00:00Z')).toBe('2026-11-25T11:00:00.000Z');
	});

	test('end by the wall clock in the nights in which it is changed', async () => {
		expect(await until(NIGHT, '2026-03-28T22:00:00Z')).toBe('2026-03-29T04:00:00.000Z');
		expect(await until(NIGHT, '2026-10-24T22:00:00Z')).toBe('2026-10-25T05:00:00.000Z');
	});

	test('within one day are over on the same day', async () => {
		expect(await until('{ from: "12:00", to: "13:00" }', '2026-11-24T11:30:00Z')).toBe(
			'2026-11-24T12:00:00.000Z',
		);
	});
});

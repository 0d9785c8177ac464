import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { at, created, Desk, TEN_MINUTES } from '../support/desk.ts';
import { Running } from '../support/program.ts';
import { hanging, Receiver, well } from '../support/receiver.ts';

let receiver: Receiver;
let desk: Desk;
beforeEach(async () => {
	receiver = await Receiver.start();
	desk = new Desk(`${TEN_MINUTES}escalations: [{ at: 50%, notify: [hook, pager] }]
notify:
  hook: { webhook: "${receiver.url}", secret_env: HOOK_SECRET }
  pager: { command: [no-such-pager] }
`);
});
afterEach(async () => {
	await desk.dispose();
	await receiver.stop();
});

const env = { HOOK_SECRET: 'k3y' };
const alert = (verb: readonly string[], now = at('12:05:01')) =>
	desk.run('alert', [...verb, '--agreement', desk.agreement, '--now', now], { env });

describe('an engine that is killed between sending and noting it', () => {
	it('leaves the alert to the next, which sends it with the same id; the list tells what became of it', async () => {
		await desk.import([created('T-1', '12:00', { subject: 'Printer on fire' })]);
		receiver.manner = hanging;
		const args = ['engine', '--store', desk.store, '--agreement', desk.agreement, '--now', at('12:05')];
		const first = new Running(args, { env });
		await receiver.got(1);
		first.kill('SIGKILL');
		await first.ended;
		// As if its lease had run out.
		const db = new Database(desk.store);
		db.exec('UPDATE lease SET expires_at = 0');
		db.close();
		receiver.manner = well;
		const ticked = await desk.run('tick', ['--agreement', desk.agreement, '--now', at('12:05:30')], { env });
		expect(ticked.stderr).not.toContain('hook');
		const ids = receiver.received.map(({ body }) => body.id);
		expect(ids).toHaveLength(2);
		expect(new Set(ids).size).toBe(1);

		const listed = (await alert(['list', '--format', 'ndjson'])).stdout.trim().split('\n');
		const rows = listed.map((line) => JSON.parse(line));
		expect(rows.find(({ recipient }) => recipient === 'hook')).toMatchObject({
			id: ids[0],
			ticket: 'T-1',
			metric: 'first_answer',
			step: '50%',
			state: 'sent',
			sent_at: at('12:05:30'),
			problem: null,
		});
		const { stdout } = await alert(['list', '--state', 'queued', '--ticket', 'T-1']);
		expect(stdout).toMatch(
			/pager +T-1 +first_answer +50% +queued +\d+ .*no-such-pager: there is no such program/,
		);
		expect(stdout).toMatch(/^notify\.pager: command no-such-pager fails since .*; 1 wait;/m);
	});
});

describe('slatop alert test', () => {
	it('sends one message now, and says what became of it', async () => {
		const good = await alert(['test', 'hook']);
		expect(good).toMatchObject({ code: 0, stdout: expect.stringMatching(/^hook \(webhook \S+\): 200 OK/) });
		expect(receiver.received[0]?.body).toMatchObject({ kind: 'test', recipient: 'hook', ticket: 'TEST-1' });
		const bad = await alert(['test', 'pager']);
		expect(bad).toMatchObject({ code: 1, stdout: '' });
		expect(bad.stderr).toContain('no-such-pager: there is no such program');
	});
});

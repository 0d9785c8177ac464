import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UsageError } from '../../source/commands/context.ts';
import { run } from '../../source/commands/source.ts';
import { Desk, TEN_MINUTES } from '../support/desk.ts';
import { LiveAgentDesk } from '../support/liveagent-desk.ts';
import { Loopback } from '../support/loopback.ts';
import { Running } from '../support/program.ts';
import { told } from '../support/syncing.ts';

const NOW = '2026-11-24T18:00:00Z';
const at = (time: string): string => `2026-11-24T${time}:00Z`;

let desk: Desk;
let helpDesk: LiveAgentDesk;
const running: Running[] = [];
beforeEach(async () => {
	desk = new Desk(TEN_MINUTES);
	helpDesk = await LiveAgentDesk.open();
});
afterEach(async () => {
	for (const program of running.splice(0)) program.kill('SIGKILL');
	await desk.dispose();
	await helpDesk.close();
});

const source = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
	desk.run('source', args, { env: { SLATOP_DESK_KEY: undefined, ...env } });

const add = (...args: string[]) =>
	source(['add', 'desk', '--kind', 'liveagent', '--url', helpDesk.server.url, '--allow-http', ...args]);

const withKey = { SLATOP_DESK_KEY: 'k-3f9a1c77' };

function start(args: readonly string[]): Running {
	const program = new Running([...args, '--store', desk.store], { env: withKey, cwd: desk.folder });
	running.push(program);
	return program;
}

const listed = async (): Promise<Record<string, unknown>> => {
	const { stdout } = await source(['list', '--format', 'json']);
	return JSON.parse(stdout)[0];
};

function someTickets(): void {
	helpDesk.create('AAA-1', at('08:00'));
	helpDesk.reply('AAA-1', at('08:05'), 'a1');
	helpDesk.create('BBB-2', at('09:00'));
	helpDesk.reply('BBB-2', at('09:20'), 'a2', 'R');
}

describe('slatop source add', () => {
	it('keeps what is needed, says where the key is to be, and is listed', async () => {
		const { code, stdout } = await add('--every', '5m', '--timezone', 'Europe/Ljubljana');
		expect(code).toBe(0);
		expect(stdout).toContain(`desk: LiveAgent at ${helpDesk.server.url}, every 5m`);
		expect(stdout).toContain('the environment variable SLATOP_DESK_KEY');
		expect(await listed()).toMatchObject({
			name: 'desk',
			kind: 'liveagent',
			url: helpDesk.server.url,
			schedule: '5m',
			timezone: 'Europe/Ljubljana',
			state: 'new',
			last_success: null,
			problem: null,
		});
	});

	it.each<[string[], RegExp]>([
		[['add'], /needs a name/],
		[['add', 'My Desk'], /small letters/],
		[['add', 'import'], /the name import is taken/],
		[['add', 'desk'], /--kind is one of: liveagent/],
		[['add', 'desk', '--kind', 'fax'], /--kind is one of: .*, not fax/],
		[['add', 'desk', '--kind', 'liveagent'], /needs --url/],
		[['add', 'desk', '--kind', 'liveagent', '--url', 'desk'], /is not a URL like/],
		[['add', 'desk', '--kind', 'liveagent', '--url', 'acme.ladesk.com'], /mean https:\/\/acme.ladesk.com\?/],
		[['add', 'desk', '--kind', 'liveagent', '--url', 'http://desk.example'], /not https.*--allow-http/],
		[['add', 'desk', '--kind', 'liveagent', '--url', 'https://me:pass@desk.example'], /name or a password/],
		[['add', 'desk', '--kind', 'liveagent', '--url', 'https://desk.example', '--every', '7s'], /divide/],
		[['add', 'desk', '--kind', 'liveagent', '--url', 'https://desk.example', '--every', 'often'], /--every/],
		[['add', 'desk', '--kind', 'liveagent', '--url', 'https://desk.example', '--cron', '99 * *'], /cron/],
		[
			['add', 'desk', '--kind', 'liveagent', '--url', 'https://desk.example', '--timezone', 'Mars'],
			/Ljubljana/,
		],
		[['add', 'desk', '--kind', 'liveagent', '--url', 'https://desk.example', '--past', 'for ever'], /--past/],
		[
			['add', 'desk', '--kind', 'liveagent', '--url', 'https://desk.example', '--keyEnv', 'k-3f9a1c77'],
			/takes the name of an environment variable/,
		],
		[['add', 'desk', '--kind', 'jira', '--url', 'https://desk.example'], /needs --user EMAIL/],
		[['frobnicate'], /source takes one of: add/],
		[['sync'], /needs the name of a source/],
		[['remove', 'nobody'], /no source "nobody"/],
	])('refuses %j', async (input, words) => {
		const [verb = '', ...rest] = input;
		const flags: Record<string, string> = { store: desk.store };
		const names = rest.filter((item, place) => !item.startsWith('--') && !rest[place - 1]?.startsWith('--'));
		for (const [place, item] of rest.entries()) {
			if (item.startsWith('--')) flags[item.slice(2)] = rest[place + 1] ?? '';
		}
		const refusal = await run({ input: [verb, ...names], flags, env: {} }).catch((error: unknown) => error);
		expect(refusal).toBeInstanceOf(UsageError);
		expect(String(refusal)).toMatch(words);
		for (const secret of ['me:pass', 'k-3f9a1c77']) expect(String(refusal)).not.toContain(secret);
	});

	it('takes the address out of whatever was copied, and reads no help desk twice', async () => {
		await add();
		const url = `${helpDesk.server.url}/agent/tickets/7#top`;
		const flags = { store: desk.store, kind: 'liveagent', url, allowHttp: true };
		const again = await run({ input: ['add', 'crm'], flags, env: {} }).catch((error: unknown) => error);
		expect(again).toBeInstanceOf(UsageError);
		expect(String(again)).toContain(`desk reads ${helpDesk.server.url} already`);
	});

	it('is followed by a list that says what waits, and that nothing is read while no engine runs', async () => {
		await add();
		someTickets();
		await source(['sync', 'desk', '--now', at('08:30')], withKey);
		const { stdout, stderr } = await source(['list']);
		const ahead = helpDesk.truth().filter((line) => line > `BBB-2 ${at('08:35')}`);
		expect(stdout).toContain(`desk: ${ahead.length} of its events are dated ahead of our clock, and wait`);
		expect(stderr).toContain('no engine runs on this store');
	});

	it('takes a name once, and again when it was removed', async () => {
		await add();
		const again = await add();
		expect(again.code).toBe(2);
		expect(again.stderr).toContain('there is a source desk already');
		expect((await source(['remove', 'desk'])).stdout).toContain('desk: removed');
		expect((await source(['list'])).stdout).toContain('no source is configured');
		expect((await add()).code).toBe(0);
	});
});

describe('slatop source change', () => {
	it('follows a help desk that has moved, from where it was, and says what is otherwise', async () => {
		await add();
		someTickets();
		await source(['sync', 'desk', '--now', NOW], withKey);
		const answer = helpDesk.answer.bind(helpDesk);
		const moved = await Loopback.start(answer);
		try {
			const headers = { location: `${moved.url}/api/v3/agents` };
			helpDesk.answer = () => ({ status: 308, headers });
			const { stderr } = await source(['sync', 'desk', '--now', NOW], withKey);
			expect(stderr).toContain(`slatop source change NAME --url ${moved.url}`);
			expect(await listed()).toMatchObject({ state: 'failing', failures: 1 });
			helpDesk.create('CCC-3', at('17:55'));
			const to = ['change', 'desk', '--url', moved.url, '--allow-http', '--every', '5m'];
			const { code, stdout } = await source(to);
			expect(code).toBe(0);
			expect(stdout).toBe(
				`desk: now at ${moved.url}; every 5m; it goes on where it was\nwhether that works: slatop source test desk\n`,
			);
			expect(await listed()).toMatchObject({ url: moved.url, schedule: '5m', state: 'ok', failures: 0 });
			await source(['sync', 'desk', '--now', NOW], withKey);
			// Only from where it was: a first sync asks from a month ago.
			const since = moved.asked.find(({ path }) => path.endsWith('/tickets/history'))?.query;
			expect(since?.get('_filters')).toContain('2026-11-24 09:10:00');
			// Tickets are to be opened where they are now.
			expect(told(desk.store).filter((line) => !line.endsWith('changed url'))).toEqual(helpDesk.truth());
		} finally {
			await moved.stop();
		}
	});

	it('says what only a full sync reads of what there was before', async () => {
		await add();
		const { stdout } = await source(['change', 'desk', '--messages', 'all', '--past', '90d']);
		expect(stdout).toContain('desk: now messages of all tickets; 90 days of past');
		expect(stdout).toContain('slatop source sync desk --full');
	});

	it('takes back a file of the key, and the choice of projects', async () => {
		const at = ['--url', 'https://desk.example', '--user', 'ana@desk.example'];
		const chosen = ['--project', 'SUP', '--key-file', join(desk.folder, 'key')];
		await source(['add', 'jira', '--kind', 'jira', ...at, ...chosen]);
		const { stdout } = await source(['change', 'jira', '--project', 'all', '--key-file', 'none']);
		expect(stdout).toContain(
			'now its key from the environment variable SLATOP_JIRA_KEY; all projects of Service Management; it goes on',
		);
		const { stderr } = await source(['change', 'jira', '--project', 'all', '--key-file', 'none']);
		expect(stderr).toContain('nothing of jira would change');
		const mixed = await source(['change', 'jira', '--project', 'all,SUP']);
		expect(mixed).toMatchObject({ code: 2, stderr: expect.stringContaining('or all') });
	});

	it.each([
		[['change', 'desk'], /nothing of desk would change/],
		[['change', 'desk', '--every', '60s'], /nothing of desk would change/],
		[['change', 'desk', '--every', '7s'], /divide/],
		[['change', 'desk', '--kind', 'zendesk'], /desk is liveagent, and cannot become zendesk/],
		[['change', 'desk', '--prefix', 'B-'], /the prefix is part of what its tickets are called/],
		[['change', 'desk', '--url', 'http://desk.example'], /not https/],
		[['change', 'desc', '--every', '5m'], /there is no source "desc" \(there are: desk\)/],
		[['change'], /source change needs the name of a source/],
	])('refuses %j, and leaves it as it is', async (args, words) => {
		await add();
		const before = await listed();
		const { code, stderr } = await source(args);
		expect(code).toBe(2);
		expect(stderr).toMatch(words);
		expect(await listed()).toEqual(before);
	});
});

describe('the key of a source', () => {
	it('comes from the environment, and stands nowhere in the store or in what is said', async () => {
		await add();
		someTickets();
		const { code, stdout, stderr } = await source(['sync', 'desk', '--now', NOW], withKey);
		expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
		expect(stdout).toMatch(/^desk: \d+ events taken, 0 already known, 0 refused\n$/);
		expect(told(desk.store)).toEqual(helpDesk.truth());
		const files = ['store.db', 'store.db-wal'].map((name) => join(desk.folder, name)).filter(existsSync);
		for (const file of files) expect(readFileSync(file).includes('k-3f9a1c77')).toBe(false);
	});

	it('comes from a file that only its owner may read', async () => {
		const file = desk.file('key', 'k-3f9a1c77\n');
		chmodSync(file, 0o644);
		await add('--key-file', file);
		someTickets();
		const refused = await source(['sync', 'desk', '--now', NOW]);
		expect(refused.code).toBe(1);
		expect(refused.stderr).toContain(`source desk: its key file: others may read ${file}: chmod 600 ${file}`);
		chmodSync(file, 0o600);
		expect((await source(['sync', 'desk', '--now', NOW])).code).toBe(0);
		expect(told(desk.store)).toEqual(helpDesk.truth());
	});

	it('is no word of the command line, where others could read it', async () => {
		const { code, stdout, stderr } = await add('--key', 'k-3f9a1c77');
		expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
		expect(stderr).toContain('slatop source has no option --key');
		expect(stderr).not.toContain('k-3f9a1c77');
	});

	it('is asked for where there is none', async () => {
		await add('--key-env', 'MY_KEY');
		const { code, stderr } = await source(['sync', 'desk']);
		expect(code).toBe(1);
		expect(stderr).toContain('source desk: it has no key: set the environment variable MY_KEY');
		expect(await listed()).toMatchObject({ state: 'failing', failures: 1 });
	});
});

describe('slatop source test', () => {
	it('says what the key may read', async () => {
		await add();
		someTickets();
		helpDesk.forbidden.add('/slas');
		const { code, stdout } = await source(['test', 'desk'], withKey);
		expect(code).toBe(1);
		expect(stdout).toContain('ok    tickets: may be read');
		expect(stdout).toMatch(/NOT {3}SLA levels.*may not read this \(403: "Insufficient privileges"\)/);
		expect(stdout).toContain('ok    times: in UTC');
		helpDesk.forbidden.clear();
		const again = await source(['test', 'desk'], withKey);
		expect(again.code).toBe(0);
		expect(again.stdout).toContain('it has not been read yet: slatop source sync desk does so now');
	});

	it('with a wrong key says so, and no more', async () => {
		await add();
		const { code, stderr } = await source(['test', 'desk'], { SLATOP_DESK_KEY: 'wrong' });
		expect(code).toBe(1);
		expect(stderr).toContain('slatop: source desk: 127.0.0.1');
		expect(stderr).toContain('the key is refused (401: "Invalid API key [key]")');
	});
});

describe('slatop source quarantine', () => {
	it('shows what was refused, and why, and can be emptied', async () => {
		await add();
		someTickets();
		helpDesk.mangle = (rows) => rows.map((row) => (row.id === '4' ? { ...row, status: '\u001b[31mZ' } : row));
		const { stdout } = await source(['sync', 'desk', '--now', NOW], withKey);
		expect(stdout).toContain('1 refused');
		expect(stdout).toContain('slatop source quarantine desk');
		const shown = await source(['quarantine', 'desk']);
		expect(shown.stdout).toMatch(/desk +\S+Z +1 {2}history 4 +"status" "\\u001b\[31mZ" is none of I, N,/);
		const [record] = JSON.parse((await source(['quarantine', '--format', 'json'])).stdout);
		expect(record).toMatchObject({ source: 'desk', place: 'history 4', times: 1 });
		expect((await source(['quarantine', 'desk', '--clear'])).stdout).toBe('desk: 1 record cleared\n');
		expect((await source(['quarantine'])).stdout).toBe('nothing is in quarantine\n');
	});
});

describe('a ticket that is listed twice', () => {
	it('and cannot be read is refused once, as the quarantine has it', async () => {
		await add();
		someTickets();
		// It is open, and it has changed: LiveAgent lists it as both.
		helpDesk.mangle = (rows, path) =>
			path === '/tickets'
				? rows.map((row) => (row.code === 'AAA-1' ? { ...row, date_changed: 'soon' } : row))
				: rows;
		const { stdout } = await source(['sync', 'desk', '--now', NOW], withKey);
		const lists = helpDesk.server.asked.filter(
			({ path, query }) => path.endsWith('/tickets') && query.has('_filters'),
		);
		expect(lists.length).toBeGreaterThan(1);
		const kept: unknown[] = JSON.parse((await source(['quarantine', 'desk', '--format', 'json'])).stdout);
		expect(kept).toHaveLength(1);
		expect(stdout).toContain(', 1 refused\n');
	});
});

describe('a program that is killed while it syncs', () => {
	it.each([5, 7, 9])('at request %i loses nothing, and the next takes nothing twice', async (last) => {
		await add();
		someTickets();
		for (let number = 0; number < 30; number++) helpDesk.create(`N-${number}`, at('10:00'));
		helpDesk.historyPage = 8;
		const sync = start(['source', 'sync', 'desk', '--now', NOW]);
		await new Promise<void>((resolve) => {
			helpDesk.server.onRequest = async (number) => {
				if (number !== last) return;
				sync.kill('SIGKILL');
				await sync.ended;
				resolve();
			};
		});
		expect((await sync.ended).signal).toBe('SIGKILL');
		helpDesk.server.onRequest = () => {};
		expect((await source(['sync', 'desk', '--now', NOW], withKey)).code).toBe(0);
		expect(told(desk.store)).toEqual(helpDesk.truth());
	});
});

describe('slatop engine', () => {
	const engine = (): Running =>
		start(['engine', '--agreement', desk.agreement, '--now', NOW, '--speed', '0.001']);

	async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
		for (const beganAt = Date.now(); Date.now() - beganAt < 15_000; ) {
			if (await condition()) return;
			await new Promise((resolve) => setTimeout(resolve, 50));
		}
		throw new Error('it never came to that');
	}

	it('syncs its sources by themselves, and a failing one does not stop another', async () => {
		await add();
		const dead = [
			'--kind',
			'liveagent',
			'--url',
			'http://127.0.0.1:9',
			'--allow-http',
			'--key-env',
			'SLATOP_DESK_KEY',
		];
		await source(['add', 'dead', ...dead]);
		someTickets();
		const program = engine();
		await until(
			async () => (await listed()).state === 'failing' || told(desk.store).length === helpDesk.truth().length,
		);
		expect(told(desk.store)).toEqual(helpDesk.truth());
		expect(await listed()).toMatchObject({ name: 'dead' });
		program.kill('SIGTERM');
		expect((await program.ended).code).toBe(0);
	});

	it('tells of a source that fails, once, and takes up one that is added', async () => {
		writeFileSync(join(desk.folder, 'key'), 'wrong', { mode: 0o600 });
		const program = engine();
		await program.said('engine runs');
		await add('--key-env', 'NOT_SET', '--key-file', join(desk.folder, 'key'));
		await program.said('source desk: 127.0.0.1');
		expect(program.stderr).toContain('the key is refused (401');
		expect(await listed()).toMatchObject({ state: 'failing', failures: 1 });
	});

	it('leaves the sources alone where another leads', async () => {
		const first = engine();
		await first.said('engine runs');
		const second = engine();
		await second.said('standing by');
		await add();
		someTickets();
		await until(() => told(desk.store).length === helpDesk.truth().length);
		const agents = helpDesk.server.count('/api/v3/agents');
		expect(agents).toBe(1);
	});
});

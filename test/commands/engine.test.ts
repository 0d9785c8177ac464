import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answered, at, created, Desk, TEN_MINUTES } from '../support/desk.ts';
import { Running, type RunOptions } from '../support/program.ts';

let desk: Desk;
const running: Running[] = [];
beforeEach(() => {
	desk = new Desk();
});
afterEach(async () => {
	for (const engine of running.splice(0)) engine.kill('SIGKILL');
	await desk.dispose();
});

/** What the store holds, but for the note that the engine has looked and the lease. */
function contents(): string {
	const db = new Database(desk.store, { readonly: true });
	try {
		return ['event', 'ticket', 'timer', 'sla_log', 'counter', 'tally', 'agreement']
			.map((table) => JSON.stringify(db.prepare(`SELECT * FROM ${table}`).all()))
			.join('\n');
	} finally {
		db.close();
	}
}

describe('slatop tick', () => {
	it('brings the store up to the clock; again, it changes nothing', async () => {
		await desk.import([created('T-1', '12:00'), created('T-2', '12:01'), answered('T-1', '12:03')]);
		expect((await desk.tick(at('12:04'))).stdout).toBe(
			'2 tickets folded, 0 timers changed by time, 1 log row written\n',
		);
		const before = contents();
		expect((await desk.tick(at('12:04'))).stdout).toContain(
			'0 tickets folded, 0 timers changed by time, 0 log rows',
		);
		expect(contents()).toBe(before);
		expect((await desk.tick(at('12:06'))).stdout).toContain(
			'0 tickets folded, 1 timer changed by time, 0 log rows',
		);
		expect((await desk.tick(at('12:10:30'))).stdout).toContain('0 timers changed by time');
		expect((await desk.tick(at('12:11:01'))).stdout).toContain('1 timer changed by time');
	});

	it('counts a ticket once, whose events are more than are taken at a time', async () => {
		const messages = Array.from({ length: 2_000 }, (_, place) => ({
			...answered('T-1', '12:03'),
			id: `m-${place}`,
		}));
		await desk.import([created('T-1', '12:00'), created('T-2', '12:01'), ...messages]);
		expect((await desk.tick(at('12:04'))).stdout).toContain('2 tickets folded, ');
	});

	it('with a wrong agreement fails with its line and column, and keeps the one in force', async () => {
		await desk.import([created('T-1', '12:00')]);
		await desk.tick(at('12:04'));
		writeFileSync(desk.agreement, TEN_MINUTES.replace('10m', 'soon'));
		await desk.import([created('T-2', '12:01')]);
		const clock = ['--agreement', desk.agreement, '--now', at('12:04')];
		const { code, stdout: done, stderr } = await desk.run('tick', clock);
		expect(code).toBe(2);
		expect(stderr).toMatch(/sla\.yaml:8:\d+: .*soon/);
		expect(done).toContain('1 ticket folded');
		const { stdout } = await desk.run('tickets', ['--format', 'ndjson', '--now', at('12:04')]);
		expect(stdout.trimEnd().split('\n')).toHaveLength(2);
	});

	it('without any agreement, ever, says so and loses nothing', async () => {
		await desk.import([created('T-1', '12:00')]);
		const { code, stderr } = await desk.run('tick', ['--agreement', 'nowhere.yaml', '--now', at('12:04')]);
		expect(code).toBe(2);
		expect(stderr).toContain('there is no such file');
		expect((await desk.tick(at('12:04'))).stdout).toContain('1 ticket folded');
	});
});

describe('slatop engine', () => {
	function start(options: RunOptions = {}): Running {
		const clock = ['--now', at('12:04'), '--speed', '0.001'];
		const engine = new Running(
			['engine', '--store', desk.store, '--agreement', desk.agreement, ...clock],
			options,
		);
		running.push(engine);
		return engine;
	}

	async function listed(count: number): Promise<string> {
		let last = '';
		for (const started = Date.now(); Date.now() - started < 20_000; ) {
			const { stdout, stderr } = await desk.run('tickets', ['--format', 'ndjson', '--now', at('12:04')]);
			if (stderr === '' && stdout.split('\n').filter(Boolean).length === count) return stdout;
			last = stdout + stderr;
			await pause(50);
		}
		throw new Error(`there were never ${count} timers, but at last: ${last}`);
	}

	it('takes what is imported meanwhile, and ends cleanly on SIGTERM', async () => {
		const engine = start();
		await engine.said('engine runs');
		await desk.import([created('T-1', '12:00'), created('T-2', '12:01')]);
		expect(await listed(2)).toContain('"T-2"');
		await desk.import([answered('T-1', '12:03')]);
		await listed(1);
		engine.kill('SIGTERM');
		const { code, signal, stdout, stderr } = await engine.ended;
		expect({ code, signal, stdout }).toEqual({ code: 0, signal: null, stdout: '' });
		expect(stderr).toMatch(/Z engine runs\n.*Z engine stopped\n$/);
	});

	it('stands by where another leads, and takes over at once when that one stops', async () => {
		const first = start();
		await first.said('engine runs');
		const second = start();
		await second.said('another engine leads: standing by');
		const tick = await desk.run('tick', ['--agreement', desk.agreement, '--now', at('12:04')]);
		expect(tick).toMatchObject({ code: 1, stdout: '' });
		expect(tick.stderr).toContain('another engine runs on this store');
		first.kill('SIGINT');
		expect((await first.ended).code).toBe(0);
		await second.said('engine runs');
		second.kill('SIGHUP');
		expect((await second.ended).code).toBe(0);
	});

	it('takes what came while its machine slept, and goes on from there', async () => {
		const clock = ['--now', at('12:04'), '--speed', '300'];
		const engine = new Running(['engine', '--store', desk.store, '--agreement', desk.agreement, ...clock]);
		running.push(engine);
		await engine.said('engine runs');
		engine.kill('SIGSTOP');
		await desk.import([created('T-1', '12:00'), created('T-2', '11:50')]);
		// Ten minutes of its clock are two seconds: T-1 is on track while it sleeps, and breached soon after.
		engine.kill('SIGCONT');
		await listed(2);
		// What the engine counts, not what a list works out.
		for (const started = Date.now(); ; ) {
			const { stdout } = await desk.run('check', ['--now', at('12:04')]);
			if (stdout.includes('2 breached')) break;
			if (Date.now() - started > 20_000) throw new Error(`T-1 never breached: ${stdout}`);
			await pause(100);
		}
	});

	it.each([
		// A limit on the size of files stands for a disk that is full: both fail in the middle of a write.
		['the disk is full', '100000'],
		// Nothing can be written at all, to files that are open: a file system that has become read-only.
		['its file system has become read-only', '0'],
	])('says once that %s, takes nothing by halves, and goes on when it can', async (_, bytes) => {
		const engine = start();
		await engine.said('engine runs');
		const limit = (most: string) =>
			execFileSync('prlimit', ['--pid', String(engine.pid), `--fsize=${most}:`]);
		limit(bytes);
		await desk.import(
			Array.from({ length: 400 }, (_, place) => created(`T-${place}`, '12:00', { subject: 'x'.repeat(200) })),
		);
		await engine.said('tick failed: store');
		expect(engine.stderr).toMatch(/(cannot be read or written|could not be written): .*disk/);
		limit('unlimited');
		await engine.said('ticks again');
		await listed(400);
		expect(engine.stderr.split('tick failed')).toHaveLength(2);
	});

	it('says that a store put in the place of its own may not be written, and goes on when it may be', async () => {
		await desk.import([created('T-1', '12:00')]);
		chmodSync(desk.folder, 0o777);
		chmodSync(desk.store, 0o666);
		const restored = desk.file('restored.db', readFileSync(desk.store));
		// Root may write whatever the modes say: then it is somebody else who runs the engine.
		const engine = start(process.getuid?.() === 0 ? { uid: 65_534, cwd: '/' } : {});
		await engine.said('engine runs');
		chmodSync(restored, 0o444);
		renameSync(restored, desk.store);
		await engine.said('is read-only: slatop needs to write to it and to its folder');
		chmodSync(desk.store, 0o666);
		await engine.said('ticks again');
		await listed(1);
	});

	it('tells of an agreement that goes wrong, once, and goes on', async () => {
		const engine = start();
		await engine.said('engine runs');
		const good = readFileSync(desk.agreement, 'utf8');
		writeFileSync(desk.agreement, good.replace('always', 'sometimes'));
		await engine.said('agreement not taken: sla.yaml:6:');
		await desk.import([created('T-1', '12:00')]);
		await listed(1);
		expect(engine.stderr.split('agreement not taken')).toHaveLength(2);
	});
});

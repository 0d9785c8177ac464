import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answered, at, created, Desk } from '../support/desk.ts';
import { runArgsHere } from '../support/here.ts';
import { Running } from '../support/program.ts';
import { readPrometheus } from '../support/prometheus.ts';

let desk: Desk;
const cleanUp: (() => unknown)[] = [];
beforeEach(() => {
	desk = new Desk();
});
afterEach(async () => {
	for (const work of cleanUp.splice(0)) await work();
	await desk.dispose();
});

/** The form of a plug-in's only line: status, text, and after the bar the performance data. */
const LINE = /^SLA (OK|WARNING|CRITICAL|UNKNOWN) - [^|\n]+( \| \w+=\d+;\d*;\d*;0( \w+=\d+;\d*;\d*;0)*)?\n$/;

async function check(...args: string[]) {
	const ran = await desk.run('check', args);
	expect(ran.stdout).toMatch(LINE);
	expect(ran.stderr).toBe('');
	return ran;
}

describe('slatop check', () => {
	it('is OK, WARNING or CRITICAL by its thresholds, with performance data', async () => {
		await desk.import([
			created('T-1', '12:00'),
			created('T-2', '12:04'),
			created('T-3', '12:09'),
			created('T-4', '12:09'),
		]);
		await desk.tick(at('12:10:30'));
		const now = ['--now', at('12:10:30')];
		expect(await check(...now)).toMatchObject({
			code: 2,
			stdout:
				'SLA CRITICAL - 1 breached, 1 at risk, 2 on track, 0 paused | on_track=2;;;0 at_risk=1;;;0 breached=1;;0;0 paused=0;;;0\n',
		});
		expect(await check(...now, '--max-breached', '1')).toMatchObject({ code: 0 });
		expect(await check(...now, '--max-breached', '1', '--max-at-risk', '0')).toMatchObject({
			code: 1,
			stdout:
				'SLA WARNING - 1 breached, 1 at risk, 2 on track, 0 paused | on_track=2;;;0 at_risk=1;0;;0 breached=1;;1;0 paused=0;;;0\n',
		});
		expect(await check(...now, '--max-breached', '1', '--max-at-risk', '1')).toMatchObject({ code: 0 });
	});

	it('is UNKNOWN where the figures cannot be trusted: events wait, or nobody has looked', async () => {
		await desk.import([created('T-1', '12:00')]);
		expect((await check('--now', at('12:01'))).stdout).toContain('(1 event waits for the engine)');
		await desk.tick(at('12:01'));
		expect(await check('--now', at('12:05:59'))).toMatchObject({ code: 0 });
		const late = await check('--now', at('12:06:30'));
		expect(late.code).toBe(3);
		expect(late.stdout).toContain('no engine has looked for more than a minute');
	});

	it('is not alarmed by an event that waits for the next tick of an engine at work', async () => {
		const clock = ['--now', at('12:04'), '--speed', '0.001', '--tick', '30'];
		const engine = new Running(['engine', '--store', desk.store, '--agreement', desk.agreement, ...clock]);
		cleanUp.push(() => engine.kill('SIGKILL'));
		await engine.said('engine runs');
		await desk.import([created('T-1', '12:00')]);
		expect(await check('--now', at('12:04'))).toMatchObject({ code: 0 });
	});

	it('is UNKNOWN, never an alarm and never OK, where it cannot look: and makes no store of its own', async () => {
		const missing = await check();
		expect(missing).toMatchObject({ code: 3 });
		expect(missing.stdout).toContain(`there is no store ${desk.store}`);
		expect(existsSync(desk.store)).toBe(false);
		writeFileSync(desk.store, 'this is no database, whatever it is called');
		expect(await check()).toMatchObject({ code: 3 });
		const piped = await runArgsHere(['check', '--store', join(desk.folder, 'a|b.db')]);
		expect(piped.stdout).toMatch(LINE);
	});

	it('called wrongly is UNKNOWN too: exit 2 would be an alarm', async () => {
		for (const args of [
			['--max-breachd', '1'],
			['--max-at-risk', 'x'],
			['--now', 'noon'],
		]) {
			expect(await check(...args)).toMatchObject({ code: 3 });
		}
		expect(await check('--max-breached', '-1')).toMatchObject({
			code: 3,
			stdout: 'SLA UNKNOWN - --max-breached takes a number from 0 to 9007199254740991, not -1\n',
		});
	});
});

describe('slatop metrics', () => {
	beforeEach(async () => {
		await desk.import([
			created('T-1', '12:00', { department: 'Billing "A"\\B' }),
			created('T-2', '12:04', { department: 'Sales' }),
			created('T-3', '12:05', { department: 'Sales' }),
			answered('T-3', '12:06'),
			created('T-4', '11:00', { department: 'Sales' }),
			answered('T-4', '11:30'),
		]);
		await desk.tick(at('12:10:30'));
	});
	const series = (text: string): Map<string, number> =>
		new Map(
			readPrometheus(text).map(({ name, labels, value }) => [
				`${name} ${Object.values(labels).join(' ')}`.trim(),
				value,
			]),
		);

	it('prints how the store stands: open timers by kind, compliance of today and of the month, the engine', async () => {
		const { code, stdout, stderr } = await desk.run('metrics', ['--now', at('12:10:30')]);
		expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
		const kept = series(stdout);
		expect(kept.get('slatop_open_timers breached')).toBe(1);
		expect(kept.get('slatop_open_timers at_risk')).toBe(1);
		expect(kept.get('slatop_open_timers_by_kind breached Billing "A"\\B gold first_answer')).toBe(1);
		expect(kept.get('slatop_closed_timers today missed')).toBe(1);
		expect(kept.get('slatop_compliance_ratio today')).toBeCloseTo(1 / 3, 9);
		expect(kept.get('slatop_compliance_ratio month')).toBeCloseTo(1 / 3, 9);
		expect(kept.get('slatop_engine_backlog_events')).toBe(0);
		expect(kept.get('slatop_engine_running')).toBe(0);
		const tickedAgo = Date.now() / 1_000 - (kept.get('slatop_engine_last_tick_timestamp_seconds') ?? 0);
		expect(tickedAgo).toBeLessThan(30);
		expect(kept.get('slatop_source_lag_seconds import')).toBeLessThan(30);
		expect(kept.get('slatop_source_last_event_timestamp_seconds import')).toBe(
			Date.parse(at('12:06')) / 1_000,
		);
	});

	it('counts a day by the clock: tomorrow nothing has closed yet, and the breach still counts', async () => {
		const { stdout } = await desk.run('metrics', ['--now', '2026-11-25T00:00:01Z']);
		const kept = series(stdout);
		expect(kept.get('slatop_closed_timers today fulfilled')).toBe(0);
		expect(kept.get('slatop_closed_timers month fulfilled')).toBe(1);
		expect(kept.get('slatop_compliance_ratio today')).toBe(0);
	});

	it('writes a file whole, readable by a collector, and leaves nothing else beside it', async () => {
		const folder = join(desk.folder, 'textfile');
		mkdirSync(folder);
		const file = join(folder, 'slatop.prom');
		writeFileSync(file, 'old\n', { mode: 0o600 });
		expect(await desk.run('metrics', ['--output', file])).toMatchObject({ code: 0, stdout: '', stderr: '' });
		expect(series(readFileSync(file, 'utf8')).get('slatop_open_timers breached')).toBe(1);
		expect(readdirSync(folder)).toEqual(['slatop.prom']);
		expect(statSync(file).mode & 0o777).toBe(0o644);
	});

	it('that cannot be written or read fails in words, and leaves the old file as it was', async () => {
		const lost = await desk.run('metrics', ['--output', join(desk.folder, 'nowhere', 'slatop.prom')]);
		expect(lost).toMatchObject({ code: 1, stdout: '' });
		expect(lost.stderr).toMatch(/^slatop: .*slatop\.prom cannot be written: /);
		const file = desk.file('slatop.prom', 'old\n');
		const missing = await runArgsHere(['metrics', '--output', file, '--store', join(desk.folder, 'none.db')]);
		expect(missing).toMatchObject({ code: 1, stdout: '' });
		expect(missing.stderr).toContain('there is no store');
		expect(readFileSync(file, 'utf8')).toBe('old\n');
	});
});

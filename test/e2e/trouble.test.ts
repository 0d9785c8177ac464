import { rmSync, writeFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import { answered, at, created, Desk, TEN_MINUTES } from '../support/desk.ts';
import { Running } from '../support/program.ts';
import { header, rowOf, selects, tickets, whatIsBroken } from './reading.ts';

let desk: Desk;
const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
	for (const work of cleanUp.splice(0).reverse()) await work();
	await desk.dispose();
});

const WIDE = { cols: 120, rows: 36 };
const WRONG = /agreement file is wrong, the last good one is in force: sla\.yaml:6:\d+: /;

describe('an agreement file that goes wrong while the dashboard runs', () => {
	it('is told on the screen with its line, the old one stays in force; mended, all is well again', async () => {
		desk = new Desk();
		await desk.import([created('T-1', '12:00')]);
		const terminal = desk.dashboard(at('12:04'), WIDE);
		await terminal.waitFor('T-1');
		writeFileSync(desk.agreement, TEN_MINUTES.replace('calendar: always', 'calendar: nowhere'));
		await terminal.waitFor(WRONG);
		expect(header(terminal)).toContain('nowhere');
		const { x, y } = terminal.find('agreement file') ?? { x: 0, y: 0 };
		expect(terminal.cell(x, y)).toMatchObject({ bg: 'ansi:1', bold: true });
		expect(whatIsBroken(terminal, 120)).toEqual([]);
		await desk.import([created('T-2', '12:01')]);
		await terminal.waitFor('T-2');
		expect(rowOf(terminal, 'T-2').line).toMatch(/^ ● +7:00 on track first answer +gold/);
		writeFileSync(desk.agreement, TEN_MINUTES.replace('10m', '20m'));
		await terminal.waitFor((screen) => !header(screen).includes('agreement file'));
		await desk.import([created('T-3', '12:05')]);
		await terminal.waitFor('T-3');
		expect(rowOf(terminal, 'T-3').line).toMatch(/^ ● +21:00 on track/);
		expect(rowOf(terminal, 'T-2').line).toMatch(/^ ● +7:00 on track/);
	});

	it('also where it is gone, or is no text at all', async () => {
		desk = new Desk();
		await desk.import([created('T-1', '12:00')]);
		const terminal = desk.dashboard(at('12:04'), WIDE);
		await terminal.waitFor('T-1');
		rmSync(desk.agreement);
		await terminal.waitFor(/the last good one is in force: .*there is no such file/);
		writeFileSync(desk.agreement, Buffer.from([0x1b, 0x5d, 0x30, 0x3b, 0x78, 0x07, 0xff, 0x00, 0x3a]));
		await terminal.waitFor(
			/the last good one is in force: agreement sla\.yaml cannot be read: it is not UTF-8/,
		);
		expect(whatIsBroken(terminal, 120)).toEqual([]);
		writeFileSync(desk.agreement, TEN_MINUTES);
		await terminal.waitFor((screen) => !header(screen).includes('agreement file'));
	});

	it('is told at 40 columns too, cut at the edge', async () => {
		desk = new Desk(TEN_MINUTES.replace('calendar: always', 'calendar: nowhere'));
		const terminal = desk.dashboard(at('12:04'), { cols: 40, rows: 10 });
		await terminal.waitFor(/agreement/);
		expect(whatIsBroken(terminal, 40)).toEqual([]);
	});
});

describe('a store that somebody else keeps locked', () => {
	it('makes the board say since when it is behind, also when it is locked from the start', async () => {
		desk = new Desk();
		await desk.import([created('T-1', '12:00')]);
		await desk.tick(at('12:04'));
		const other = new Database(desk.store);
		cleanUp.push(() => other.close());
		other.exec('BEGIN IMMEDIATE');
		const terminal = desk.dashboard(at('12:04'), WIDE);
		await terminal.waitFor('T-1');
		await terminal.waitFor(/ENGINE BEHIND since \d\d:\d\d:\d\d/);
		const { x, y } = terminal.find('ENGINE') ?? { x: 0, y: 0 };
		expect(terminal.cell(x, y)).toMatchObject({ bg: 'ansi:1', bold: true });
		// The keys work all the while.
		await terminal.send('2');
		await terminal.waitFor('BREACHED');
		expect(header(terminal)).toContain('ENGINE BEHIND');
		other.exec('ROLLBACK');
		await terminal.waitFor((screen) => !header(screen).includes('ENGINE'));
		await desk.import([created('T-2', '12:01')]);
		await terminal.send('1');
		await terminal.waitFor('T-2');
	});

	it('is told even while something else is wrong as well', async () => {
		desk = new Desk();
		await desk.import([created('T-1', '12:00')]);
		const terminal = desk.dashboard(at('12:04'), WIDE);
		await terminal.waitFor('T-1');
		writeFileSync(desk.agreement, TEN_MINUTES.replace('calendar: always', 'calendar: nowhere'));
		await terminal.waitFor(WRONG);
		const other = new Database(desk.store);
		cleanUp.push(() => other.close());
		other.exec('BEGIN IMMEDIATE');
		await terminal.waitFor('ENGINE BEHIND since');
	});
});

describe('another engine on the same store', () => {
	it('that is killed: the dashboard takes over, and says nothing wrong meanwhile', async () => {
		desk = new Desk();
		await desk.import([created('T-1', '12:00')]);
		const clock = ['--now', at('12:04'), '--speed', '0.001'];
		const engine = new Running(['engine', '--store', desk.store, '--agreement', desk.agreement, ...clock]);
		cleanUp.push(() => engine.kill('SIGKILL'));
		await engine.said('engine runs');
		const terminal = desk.dashboard(at('12:04'), WIDE);
		await terminal.waitFor('T-1');
		engine.kill('SIGKILL');
		await engine.ended;
		await desk.import([created('T-2', '12:01'), answered('T-1', '12:03')]);
		// It says that it waits, and since when, until the dead engine's lease has run out.
		await terminal.waitFor(/2 events to take in|ENGINE BEHIND since/);
		await terminal.waitFor((screen) => tickets(screen).join() === 'T-2');
		await terminal.waitFor((screen) => !/ENGINE|to take in/.test(header(screen)));
	});
});

describe('two dashboards on one store', () => {
	it('show the same, and when one is left the other goes on', async () => {
		desk = new Desk();
		await desk.import([created('T-1', '12:00'), created('T-2', '12:01')]);
		const first = desk.dashboard(at('12:04'));
		await first.waitFor('T-2');
		const second = desk.dashboard(at('12:04'));
		await second.waitFor('T-2');
		await second.send('j');
		await second.waitFor(selects('T-2'));
		expect(selects('T-1')(first)).toBe(true);
		await first.send('q');
		await first.waitForExit();
		await desk.import([created('T-3', '12:02')]);
		await second.waitFor('T-3');
		expect(header(second)).not.toContain('ENGINE');
	});
});

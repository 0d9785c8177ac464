import { writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as importCommand from '../../source/commands/import.ts';
import * as recalculateCommand from '../../source/commands/recalculate.ts';
import * as tick from '../../source/commands/tick.ts';
import * as tickets from '../../source/commands/tickets.ts';
import { answered, at, created, Desk, ndjson, TEN_MINUTES } from '../support/desk.ts';
import { runHere } from '../support/here.ts';
import { Running } from '../support/program.ts';

let desk: Desk;
beforeEach(() => {
	desk = new Desk();
});
afterEach(() => desk.dispose());

const recalculate = async (...args: string[]): Promise<string> => {
	const ran = await desk.run('recalculate', ['--agreement', desk.agreement, '--now', at('12:05'), ...args]);
	expect(ran).toMatchObject({ code: 0, stderr: '' });
	return ran.stdout;
};
const dues = async (): Promise<string[]> => {
	const { stdout } = await desk.run('tickets', ['--format', 'ndjson', '--now', at('12:05')]);
	return [...stdout.matchAll(/"due_at":"([^"]+)"/g)].map(([, due = '']) => due);
};

describe('slatop recalculate', () => {
	it('says how many open timers it would move, then moves them, and again moves none', async () => {
		await desk.import([created('T-1', '12:00'), created('T-2', '12:01'), created('T-3', '12:02')]);
		await desk.import([answered('T-3', '12:03')]);
		await desk.tick(at('12:04'));
		writeFileSync(desk.agreement, TEN_MINUTES.replace('10m', '20m'));
		expect(await recalculate('--dry-run')).toBe('2 open timers would move, of 3 tickets\n');
		expect(await dues()).toEqual([at('12:10'), at('12:11')]);
		expect(await recalculate()).toBe('2 open timers moved, of 3 tickets\n');
		expect(await dues()).toEqual([at('12:20'), at('12:21')]);
		expect((await desk.run('log', ['--format', 'ndjson'])).stdout).toContain(`"due_at":"${at('12:12')}"`);
		expect(await recalculate()).toBe('0 open timers moved, of 3 tickets\n');
		expect(await dues()).toEqual([at('12:20'), at('12:21')]);
	});

	it('does not count what events move that no tick has taken yet', async () => {
		await desk.import([created('T-1', '12:00'), created('T-2', '12:01')]);
		await desk.tick(at('12:04'));
		await desk.import([answered('T-1', '12:03')]);
		expect(await recalculate('--dry-run')).toBe('0 open timers would move, of 2 tickets\n');
	});
});

describe('the sample agreement', () => {
	it('never takes the place of one that is in force', async () => {
		const flags = { store: desk.store, now: at('12:05') };
		await runHere(tick, [], { ...flags, agreement: desk.agreement });
		const events = desk.file('events.ndjson', ndjson([created('T-1', '12:01')]));
		await runHere(importCommand, [events], flags);
		await runHere(tick, [], flags);
		const again = await runHere(recalculateCommand, [], flags);
		expect(again.stdout).toBe('0 open timers moved, of 1 ticket\n');
		const { stdout } = await runHere(tickets, [], { ...flags, format: 'ndjson' });
		expect([...stdout.matchAll(/"due_at":"([^"]+)"/g)].map(([, due]) => due)).toEqual([at('12:11')]);
	});

	it('judges where there is no other', async () => {
		const flags = { store: desk.store, now: at('12:05') };
		await runHere(tick, [], flags);
		const events = desk.file('events.ndjson', ndjson([created('T-1', '12:01')]));
		await runHere(importCommand, [events], flags);
		await runHere(tick, [], flags);
		const { stdout } = await runHere(tickets, [], { ...flags, format: 'ndjson' });
		expect(stdout).toContain('"ticket":"T-1"');
	});
});

describe('a file that the agreement names', () => {
	it('is reread when it changes alone: what is wrong with it then is told', async () => {
		const holiday = (date: string): string =>
			`BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:${date}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n`;
		desk.file('days.ics', holiday('20261224'));
		writeFileSync(
			desk.agreement,
			TEN_MINUTES.replace(
				'levels:',
				'calendars: { office: { hours: { mon-fri: ["00:00-24:00"] }, holidays: [{ file: days.ics }] } }\nlevels:',
			).replace('calendar: always', 'calendar: office'),
		);
		const engine = new Running([
			...['engine', '--store', desk.store, '--agreement', desk.agreement],
			...['--now', at('12:04'), '--speed', '0.001'],
		]);
		try {
			await engine.said('engine runs');
			desk.file('days.ics', 'nothing of the kind');
			await engine.said('agreement not taken: sla.yaml:');
		} finally {
			engine.kill('SIGKILL');
		}
	});
});

import { afterEach, describe, expect, it } from 'vitest';
import { answered, at, created, Desk, TEN_MINUTES } from '../support/desk.ts';
import { header, LIST_TOP, selects, tickets, whatIsBroken } from './reading.ts';

let desk: Desk;
afterEach(() => desk.dispose());

const two = (value: number): string => String(value).padStart(2, '0');
const clock = (second: number): string =>
	`${two(Math.floor(second / 3600))}:${two(Math.floor(second / 60) % 60)}:${two(second % 60)}`;

describe('the selection', () => {
	it('stays on its ticket, and on its line, when rows come in above it', async () => {
		desk = new Desk();
		const old = Array.from({ length: 40 }, (_, place) => created(`T-${100 + place}`, `12:${two(place)}`));
		await desk.import(old);
		const terminal = desk.dashboard(at('12:40'));
		await terminal.waitFor('T-100');
		await terminal.send('j', 'j', 'j', 'j', 'j');
		await terminal.waitFor(selects('T-105'));
		await desk.import([created('T-001', '11:58'), created('T-002', '11:59'), created('T-003', '12:04:30')]);
		await terminal.waitFor('T-003');
		expect(selects('T-105')(terminal)).toBe(true);
		expect(terminal.find('T-105')?.y).toBe(LIST_TOP + 5);
		expect(tickets(terminal).slice(0, 7)).toEqual([
			...['T-101', 'T-102', 'T-103', 'T-104', 'T-003'],
			...['T-105', 'T-106'],
		]);
		await terminal.send('g');
		await terminal.waitFor(selects('T-001'));
	});

	it('goes to the next row when its own is answered', async () => {
		desk = new Desk();
		await desk.import(['T-1', 'T-2', 'T-3'].map((ticket, place) => created(ticket, `12:0${place}`)));
		const terminal = desk.dashboard(at('12:04'));
		await terminal.waitFor('T-3');
		await terminal.send('j');
		await terminal.waitFor(selects('T-2'));
		await desk.import([answered('T-2', '12:03')]);
		await terminal.waitFor((screen) => tickets(screen).join() === 'T-1,T-3');
		expect(selects('T-3')(terminal)).toBe(true);
	});
});

describe('Space', () => {
	it('freezes the list and says since when, while the counters go on', async () => {
		desk = new Desk();
		await desk.import([created('T-1', '12:00'), created('T-2', '12:01')]);
		const terminal = desk.dashboard(at('12:04'));
		await terminal.waitFor('● 2 on track');
		await terminal.send('Space');
		await terminal.waitFor('FROZEN 12:04:00');
		await desk.import([created('T-3', '11:55')]);
		await terminal.waitFor('▲ 1 at risk');
		expect(tickets(terminal)).toEqual(['T-1', 'T-2']);
		await terminal.send('Space');
		await terminal.waitFor('T-3');
		expect(tickets(terminal)).toEqual(['T-3', 'T-1', 'T-2']);
		expect(header(terminal)).not.toContain('FROZEN');
	});
});

describe('the SLA log', () => {
	it('is followed at its end until somebody scrolls, and says that there is more', async () => {
		desk = new Desk(TEN_MINUTES);
		const all = Array.from({ length: 60 }, (_, place) => `T-${100 + place}`);
		await desk.import(all.map((ticket) => created(ticket, '12:00')));
		await desk.import(all.slice(0, 40).map((ticket, place) => answered(ticket, `12:01:${two(place)}`)));
		const terminal = desk.dashboard(at('12:05'));
		await terminal.waitFor('T-140');
		await terminal.send('3');
		await terminal.waitFor(selects('T-139'));
		expect(header(terminal)).toContain('following');
		await desk.import([answered('T-140', '12:02')]);
		await terminal.waitFor(selects('T-140'));
		await terminal.send('k', 'k');
		await terminal.waitFor(selects('T-138'));
		expect(header(terminal)).not.toContain('following');
		await desk.import([answered('T-141', '12:03')]);
		await terminal.waitFor('new below (G)');
		expect(selects('T-138')(terminal)).toBe(true);
		await terminal.send('G');
		await terminal.waitFor(selects('T-141'));
		await desk.import([answered('T-142', '12:04')]);
		await terminal.waitFor(selects('T-142'));
	});
});

describe('a list of thousands', () => {
	it('is walked page by page to its end and back, no row missed or shown twice', async () => {
		const COUNT = 3000;
		desk = new Desk();
		const all = Array.from({ length: COUNT }, (_, place) => `T-${10_000 + place}`);
		await desk.import(all.map((ticket, place) => created(ticket, clock(place * 10))));
		await desk.tick(at('09:00'));
		const terminal = desk.dashboard(at('09:00'), { cols: 100, rows: 60 });
		await terminal.waitFor('T-10000');
		await terminal.waitFor('✗ 3,000');
		const rows = 60 - 5;
		const seen: string[] = [...tickets(terminal)];
		for (let place = 0; place < COUNT - 1; ) {
			place = Math.min(COUNT - 1, place + rows - 1);
			await terminal.send('PgDn');
			await terminal.waitFor(selects(all[place] ?? ''));
			for (const ticket of tickets(terminal)) if (ticket > (seen.at(-1) ?? '')) seen.push(ticket);
		}
		expect(seen).toEqual(all);
		expect(tickets(terminal)).toEqual(all.slice(-rows));
		// Held down, a key repeats faster than a screen is drawn.
		terminal.type('k'.repeat(500));
		await terminal.waitFor(selects(all[COUNT - 501] ?? ''));
		for (let pages = 0; pages < 60; pages++) await terminal.send('PgUp');
		await terminal.waitFor(selects('T-10000'));
		expect(tickets(terminal)).toEqual(all.slice(0, rows));
		expect(whatIsBroken(terminal, 100)).toEqual([]);
	});
});

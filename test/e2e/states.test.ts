import { afterEach, describe, expect, it } from 'vitest';
import { answered, asked, at, created, Desk, status, TEN_MINUTES } from '../support/desk.ts';
import { cellIn, footer, header, rowOf, selects, tickets, whatIsBroken } from './reading.ts';

let desk: Desk;
afterEach(() => desk.dispose());

const WIDE = { cols: 120, rows: 36 };

describe('the first frame', () => {
	it('says what to do where the store is empty', async () => {
		desk = new Desk();
		const terminal = desk.dashboard(at('12:00'));
		await terminal.waitFor('slatop import FILE');
		expect(terminal.text().replaceAll('\n', ' ')).toContain('look around with slatop demo');
		await terminal.waitFor('no events yet');
		expect(header(terminal)).toContain('✗ 0 breached');
		expect(whatIsBroken(terminal, 80)).toEqual([]);
	});

	it('shows imported tickets, soonest due first, with counters, the clock and the keys', async () => {
		desk = new Desk();
		await desk.import([
			created('T-2', '12:00', { subject: 'Where is my invoice?', department: 'Billing', agent: 'ana' }),
			created('T-1', '11:58', { subject: 'Printer on fire', department: 'Hardware', priority: 'urgent' }),
		]);
		const terminal = desk.dashboard(at('12:04'), WIDE);
		await terminal.waitFor('T-2');
		await terminal.waitFor('last event 4m ago');
		expect(tickets(terminal)).toEqual(['T-1', 'T-2']);
		expect(rowOf(terminal, 'T-1').line).toMatch(
			/^ ▲ +4:00 at risk +first answer +gold +Hardware +unassigned +urgent T-1 +Printer on fire$/,
		);
		expect(rowOf(terminal, 'T-2').line).toMatch(
			/^ ● +6:00 on track first answer +gold +Billing +ana +normal/,
		);
		expect(header(terminal)).toMatch(/✗ 0 breached {2}▲ 1 at risk {2}● 1 on track {2}‖ 0 paused/);
		expect(header(terminal)).toContain('Tue 12:04:00');
		expect(footer(terminal)).toContain('q quit');
		expect(terminal.modes).toMatchObject({ alternateScreen: true, cursorVisible: false, autowrap: false });
	});
});

describe('a timer as time passes', () => {
	it('goes from on track to at risk to breached: in words, by its symbol and by colour, and rings', async () => {
		desk = new Desk(TEN_MINUTES.replace('50%', '2m'));
		// T-1 is selected, which is drawn in one style: T-2 is the one to look at.
		await desk.import([created('T-1', '11:00'), created('T-2', '12:00')]);
		await desk.tick(at('12:06'));
		const terminal = desk.dashboard(at('12:06'), { ...WIDE, speed: 60, args: ['--bell', '--notify'] });
		for (const [word, symbol, fg, bold] of [
			['on track', '●', 'ansi:2', false],
			['at risk', '▲', 'ansi:3', false],
			['breached', '✗', 'ansi:1', true],
		] as const) {
			await terminal.waitFor(
				(screen) => screen.find('T-2') !== undefined && rowOf(screen, 'T-2').line.includes(word),
			);
			expect(cellIn(terminal, 'T-2', word)).toMatchObject({ fg, bold });
			const sign = terminal.cell(1, rowOf(terminal, 'T-2').y);
			expect(sign).toMatchObject({ char: symbol, fg, bold });
			await terminal.waitFor(new RegExp(`\\${symbol} [12] ${word}`));
		}
		expect(rowOf(terminal, 'T-2').line).toMatch(/^[» ]✗ +-\d+:\d\d breached/);
		// T-1 was breached before anybody looked.
		await terminal.waitFor((screen) => screen.output.includes('777;notify'));
		expect(terminal.output.split('\u001B]777;').length).toBe(2);
		expect(terminal.output).toContain(
			'\u0007\u001B]777;notify;slatop;T-2 breached: first answer, unassigned\u0007',
		);
	});

	it('stands paused with what is left of its target, after the running ones', async () => {
		desk = new Desk(`${TEN_MINUTES.replace('first_answer: 10m', 'first_resolve: 10m')}`);
		await desk.import([
			created('T-1', '12:00'),
			created('T-2', '11:50'),
			answered('T-2', '11:54'),
			created('T-3', '12:01'),
		]);
		const terminal = desk.dashboard(at('12:04'), WIDE);
		await terminal.waitFor('paused   first');
		await terminal.waitFor(/‖ 1 paused/);
		expect(tickets(terminal)).toEqual(['T-1', 'T-3', 'T-2']);
		expect(rowOf(terminal, 'T-2').line).toMatch(/^ ‖ +6:00 paused/);
		expect(cellIn(terminal, 'T-2', 'paused')).toMatchObject({ fg: 'ansi:6' });
	});
});

describe('what arrives while the dashboard runs', () => {
	it('writes a row of the SLA log when an answer is imported, and takes the timer off the list', async () => {
		desk = new Desk();
		await desk.import([created('T-1', '12:00'), created('T-2', '12:01')]);
		const terminal = desk.dashboard(at('12:04'), WIDE);
		await terminal.waitFor('T-2');
		await desk.import([answered('T-1', '12:03')]);
		await terminal.waitFor((screen) => screen.find('T-1') === undefined);
		await terminal.send('3');
		await terminal.waitFor('fulfilled');
		expect(rowOf(terminal, 'T-1').line).toMatch(/^ ✓ 11-24 12:03 fulfilled +7:00 first answer/);
		await terminal.waitFor('compliance today 100.0%');
		await desk.import([answered('T-2', '12:31')]);
		await terminal.waitFor(
			(screen) => screen.find('T-2') !== undefined && screen.find('missed') !== undefined,
		);
		expect(rowOf(terminal, 'T-2').line).toMatch(/^ ✘ 11-24 12:31 missed +-20:00 first answer/);
		expect(tickets(terminal)).toEqual(['T-1', 'T-2']);
		// A selected row is drawn in one style: the selection moves off it.
		await terminal.send('G');
		await terminal.waitFor(selects('T-2'));
		expect(cellIn(terminal, 'T-1', 'fulfilled').fg).toBe('ansi:2');
		await terminal.waitFor('compliance today 50.0%');
	});

	it('shows a cancelled timer with its reason on its ticket', async () => {
		desk = new Desk();
		await desk.import([created('T-1', '12:00', { subject: 'Buy now' }), asked('T-1', '12:01')]);
		const terminal = desk.dashboard(at('12:04'), WIDE);
		await terminal.waitFor('T-1');
		await terminal.send('Enter');
		await terminal.waitFor('What happened');
		await desk.import([status('T-1', '12:03', 'spam')]);
		await terminal.waitFor(/– cancelled +first answer +7:00 closed 11-24 12:03 \(spam\)/);
		expect(terminal.text()).toMatch(/status +spam, normal priority/);
		expect(terminal.text()).toContain('11-24 12:03 status spam');
	});
});

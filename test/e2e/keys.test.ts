import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { answered, at, created, Desk } from '../support/desk.ts';
import type { TestTerminal } from '../support/terminal.ts';
import { footer, header, selectedLine, selects, tickets, whatIsBroken } from './reading.ts';

const AGREEMENT = `version: 1
name: Two levels
timezone: UTC
levels:
  gold: { calendar: always, targets: { first_answer: 30m } }
  silver: { calendar: always, targets: { first_answer: 2h } }
rules:
  - { name: VIP, when: { field: customer_group, is: vip }, level: gold }
default_level: silver
`;
const COUNT = 60;
const DEPARTMENTS = ['Billing', 'Billing EU', 'Technical Support', 'Sales'];
const two = (value: number): string => String(value).padStart(2, '0');
const name = (place: number): string => `T-${1000 + place}`;

/** Sixty tickets a minute apart, every third of them gold: those come first. */
const FLOOR = Array.from({ length: COUNT }, (_, place) =>
	created(name(place), `10:${two(place)}`, {
		subject: `Request number ${place}`,
		department: DEPARTMENTS[place % DEPARTMENTS.length],
		agent: place % 5 === 0 ? 'ana' : null,
		...(place % 3 === 0 ? { customer_group: 'vip' } : {}),
	}),
);
/** As the list has them: gold by time, then silver by time. */
const ORDER = [
	...FLOOR.map((_, place) => place).filter((place) => place % 3 === 0),
	...FLOOR.map((_, place) => place).filter((place) => place % 3 !== 0),
].map(name);
const NOW = at('11:10');
/** Rows of the list on a screen of 24 lines. */
const ROWS = 24 - 3 - 1 - 1;
/** While a filter is typed: the lowest line tells what is understood. */
const TYPING_ROWS = ROWS - 1;

let desk: Desk;
let terminal: TestTerminal;
beforeAll(async () => {
	desk = new Desk(AGREEMENT);
	// Gold from 10:00 on is due at 10:30, silver at 12:00: every gold one is before every silver one.
	await desk.import([...FLOOR, answered('T-1001', '10:05'), answered('T-1002', '10:06')]);
	await desk.tick(NOW);
});
afterAll(() => desk.dispose());
beforeEach(async () => {
	terminal = desk.dashboard(NOW, { env: { USER: 'ana' } });
	await terminal.waitFor(
		(screen) => tickets(screen).length === ROWS && whatIsBroken(screen, 80).length === 0,
	);
});
afterEach(() => terminal.dispose());

/** Two were answered: the list goes on without them. */
const LIST = ORDER.filter((ticket) => ticket !== 'T-1001' && ticket !== 'T-1002');
const nth = (place: number): string => LIST.at(place) ?? '';
const press = async (keys: readonly string[], ticket: string): Promise<void> => {
	await terminal.send(...keys);
	await terminal.waitFor(selects(ticket));
};

describe('moving in the list', () => {
	it('by j and k, arrows, pages, half pages and to the ends, as in vim and htop', async () => {
		expect(tickets(terminal)).toEqual(LIST.slice(0, ROWS));
		await press(['j'], nth(1));
		await press(['Down', 'Down'], nth(3));
		await press(['k'], nth(2));
		await press(['Up', 'Up'], nth(0));
		await press(['k', 'Up', 'PgUp', 'Ctrl-u'], nth(0));
		await press(['PgDn'], nth(ROWS - 1));
		await press(['Ctrl-d'], nth(ROWS - 1 + Math.floor(ROWS / 2)));
		await press(['Ctrl-u'], nth(ROWS - 1));
		await press(['PgUp'], nth(0));
		await press(['G'], nth(-1));
		expect(tickets(terminal)).toEqual(LIST.slice(-ROWS));
		await press(['j', 'Down', 'PgDn', 'Ctrl-d'], nth(-1));
		await press(['g'], nth(0));
		await press(['End'], nth(-1));
		await press(['Home'], nth(0));
		expect(tickets(terminal)).toEqual(LIST.slice(0, ROWS));
		await press(['Ctrl-f'], nth(ROWS - 1));
		await press(['Ctrl-b'], nth(0));
	});

	it('takes keys that a slow link delivers together', async () => {
		terminal.type('jjjjjjjjjj');
		await terminal.waitFor(selects(nth(10)));
		terminal.type('\u001B[A\u001B[A\u001B[B\u001BOA');
		await terminal.waitFor(selects(nth(8)));
		terminal.type('G\u001B[5~g\u001B[6~');
		await terminal.waitFor(selects(nth(ROWS - 1)));
		await terminal.send('Enter');
		await terminal.waitFor('What happened');
		terminal.type('\u001Bg');
		await terminal.waitFor(selects(nth(0)));
	});

	it('ignores keys that mean nothing, and what a terminal answers to questions', async () => {
		await press(['j'], nth(1));
		await terminal.send('F1', 'F5', 'Insert', 'd', 'Ctrl-@', 'Ctrl-_', '\u001B[?62;22c', '\u001B[12;1R');
		await terminal.send('ž', '漢', '👍', '\u001Bd');
		await press(['j'], nth(2));
		expect(whatIsBroken(terminal, 80)).toEqual([]);
	});
});

describe('the screens', () => {
	it('are reached by digits, Tab and Shift-Tab', async () => {
		await terminal.send('2');
		await terminal.waitFor('BREACHED');
		await terminal.send('3');
		await terminal.waitFor('CLOSED');
		expect(tickets(terminal)).toEqual(['T-1001', 'T-1002']);
		await terminal.send('1');
		await terminal.waitFor('LEFT METRIC');
		await terminal.send('Tab');
		await terminal.waitFor('BREACHED');
		await terminal.send('Tab');
		await terminal.waitFor('CLOSED');
		await terminal.send('Shift-Tab');
		await terminal.waitFor('BREACHED');
		await terminal.send('Shift-Tab');
		await terminal.waitFor('LEFT METRIC');
	});

	it('Enter opens a ticket, Esc goes back to the same row; from the log too', async () => {
		await press(['j', 'j', 'j'], nth(3));
		await terminal.send('Enter');
		await terminal.waitFor('What happened');
		expect(terminal.line(3)).toBe(` ${nth(3)}  Request number 9`);
		expect(terminal.text()).toMatch(/department +Billing EU/);
		expect(terminal.text()).toMatch(/agent +unassigned/);
		expect(terminal.text()).toMatch(/level +gold/);
		expect(terminal.text()).toMatch(/✗ breached +first answer +█+ +-31:00 due 11-24 10:39/);
		expect(terminal.text()).toContain('11-24 10:09 created by customer');
		await terminal.send('Esc');
		await terminal.waitFor(selects(nth(3)));
		await terminal.send('3');
		await terminal.waitFor(selects('T-1002'));
		await terminal.send('k', 'Enter');
		await terminal.waitFor('T-1001  Request number 1');
		expect(terminal.text()).toMatch(/✓ fulfilled +first answer +1h56m closed 11-24 10:05/);
		expect(terminal.text()).toContain('11-24 10:05 message by agent');
		await terminal.send('Esc');
		await terminal.waitFor('CLOSED');
	});

	it('w on a ticket says why its timers are due when they are', async () => {
		await terminal.send('Enter');
		await terminal.waitFor('What happened');
		await terminal.send('w');
		await terminal.waitFor('first answer: breached');
		expect(terminal.text()).toContain('target   30m of "always" (UTC)');
		expect(terminal.text()).toContain('(rule "VIP")');
		expect(terminal.text()).toContain('Tue 2026-11-24  10:00-10:30  30m, sum 30m');
		await terminal.send('Esc');
		await terminal.waitFor('What happened');
	});

	it('Queues: every department by state, and Enter narrows to the one', async () => {
		await terminal.send('2');
		await terminal.waitFor('BREACHED');
		const row = (department: string): string =>
			terminal.screen().find((line) => line.startsWith(`${department}  `)) ?? '';
		expect(row('Billing')).toMatch(/^Billing +4 +0 +11 +0 +15/);
		for (
			let steps = 0;
			!selectedLine(terminal).startsWith('Billing  ') && steps < DEPARTMENTS.length;
			steps++
		) {
			const before = selectedLine(terminal);
			await terminal.send('j');
			await terminal.waitFor((screen) => selectedLine(screen) !== before);
		}
		await terminal.send('Enter');
		await terminal.waitFor('filter: dep:Billing');
		const billing = LIST.filter((ticket) => Number(ticket.slice(2)) % 4 === 0);
		await terminal.send('g');
		await terminal.waitFor(selects(billing[0] ?? ''));
		expect(tickets(terminal)).toEqual(billing);
		await terminal.send('Esc');
		await terminal.waitFor((screen) => !header(screen).includes('filter'));
		expect(tickets(terminal)).toEqual(LIST.slice(0, ROWS));
	});

	it('Queues: a name with a blank is one name', async () => {
		await terminal.send('2');
		await terminal.waitFor('BREACHED');
		for (
			let steps = 0;
			!selectedLine(terminal).startsWith('Technical') && steps < DEPARTMENTS.length;
			steps++
		) {
			const before = selectedLine(terminal);
			await terminal.send('j');
			await terminal.waitFor((screen) => selectedLine(screen) !== before);
		}
		await terminal.send('Enter');
		await terminal.waitFor('filter: dep:"Technical Support"');
		expect(tickets(terminal)).toEqual(
			LIST.filter((ticket) => Number(ticket.slice(2)) % 4 === 2).slice(0, ROWS),
		);
	});

	it('? shows the keys, and any key closes it again', async () => {
		await terminal.send('?');
		await terminal.waitFor('Keys');
		expect(terminal.text()).toMatch(/a +acknowledge: somebody has seen/);
		// Longer than the screen: it scrolls, and stays.
		await terminal.send('G');
		await terminal.waitFor(/Ctrl-l +draw the screen anew/);
		expect(whatIsBroken(terminal, 80)).toEqual([]);
		await terminal.send('?');
		await terminal.waitFor('LEFT METRIC');
		await terminal.send('?');
		await terminal.waitFor('Keys');
		await terminal.send('Esc');
		await terminal.waitFor('LEFT METRIC');
		await terminal.send('?');
		await terminal.waitFor('Keys');
		await terminal.send('2');
		await terminal.waitFor('BREACHED');
	});
});

describe('the filter', () => {
	it('narrows while it is typed; Enter keeps it, Esc clears it', async () => {
		await terminal.send('/');
		await terminal.waitFor((screen) => footer(screen).startsWith('/'));
		terminal.type('dep:bill');
		const billing = LIST.filter((ticket) => [0, 1].includes(Number(ticket.slice(2)) % 4));
		await terminal.waitFor((screen) => tickets(screen).join() === billing.slice(0, TYPING_ROWS).join());
		terminal.type(' level:gold');
		const gold = billing.filter((ticket) => Number(ticket.slice(2)) % 3 === 1);
		await terminal.waitFor((screen) => tickets(screen).join() === gold.slice(0, TYPING_ROWS).join());
		await terminal.send('Enter');
		await terminal.waitFor('q quit');
		expect(header(terminal)).toContain('filter: dep:bill level:gold');
		await press(['j'], gold[1] ?? '');
		await terminal.send('Esc');
		await terminal.waitFor((screen) => tickets(screen).join() === LIST.slice(0, ROWS).join());
		expect(header(terminal)).not.toContain('filter');
	});

	it('knows me, states, the time left, quoted names and plain words', async () => {
		for (const [typed, holds] of [
			['agent:me', (place: number) => place % 5 === 0],
			['state:breached', (place: number) => place % 3 === 0 && place < 40],
			['left<15m', (place: number) => place % 3 === 0 && place < 55],
			['dep:"technical support"', (place: number) => place % 4 === 2],
			['"number 3"', (place: number) => place === 3 || (place >= 30 && place < 40)],
		] as const) {
			const expected = LIST.filter((ticket) => holds(Number(ticket.slice(2)) - 1000)).slice(0, TYPING_ROWS);
			await terminal.send('/');
			terminal.type(typed);
			await terminal.waitFor(
				(screen) => footer(screen).includes(typed) && tickets(screen).join() === expected.join(),
			);
			await terminal.send('Esc');
			await terminal.waitFor((screen) => footer(screen).includes('quit'));
		}
	});

	it('is edited with Backspace, Ctrl-w and Ctrl-u; in it, letters are letters', async () => {
		await terminal.send('/');
		terminal.type('qjk123?');
		await terminal.waitFor('/qjk123?');
		await terminal.waitFor('No open timer matches the filter');
		await terminal.send('Backspace', 'Backspace');
		await terminal.waitFor((screen) => footer(screen).trimEnd() === '/qjk12');
		terminal.type(' number 7');
		await terminal.waitFor('/qjk12 number 7');
		await terminal.send('Ctrl-w');
		await terminal.waitFor((screen) => footer(screen).trimEnd() === '/qjk12 number');
		await terminal.send('Ctrl-u');
		await terminal.waitFor((screen) => footer(screen).trimEnd() === '/');
		await terminal.send('Backspace');
		await terminal.waitFor('q quit');
	});

	it('takes a whole line that a slow link delivers at once, Enter and all', async () => {
		terminal.type('/number 1\u007F17\rj');
		await terminal.waitFor(
			(screen) => tickets(screen).join() === 'T-1017' && footer(screen).includes('q quit'),
		);
		expect(header(terminal)).toContain('filter: number 17');
		terminal.type('/\u0015number 4\u001B[Bj');
		await terminal.waitFor('/number 4j');
		// Escape leaves the line and clears the filter, another does nothing; the colon opens the palette.
		terminal.type('\u001B\u001B\u001B:go');
		await terminal.waitFor(
			(screen) => footer(screen).startsWith(':go') && !header(screen).includes('filter'),
		);
		terminal.type('\u001B');
		await terminal.waitFor('q quit');
	});

	it('says what it does not understand', async () => {
		await terminal.send('/');
		terminal.type('departement:billing');
		await terminal.waitFor('no field "departement"');
		await terminal.send('Ctrl-u');
		terminal.type('left<soon');
		await terminal.waitFor('left< takes a duration like 30m or 2h');
	});

	it('takes what is pasted as text; elsewhere a paste is nothing, and never a command', async () => {
		terminal.type('\u001B[200~q\r2?\u0003\u001B[201~');
		await press(['j'], nth(1));
		await terminal.send('/');
		terminal.type('\u001B[200~number 17\r\u001B[201~');
		await terminal.waitFor('/number 17');
		expect(footer(terminal)).toMatch(/^\/number 17/);
		await terminal.waitFor((screen) => tickets(screen).join() === 'T-1017');
	});

	it('takes a paste that comes in pieces', async () => {
		terminal.type('\u001B[200~qqqq');
		await terminal.settled();
		terminal.type('qq\r\u0003');
		await terminal.settled();
		terminal.type('q\u001B[201~');
		await press(['j'], nth(1));
	});
});

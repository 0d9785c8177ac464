import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { at, created, Desk } from '../support/desk.ts';
import { type TestTerminal, UNTOUCHED } from '../support/terminal.ts';
import { isWhole, rowOf, tickets, whatIsBroken } from './reading.ts';

/** What a subject may hold, and what may be seen of it. */
const SUBJECTS: readonly (readonly [text: string, seen: string])[] = [
	['\u001B]52;c;cm0gLXJmIH4=\u0007clipboard', 'clipboard'],
	['\u001B]0;owned\u0007title', 'title'],
	['\u001B]2;owned\u001B\\title again', 'title again'],
	['a\u001B[5;5Hb\u001B[10Ac\u001B[2Dd', 'abcd'],
	['\u001B[2J\u001B[Herased', 'erased'],
	['\u001B[?1049l\u001B[?25h\u001Bcreset', 'reset'],
	['\u009B2J\u009D0;owned\u009Cc1 controls', 'c1 controls'],
	['\u001B[31mred\u001B[0m \u001B[7minverse', 'red inverse'],
	['\u001B[6n\u001B[c\u001BZ\u0005asks', 'asks'],
	['\u001BP$qm\u001B\\dcs \u001B_G a=T\u001B\\apc', 'dcs apc'],
	['two\r\nlines\tand\u000Bmore\u0000\u0007\b\b', 'two lines and more'],
	['\u202Etxet desrever\u202C end', 'txet desrever end'],
	['\u2066isolate\u2069 \u200Ezero\u200B\u200Dwidth\uFEFF', 'isolate zerowidth'],
	['請求書が届きません', '請求書が届きません'],
	['👨‍👩‍👧‍👦 family 🇸🇮 flag 👍🏽 thumb', 'family 🇸🇮 flag 👍🏽 thumb'],
	['e\u0301te\u0301 na\u0308ive', 'été näive'],
	[`z${'\u0335'.repeat(200)}algo`, 'algo'],
	['مرحبا بالعالم', 'مرحبا بالعالم'],
	['\uD800lone \uDFFFsurrogates', 'surrogates'],
	['', ''],
	['wörd 👩\u200D👧 '.repeat(2_000), 'wörd'],
];
const PLAIN = 'a plain one for comparison';

const names = SUBJECTS.map((_, place) => `T-${100 + place}`);
const two = (value: number): string => String(value).padStart(2, '0');

let desk: Desk;
let terminal: TestTerminal;
beforeAll(async () => {
	desk = new Desk();
	await desk.import([
		...SUBJECTS.map(([subject], place) =>
			created(names[place] ?? '', `12:00:${two(place)}`, {
				subject,
				requester: subject,
				department: subject,
				agent: subject,
				organization: subject,
				tags: [subject],
				url: `https://desk.example/${place}\u0007${subject.slice(0, 50)}`,
				custom: { note: subject },
			}),
		),
		created('T-999', '12:00:59', { subject: PLAIN, department: 'Plain', agent: 'plain' }),
	]);
});
afterAll(() => desk.dispose());
afterEach(() => terminal.dispose());

const ALLOWED = new RegExp(
	// SGR, moves, erasing a line or the screen, the modes of the session, synchronized output.
	[
		'\\u001B\\[[\\d;]*[mHGABCDdXKJ]',
		'\\u001B\\[\\?(?:1049|25|7|2004|2026|1000|1006)[hl]',
		// A link to where the tickets are, in plain characters; and its end.
		'\\u001B\\]8;;(?:https://desk\\.example/[!-~]*)?\\u0007',
		// The question for the background.
		'\\u001B\\]11;\\?\\u001B\\\\',
		'\\r',
		'\\n',
		'\\u0008',
	].join('|'),
	'g',
);

describe('what a ticket says', () => {
	it('is inert text in every list, and every column stays where it is', async () => {
		terminal = desk.dashboard(at('12:04'), { cols: 200, rows: 40 });
		await terminal.waitFor((screen) => isWhole(200)(screen) && screen.find('T-999') !== undefined);
		await terminal.settled();
		expect(tickets(terminal)).toEqual([...names, 'T-999']);
		const column = terminal.find('T-999')?.x;
		const subjectAt = terminal.find(PLAIN)?.x ?? 0;
		for (const [place, [text, seen]] of SUBJECTS.entries()) {
			const name = names[place] ?? '';
			expect(terminal.find(name)?.x, JSON.stringify(text)).toBe(column);
			expect(rowOf(terminal, name).line, JSON.stringify(text)).toContain(seen);
			const { y } = rowOf(terminal, name);
			expect(terminal.cell(subjectAt - 1, y).char, JSON.stringify(text)).toBe(' ');
			if (seen !== '' && !/^[z👨\uD800]/u.test(text)) {
				const [first = ''] = seen;
				expect(terminal.cell(subjectAt, y).char.startsWith(first), JSON.stringify(text)).toBe(true);
			}
		}
		expect(terminal.output.replaceAll(ALLOWED, '')).not.toMatch(/\p{Cc}/u);
		expect(terminal.output.replaceAll(ALLOWED, '')).not.toContain('owned');
		// Each reference leads where its ticket says, and to nothing else.
		for (const [place, name] of names.entries()) {
			const link = `\\u001B\\]8;;https://desk\\.example/${place}(?:%07[!-~]*)?\\u0007`;
			expect(terminal.output).toMatch(new RegExp(`${link}(?:\\u001B\\[[\\d;]*m)*${name}`));
		}
		expect(terminal.modes).toMatchObject({ alternateScreen: true, cursorVisible: false });
		expect(whatIsBroken(terminal, 200)).toEqual([]);
	});

	it('is inert on its own screen, in the queues, in the filter and at every width', async () => {
		terminal = desk.dashboard(at('12:04'), { cols: 80, rows: 40 });
		await terminal.waitFor('T-119');
		for (const [place] of SUBJECTS.entries()) {
			await terminal.send('Enter');
			await terminal.waitFor((screen) => isWhole(80)(screen) && screen.find('What happened') !== undefined);
			expect(terminal.line(3)).toContain(names[place]);
			expect(whatIsBroken(terminal, 80), names[place]).toEqual([]);
			// However much is said of it, its timers are there to be seen.
			expect(terminal.find('Open timers'), names[place]).toBeDefined();
			await terminal.send('Esc', 'j');
			await terminal.waitFor('LEFT METRIC');
		}
		await terminal.send('2');
		await terminal.waitFor('BREACHED');
		await terminal.settled();
		expect(whatIsBroken(terminal, 80)).toEqual([]);
		await terminal.send('G', 'Enter');
		await terminal.waitFor('filter:');
		await terminal.send('Esc', '1');
		await terminal.send('/');
		for (const [text] of SUBJECTS) terminal.type(`\u001B[200~${text.replaceAll('\u001B', '')} \u001B[201~`);
		await terminal.settled();
		expect(whatIsBroken(terminal, 80)).toEqual([]);
		await terminal.send('Esc');
		for (const cols of [40, 57, 101, 133]) {
			terminal.resize(cols, 30);
			await terminal.waitFor((screen) => isWhole(cols)(screen) && screen.find('T-119') !== undefined);
			await terminal.settled();
			expect(whatIsBroken(terminal, cols), String(cols)).toEqual([]);
		}
		expect(terminal.output.replaceAll(ALLOWED, '')).not.toMatch(/\p{Cc}/u);
		await terminal.send('q');
		await terminal.waitForExit();
		expect(terminal.modes).toEqual(UNTOUCHED);
	});
});

describe('a terminal with little', () => {
	it('gets no colour with NO_COLOR, and the state by its symbol', async () => {
		terminal = desk.dashboard(at('12:06'), { cols: 120, rows: 36, env: { NO_COLOR: '1' } });
		await terminal.waitFor('T-999');
		await terminal.settled();
		for (let y = 0; y < 36; y++) {
			for (let x = 0; x < 120; x++) {
				expect(terminal.cell(x, y)).toMatchObject({ fg: 'default', bg: 'default' });
			}
		}
		const { y, line } = rowOf(terminal, 'T-999');
		expect(line).toMatch(/^ ▲ +4:59 at risk/);
		expect(terminal.cell(1, y).bold).toBe(true);
		expect(terminal.cell(0, 4).inverse).toBe(true);
	});

	it('gets ASCII alone in a C locale, but for what tickets say', async () => {
		const plain = new Desk();
		try {
			await plain.import([
				created('T-1', '11:00', { department: 'A department of a long name', subject: 'long '.repeat(30) }),
				created('T-2', '12:00'),
				created('T-3', '12:03'),
			]);
			terminal = plain.dashboard(at('12:07'), { env: { LANG: 'C' } });
			await terminal.waitFor('T-3');
			// Printable ASCII and blanks.
			const foreign = /[^ -~\n]/;
			expect(rowOf(terminal, 'T-1').line).toMatch(/^ ! /);
			expect(rowOf(terminal, 'T-2').line).toMatch(/^ \^ /);
			expect(rowOf(terminal, 'T-3').line).toMatch(/^ o /);
			expect(rowOf(terminal, 'T-1').line).toMatch(/~$/);
			expect(terminal.text()).not.toMatch(foreign);
			for (const [key, shown] of [
				['2', 'BREACHED'],
				['?', 'Keys'],
				['3', 'empty'],
				['1', 'LEFT METRIC'],
				['Enter', 'What happened'],
			] as const) {
				await terminal.send(key);
				await terminal.waitFor(shown);
				expect(terminal.text()).not.toMatch(foreign);
			}
		} finally {
			await plain.dispose();
		}
	});

	it('that cannot place text is told what to use instead', async () => {
		terminal = desk.dashboard(at('12:06'), { env: { TERM: 'dumb' } });
		expect((await terminal.waitForExit()).exitCode).toBe(2);
		expect(terminal.text().replaceAll('\n', '')).toContain('use slatop --accessible, slatop tickets');
		expect(terminal.modes).toEqual(UNTOUCHED);
	});
});

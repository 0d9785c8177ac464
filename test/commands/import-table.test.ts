import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSqliteStore } from '../../source/store/sqlite/sqlite-store.ts';
import { Desk } from '../support/desk.ts';

const NOW = ['--now', '2026-11-24T13:00:00Z'];

/** Round the clock: answered within an hour, solved within a day. */
const AGREEMENT = `version: 1
timezone: Europe/Ljubljana
levels:
  gold: { calendar: always, targets: { first_answer: 1h, first_assign: 1h, first_resolve: 1d } }
default_level: gold
`;

const FRESHDESK = [
	'Ticket ID,Subject,Status,Agent,Group,Created time,Due by Time,Resolved time,Last update time,Initial response time',
	'1,On time,Resolved,Bob,IT,2026-11-20 09:00:00,2026-11-20 17:00:00,2026-11-20 17:00:00,2026-11-20 17:00:00,2026-11-20 09:30:00',
	'2,Too late,Resolved,Bob,IT,2026-11-20 09:00:00,2026-11-20 17:00:00,2026-11-20 17:00:01,2026-11-20 17:00:01,2026-11-20 10:30:00',
	'3,Still open,Open,,IT,2026-11-24 11:00:00,2026-11-25 17:00:00,,2026-11-24 11:00:00,',
];

let desk: Desk;
let env: Record<string, string>;
beforeEach(() => {
	desk = new Desk(AGREEMENT);
	env = { XDG_CONFIG_HOME: desk.folder };
});
afterEach(() => desk.dispose());

const take = (rows: readonly string[], args: readonly string[] = [], name = 'tickets.csv') =>
	desk.run('import', [desk.file(name, `${rows.join('\r\n')}\r\n`), ...NOW, ...args], { env });

interface LogLine {
	readonly ticket: string;
	readonly metric: string;
	readonly state: string;
	readonly agent: string | null;
	readonly due_at: string;
}

async function log(): Promise<readonly string[]> {
	await desk.tick('2026-11-24T13:00:00Z');
	const { stdout } = await desk.run('log', ['--format', 'ndjson']);
	const lines = stdout.trim().split('\n');
	return lines
		.filter((line) => line !== '')
		.map((line): LogLine => JSON.parse(line))
		.map(({ ticket, metric, state, agent }) => `${ticket} ${metric} ${state} ${agent}`)
		.sort();
}

describe('slatop import of a table', () => {
	it('judges tickets by what their rows tell, and by the dues that the help desk gave', async () => {
		const { code, stdout, stderr } = await take(FRESHDESK, ['--timezone', 'Europe/Ljubljana']);
		expect({ code, stdout }).toEqual({
			code: 0,
			stdout: expect.stringMatching(/3 read, 3 taken, 0 already known, 0 refused \(11 events\)\n$/),
		});
		expect(stderr).toContain('read as: Freshdesk');
		expect(stderr).toContain('Europe/Ljubljana, as --timezone says');
		// No column tells when an agent was assigned: that is not measured, rather than met at once.
		expect(await log()).toEqual([
			'1 first_answer fulfilled Bob',
			'1 first_resolve fulfilled Bob',
			'2 first_answer missed Bob',
			'2 first_resolve missed Bob',
		]);
	});

	it('changes nothing when it is done again, and adds what is new of a newer export', async () => {
		await take(FRESHDESK);
		const again = await take(FRESHDESK);
		expect(again.stdout).toContain('3 read, 0 taken, 3 already known, 0 refused');
		expect(again.stderr).toBe('');
		const newer = FRESHDESK.map((row) =>
			row.startsWith('3,')
				? '3,Still open,Resolved,Ana,IT,2026-11-24 11:00:00,2026-11-25 17:00:00,2026-11-24 12:00:00,2026-11-24 12:00:00,2026-11-24 11:30:00'
				: row,
		);
		expect((await take(newer)).stdout).toContain('3 read, 1 taken, 2 already known, 0 refused');
		expect((await log()).filter((line) => line.startsWith('3'))).toEqual([
			'3 first_answer fulfilled null',
			'3 first_resolve fulfilled Ana',
		]);
	});

	it('names each refused row with its line and reason, and takes the others', async () => {
		const bad = [
			...FRESHDESK,
			'1.03006E+13,,Open,,IT,2026-11-20 09:00:00,,,,',
			',,Open,,IT,2026-11-20 09:00:00,,,,',
			'6,,On the moon,,IT,2026-11-20 09:00:00,,,,',
			'7,,Open,,IT,03:17.4,,,,',
			'8,,Open,,IT,,,,,',
			'9,,Resolved,,IT,2026-11-20 09:00:00,,2026-11-19 09:00:00,,',
			'10,,Open,,IT,2026-11-24 14:00:00,,,,',
			'11,,Open',
		];
		const { code, stdout, stderr } = await take(bad);
		expect(code).toBe(2);
		expect(stdout).toContain('11 read, 3 taken, 0 already known, 8 refused');
		const reasons = stderr.split('\n').filter((line) => /csv:\d+: /.test(line));
		for (const [place, [line, reason]] of (
			[
				[5, /shortened/],
				[6, /no ticket: "Ticket ID" is empty/],
				[7, /"On the moon" is no status that is known/],
				[8, /has lost its date/],
				[9, /"Created time" is empty/],
				[10, /before the ticket was created/],
				[11, /in the future/],
				[12, /3 cells under a header of 10/],
			] as const
		).entries()) {
			expect(reasons[place]).toContain(`tickets.csv:${line}: `);
			expect(reasons[place]).toMatch(reason);
		}
		expect((await take([...FRESHDESK.slice(0, 2), '99,x'], ['--strict', '--source', 'b'])).stdout).toContain(
			'0 taken',
		);
	});

	it('asks where nothing tells day from month, and goes by the answer', async () => {
		const rows = ['Ticket ID,Created time', '1,02/03/2026 10:00'];
		const asked = await take(rows);
		expect(asked).toMatchObject({ code: 2, stdout: '' });
		expect(asked.stderr).toContain('may be day/month or month/day, like "02/03/2026 10:00"');
		expect(asked.stderr).toContain('--dates day-first or --dates month-first');
		const shown = async (...args: string[]) => (await take(rows, ['--dry-run', ...args])).stdout;
		expect(await shown('--dates', 'day-first')).toContain('= 2026-03-02T10:00:00Z');
		expect(await shown('--dates', 'Created time=month-first')).toContain('= 2026-02-03T10:00:00Z');
	});

	it('reads a table that nobody knows as --map says, keeps that under a name, and knows it from then on', async () => {
		const rows = ['Case No;Logged;State;Floor', '1;2026-11-24 10:00;In the lab;3'];
		const unknown = await take(rows);
		expect(unknown).toMatchObject({ code: 2, stdout: '' });
		expect(unknown.stderr).toContain(
			'not the columns of any export that is known: Case No, Logged, State, Floor',
		);
		const map = [
			'--map',
			'ticket=Case No',
			'--map',
			'created_at=Logged',
			'--map',
			'status:In the lab=on_hold',
		];
		expect((await take(rows, [...map, '--save-map', 'lab'])).stdout).toContain('1 taken');
		const kept = readFileSync(join(desk.folder, 'slatop', 'mappings', 'lab.yaml'), 'utf8');
		expect(kept).toContain('ticket: Case No');
		expect(kept).toContain('In the lab: on_hold');
		expect((await take(rows)).stdout).toContain('0 taken, 1 already known');
		expect((await take(rows, ['--map', 'ticket=Case Nr'])).stderr).toContain('did you mean "Case No"?');
		expect((await take(rows, ['--map', 'tiket=Case No'])).stderr).toContain('did you mean "ticket"?');
		expect((await take(rows, ['--map', 'nowhere'])).stderr).toContain('there is no mapping "nowhere"');
	});

	it('says a field once that two columns tell of: the last that has a word for it counts', async () => {
		const rows = [
			'Ticket ID,Status,Created time,Kind,Region',
			'1,Open,2026-11-20 09:00:00,north,south',
			'2,Open,2026-11-20 09:00:00,north,',
		];
		expect((await take(rows, ['--map', 'custom.Region=Kind'])).code).toBe(0);
		const store = await openSqliteStore(desk.store);
		try {
			const told = [...(await store.histories(['1', '2'])).values()];
			const [first = '', second = ''] = told.map((events) => events.join());
			expect(first.match(/"Region":"\w+"/g)).toEqual(['"Region":"south"']);
			expect(second.match(/"Region":"\w+"/g)).toEqual(['"Region":"north"']);
		} finally {
			await store.close();
		}
	});

	it('with --dry-run says what it would make of it, and writes nothing', async () => {
		const { code, stdout } = await take(FRESHDESK, ['--dry-run', '--timezone', 'Europe/Ljubljana']);
		expect(code).toBe(0);
		expect(stdout).toMatch(/created_at +Created time +2026-11-20 09:00:00 = 2026-11-20T08:00:00Z/);
		expect(stdout).toContain('"type":"target","metric":"first_resolve","due_at":"2026-11-20T16:00:00Z"');
		expect(stdout).toContain('first_assign (no column says when an agent was assigned)');
		expect(stdout).toContain('3 read, 3 would be taken, 0 refused (11 events); nothing was written');
		expect(existsSync(desk.store)).toBe(false);
	});

	it('tells no control sequence to the terminal, whatever the cells hold', async () => {
		const rows = ['Ticket ID,Created time,Status,\u001b[2JX', '1,2026-11-24 10:00,\u001b]0;owned\u0007,x'];
		for (const args of [[], ['--dry-run']]) {
			const { stdout, stderr } = await take(rows, args);
			expect((stdout + stderr).replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
		}
	});

	it('reads a table from standard input, told from events by its content', async () => {
		const { stdout } = await desk.program('import', ['-', ...NOW], { input: FRESHDESK.join('\n'), env });
		expect(stdout).toContain('standard input: 3 read, 3 taken');
	});
});

describe('a file that is no table', () => {
	it.each([
		['PK\u0003\u0004 and so on', 'a workbook (.xlsx, .ods)'],
		['%PDF-1.7', 'a PDF document'],
		['\uFEFF  <!DOCTYPE html><table>', 'a web page or XML'],
	])('is named by how it begins: %j', async (text, what) => {
		const { code, stderr } = await desk.run('import', [desk.file('tickets.csv', text), ...NOW], { env });
		expect(code).toBe(2);
		expect(stderr).toContain(`this is no table but ${what}`);
		expect(stderr).not.toContain('\u0003');
	});
});

describe('dates that may be read two ways', () => {
	it('are shown in the preview as the file writes them', async () => {
		const rows = ['Ticket ID;Status;Created time', '1;Open;13.02.2026 09:00', '2;Open;02.01.2026 09:00'];
		const { stdout, stderr } = await take(rows, ['--dry-run']);
		expect(stdout + stderr).toContain('dates like 02.01.2026 are read day-first');
	});
});

import { describe, expect, test } from 'vitest';
import { type Column, type TextTable, textTable } from '../../source/reports/table.ts';
import { LOG_LISTING, openListing } from '../../source/reports/timers.ts';
import { NO_REMARKS } from '../../source/sla/remark.ts';
import { textWidth } from '../../source/text/fit.ts';
import { drawnTable, TableGoingOn } from '../../source/ui/drawn-table.tsx';
import { logRow, NOON, timer } from '../support/rows.ts';

const TABLE: TextTable = {
	columns: [
		{ title: 'TICKET', align: 'left' },
		{ title: 'MEDIAN', align: 'right' },
		{ title: 'MEDIAN', align: 'right' },
		{ title: 'SUBJECT', align: 'left' },
	],
	rows: [
		['T-1', '1h', '', '王小明 says 👩‍💻'],
		['T-1042', '12h30m', '3s', 'The invoice of last month shows the wrong VAT number'],
	],
};
const PLAIN = { unicode: true, colors: 'none' } as const;

describe('a table on a terminal', () => {
	test('has lines around its cells, each column as wide as it is shown', () => {
		const lines = drawnTable(TABLE, 100, PLAIN);
		expect(lines).toEqual([
			'┌────────┬────────┬────────┬──────────────────────────────────────────────────────┐',
			'│ TICKET │ MEDIAN │ MEDIAN │ SUBJECT                                              │',
			'├────────┼────────┼────────┼──────────────────────────────────────────────────────┤',
			'│ T-1    │     1h │        │ 王小明 says 👩‍💻                                       │',
			'├────────┼────────┼────────┼──────────────────────────────────────────────────────┤',
			'│ T-1042 │ 12h30m │     3s │ The invoice of last month shows the wrong VAT number │',
			'└────────┴────────┴────────┴──────────────────────────────────────────────────────┘',
		]);
	});

	test('is cut where its texts are too long for it, but never its figures', () => {
		const lines = drawnTable(TABLE, 60, PLAIN);
		expect(lines.map(textWidth)).toEqual(lines.map(() => 60));
		expect(lines[5]).toBe('│ T-1042 │ 12h30m │     3s │ The invoice of last month sh… │');
	});

	test('has no lines where there is no room for them, or too many rows', () => {
		const narrow = { ...TABLE, rows: [['T-1', '1h', '2h', 'Help']] };
		expect(drawnTable(narrow, 36, PLAIN)).toEqual([
			'TICKET  MEDIAN  MEDIAN  SUBJECT',
			'T-1         1h      2h  Help',
		]);
		const long = { ...TABLE, rows: Array.from({ length: 201 }, () => ['T', '1', '2', 'x']) };
		expect(drawnTable(long, 100, PLAIN)).toHaveLength(202);
	});

	test('goes on below, under its titles, where the terminal is narrower than its figures', () => {
		expect(drawnTable(TABLE, 30, PLAIN)).toEqual([
			'TICKET  MEDIAN  MEDIAN',
			'    SUBJECT',
			'T-1         1h',
			'    王小明 says 👩‍💻',
			'T-1042  12h30m      3s',
			'    The invoice of last month…',
		]);
	});

	test('has no column in which there is nothing', () => {
		const rows = TABLE.rows.map(([ticket = '', first = '', , subject = '']) => [ticket, first, '', subject]);
		expect(drawnTable({ ...TABLE, rows }, 100, PLAIN)[1]).toMatch(/^│ TICKET │ MEDIAN │ SUBJECT +│$/);
	});

	test('cuts times and the like last, and no further than they say', () => {
		const columns = [
			{ title: 'SUBJECT', align: 'left' },
			{ title: 'DUE', align: 'left', least: 17 },
		] as const;
		const rows = [['The invoice of last month', '2026-10-01T02:38:36.906Z']];
		expect(drawnTable({ columns, rows }, 40, PLAIN)[3]).toBe('│ The invo… │ 2026-10-01T02:38:36.906Z │');
		expect(drawnTable({ columns, rows }, 32, PLAIN)[3]).toBe('│ The inv… │ 2026-10-01T02:38… │');
	});

	test('is drawn in ASCII where the terminal has nothing else', () => {
		const lines = drawnTable(TABLE, 60, { unicode: false, colors: 'none' });
		expect(lines[0]).toBe(
			`+${'-'.repeat(8)}+${'-'.repeat(8)}+${'-'.repeat(8)}+${'-'.repeat(31)}+`.slice(0, 60),
		);
		expect(lines.join('')).toMatch(/^[ -~]*$/);
	});
});

describe('the lists on a terminal', () => {
	const LONG = {
		ticket: 'SUP-1042',
		department: 'Technical support',
		agent: 'ana.novak@example.com',
		requester: 'customer@globex.example',
		subject: 'The invoice of last month shows the wrong VAT number',
	};
	const remarks = {
		...NO_REMARKS,
		excluded: { reason: 'force majeure: data centre', by: 'ana', at: NOON },
	};
	const table = <Row>({ columns }: { columns: readonly Column<Row>[] }, row: Row): TextTable =>
		textTable(columns, [row, row]);
	const log = table(LOG_LISTING, logRow({ ...LONG, closedAt: NOON + 7_200_000, remarks }));
	const open = table(openListing(NOON), timer(LONG));

	test('take a line a row where it is 120 columns wide, and say what was left out for it', () => {
		for (const [listing, leftOut] of [
			[log, 'STARTED, REQUESTER, DUE'],
			[open, 'PRIORITY'],
		] as const) {
			const lines = drawnTable(listing, 120, PLAIN);
			expect(lines.filter((line) => line.includes('SUP-1042'))).toHaveLength(2);
			expect(Math.max(...lines.map(textWidth))).toBeLessThanOrEqual(120);
			expect(lines.filter((line) => /^ *[\w-]/.test(line))).toHaveLength(4);
			expect(lines.at(-1)).toBe(`left out, for want of room: ${leftOut} (--format markdown has them)`);
		}
	});

	test('take two where it is 80 columns wide', () => {
		for (const listing of [log, open]) {
			const lines = drawnTable(listing, 80, PLAIN);
			expect(Math.max(...lines.map(textWidth))).toBeLessThanOrEqual(80);
			const rows = lines.filter((line) => !line.startsWith('left out'));
			expect(rows).toHaveLength(2 * 3);
			expect(rows.filter((line) => line.startsWith('    '))).toHaveLength(3);
		}
		expect(drawnTable(open, 80, PLAIN).join('\n')).toMatch(
			/^1h00m .*\n {4}ana\.novak@ex\S+ +normal +SUP-1042 +The invoice of/m,
		);
	});

	test('have every column where there is room', () => {
		expect(drawnTable(log, 300, PLAIN)[1]).toMatch(/TICKET.*REQUESTER.*LEVEL.*STARTED.*DUE.*CLOSED.*WHY/);
	});

	test("keep a ticket's reference whole", () => {
		const reference = 'HELPDESK-100000042';
		const lines = drawnTable(table(LOG_LISTING, logRow({ ...LONG, ticket: reference })), 80, PLAIN);
		expect(lines.filter((line) => line.includes(reference))).toHaveLength(2);
	});
});

describe('a table that goes on', () => {
	const { columns } = textTable(LOG_LISTING.columns, []);
	const rowsOf = (...rows: Parameters<typeof logRow>[0][]) =>
		textTable(
			LOG_LISTING.columns,
			rows.map((row) => logRow(row)),
		).rows;

	test.each([
		80, 120,
	])('fits a terminal of %d columns, its titles anew only where columns change', (width) => {
		const table = new TableGoingOn(columns, () => width, PLAIN);
		const first = table.lines(rowsOf({ requester: 'jane.doe@globex.example' }));
		const second = table.lines(rowsOf({ ticket: 'DESK-2', requester: 'joe.doe@globex.example' }));
		const wider = table.lines(rowsOf({ ticket: 'DESK-1000003' }));
		const titles = (lines: readonly string[]) => lines.filter((line) => line.startsWith('TICKET')).length;
		expect([first, second, wider].map(titles)).toEqual([1, 0, 1]);
		for (const line of [...first, ...second, ...wider]) expect(textWidth(line)).toBeLessThanOrEqual(width);
		const place = (lines: readonly string[], text: string) =>
			Math.max(...lines.map((line) => line.indexOf(text)));
		expect(place(second, 'first_answer')).toBe(place(first, 'METRIC'));
		expect(table.lines([])).toEqual([]);
	});
});

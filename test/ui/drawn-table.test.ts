import { describe, expect, test } from 'vitest';
import type { TextTable } from '../../source/reports/table.ts';
import { textWidth } from '../../source/text/fit.ts';
import { drawnTable } from '../../source/ui/drawn-table.tsx';

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

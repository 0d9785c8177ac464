/** The SLA log: closed timers, the newest at the end, followed there until somebody scrolls. */
import { formatLeft, leftMs } from '../../sla/time-left.ts';
import type { LogRow } from '../../store/port.ts';
import type { ColumnSpec } from '../columns.ts';
import type { Board } from '../model/board.ts';
import type { Theme } from '../theme.ts';
import { dayAndTime } from '../when.ts';
import { metricWord, STATE_WORDS, TITLES, WORDS } from '../words.ts';
import { List } from './list.tsx';

export function logColumns(theme: Theme): ColumnSpec<LogRow>[] {
	return [
		{ title: '', width: 1, cell: (row) => ({ text: theme.symbols[row.state], token: row.state }) },
		{ title: TITLES.closed, width: 11, cell: (row, at) => ({ text: dayAndTime(row.closedAt, at) }) },
		{
			title: TITLES.state,
			width: 9,
			from: 57,
			cell: (row) => ({ text: STATE_WORDS[row.state], token: row.state }),
		},
		{
			title: TITLES.left,
			width: 7,
			align: 'right',
			cell: (row) => ({ text: formatLeft(leftMs(row, row.closedAt)), token: row.state }),
		},
		{ title: TITLES.metric, width: 13, least: 7, cell: (row) => ({ text: metricWord(row.metric) }) },
		{
			title: TITLES.level,
			width: 7,
			wide: 12,
			from: 64,
			cell: (row) => ({ text: row.level ?? WORDS.noLevel }),
		},
		{
			title: TITLES.department,
			width: 11,
			wide: 20,
			from: 76,
			cell: (row) => ({ text: row.department ?? WORDS.noDepartment }),
		},
		{
			title: TITLES.agent,
			width: 12,
			wide: 20,
			from: 92,
			cell: (row) => ({ text: row.agent ?? WORDS.unassigned }),
		},
		{ title: TITLES.ticket, width: 10, cell: (row) => ({ text: row.ticket, token: 'accent' }) },
		{
			title: TITLES.started,
			width: 11,
			from: 150,
			cell: (row, at) => ({ text: dayAndTime(row.startedAt, at) }),
		},
		{
			title: TITLES.due,
			width: 11,
			from: 130,
			cell: (row, at) => ({ text: row.dueAt === null ? '' : dayAndTime(row.dueAt, at) }),
		},
		{ title: TITLES.requester, width: 20, from: 170, cell: (row) => ({ text: row.requester ?? '' }) },
		{ title: TITLES.subject, width: 4, grows: true, from: 100, cell: (row) => ({ text: row.subject ?? '' }) },
	];
}

export function LogScreen({ board, theme }: { readonly board: Board; readonly theme: Theme }) {
	return (
		<List
			list={board.log}
			columns={logColumns(theme)}
			width={board.columns}
			at={board.rowsAt}
			theme={theme}
			empty={board.filter === '' ? WORDS.noLog : WORDS.noLogMatch}
		/>
	);
}

/** The SLA log: closed timers, the newest at the end, followed there until somebody scrolls. */
import { formatLeft, leftMs } from '../../sla/time-left.ts';
import { CLOSED_STATES } from '../../sla/timer.ts';
import type { LogRow } from '../../store/port.ts';
import { type ColumnSpec, referenceCells, widest } from '../columns.ts';
import type { Board } from '../model/board.ts';
import { chosenColumns } from '../model/column-choice.ts';
import type { Theme } from '../theme.ts';
import { dayAndTime } from '../when.ts';
import { metricWord, WORDS } from '../words.ts';
import { List } from './list.tsx';
import { markColumn } from './mark-column.ts';

/** @param rows those that are shown */
export function logColumns(theme: Theme, rows: readonly LogRow[] = []): ColumnSpec<LogRow>[] {
	return [
		{
			id: 'sign',
			title: '',
			width: 1,
			cell: (row) => ({ text: theme.symbols[row.state], token: row.state }),
		},
		{
			id: 'closed',
			title: WORDS.titles.closed,
			width: 11,
			// Beside which ticket it was, and what of it.
			from: 42,
			cell: (row, at) => ({ text: dayAndTime(row.closedAt, at) }),
		},
		{
			id: 'state',
			title: WORDS.titles.state,
			width: widest(CLOSED_STATES.map((word) => WORDS.states[word])),
			from: 57,
			cell: (row) => ({ text: WORDS.states[row.state], token: row.state }),
		},
		{
			id: 'left',
			title: WORDS.titles.left,
			width: 7,
			align: 'right',
			cell: (row) => ({ text: formatLeft(leftMs(row, row.closedAt)), token: row.state }),
		},
		{
			id: 'metric',
			title: WORDS.titles.metric,
			width: 13,
			wide: 16,
			least: 8,
			cell: (row) => ({ text: metricWord(row.metric) }),
		},
		{
			id: 'level',
			title: WORDS.titles.level,
			width: 7,
			wide: 12,
			from: 64,
			cell: (row) => ({ text: row.level ?? WORDS.noLevel }),
		},
		{
			id: 'department',
			title: WORDS.titles.department,
			width: 11,
			wide: 20,
			from: 76,
			cell: (row) => ({ text: row.department ?? WORDS.noDepartment }),
		},
		{
			id: 'agent',
			title: WORDS.titles.agent,
			width: 12,
			wide: 20,
			from: 92,
			cell: (row) => ({ text: row.agent ?? WORDS.unassigned }),
		},
		{
			id: 'ticket',
			title: WORDS.titles.ticket,
			...referenceCells(rows),
			cell: (row) => ({ text: row.ticket, token: 'accent', link: row.url }),
		},
		{
			id: 'started',
			title: WORDS.titles.started,
			width: 11,
			from: 150,
			cell: (row, at) => ({ text: dayAndTime(row.startedAt, at) }),
		},
		{
			id: 'due',
			title: WORDS.titles.due,
			width: 11,
			from: 130,
			cell: (row, at) => ({ text: row.dueAt === null ? '' : dayAndTime(row.dueAt, at) }),
		},
		{
			id: 'requester',
			title: WORDS.titles.requester,
			width: 20,
			from: 170,
			cell: (row) => ({ text: row.requester ?? '' }),
		},
		{
			id: 'subject',
			title: WORDS.titles.subject,
			width: 4,
			grows: true,
			from: 100,
			cell: (row) => ({ text: row.subject ?? '' }),
		},
	];
}

function emptyWords({ travel, filter, keymap }: Board): string {
	// The header says why nothing is known.
	if (travel.share !== null || travel.problem !== null) return '';
	return filter === '' ? WORDS.noLog : WORDS.noLogMatch(keymap.hint('back'));
}

export function LogScreen({ board, theme }: { readonly board: Board; readonly theme: Theme }) {
	return (
		<List
			list={board.log}
			columns={[
				markColumn(board.marks.log, theme),
				...chosenColumns(logColumns(theme, board.log.rows), board.columnChoice.log),
			]}
			width={board.split.listWidth}
			at={board.rowsAt}
			theme={theme}
			isMoving={board.keys.isMoving}
			empty={emptyWords(board)}
		/>
	);
}

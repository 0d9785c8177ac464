/** At risk: every open timer, soonest due first. */
import { formatLeft, leftMs } from '../../sla/time-left.ts';
import { OPEN_STATES, type OpenState, stateAt } from '../../sla/timer.ts';
import type { TimerRow } from '../../store/port.ts';
import { type ColumnSpec, referenceCells, widest } from '../columns.ts';
import type { Board } from '../model/board.ts';
import { chosenColumns } from '../model/column-choice.ts';
import type { Theme, Token } from '../theme.ts';
import { dayAndTime } from '../when.ts';
import { metricWord, priorityWord, WORDS } from '../words.ts';
import { List } from './list.tsx';
import { FRESH_MS, markColumn } from './mark-column.ts';

/** Whether it breached within the last seconds: that is to be seen. */
export const isFresh = (row: TimerRow, at: number): boolean =>
	row.dueAt !== null && at > row.dueAt && at - row.dueAt <= FRESH_MS;

const PRIORITY_TOKENS: Readonly<Record<string, Token>> = { urgent: 'strong', low: 'faint' };

/** @param rows those that are shown */
export function riskColumns(theme: Theme, rows: readonly TimerRow[] = []): ColumnSpec<TimerRow>[] {
	const state = (row: TimerRow, at: number): { symbol: string; token: OpenState; word: string } => {
		const token = stateAt(row, at);
		return { symbol: theme.symbols[token], token, word: WORDS.states[token] };
	};
	return [
		{
			id: 'sign',
			title: '',
			width: 1,
			cell: (row, at) => {
				const { symbol, token } = state(row, at);
				return { text: symbol, token };
			},
		},
		{
			id: 'left',
			title: WORDS.titles.left,
			width: 7,
			align: 'right',
			cell: (row, at) => ({ text: formatLeft(leftMs(row, at)), token: state(row, at).token }),
		},
		{
			id: 'state',
			title: WORDS.titles.state,
			width: widest(OPEN_STATES.map((word) => WORDS.states[word])),
			from: 96,
			cell: (row, at) => {
				const { word, token } = state(row, at);
				return { text: word, token };
			},
		},
		{
			id: 'metric',
			title: WORDS.titles.metric,
			width: 13,
			wide: 16,
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
			from: 56,
			cell: (row) => ({ text: row.department ?? WORDS.noDepartment }),
		},
		{
			id: 'agent',
			title: WORDS.titles.agent,
			width: 12,
			wide: 20,
			from: 108,
			cell: (row) =>
				row.agent === null ? { text: WORDS.unassigned, token: 'faint' } : { text: row.agent, token: 'plain' },
		},
		{
			id: 'priority',
			title: WORDS.titles.priority,
			width: widest(Object.values(WORDS.priorities)),
			from: 116,
			cell: (row) => ({ text: priorityWord(row.priority), token: PRIORITY_TOKENS[row.priority] ?? 'plain' }),
		},
		{
			id: 'due',
			title: WORDS.titles.due,
			width: 11,
			from: 140,
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
			id: 'ticket',
			title: WORDS.titles.ticket,
			...referenceCells(rows),
			cell: (row) => ({ text: row.ticket, token: 'accent', link: row.url }),
		},
		{
			id: 'subject',
			title: WORDS.titles.subject,
			width: 8,
			grows: true,
			cell: (row) => ({ text: row.subject ?? '' }),
		},
	];
}

function emptyWords(board: Board): string {
	// The header says why nothing is known.
	if (board.travel.share !== null || board.travel.problem !== null) return '';
	if (board.filter !== '') return WORDS.noneMatch(board.keymap.hint('back'));
	if (board.travel.at !== null) return WORDS.noTimersThen;
	return board.isTakingIn ? WORDS.takingInFirst : WORDS.noTimers;
}

export function RiskScreen({ board, theme }: { readonly board: Board; readonly theme: Theme }) {
	return (
		<List
			list={board.risk}
			columns={[
				markColumn(board.marks.risk, theme, isFresh),
				...chosenColumns(riskColumns(theme, board.risk.rows), board.columnChoice.risk),
			]}
			width={board.split.listWidth}
			at={board.rowsAt}
			theme={theme}
			isMoving={board.keys.isMoving}
			empty={emptyWords(board)}
		/>
	);
}

/** At risk: every open timer, soonest due first. */
import { formatLeft, leftMs } from '../../sla/time-left.ts';
import type { OpenState } from '../../sla/timer.ts';
import type { TimerRow } from '../../store/port.ts';
import type { ColumnSpec } from '../columns.ts';
import type { Board } from '../model/board.ts';
import type { Theme, Token } from '../theme.ts';
import { dayAndTime } from '../when.ts';
import { metricWord, STATE_WORDS, TITLES, WORDS } from '../words.ts';
import { List } from './list.tsx';

/** The state at an instant: the screen need not wait for the engine's next tick to change colour. */
export function stateAt({ state, atRiskAt, dueAt }: TimerRow, at: number): OpenState {
	if (state === 'paused' || state === 'breached') return state;
	if (dueAt !== null && at > dueAt) return 'breached';
	return atRiskAt !== null && at >= atRiskAt ? 'at_risk' : 'on_track';
}

const PRIORITY_TOKENS: Readonly<Record<string, Token>> = { urgent: 'strong', low: 'faint' };

export function riskColumns(theme: Theme): ColumnSpec<TimerRow>[] {
	const state = (row: TimerRow, at: number): { symbol: string; token: OpenState; word: string } => {
		const token = stateAt(row, at);
		return { symbol: theme.symbols[token], token, word: STATE_WORDS[token] };
	};
	return [
		{
			title: '',
			width: 1,
			cell: (row, at) => {
				const { symbol, token } = state(row, at);
				return { text: symbol, token };
			},
		},
		{
			title: TITLES.left,
			width: 7,
			align: 'right',
			cell: (row, at) => ({ text: formatLeft(leftMs(row, at)), token: state(row, at).token }),
		},
		{
			title: TITLES.state,
			width: 8,
			from: 96,
			cell: (row, at) => {
				const { word, token } = state(row, at);
				return { text: word, token };
			},
		},
		{ title: TITLES.metric, width: 13, cell: (row) => ({ text: metricWord(row.metric) }) },
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
			from: 56,
			cell: (row) => ({ text: row.department ?? WORDS.noDepartment }),
		},
		{
			title: TITLES.agent,
			width: 12,
			wide: 20,
			from: 108,
			cell: (row) =>
				row.agent === null ? { text: WORDS.unassigned, token: 'faint' } : { text: row.agent, token: 'plain' },
		},
		{
			title: TITLES.priority,
			width: 6,
			from: 116,
			cell: (row) => ({ text: row.priority, token: PRIORITY_TOKENS[row.priority] ?? 'plain' }),
		},
		{
			title: TITLES.due,
			width: 11,
			from: 140,
			cell: (row, at) => ({ text: row.dueAt === null ? '' : dayAndTime(row.dueAt, at) }),
		},
		{ title: TITLES.requester, width: 20, from: 170, cell: (row) => ({ text: row.requester ?? '' }) },
		{ title: TITLES.ticket, width: 10, cell: (row) => ({ text: row.ticket, token: 'accent' }) },
		{ title: TITLES.subject, width: 8, grows: true, cell: (row) => ({ text: row.subject ?? '' }) },
	];
}

function emptyWords(board: Board): string {
	// The header says why nothing is known.
	if (board.travel.share !== null || board.travel.problem !== null) return '';
	if (board.filter !== '') return WORDS.noneMatch;
	if (board.travel.at !== null) return WORDS.noTimersThen;
	return board.isTakingIn ? WORDS.takingInFirst : WORDS.noTimers;
}

export function RiskScreen({ board, theme }: { readonly board: Board; readonly theme: Theme }) {
	return (
		<List
			list={board.risk}
			columns={riskColumns(theme)}
			width={board.columns}
			at={board.rowsAt}
			theme={theme}
			empty={emptyWords(board)}
		/>
	);
}

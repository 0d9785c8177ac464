/** At risk: every open timer, soonest due first. */
import { formatLeft, leftMs } from '../../sla/time-left.ts';
import { OPEN_STATES, type OpenState } from '../../sla/timer.ts';
import type { TimerRow } from '../../store/port.ts';
import { type ColumnSpec, widest } from '../columns.ts';
import type { Board } from '../model/board.ts';
import type { Theme, Token } from '../theme.ts';
import { dayAndTime } from '../when.ts';
import { metricWord, priorityWord, WORDS } from '../words.ts';
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
		return { symbol: theme.symbols[token], token, word: WORDS.states[token] };
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
			title: WORDS.titles.left,
			width: 7,
			align: 'right',
			cell: (row, at) => ({ text: formatLeft(leftMs(row, at)), token: state(row, at).token }),
		},
		{
			title: WORDS.titles.state,
			width: widest(OPEN_STATES.map((word) => WORDS.states[word])),
			from: 96,
			cell: (row, at) => {
				const { word, token } = state(row, at);
				return { text: word, token };
			},
		},
		{ title: WORDS.titles.metric, width: 13, wide: 16, cell: (row) => ({ text: metricWord(row.metric) }) },
		{
			title: WORDS.titles.level,
			width: 7,
			wide: 12,
			from: 64,
			cell: (row) => ({ text: row.level ?? WORDS.noLevel }),
		},
		{
			title: WORDS.titles.department,
			width: 11,
			wide: 20,
			from: 56,
			cell: (row) => ({ text: row.department ?? WORDS.noDepartment }),
		},
		{
			title: WORDS.titles.agent,
			width: 12,
			wide: 20,
			from: 108,
			cell: (row) =>
				row.agent === null ? { text: WORDS.unassigned, token: 'faint' } : { text: row.agent, token: 'plain' },
		},
		{
			title: WORDS.titles.priority,
			width: widest(Object.values(WORDS.priorities)),
			from: 116,
			cell: (row) => ({ text: priorityWord(row.priority), token: PRIORITY_TOKENS[row.priority] ?? 'plain' }),
		},
		{
			title: WORDS.titles.due,
			width: 11,
			from: 140,
			cell: (row, at) => ({ text: row.dueAt === null ? '' : dayAndTime(row.dueAt, at) }),
		},
		{ title: WORDS.titles.requester, width: 20, from: 170, cell: (row) => ({ text: row.requester ?? '' }) },
		{ title: WORDS.titles.ticket, width: 10, cell: (row) => ({ text: row.ticket, token: 'accent' }) },
		{ title: WORDS.titles.subject, width: 8, grows: true, cell: (row) => ({ text: row.subject ?? '' }) },
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

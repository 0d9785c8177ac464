/** What an action is about: the marked rows, or the selected one, or the ticket that is looked at. */
import type { Remarks, TimerName } from '../../sla/remark.ts';
import { stateAt, type TimerState } from '../../sla/timer.ts';
import type { LogRow, TimerRow } from '../../store/port.ts';
import { WORDS } from '../words.ts';
import type { Board, Screen } from './board.ts';

/** The screens that have tickets to do something about. */
export const WITH_TICKETS: readonly Screen[] = ['risk', 'log', 'ticket'];

/** One timer of a ticket, open or in the log. */
export interface Target extends TimerName {
	readonly ticket: string;
	readonly isOpen: boolean;
	readonly state: TimerState;
	readonly calendar: string;
	readonly agent: string | null;
	readonly remarks: Remarks;
}

const openTarget = (row: TimerRow, at: number): Target => ({ ...row, isOpen: true, state: stateAt(row, at) });
const closedTarget = (row: LogRow): Target => ({ ...row, isOpen: false });

/** The timers that an action may be about. */
export function targetsOf(board: Board): readonly Target[] {
	const { marks, rowsAt, screen } = board;
	if (screen === 'ticket') {
		const { timers = [], log = [] } = board.ticket.detail ?? {};
		const counting = log.filter(({ superseded }) => !superseded);
		return [...timers.map((row) => openTarget(row, board.nowAt)), ...counting.map(closedTarget)];
	}
	if (screen === 'risk') {
		const { selected } = board.risk;
		const rows = marks.risk.count > 0 ? marks.risk.rows : selected ? [selected] : [];
		return rows.map((row) => openTarget(row, rowsAt));
	}
	if (screen === 'log') {
		const { selected } = board.log;
		return (marks.log.count > 0 ? marks.log.rows : selected ? [selected] : []).map(closedTarget);
	}
	return [];
}

/** The tickets that an action may be about. */
export function ticketsOf(board: Board): readonly string[] {
	if (board.screen === 'ticket') return board.ticket.detail ? [board.ticket.reference] : [];
	return [...new Set(targetsOf(board).map(({ ticket }) => ticket))];
}

/** Why nothing can be done where no ticket is selected; null where one is. */
export const noneSelected = (board: Board): string | null =>
	ticketsOf(board).length === 0 ? WORDS.refused.nothingSelected : null;

/** How things are done to what is selected: to which of its timers, written as events, told, and told where it goes wrong. */
import type { Deed } from '../../../sla/deed.ts';
import { cycleLabel } from '../../../sla/timer.ts';
import { StoreError } from '../../../store/port.ts';
import { shownKeys } from '../../keymap.ts';
import { ask } from '../../model/asking.ts';
import type { Board } from '../../model/board.ts';
import type { Choice } from '../../model/menu.ts';
import { DeedRefused, type TicketDeed } from '../../model/people.ts';
import { noneSelected, type Target, targetsOf } from '../../model/targets.ts';
import { metricWord, WORDS } from '../../words.ts';

/** Why nobody can do anything now; null where somebody can. */
export const notNow = (board: Board): string | null =>
	board.travel.at === null ? null : WORDS.refused.past(board.keymap.hint('back'));

/** Why nothing can be done here. */
export const nothingHere = (board: Board): string | null => notNow(board) ?? noneSelected(board);

/** `T-1042`, or how many they are. */
export const named = (tickets: readonly string[]): string => {
	const different = [...new Set(tickets)];
	return different.length === 1 ? (different[0] ?? '') : WORDS.said.tickets(different.length);
};

/** Does it, says so, and lets go of the marks; what goes wrong is told as well. */
export async function perform(board: Board, text: string, deeds: readonly TicketDeed[]): Promise<void> {
	if (deeds.length === 0) return;
	await trying(board, async () => {
		await board.people.do(text, deeds);
		const undo = board.keymap.action('undo');
		board.flash.say(undo && undo.keys.length > 0 ? WORDS.said.undoable(text, shownKeys(undo)) : text);
		if (board.listScreen) board.marks[board.listScreen].clear();
	});
}

export async function trying(board: Board, work: () => Promise<void>): Promise<void> {
	try {
		await work();
	} catch (error) {
		if (!(error instanceof StoreError || error instanceof DeedRefused)) throw error;
		board.flash.say(WORDS.said.failed(error.message), 'failed');
	}
}

/** Why a timer is not one to do it to; null where it is. */
export type Unsuited = (target: Target) => string | null;

const timerLabel = ({ metric, cycle, state }: Target): string =>
	`${cycleLabel(metricWord(metric), cycle)}  ${WORDS.states[state]}`;

/** Does it to the timers that suit; of a ticket that has several such, it asks to which. */
export async function toTimers(
	board: Board,
	unsuited: Unsuited,
	act: (targets: readonly Target[]) => void | Promise<void>,
): Promise<void> {
	const targets = targetsOf(board);
	const suited = targets.filter((target) => unsuited(target) === null);
	const [first] = targets;
	if (suited.length === 0) {
		const reason = first ? unsuited(first) : null;
		board.flash.say(reason ?? WORDS.refused.nothingSelected, 'refused');
		return;
	}
	if (board.screen !== 'ticket' || suited.length === 1) return act(suited);
	const all: Choice = { label: WORDS.menu.allOfThem(suited.length), run: () => act(suited) };
	const each = suited.map((target): Choice => ({ label: timerLabel(target), run: () => act([target]) }));
	await ask(board, WORDS.menu.whichTimer, [...each, all]);
}

export const deedsOf = (targets: readonly Target[], deed: (target: Target) => Deed): TicketDeed[] =>
	targets.map((target) => ({ ticket: target.ticket, deed: deed(target) }));

export const nameOf = ({ metric, cycle }: Target): { metric: string; cycle: number } => ({ metric, cycle });

/** What people do about tickets: each is written to the store as an event, and can be taken back. */
import type { Deed } from '../../sla/deed.ts';
import { HOUR_MS, MINUTE_MS, parseDurationMs } from '../../sla/duration.ts';
import { formatInstant } from '../../sla/instant.ts';
import { cycleLabel } from '../../sla/timer.ts';
import { StoreError } from '../../store/port.ts';
import { type Action, shownKeys } from '../keymap.ts';
import { ask, askText } from '../model/asking.ts';
import type { Board } from '../model/board.ts';
import type { Choice } from '../model/menu.ts';
import { DeedRefused, type TicketDeed } from '../model/people.ts';
import { noneSelected, type Target, targetsOf, ticketsOf, WITH_TICKETS } from '../model/targets.ts';
import { clockTime, fullDate } from '../when.ts';
import { metricWord, WORDS } from '../words.ts';

/** Why nobody can do anything now; null where somebody can. */
const notNow = (board: Board): string | null =>
	board.travel.at === null ? null : WORDS.refused.past(board.keymap.hint('back'));

/** Why nothing can be done here. */
const nothingHere = (board: Board): string | null => notNow(board) ?? noneSelected(board);

/** `T-1042`, or how many they are. */
const named = (tickets: readonly string[]): string => {
	const different = [...new Set(tickets)];
	return different.length === 1 ? (different[0] ?? '') : WORDS.said.tickets(different.length);
};

/** Does it, says so, and lets go of the marks; what goes wrong is told as well. */
async function perform(board: Board, text: string, deeds: readonly TicketDeed[]): Promise<void> {
	if (deeds.length === 0) return;
	await trying(board, async () => {
		await board.people.do(text, deeds);
		const undo = board.keymap.action('undo');
		board.flash.say(undo && undo.keys.length > 0 ? WORDS.said.undoable(text, shownKeys(undo)) : text);
		if (board.listScreen) board.marks[board.listScreen].clear();
	});
}

async function trying(board: Board, work: () => Promise<void>): Promise<void> {
	try {
		await work();
	} catch (error) {
		if (!(error instanceof StoreError || error instanceof DeedRefused)) throw error;
		board.flash.say(WORDS.said.failed(error.message), 'failed');
	}
}

/** Why a timer is not one to do it to; null where it is. */
type Unsuited = (target: Target) => string | null;

const timerLabel = ({ metric, cycle, state }: Target): string =>
	`${cycleLabel(metricWord(metric), cycle)}  ${WORDS.states[state]}`;

/** Does it to the timers that suit; of a ticket that has several such, it asks to which. */
async function toTimers(
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

const deedsOf = (targets: readonly Target[], deed: (target: Target) => Deed): TicketDeed[] =>
	targets.map((target) => ({ ticket: target.ticket, deed: deed(target) }));

const nameOf = ({ metric, cycle }: Target): { metric: string; cycle: number } => ({ metric, cycle });

/* ---- assigning ---- */

async function assign(board: Board, agent: string | null): Promise<void> {
	const tickets = ticketsOf(board);
	const text =
		agent === null ? WORDS.deeds.unassigned(named(tickets)) : WORDS.deeds.assigned(named(tickets), agent);
	await perform(
		board,
		text,
		tickets.map((ticket) => ({ ticket, deed: { type: 'assigned', agent } })),
	);
}

async function take(board: Board): Promise<void> {
	const mine = board.people.by;
	if (targetsOf(board).length > 0 && targetsOf(board).every(({ agent }) => agent === mine)) {
		board.flash.say(WORDS.refused.isYours(named(ticketsOf(board))), 'refused');
		return;
	}
	await assign(board, mine);
}

async function chooseAgent(board: Board): Promise<void> {
	const agents = await board.readAgents();
	const mine = board.people.by;
	const names = [mine, ...agents.filter((name) => name !== mine)];
	const choices = names.map((name): Choice => ({ label: name, run: () => assign(board, name) }));
	const nobody: Choice = { label: WORDS.menu.nobody, run: () => assign(board, null) };
	await ask(board, WORDS.menu.assignTo(named(ticketsOf(board))), [...choices, nobody], (typed) => [
		{ label: typed, note: WORDS.menu.newAgent, run: () => assign(board, typed) },
	]);
}

/* ---- timers at risk ---- */

const notToAcknowledge: Unsuited = ({ isOpen, state, remarks }) => {
	if (remarks.acknowledged) return WORDS.refused.isAcknowledged(remarks.acknowledged.by);
	return isOpen && (state === 'at_risk' || state === 'breached') ? null : WORDS.refused.notAtRisk;
};

const acknowledge = (board: Board): Promise<void> =>
	toTimers(board, notToAcknowledge, (targets) =>
		perform(
			board,
			WORDS.deeds.acknowledged(named(targets.map(({ ticket }) => ticket))),
			deedsOf(targets, (target) => ({ type: 'acknowledged', ...nameOf(target) })),
		),
	);

const notToSnooze: Unsuited = ({ isOpen }) => (isOpen ? null : WORDS.refused.isClosed);

const SNOOZES = [15 * MINUTE_MS, HOUR_MS, 4 * HOUR_MS];
const snoozeLabels = ['15m', '1h', '4h'] as const;

async function snooze(board: Board): Promise<void> {
	await toTimers(board, notToSnooze, async (targets) => {
		const tickets = named(targets.map(({ ticket }) => ticket));
		const nowAt = board.options.now();
		const until = (untilAt: (target: Target) => number, when: string): Promise<void> =>
			perform(
				board,
				WORDS.deeds.snoozed(tickets, when),
				deedsOf(targets, (target) => ({
					type: 'snoozed',
					...nameOf(target),
					until: formatInstant(untilAt(target)),
				})),
			);
		const forMs = (label: string, ms: number): Choice => ({
			label,
			note: clockTime(nowAt + ms),
			run: () => until(() => nowAt + ms, clockTime(nowAt + ms)),
		});
		const choices = SNOOZES.map((ms, place) => forMs(snoozeLabels[place] ?? '', ms));
		const opens = await openings(board, targets, nowAt);
		const first = Math.min(...opens.values());
		if (opens.size > 0) {
			choices.push({
				label: WORDS.menu.untilTomorrow,
				note: fullDate(first),
				run: () => until(({ calendar }) => opens.get(calendar) ?? first, fullDate(first)),
			});
		}
		await ask(board, WORDS.menu.snooze(tickets), choices, (typed) => {
			const ms = parseDurationMs(typed);
			return ms === undefined || ms === 0 ? [] : [forMs(typed, ms)];
		});
	});
}

/** When each of the timers' calendars opens tomorrow. */
async function openings(
	board: Board,
	targets: readonly Target[],
	nowAt: number,
): Promise<ReadonlyMap<string, number>> {
	const opens = new Map<string, number>();
	for (const calendar of new Set(targets.map((target) => target.calendar))) {
		const at = await board.options.opensTomorrow(board.shownStore, calendar, nowAt);
		if (at !== null) opens.set(calendar, at);
	}
	return opens;
}

/* ---- misses ---- */

/** Asks for one of the agreement's reasons, or another. */
function askReason(
	board: Board,
	title: string,
	done: (reason: string) => void | Promise<void>,
): Promise<void> {
	const reasons = board.overview.status.agreement.missReasons;
	const choice = (reason: string, note?: string): Choice => ({
		label: reason,
		...(note === undefined ? {} : { note }),
		run: () => done(reason),
	});
	if (reasons.length === 0) {
		return askText(board, title, WORDS.menu.whyHint, (text) => {
			if (text !== '') return done(text);
		});
	}
	return ask(
		board,
		title,
		reasons.map((reason) => choice(reason)),
		(typed) => [choice(typed, WORDS.menu.ownReason)],
	);
}

const notMissed: Unsuited = ({ isOpen, state }) =>
	state === 'missed' || (isOpen && state === 'breached') ? null : WORDS.refused.notMissed;

const explainMiss = (board: Board): Promise<void> =>
	toTimers(board, notMissed, (targets) => {
		const tickets = named(targets.map(({ ticket }) => ticket));
		return askReason(board, WORDS.menu.whyMissed(tickets), (reason) =>
			askText(board, reason, WORDS.menu.moreHint, (text) =>
				perform(
					board,
					WORDS.deeds.explained(tickets, reason),
					deedsOf(targets, (target) => ({
						type: 'explained',
						...nameOf(target),
						reason,
						...(text === '' ? {} : { text }),
					})),
				),
			),
		);
	});

const notCounted: Unsuited = ({ isOpen, state }) => {
	if (isOpen) return WORDS.refused.stillOpen;
	return state === 'cancelled' ? WORDS.refused.isCancelled : null;
};

/** Leaves rows of the log out of compliance; where all of them are left out, they count again. */
const exclude = (board: Board): Promise<void> =>
	toTimers(board, notCounted, (targets) => {
		const tickets = named(targets.map(({ ticket }) => ticket));
		const counting = targets.filter(({ remarks }) => remarks.excluded === null);
		if (counting.length === 0) {
			return perform(
				board,
				WORDS.deeds.included(tickets),
				deedsOf(targets, (target) => ({ type: 'included', ...nameOf(target) })),
			);
		}
		return askReason(board, WORDS.menu.whyExcluded(tickets), (reason) =>
			perform(
				board,
				WORDS.deeds.excluded(tickets, reason),
				deedsOf(counting, (target) => ({ type: 'excluded', ...nameOf(target), reason })),
			),
		);
	});

/* ---- notes, and taking back ---- */

/** A note on the selected rows' timers, or on the ticket that is looked at. */
async function note(board: Board): Promise<void> {
	const tickets = ticketsOf(board);
	const targets = board.screen === 'ticket' ? [] : targetsOf(board);
	await askText(board, WORDS.menu.noteOn(named(tickets)), '', async (text) => {
		if (text === '') return;
		const deeds =
			targets.length > 0
				? deedsOf(targets, (target) => ({ type: 'remarked', text, ...nameOf(target) }))
				: tickets.map((ticket): TicketDeed => ({ ticket, deed: { type: 'remarked', text } }));
		await perform(board, WORDS.deeds.remarked(named(tickets)), deeds);
	});
}

const undo = (board: Board): Promise<void> =>
	trying(board, async () => {
		const text = await board.people.undo();
		if (text !== null) board.flash.say(WORDS.said.undone(text));
	});

const redo = (board: Board): Promise<void> =>
	trying(board, async () => {
		const text = await board.people.redo();
		if (text !== null) board.flash.say(WORDS.said.redone(text));
	});

export const PEOPLE: readonly Action[] = [
	{ id: 'take', keys: ['t'], screens: WITH_TICKETS, disabled: nothingHere, run: take },
	{ id: 'assign', keys: ['A'], screens: WITH_TICKETS, disabled: nothingHere, run: chooseAgent },
	{ id: 'acknowledge', keys: ['a'], screens: ['risk', 'ticket'], disabled: nothingHere, run: acknowledge },
	{ id: 'snooze', keys: ['z'], screens: ['risk', 'ticket'], disabled: nothingHere, run: snooze },
	{ id: 'explain', keys: ['e'], screens: WITH_TICKETS, disabled: nothingHere, run: explainMiss },
	{ id: 'exclude', keys: ['x'], screens: ['log', 'ticket'], disabled: nothingHere, run: exclude },
	{ id: 'note', keys: ['+'], screens: WITH_TICKETS, disabled: nothingHere, run: note },
	{
		id: 'undo',
		keys: ['u'],
		disabled: (board) => notNow(board) ?? (board.people.canUndo ? null : WORDS.refused.nothingToUndo),
		run: undo,
	},
	{
		id: 'redo',
		keys: ['ctrl-r'],
		disabled: (board) => notNow(board) ?? (board.people.canRedo ? null : WORDS.refused.nothingToRedo),
		run: redo,
	},
];

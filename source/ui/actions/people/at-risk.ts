/** What is done to timers that are at risk: somebody has seen them, or nobody wants to hear of them for a while. */
import { HOUR_MS, MINUTE_MS, parseDurationMs } from '../../../sla/duration.ts';
import { formatInstant } from '../../../sla/instant.ts';
import { ask } from '../../model/asking.ts';
import type { Board } from '../../model/board.ts';
import type { Choice } from '../../model/menu.ts';
import type { Target } from '../../model/targets.ts';
import { clockTime, fullDate } from '../../when.ts';
import { WORDS } from '../../words.ts';
import { deedsOf, named, nameOf, perform, toTimers, type Unsuited } from './doing.ts';

const notToAcknowledge: Unsuited = ({ isOpen, state, remarks }) => {
	if (remarks.acknowledged) return WORDS.refused.isAcknowledged(remarks.acknowledged.by);
	return isOpen && (state === 'at_risk' || state === 'breached') ? null : WORDS.refused.notAtRisk;
};

export const acknowledge = (board: Board): Promise<void> =>
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

export async function snooze(board: Board): Promise<void> {
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
			run: () => {
				// From when it is chosen: the list may have been open for a while.
				const untilAt = board.options.now() + ms;
				return until(() => untilAt, clockTime(untilAt));
			},
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

/** What is said of misses: why they were, and whether they count. */
import { ask, askText } from '../../model/asking.ts';
import type { Board } from '../../model/board.ts';
import type { Choice } from '../../model/menu.ts';
import { WORDS } from '../../words.ts';
import { deedsOf, named, nameOf, perform, toTimers, type Unsuited } from './doing.ts';

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

export const explainMiss = (board: Board): Promise<void> =>
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
export const exclude = (board: Board): Promise<void> =>
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

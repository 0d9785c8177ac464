/** What tickets came to under two agreements: for `slatop replay --against`, and for the board. */
import { setImmediate } from 'node:timers/promises';
import { readHistory } from '../engine/history.ts';
import type { Period } from '../reports/period.ts';
import { type Pair, WhatIf } from '../reports/what-if.ts';
import type { TicketEvent } from '../sla/event.ts';
import { type AgreementVersion, datedBefore, fold } from '../sla/fold.ts';
import type { Agreement } from '../sla/level.ts';
import type { HistoryTaker } from '../sources/histories.ts';
import type { Store } from '../store/port.ts';

/** Tickets whose histories are in memory at a time: some ten milliseconds, between two looks at the keyboard. */
const BATCH_TICKETS = 100;

const always = (agreement: Agreement): readonly AgreementVersion[] => [
	{ agreement, inForceAt: 0, movesOpen: false },
];

/** Folds every history under both agreements, each as if it had always been in force. */
export class Comparison implements HistoryTaker {
	readonly whatIf: WhatIf;
	/** Events that wait for their tickets' `created`. */
	waiting = 0;
	private readonly versions: Pair<readonly AgreementVersion[]>;

	constructor(
		agreements: Pair<Agreement>,
		period: Period,
		private readonly nowAt: number,
	) {
		this.whatIf = new WhatIf(agreements, period);
		this.versions = { old: always(agreements.old), new: always(agreements.new) };
	}

	take(history: readonly TicketEvent[]): readonly number[] {
		const events = history.filter(({ at }) => at <= this.nowAt);
		const old = fold(events, this.versions.old, this.nowAt);
		const next = fold(events, this.versions.new, this.nowAt);
		if (!old || !next) {
			this.waiting += events.length;
			return [];
		}
		this.whatIf.take({ old, new: next });
		return datedBefore(history, old.ticket.createdAt);
	}

	/**
	 * Takes every ticket of a store, and lets others have their turn in between.
	 * @param onProgress hears how many there were so far
	 * @param signal ends it early: it is rejected with the signal's reason
	 */
	async takeAll(
		store: Pick<Store, 'eventTicketsAfter' | 'histories'>,
		onProgress: (tickets: number) => void = () => {},
		signal?: AbortSignal,
	): Promise<void> {
		let taken = 0;
		for (let last: string | undefined = ''; last !== undefined; ) {
			const tickets: readonly string[] = await store.eventTicketsAfter(last, BATCH_TICKETS);
			for (const history of (await store.histories(tickets)).values()) this.take(readHistory(history));
			last = tickets.at(-1);
			taken += tickets.length;
			onProgress(taken);
			await setImmediate(undefined, { signal });
		}
	}
}

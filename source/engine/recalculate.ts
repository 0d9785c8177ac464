/** Recalculation: every open timer judged by the agreement in force now, once. */
import { type AgreementVersion, fold } from '../sla/fold.ts';
import { timerKey } from '../sla/remark.ts';
import type { Timer } from '../sla/timer.ts';
import type { Store } from '../store/port.ts';
import type { LoadedAgreement } from './agreement-file.ts';
import { readHistory } from './history.ts';
import { Versions } from './versions.ts';

const BATCH = 500;

export interface Recalculated {
	readonly tickets: number;
	/** Open timers that are there before and after, with another due, target or level; and those that come or go. */
	readonly moved: number;
}

/** How many of a ticket's open timers are not what they were. */
function countMoved(before: readonly Timer[], after: readonly Timer[]): number {
	const old = new Map(before.map((row) => [timerKey(row), row]));
	let moved = 0;
	for (const timer of after) {
		const row = old.get(timerKey(timer));
		old.delete(timerKey(timer));
		const isSame =
			row && row.dueAt === timer.dueAt && row.targetMs === timer.targetMs && row.level === timer.level;
		if (!isSame) moved++;
	}
	return moved + old.size;
}

/**
 * Tells what bringing an agreement into force for all open timers moves, and does it unless `dryRun`. The
 * engine that runs on the store, here or in another program, carries it out at its next tick.
 */
export async function recalculate(
	store: Store,
	loaded: LoadedAgreement,
	nowAt: number,
	dryRun: boolean,
): Promise<Recalculated> {
	const present = await new Versions().of(await store.agreements());
	const next: AgreementVersion = { agreement: loaded.agreement, inForceAt: nowAt, movesOpen: true };
	let tickets = 0;
	let moved = 0;
	for (let last = ''; ; ) {
		const batch = await store.ticketsAfter(last, BATCH);
		const end = batch.at(-1);
		if (end === undefined) break;
		last = end;
		tickets += batch.length;
		for (const history of (await store.histories(batch)).values()) {
			// What has been told since the last tick moves timers too, and is not to be counted.
			const events = readHistory(history);
			const before = present.length > 0 ? fold(events, present, nowAt) : null;
			const after = fold(events, [...present, next], nowAt);
			moved += countMoved(before?.open ?? [], after?.open ?? []);
		}
	}
	const { text, files } = loaded;
	if (!dryRun) await store.addAgreement({ inForceAt: nowAt, movesOpen: true, text, files });
	return { tickets, moved };
}

/** Recalculation: every open timer judged by the agreement in force now, once. */
import { type AgreementVersion, fold } from '../sla/fold.ts';
import type { Timer } from '../sla/timer.ts';
import type { Store, TimerRow } from '../store/port.ts';
import type { LoadedAgreement } from './agreement-file.ts';
import { readHistory } from './history.ts';
import { Versions } from './versions.ts';

const BATCH = 500;

export interface Recalculated {
	readonly tickets: number;
	/** Open timers that are there before and after, with another due, target or level; and those that come or go. */
	readonly moved: number;
}

const keyOf = ({ metric, cycle }: { metric: string; cycle: number }): string => `${metric} ${cycle}`;

/** How many of a ticket's open timers are not what they were. */
function countMoved(before: readonly TimerRow[], after: readonly Timer[]): number {
	const old = new Map(before.map((row) => [keyOf(row), row]));
	let moved = 0;
	for (const timer of after) {
		const row = old.get(keyOf(timer));
		old.delete(keyOf(timer));
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
		for (const [reference, history] of await store.histories(batch)) {
			const folded = fold(readHistory(history), [...present, next], nowAt);
			const detail = await store.detail(reference);
			if (folded && detail) moved += countMoved(detail.timers, folded.open);
		}
	}
	const { text, files } = loaded;
	if (!dryRun) await store.addAgreement({ inForceAt: nowAt, movesOpen: true, text, files });
	return { tickets, moved };
}

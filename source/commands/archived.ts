/** The archive of a store, counted in where somebody asks for it. */
import { existsSync } from 'node:fs';
import { lacking, lackText } from '../reports/lacking.ts';
import type { Period } from '../reports/period.ts';
import type { BilledStore } from '../reports/report-lines.ts';
import { withArchive } from '../reports/with-archive.ts';
import { type Store, StoreError } from '../store/port.ts';
import { withoutPassword } from '../store/store-url.ts';
import { type Context, storePath, textFlag } from './context.ts';
import { openStoreAt } from './open.ts';

/** Where a store's archive is, unless it is said. */
export const archivePath = (context: Context): string =>
	textFlag(context.flags, 'archive') ??
	`${withoutPassword(storePath(context)).replace(/\.db$/, '')}-archive.db`;

/** Tickets that an archive holds. */
async function countTickets(archive: Store): Promise<number> {
	let count = 0;
	for (let last = ''; ; ) {
		const batch = await archive.eventTicketsAfter(last, 10_000);
		const end = batch.at(-1);
		if (end === undefined) return count;
		count += batch.length;
		last = end;
	}
}

/** Where a period reaches to what was moved to an archive: says so, and what to do. */
export async function noteLacking(store: Store, period: Period, help: string): Promise<void> {
	const lacks = await lacking(store.reports, period);
	if (lacks > 0) process.stderr.write(`note: ${lackText(lacks)} (${help})\n`);
}

/**
 * Does work on a store with its archive, where --archive names it; else says what a period lacks.
 * @throws {StoreError} where they do not belong together as they are
 */
export async function withArchived<T>(
	context: Context,
	store: Store,
	period: Period,
	work: (billed: BilledStore) => Promise<T>,
): Promise<T> {
	if (textFlag(context.flags, 'archive') === undefined) {
		await noteLacking(store, period, '--archive FILE counts them in');
		return work(store);
	}
	const { tickets: moved } = await store.reports.archived();
	const path = archivePath(context);
	if (!existsSync(path)) throw new StoreError(`there is no archive ${path}`);
	const archive = await openStoreAt(path);
	try {
		const [zone, archivedZone] = [await store.reports.sumsZone(), await archive.reports.sumsZone()];
		if (zone !== null && archivedZone !== null && zone !== archivedZone) {
			throw new StoreError(
				`archive ${path} goes by the days of ${archivedZone}, the store by those of ${zone}`,
			);
		}
		if ((await countTickets(archive)) !== moved) {
			throw new StoreError(
				`archive ${path} is not what was moved out of this store: another one, or slatop prune is at work or was ended early (run it again)`,
			);
		}
		return await work({
			reports: withArchive(store.reports, archive.reports),
			timers: (...question) => store.timers(...question),
			counters: () => store.counters(),
			log: (...question) => store.log(...question),
			archive,
		});
	} finally {
		await archive.close();
	}
}

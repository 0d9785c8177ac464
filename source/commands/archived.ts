/** The archive of a store, counted in where somebody asks for it. */
import { existsSync } from 'node:fs';
import type { ReportedStore } from '../reports/report-lines.ts';
import { withArchive } from '../reports/with-archive.ts';
import { type Store, StoreError } from '../store/port.ts';
import { withoutPassword } from '../store/store-url.ts';
import { figures } from '../text/figures.ts';
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

/**
 * Does work on a store with its archive, where --archive names it; else says what is left out.
 * @throws {StoreError} where they do not belong together as they are
 */
export async function withArchived<T>(
	context: Context,
	store: Store,
	work: (reported: ReportedStore) => Promise<T>,
): Promise<T> {
	const { tickets: moved } = await store.archived();
	if (textFlag(context.flags, 'archive') === undefined) {
		if (moved > 0) {
			process.stderr.write(
				`note: without ${figures(moved)} tickets that were moved to the archive (--archive FILE counts them in)\n`,
			);
		}
		return work(store);
	}
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
				`archive ${path} is not what was moved out of this store: another one, or slatop prune was ended early (run it again)`,
			);
		}
		return await work({
			reports: withArchive(store.reports, archive.reports),
			timers: (...question) => store.timers(...question),
			counters: () => store.counters(),
		});
	} finally {
		await archive.close();
	}
}

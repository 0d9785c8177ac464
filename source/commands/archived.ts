/** The archive of a store, counted in where somebody asks for it. */
import { existsSync } from 'node:fs';
import { lacking, lackText } from '../reports/lacking.ts';
import type { Period } from '../reports/period.ts';
import type { BilledStore } from '../reports/report-lines.ts';
import { withArchive } from '../reports/with-archive.ts';
import { type Store, StoreError } from '../store/port.ts';
import { archiveUrl, readAddress } from '../store/postgres/address.ts';
import { isPostgresUrl } from '../store/store-url.ts';
import { type Context, storePath, textFlag } from './context.ts';
import { staleNotice } from './listing.ts';
import { checkPlace, checkSeen, openStoreAt } from './open.ts';

/** Where a store's archive is, unless it is said: beside its file, or in a schema beside its own. */
export function archivePath(context: Context): string {
	const given = textFlag(context.flags, 'archive');
	if (given !== undefined) {
		checkPlace(given, '--archive');
		return given;
	}
	const path = storePath(context);
	checkPlace(path);
	return isPostgresUrl(path) ? archiveUrl(path, context.env) : `${path.replace(/\.db$/, '')}-archive.db`;
}

/** A place as people are told of it: of a URL no password. */
export const shownPlace = (path: string, env: NodeJS.ProcessEnv): string =>
	isPostgresUrl(path) ? readAddress(path, env).name : path;

export async function isArchiveThere(path: string, env: NodeJS.ProcessEnv): Promise<boolean> {
	if (!isPostgresUrl(path)) return existsSync(path);
	const { isStoreAt } = await import('../store/postgres/examine.ts');
	return isStoreAt(path, env);
}

/** @throws {StoreError} where there is none */
export async function checkArchive(path: string, env: NodeJS.ProcessEnv): Promise<void> {
	if (await isArchiveThere(path, env)) return;
	await checkSeen('archive', path);
	throw new StoreError(`there is no archive ${shownPlace(path, env)}: name another with --archive`);
}

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

/** The references of tickets that were moved out of a store. */
async function movedOut(store: Store): Promise<ReadonlySet<string>> {
	const moved = new Set<string>();
	for (let last: string | undefined = ''; last !== undefined; ) {
		const batch: string[] = await store.reports.archivedAfter(last);
		for (const ticket of batch) moved.add(ticket);
		last = batch.at(-1);
	}
	return moved;
}

/**
 * The archive of a store, held as it is, without what is on its way there: a prune that is at work, or was killed, has
 * brought tickets that the store has still.
 * @param store held as it is
 * @returns null where it lacks what was moved out of that store
 */
async function openArchive(path: string, store: Store): Promise<Store | null> {
	const { tickets: count } = await store.reports.archived();
	const held = await openStoreAt(path, { held: true });
	if ((await countTickets(held)) === count) return held;
	await held.close();
	const moved = await movedOut(store);
	const archive = await openStoreAt(path, { heldWithout: (ticket) => !moved.has(ticket) });
	if ((await countTickets(archive)) === count) return archive;
	await archive.close();
	return null;
}

/** A store and its archive, each held as it is. */
interface Pair {
	readonly held: Store;
	readonly archive: Store;
}

/** What is moved back between one of them being held and the other is in neither: then both are held anew. */
const TRIES = 5;

/** @throws {StoreError} where the archive is not that store's */
async function openPair(store: string, path: string, env: NodeJS.ProcessEnv): Promise<Pair> {
	for (let tries = 0; tries < TRIES; tries++) {
		const held = await openStoreAt(store, { held: true });
		const archive = await openArchive(path, held).catch(async (error: unknown) => {
			await held.close();
			throw error;
		});
		if (archive) return { held, archive };
		await held.close();
	}
	throw new StoreError(
		`archive ${shownPlace(path, env)} is not what was moved out of this store: it is another one's, or slatop prune --undo is bringing back what is in it: try again when that is done`,
	);
}

/**
 * Does work on a store with its archive, where --archive names it; else says what a period lacks, and always where the
 * store is behind its events.
 * @throws {StoreError} where they do not belong together as they are
 */
export async function withArchived<T>(
	context: Context,
	store: Store,
	period: Period,
	work: (billed: BilledStore) => Promise<T>,
): Promise<T> {
	if (textFlag(context.flags, 'archive') === undefined) {
		staleNotice(await store.status());
		await noteLacking(store, period, '--archive STORE counts them in');
		return work(store);
	}
	const path = archivePath(context);
	await checkArchive(path, context.env);
	// Both as they are at one instant, whatever a prune moves meanwhile.
	const { held, archive } = await openPair(storePath(context), path, context.env);
	try {
		// Of what is read, not of the store a moment ago: an undo may have brought tickets that no engine has taken yet.
		staleNotice(await held.status());
		const [zone, archivedZone] = [await held.reports.sumsZone(), await archive.reports.sumsZone()];
		if (zone !== null && archivedZone !== null && zone !== archivedZone) {
			throw new StoreError(
				`archive ${shownPlace(path, context.env)} goes by the days of ${archivedZone}, the store by those of ${zone}`,
			);
		}
		return await work({
			reports: withArchive(held.reports, archive.reports),
			timers: (...question) => held.timers(...question),
			counters: () => held.counters(),
			log: (...question) => held.log(...question),
			archive,
		});
	} finally {
		await Promise.all([held.close(), archive.close()]);
	}
}

/** `slatop prune`: moves old tickets that are over to an archive, and brings them back. */
import { bringInto, copyAgreements } from '../engine/archive.ts';
import { ArchivePair } from '../store/archive-pair.ts';
import { type Store, StoreError } from '../store/port.ts';
import type { PrunedStore } from '../store/port-archive.ts';
import { readAddress } from '../store/postgres/address.ts';
import { isSamePlace } from '../store/same-place.ts';
import { isPostgresUrl } from '../store/store-url.ts';
import { counted, plural } from '../text/figures.ts';
import { archivePath, checkArchive, shownPlace } from './archived.ts';
import { type Context, EXIT_OK, nowFlag, storePath, textFlag, UsageError } from './context.ts';
import { openExistingStore, openStoreAt } from './open.ts';
import { print } from './output.ts';
import { momentFlag } from './report-period.ts';
import { termsOf } from './terms.ts';

async function pruneAll(pair: ArchivePair, store: Store, archived: Store, before: number): Promise<number> {
	await copyAgreements(store, archived);
	let total = 0;
	for (let after = 0; ; ) {
		const step = await pair.moveNext(before, after, (tickets) => bringInto(archived, store, tickets));
		if (!step) return total;
		total += step.moved;
		after = step.last;
	}
}

async function undo(pair: ArchivePair, ticket: string | undefined): Promise<number> {
	if (ticket !== undefined) {
		const count = await pair.takeBack([ticket]);
		if (count === 0) throw new StoreError(`ticket ${ticket} is in no archive of this store`);
		return count;
	}
	for (let total = 0; ; ) {
		const batch = await pair.store.archivedAfter('');
		if (batch.length === 0) return total;
		total += await pair.takeBack(batch);
	}
}

/** A store, or an archive, that is there, as tickets are moved out of it and into it. @throws {StoreError} where there is none */
export async function openPruned(path: string, env: NodeJS.ProcessEnv): Promise<PrunedStore> {
	if (isPostgresUrl(path)) {
		const { PrunedServer } = await import('../store/postgres/pruning.ts');
		return PrunedServer.open(readAddress(path, env));
	}
	const { PrunedFile } = await import('../store/sqlite/pruning.ts');
	return new PrunedFile(path);
}

/** @throws {StoreError} where the archive is another store's */
export async function openPair(store: string, archive: string, env: NodeJS.ProcessEnv): Promise<ArchivePair> {
	const pruned = await openPruned(store, env);
	const other = await openPruned(archive, env).catch(async (error: unknown) => {
		await pruned.close();
		throw error;
	});
	return ArchivePair.of(pruned, other);
}

async function withPair<T>(
	context: Context,
	work: (pair: ArchivePair, archived: Store) => Promise<T>,
): Promise<T> {
	const { env } = context;
	const [path, archive] = [storePath(context), archivePath(context)];
	if (isSamePlace(path, archive, env)) {
		throw new UsageError('the archive must be another file or schema than the store');
	}
	const archived = await openStoreAt(archive, { durable: true });
	try {
		const pair = await openPair(path, archive, env);
		try {
			await pair.settleAll();
			return await work(pair, archived);
		} finally {
			await pair.close();
		}
	} finally {
		await archived.close();
	}
}

async function countPrunable(context: Context, before: number): Promise<number> {
	const store = await openPruned(storePath(context), context.env);
	try {
		return await store.countPrunable(before);
	} finally {
		await store.close();
	}
}

async function beforeFlag(context: Context, store: Store): Promise<number> {
	const nowAt = nowFlag(context.flags);
	const { timezone } = await (await termsOf(context, store))(nowAt);
	const before = momentFlag(context.flags, 'before', timezone);
	if (before === undefined) throw new UsageError('prune needs --before TIME, like --before 2025-01');
	if (before > nowAt) throw new UsageError('--before must not be in the future');
	return before;
}

export async function run(context: Context): Promise<number> {
	const { flags, env } = context;
	const store = await openExistingStore(context);
	try {
		const path = archivePath(context);
		const shown = shownPlace(path, env);
		if (flags.undo === true) {
			await checkArchive(path, env);
			const count = await withPair(context, (pair) => undo(pair, textFlag(flags, 'ticket')));
			await print([
				`${counted(count, 'ticket')} brought back from ${shown}: the engine takes ${plural(count, 'it', 'them')} at its next tick`,
			]);
			return EXIT_OK;
		}
		const before = await beforeFlag(context, store);
		if (flags.dryRun === true) {
			const count = await countPrunable(context, before);
			await print([`${counted(count, 'ticket')} would move to ${shown}`]);
			return EXIT_OK;
		}
		const count = await withPair(context, (pair, archived) => pruneAll(pair, store, archived, before));
		await print([`${counted(count, 'ticket')} moved to ${shown}`]);
		return EXIT_OK;
	} finally {
		await store.close();
	}
}

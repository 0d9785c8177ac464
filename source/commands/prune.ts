/** `slatop prune`: moves old tickets that are over to an archive file, and brings them back. */
import { existsSync } from 'node:fs';
import { bringInto, copyAgreements } from '../engine/archive.ts';
import { type Store, StoreError } from '../store/port.ts';
import type { ArchivePair } from '../store/sqlite/archive-pair.ts';
import { counted, plural } from '../text/figures.ts';
import { archivePath } from './archived.ts';
import { type Context, EXIT_OK, nowFlag, storeFile, storePath, textFlag, UsageError } from './context.ts';
import { checkSeen, openExistingStore, openStoreAt } from './open.ts';
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

function undo(pair: ArchivePair, ticket: string | undefined): number {
	if (ticket !== undefined) {
		if (!pair.store.isArchived(ticket))
			throw new StoreError(`ticket ${ticket} is in no archive of this store`);
		return pair.takeBack([ticket]);
	}
	for (let total = 0; ; ) {
		const batch = pair.store.archivedAfter('');
		if (batch.length === 0) return total;
		total += pair.takeBack(batch);
	}
}

async function withPair<T>(
	context: Context,
	work: (pair: ArchivePair, archived: Store) => Promise<T>,
): Promise<T> {
	const [path, archive] = [storePath(context), archivePath(context)];
	const { ArchivePair, isSameFile } = await import('../store/sqlite/archive-pair.ts');
	if (isSameFile(path, archive)) throw new UsageError('the archive must be another file than the store');
	const archived = await openStoreAt(archive, { durable: true });
	try {
		const pair = new ArchivePair(path, archive);
		try {
			pair.settleAll();
			return await work(pair, archived);
		} finally {
			pair.close();
		}
	} finally {
		await archived.close();
	}
}

async function countPrunable(context: Context, before: number): Promise<number> {
	const { Pruning } = await import('../store/sqlite/pruning.ts');
	const pruning = new Pruning(storePath(context));
	try {
		return pruning.countPrunable(before);
	} finally {
		pruning.close();
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

const INSTEAD = 'one on PostgreSQL keeps all its tickets';

export async function run(context: Context): Promise<number> {
	const { flags } = context;
	storeFile(context, INSTEAD);
	const path = archivePath(context);
	const store = await openExistingStore(context);
	try {
		if (flags.undo === true) {
			if (!existsSync(path)) {
				await checkSeen('archive', path);
				throw new StoreError(`there is no archive ${path}: name it with --archive`);
			}
			const count = await withPair(context, async (pair) => undo(pair, textFlag(flags, 'ticket')));
			await print([
				`${counted(count, 'ticket')} brought back from ${path}: the engine takes ${plural(count, 'it', 'them')} at its next tick`,
			]);
			return EXIT_OK;
		}
		const before = await beforeFlag(context, store);
		if (flags.dryRun === true) {
			const count = await countPrunable(context, before);
			await print([`${counted(count, 'ticket')} would move to ${path}`]);
			return EXIT_OK;
		}
		const count = await withPair(context, (pair, archived) => pruneAll(pair, store, archived, before));
		await print([`${counted(count, 'ticket')} moved to ${path}`]);
		return EXIT_OK;
	} finally {
		await store.close();
	}
}

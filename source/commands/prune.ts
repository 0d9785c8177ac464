/** `slatop prune`: moves old tickets that are over to an archive file, and brings them back. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { bringInto, copyAgreements } from '../engine/archive.ts';
import { type Store, StoreError } from '../store/port.ts';
import type { Pruning } from '../store/sqlite/pruning.ts';
import { figures } from '../text/figures.ts';
import { archivePath } from './archived.ts';
import { type Context, EXIT_OK, nowFlag, storePath, textFlag, UsageError } from './context.ts';
import { openExistingStore, openStoreAt } from './open.ts';
import { print } from './output.ts';
import { momentFlag } from './report-period.ts';
import { termsOf } from './terms.ts';

interface Pair {
	readonly store: Pruning;
	readonly archive: Pruning;
	/** The archive as a store. */
	readonly archived: Store;
}

/** What stands in both was on its way when somebody ended this: where it belongs the store knows. */
function settle({ store, archive }: Pair, references: readonly string[]): void {
	archive.drop(references.filter((ticket) => !store.isArchived(ticket)));
}

async function settleAll(pair: Pair): Promise<void> {
	for (let last = ''; ; ) {
		const batch = await pair.archived.eventTicketsAfter(last, 500);
		const end = batch.at(-1);
		if (end === undefined) return;
		settle(pair, batch);
		last = end;
	}
}

async function pruneAll(pair: Pair, store: Store, before: number): Promise<number> {
	await copyAgreements(store, pair.archived);
	let total = 0;
	for (let after = 0; ; ) {
		const { moved, last } = await pair.store.moveOut(before, after, (tickets) =>
			bringInto(pair.archived, store, tickets),
		);
		if (moved === 0) return total;
		total += moved;
		after = last;
	}
}

function takeBack({ store, archive }: Pair, references: readonly string[]): void {
	const tickets = references.map((ticket) => archive.history(ticket));
	const lost = tickets.find(([, events]) => events.length === 0);
	if (lost) throw new StoreError(`ticket ${lost[0]} is not in that archive: name another with --archive`);
	store.takeBack(tickets);
	archive.drop(references);
}

function undo(pair: Pair, ticket: string | undefined): number {
	if (ticket !== undefined) {
		if (!pair.store.isArchived(ticket))
			throw new StoreError(`ticket ${ticket} is in no archive of this store`);
		takeBack(pair, [ticket]);
		return 1;
	}
	for (let total = 0; ; ) {
		const batch = pair.store.archivedAfter('');
		if (batch.length === 0) return total;
		takeBack(pair, batch);
		total += batch.length;
	}
}

async function withPair<T>(context: Context, work: (pair: Pair) => Promise<T>): Promise<T> {
	const path = archivePath(context);
	if (resolve(path) === resolve(storePath(context)))
		throw new UsageError('the archive must be another file than the store');
	const { Pruning } = await import('../store/sqlite/pruning.ts');
	const archived = await openStoreAt(path, { durable: true });
	const pair: Pair = { store: new Pruning(storePath(context)), archive: new Pruning(path), archived };
	try {
		await settleAll(pair);
		return await work(pair);
	} finally {
		pair.store.close();
		pair.archive.close();
		await archived.close();
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
	const { flags } = context;
	const path = archivePath(context);
	const store = await openExistingStore(context);
	try {
		if (flags.undo === true) {
			if (!existsSync(path)) throw new StoreError(`there is no archive ${path}: name it with --archive`);
			const count = await withPair(context, async (pair) => undo(pair, textFlag(flags, 'ticket')));
			await print([
				`${figures(count)} tickets brought back from ${path}: the engine takes them at its next tick`,
			]);
			return EXIT_OK;
		}
		const before = await beforeFlag(context, store);
		if (flags.dryRun === true) {
			const { Pruning } = await import('../store/sqlite/pruning.ts');
			const pruning = new Pruning(storePath(context));
			const count = pruning.countPrunable(before);
			pruning.close();
			await print([`${figures(count)} tickets would move to ${path}`]);
			return EXIT_OK;
		}
		const count = await withPair(context, (pair) => pruneAll(pair, store, before));
		await print([`${figures(count)} tickets moved to ${path}`]);
		return EXIT_OK;
	} finally {
		await store.close();
	}
}

/** `slatop rebuild`: makes timers and log anew from events, and proves that they are what the store has. */
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runAnew } from '../engine/rebuild.ts';
import { StoreError } from '../store/port.ts';
import type { Difference } from '../store/sqlite/rebuilding.ts';
import { cleanText } from '../text/clean.ts';
import { figures } from '../text/figures.ts';
import { type Context, EXIT_FAILED, EXIT_OK, storePath } from './context.ts';
import { openExistingStore } from './open.ts';
import { print } from './output.ts';

function* lines(found: readonly Difference[], dryRun: boolean): Generator<string> {
	for (const { what, rows, missing, surplus, examples } of found) {
		const isEqual = missing === 0 && surplus === 0;
		const verdict = isEqual
			? 'equal'
			: `${figures(missing)} missing or otherwise, ${figures(surplus)} too many`;
		yield `${what}: ${figures(rows)}, ${verdict}`;
		for (const example of examples) yield `  ${cleanText(example)}`;
	}
	if (found.every(({ missing, surplus }) => missing === 0 && surplus === 0)) {
		yield 'timers and log are what the events say: nothing to do';
	} else {
		yield dryRun ? 'slatop rebuild puts this right' : 'put right: timers and log are what the events say';
	}
}

/** @throws {StoreError} where an engine leads: what it writes meanwhile would be lost */
async function checkNobodyLeads(context: Context): Promise<void> {
	const store = await openExistingStore(context);
	try {
		const leader = await store.leader(Date.now());
		if (leader) {
			throw new StoreError(
				`an engine runs on this store (${cleanText(leader.holder)}): end it first, and every dashboard; --dry-run works beside it`,
			);
		}
	} finally {
		await store.close();
	}
}

export async function run(context: Context): Promise<number> {
	const dryRun = context.flags.dryRun === true;
	if (dryRun) await (await openExistingStore(context)).close();
	else await checkNobodyLeads(context);
	const [{ rebuiltAt }, { openSqliteStore }, rebuilding] = await Promise.all([
		import('../store/copying/rebuilding.ts'),
		import('../store/sqlite/sqlite-store.ts'),
		import('../store/sqlite/rebuilding.ts'),
	]);
	const store = rebuiltAt(storePath(context), context.env);
	// Nobody else may look into it.
	const folder = await mkdtemp(join(store.room, rebuilding.WORK_FOLDER));
	try {
		const was = join(folder, 'was.db');
		const made = join(folder, 'anew.db');
		const epoch = await store.epoch();
		await store.copyTo(was);
		const standing = rebuilding.standingOf(was, epoch);
		const anew = openSqliteStore(made);
		try {
			rebuilding.feedAnew(made, was);
			await runAnew(anew, standing.broughtUpTo);
		} finally {
			await anew.close();
		}
		const found = rebuilding.differences(made, was);
		const isEqual = found.every(({ missing, surplus }) => missing === 0 && surplus === 0);
		if (!isEqual && !dryRun) await store.putInPlace(made, was, standing);
		await print(lines(found, dryRun));
		return isEqual || !dryRun ? EXIT_OK : EXIT_FAILED;
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

/** What commands work on: the agreement's place, and the store. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Store, StoreError } from '../store/port.ts';
import type { OpenOptions } from '../store/sqlite/connection.ts';
import { isPostgresUrl, isUrl, withoutPassword } from '../store/store-url.ts';
import { type Context, storePath, textFlag, UsageError, userAgreementPath } from './context.ts';

/** A file of the package's `data/`, wherever this module stands: in `source/commands/`, `dist/` or `dist/chunks/`. */
export function dataFile(name: string): string {
	for (const up of ['../data/', '../../data/']) {
		const path = fileURLToPath(new URL(up + name, import.meta.url));
		if (existsSync(path)) return path;
	}
	throw new Error(`data/${name} is missing from this installation`);
}

/** Where an agreement is, and whether it is nobody's choice: then it stands in where the store has none either. */
export interface AgreementPlace {
	readonly path: string;
	readonly standsIn: boolean;
}

/** `--agreement`, then the user's own, then the sample that ships, which only stands in. */
export function agreementPlace({ flags, env }: Context): AgreementPlace {
	const given = textFlag(flags, 'agreement');
	if (given !== undefined) return { path: given, standsIn: false };
	const own = userAgreementPath(env);
	const isThere = existsSync(own);
	return { path: isThere ? own : dataFile('sla.yaml'), standsIn: !isThere };
}

export const agreementPath = (context: Context): string => agreementPlace(context).path;

/** Opens the store, making it where it is not there. */
export async function openStore(context: Context, options?: OpenOptions): Promise<Store> {
	return openStoreAt(storePath(context), options);
}

/**
 * Opens the store for who only looks. One that was named must be there: an empty list would be taken for a quiet
 * day where the name is mistyped. The default one is begun where there is none yet, and is empty.
 * @throws {StoreError} where the store that was named is not there
 */
export async function openStoreToRead(context: Context): Promise<Store> {
	return textFlag(context.flags, 'store') === undefined ? openStore(context) : openExistingStore(context);
}

/**
 * Opens a store that is there already: whoever watches one must not take a new, empty one for a quiet day.
 * @throws {StoreError} where there is none
 */
export async function openExistingStore(context: Context): Promise<Store> {
	const path = storePath(context);
	if (isPostgresUrl(path)) return openOnServer(path, { absent: 'refused' });
	if (existsSync(path) || isUrl(path)) return openStoreAt(path);
	await checkSeen('store', path);
	throw new StoreError(
		`there is no store ${path}: name one with --store, or begin one with slatop import or slatop source add`,
	);
}

/**
 * Of a path at which nothing is to be seen.
 * @throws {StoreError} where that is because who we are here may not look
 */
export async function checkSeen(what: 'store' | 'archive', path: string): Promise<void> {
	const { unseen } = await import('../store/sqlite/errors.ts');
	const words = unseen(path);
	if (words !== null) throw new StoreError(`${what} ${path} ${words}`);
}

/** @throws {UsageError} where a store can't be: at another URL than one of PostgreSQL */
export function checkPlace(path: string, flag: '--store' | '--archive' = '--store'): void {
	if (isPostgresUrl(path) || !isUrl(path)) return;
	throw new UsageError(`${flag} takes a file's path or a postgres:// URL, not ${withoutPassword(path)}`);
}

interface PlaceOptions extends OpenOptions {
	/** For who only reads: as `held`, without the tickets that it holds for, of which no clock may run. */
	readonly heldWithout?: (ticket: string) => boolean;
	/** Of one on a server. `refused`: it is not made where it is not there. */
	readonly absent?: 'refused';
}

export async function openStoreAt(path: string, options: PlaceOptions = {}): Promise<Store> {
	checkPlace(path);
	if (isPostgresUrl(path)) return openOnServer(path, options);
	// Loaded here: commands that need no store start without its native module.
	const [{ openSqliteStore }, { reopening }] = await Promise.all([
		import('../store/sqlite/sqlite-store.ts'),
		import('../store/reopening.ts'),
	]);
	const { heldWithout, ...rest } = options;
	if (!heldWithout) return reopening(() => openSqliteStore(path, rest));
	const heldAfter = (await import('../store/sqlite/whole-tickets.ts')).without(heldWithout);
	return reopening(() => openSqliteStore(path, { ...rest, heldAfter }));
}

/** The other options are of a file's. */
async function openOnServer(
	url: string,
	{ held, heldWithout, waitMs, absent }: PlaceOptions,
): Promise<Store> {
	const { openPostgresStore } = await import('../store/postgres/postgres-store.ts');
	return openPostgresStore(url, {
		held: held === true,
		...(waitMs === undefined ? {} : { lockMs: waitMs }),
		...(heldWithout ? { heldWithout } : {}),
		...(absent ? { absent } : {}),
	});
}

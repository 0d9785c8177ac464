/** `slatop store copy FROM TO`: brings a store to another place, a file or a PostgreSQL database, and proves it equal. */
import type { StoreCopy } from '../store/copying/copy.ts';
import type { CopySource, CopyTarget } from '../store/copying/ends.ts';
import { readAddress } from '../store/postgres/address.ts';
import { isPostgresUrl } from '../store/store-url.ts';
import { counted, figures, plural } from '../text/figures.ts';
import { type Context, EXIT_FAILED, EXIT_OK, UsageError } from './context.ts';
import { print, telling } from './output.ts';

/** How much of a checksum is shown: enough to hold two against each other by eye. */
const SHOWN = 12;

async function openSource(store: string, env: NodeJS.ProcessEnv): Promise<CopySource> {
	if (isPostgresUrl(store)) {
		const { PostgresSource } = await import('../store/copying/postgres.ts');
		return PostgresSource.open(readAddress(store, env));
	}
	const { FileSource } = await import('../store/copying/sqlite.ts');
	return new FileSource(store);
}

async function openTarget(store: string, env: NodeJS.ProcessEnv): Promise<CopyTarget> {
	if (isPostgresUrl(store)) {
		const { PostgresTarget } = await import('../store/copying/postgres-target.ts');
		return new PostgresTarget(readAddress(store, env));
	}
	const { FileTarget } = await import('../store/copying/sqlite.ts');
	return new FileTarget(store);
}

function* lines({ tables }: StoreCopy, from: string, to: string): Generator<string> {
	for (const { table, rows, sha256 } of tables) {
		if (rows > 0) yield `${table}: ${counted(rows, 'row')}, equal (${sha256.slice(0, SHOWN)})`;
	}
	const rows = tables.reduce((sum, table) => sum + table.rows, 0);
	yield `${to} is what ${from} was: ${counted(rows, 'row')} of ${tables.length} tables, each read again and equal`;
}

async function copy(source: CopySource, target: CopyTarget): Promise<number> {
	const { moveStoreTo } = await import('../store/copying/copy.ts');
	const copied = await telling((tell) =>
		moveStoreTo(source, target, (what, rows) => tell(`${what}: ${figures(rows)}`)),
	);
	await print(lines(copied, source.name, target.name));
	if (copied.missed === 0) return EXIT_OK;
	process.stderr.write(
		`warning: ${counted(copied.missed, 'event has', 'events have')} come to ${source.name} meanwhile, and ${plural(copied.missed, 'is', 'are')} not in the copy: stop what brings them, and copy again\n`,
	);
	return EXIT_FAILED;
}

export async function run({ input, env }: Context): Promise<number> {
	const [verb, from, to] = input;
	if (verb !== 'copy') throw new UsageError('store takes one verb: slatop store copy FROM TO');
	if (from === undefined || to === undefined) {
		throw new UsageError('store copy takes two stores: slatop store copy FROM TO');
	}
	const source = await openSource(from, env);
	try {
		const target = await openTarget(to, env);
		try {
			return await copy(source, target);
		} finally {
			await target.close();
		}
	} finally {
		await source.close();
	}
}

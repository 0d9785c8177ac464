/** `slatop source sync NAME`: reads a source now, whatever its schedule. */
import { nowOf } from '../../engine/clock.ts';
import { counted, plural } from '../../text/figures.ts';
import { type Context, clockFlags, EXIT_FAILED, EXIT_OK } from '../context.ts';
import { openStore } from '../open.ts';
import { print } from '../output.ts';
import { stopAsked } from '../stop-asked.ts';
import { namedSource } from './named.ts';
import { openSource } from './open-source.ts';
import { sayingProblems } from './problems.ts';
import { runSync } from './run-sync.ts';
import type { SyncReport } from './sync-source.ts';

const STOPPED = new Error('stopped');

function summary(name: string, { taken, known, refused, waiting }: SyncReport): string[] {
	const lines = [
		`${name}: ${taken} ${plural(taken, 'event')} taken, ${known} already known, ${refused} refused`,
	];
	if (refused > 0) lines.push(`what was refused, and why: slatop source quarantine ${name}`);
	if (waiting > 0)
		lines.push(
			`${waiting} ${plural(waiting, 'event is', 'events are')} dated in our future: taken when ${plural(waiting, 'its', 'their')} time has come`,
		);
	return lines;
}

function showProgress(name: string, { taken }: SyncReport): void {
	if (process.stderr.isTTY) process.stderr.write(`\r${name}: ${counted(taken, 'event')} taken\u001b[K`);
}

const clearProgress = (): void => {
	if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
};

export async function run(context: Context, name: string | undefined): Promise<number> {
	const store = await openStore(context);
	const stopping = new AbortController();
	void stopAsked().then(() => stopping.abort(STOPPED));
	try {
		const source = await namedSource(store, 'sync', name);
		const work = async (): Promise<number> => {
			const report = await runSync({
				store,
				source,
				open: () => openSource(source, context.env),
				nowAt: nowOf(clockFlags(context.flags)),
				full: context.flags.full === true,
				signal: stopping.signal,
				onStep: (report) => showProgress(source.name, report),
			}).finally(clearProgress);
			await print(summary(source.name, report));
			return EXIT_OK;
		};
		return await sayingProblems(source.name, work);
	} catch (error) {
		if (!stopping.signal.aborted) throw error;
		process.stderr.write(`${name}: stopped; the next sync goes on from here\n`);
		return EXIT_FAILED;
	} finally {
		await store.close();
	}
}

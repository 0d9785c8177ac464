/** `slatop demo`: the dashboard on a simulated support floor, in a store of its own that is gone afterwards. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DAY_MS } from '../sla/duration.ts';
import { type Context, clockFlags, EXIT_OK, instantFlag, numberFlag, textFlag } from './context.ts';
import { dataFile } from './open.ts';
import { checkTerminal } from './screen-settings.ts';
import { showBoard } from './show-board.ts';

/** So much of the floor's past is there when the demo opens: a working week. */
const PAST_MS = 7 * DAY_MS;
/** A floor less busy than this, against its peak, is no sight to open on. */
const BUSY = 0.4;

/**
 * When the demo's clock begins: now, or, where the floor sleeps at this hour, the morning of its last working day.
 */
async function demoStart(nowAt: number): Promise<number> {
	const { busyness, lastBusyMorning } = await import('../sources/floor/hours.ts');
	return busyness(nowAt) >= BUSY ? nowAt : lastBusyMorning(nowAt);
}

export async function run(context: Context): Promise<number> {
	checkTerminal(context);
	const given = clockFlags(context.flags);
	const isGiven = instantFlag(context.flags, 'now') !== undefined;
	const clock = isGiven ? given : { ...given, shownAt: await demoStart(given.shownAt) };
	const folder = mkdtempSync(join(tmpdir(), 'slatop-demo-'));
	const clearUp = (): void => rmSync(folder, { recursive: true, force: true });
	process.once('exit', clearUp);
	await showBoard(context, {
		store: join(folder, 'store.db'),
		agreement: { path: textFlag(context.flags, 'agreement') ?? dataFile('sla.yaml'), standsIn: false },
		clock,
		everyS: 1,
		floor: {
			seed: numberFlag(context.flags, 'seed', 0, Number.MAX_SAFE_INTEGER) ?? 1,
			fromAt: clock.shownAt - PAST_MS,
		},
		title: 'slatop demo',
		onExit: clearUp,
	});
	return EXIT_OK;
}

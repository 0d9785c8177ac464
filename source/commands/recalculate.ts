/** `slatop recalculate`: judges every open timer by the agreement as it is now, once. */
import { Engine } from '../engine/engine.ts';
import { recalculate } from '../engine/recalculate.ts';
import { plural } from '../text/figures.ts';
import { type Context, EXIT_OK, nowFlag } from './context.ts';
import { openStore } from './open.ts';
import { agreementFor } from './open-agreement.ts';
import { print } from './output.ts';
import { holderName } from './tick.ts';

export async function run(context: Context): Promise<number> {
	const dryRun = context.flags.dryRun === true;
	const nowAt = nowFlag(context.flags);
	const store = await openStore(context);
	try {
		const loaded = await agreementFor(store, context);
		const { tickets, moved } = await recalculate(store, loaded, nowAt, dryRun);
		let led = true;
		if (!dryRun) {
			const engine = new Engine({ store, now: () => nowAt, holder: holderName() });
			led = (await engine.tick()).led;
			await engine.stop();
		}
		const verb = dryRun ? 'would move' : 'moved';
		await print([
			`${moved} open ${plural(moved, 'timer')} ${verb}, of ${tickets} ${plural(tickets, 'ticket')}`,
		]);
		if (!led) process.stderr.write('the engine that runs on this store takes it at its next tick\n');
		return EXIT_OK;
	} finally {
		await store.close();
	}
}

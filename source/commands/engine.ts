/** `slatop engine`: runs the engine without a screen until it is stopped. */
import { nowOf } from '../engine/clock.ts';
import { Engine } from '../engine/engine.ts';
import { startRunner } from '../engine/runner.ts';
// Loaded with the engine: whoever takes over weeks later may find another version's files in its place.
import '../store/sqlite/timers.ts';
import { messageOf } from '../text/message.ts';
import { type Context, clockFlags, EXIT_OK, numberFlag } from './context.ts';
import { openStore } from './open.ts';
import { agreementFile } from './open-agreement.ts';
import { Outgoing } from './outgoing.ts';
import { Spoken } from './spoken.ts';
import { stopAsked } from './stop-asked.ts';
import { Syncs } from './sync/syncs.ts';
import { holderName } from './tick.ts';

export async function run(context: Context): Promise<number> {
	const everyS = numberFlag(context.flags, 'tick', 1, 59) ?? 1;
	const file = agreementFile(context);
	const store = await openStore(context, { bulk: true });
	const spoken = new Spoken();
	let led: boolean | null = null;
	let problem: string | null = null;
	let failure: string | null = null;
	const now = nowOf(clockFlags(context.flags));
	const syncs = new Syncs({
		store,
		env: context.env,
		nowAt: now,
		onChange: (source, trouble) => spoken.say(`source ${source}: ${trouble ?? 'syncs again'}`),
	});
	const engine = new Engine({ store, now, holder: holderName(), agreementFile: file, everyS });
	const sayFailed = (error: unknown): void => spoken.seldom('outgoing', `cannot send: ${messageOf(error)}`);
	const outgoing = new Outgoing({
		store,
		engine,
		now,
		surroundings: {
			env: context.env,
			stderr: (line) => process.stderr.write(`${line}\n`),
			isRehearsal: false,
		},
		onError: sayFailed,
		onChange: (what, trouble) => spoken.say(`${what}: ${trouble ?? 'goes again'}`),
	});
	const runner = startRunner({
		engine,
		everyS,
		onTick(report) {
			if (failure !== null) spoken.say('ticks again');
			failure = null;
			if (report.led !== led) spoken.say(report.led ? 'engine runs' : 'another engine leads: standing by');
			led = report.led;
			if (file.problem !== problem && file.problem !== null)
				spoken.say(`agreement not taken: ${file.problem}`);
			problem = file.problem;
			syncs.look(report.led).catch((error: unknown) => spoken.say(`sources: ${messageOf(error)}`));
			outgoing.look(report.led).catch(sayFailed);
		},
		onError(error) {
			// It is tried again every second, and said once.
			if (failure !== messageOf(error)) spoken.say(`tick failed: ${messageOf(error)}`);
			failure = messageOf(error);
		},
	});
	await stopAsked();
	await syncs.stop();
	await outgoing.stop();
	await runner.stop();
	await store.close();
	spoken.say('engine stopped');
	return EXIT_OK;
}

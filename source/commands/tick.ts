/** `slatop tick`: runs the engine once on the store and stops. */
import { hostname } from 'node:os';
import { AgreementError } from '../engine/agreement-error.ts';
import { Engine } from '../engine/engine.ts';
import { cleanText } from '../text/clean.ts';
import { plural } from '../text/figures.ts';
import { messageOf } from '../text/message.ts';
import { type Context, EXIT_FAILED, EXIT_OK, nowFlag } from './context.ts';
import { openStore } from './open.ts';
import { agreementFile } from './open-agreement.ts';
import { Outgoing } from './outgoing.ts';
import { print } from './output.ts';

/** Tells engines apart: by machine, process and moment. */
export const holderName = (): string => `${hostname()}:${process.pid}:${Date.now().toString(36)}`;

export async function run(context: Context): Promise<number> {
	const nowAt = nowFlag(context.flags);
	const file = agreementFile(context);
	const store = await openStore(context);
	try {
		const engine = new Engine({
			store,
			now: () => nowAt,
			holder: holderName(),
			agreementFile: file,
		});
		const report = await engine.tick();
		const say = (text: string): boolean => process.stderr.write(`${cleanText(text)}\n`);
		const outgoing = new Outgoing({
			store,
			engine,
			now: () => nowAt,
			surroundings: { env: context.env, stderr: say, isRehearsal: false },
			onError: (error) => say(`cannot send: ${messageOf(error)}`),
			onChange: (what, trouble) => say(`${what}: ${trouble ?? 'goes again'}`),
		});
		await outgoing.look(report.led);
		await outgoing.idle();
		await engine.stop();
		if (!report.led) {
			if (file.problem !== null) throw new AgreementError(file.problem);
			process.stderr.write('another engine runs on this store: nothing to do\n');
			return EXIT_FAILED;
		}
		const { tickets, changedByTime, logged, alerts } = report;
		const queued = alerts > 0 ? `, ${alerts} ${plural(alerts, 'alert')} queued` : '';
		const done = `${tickets} ${plural(tickets, 'ticket')} folded, ${changedByTime} ${plural(changedByTime, 'timer')} changed by time, ${logged} log ${plural(logged, 'row')} written${queued}`;
		// A wrong file leaves the agreement in force as it was, and the work is done by that; without one there is none.
		if (file.problem === null || (await engine.agreement()) !== null) await print([done]);
		if (file.problem !== null) throw new AgreementError(file.problem);
		return EXIT_OK;
	} finally {
		await store.close();
	}
}

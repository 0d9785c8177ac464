import { afterEach, beforeEach, expect, it } from 'vitest';
import { Outgoing } from '../../source/commands/outgoing.ts';
import { Engine } from '../../source/engine/engine.ts';
import { parseEvent } from '../../source/sla/event.ts';
import type { Store } from '../../source/store/port.ts';
import { openSqliteStore } from '../../source/store/sqlite/sqlite-store.ts';
import { at, created, TEN_MINUTES } from '../support/desk.ts';
import { hanging, Receiver, well } from '../support/receiver.ts';

let store: Store;
let receiver: Receiver;
beforeEach(async () => {
	store = openSqliteStore(':memory:');
	receiver = await Receiver.start();
});
afterEach(async () => {
	await receiver.stop();
	await store.close();
});

it('an engine that does not lead any more sends nothing more; when it leads again, it does', async () => {
	let nowAt = Date.parse(at('11:50'));
	const now = () => nowAt;
	const engine = new Engine({ store, now, holder: 'test' });
	const errors: unknown[] = [];
	const outgoing = new Outgoing({
		store,
		engine,
		now,
		surroundings: { env: {}, stderr: null, isRehearsal: false },
		onError: (error) => errors.push(error),
	});
	const text = `${TEN_MINUTES}escalations: [{ at: 50%, notify: [duty] }]\nnotify:\n  duty: { webhook: "${receiver.url}" }\n`;
	await store.addAgreement({ inForceAt: nowAt, movesOpen: false, text, files: {} });
	await engine.tick();
	const events = [created('T-1', '12:00'), created('T-2', '12:00')].map((event) => {
		const data = JSON.stringify(event);
		return { id: data, event: parseEvent(event), data };
	});
	await store.appendEvents('test', events);
	nowAt = Date.parse(at('12:05'));
	await engine.tick();

	receiver.manner = hanging;
	await outgoing.look(true);
	await receiver.got(1);
	receiver.manner = well;
	await outgoing.look(false);
	expect(receiver.received).toHaveLength(1);
	const alerts = await store.alerts();
	expect(await alerts.list({ states: ['queued'] }, 9)).toHaveLength(2);
	expect(await alerts.troubles()).toEqual([]);

	await outgoing.look(true);
	await outgoing.idle();
	expect(await alerts.list({ states: ['sent'] }, 9)).toHaveLength(2);
	expect(receiver.received).toHaveLength(3);
	expect(errors).toEqual([]);
	await outgoing.stop();
});

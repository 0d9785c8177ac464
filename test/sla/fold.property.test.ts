/** The fold against a slow reading of the contract that shares no code with it: any agreement, any history. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { replay } from '../../source/engine/replay.ts';
import { parseEvent } from '../../source/sla/event.ts';
import { shownTimers, slowTimers, versionsOf } from './oracle/compare.ts';
import { type Story, story } from './oracle/histories.ts';

/** How many agreements; more by `HISTORIES=20000 SEED=1 npx vitest run test/sla/fold.property.test.ts`. */
const RUNS = { numRuns: Number(process.env.HISTORIES ?? 25), seed: Number(process.env.SEED ?? 7) };

async function fastTimers({ tickets, files, nowAt }: Story, order: 'events' | 'arrived') {
	const events = tickets.flatMap((ticket) => ticket[order].map(parseEvent));
	return replay(events, await versionsOf(files), nowAt, true).timers;
}

test('the fold finds what the contract says, for any agreement and history, in whatever order its events arrive', async () => {
	await fc.assert(
		fc.asyncProperty(story, async (one) => {
			const slow = slowTimers(one);
			const inOrder = await fastTimers(one, 'events');
			expect(shownTimers(inOrder, slow.beyond)).toEqual(slow.timers);
			expect(await fastTimers(one, 'arrived')).toEqual(inOrder);
		}),
		RUNS,
	);
});

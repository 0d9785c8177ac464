/** A store's thread beside an import: while it writes one batch, the next is read. */
import { parentPort, workerData } from 'node:worker_threads';
import * as v from 'valibot';
import { type Answer, failedAnswer, type Request, writtenAnswer } from './append-messages.ts';
import { openStoreAt } from './open.ts';
import { eventsOf } from './shared-events.ts';

/** Half of it is what a batch changes; what is imported mostly stands together. */
const CACHE_MIB = 8;

const WORK = v.object({ store: v.string(), waitMs: v.optional(v.number()) });

const { store: path, waitMs } = v.parse(WORK, workerData);
const store = await openStoreAt(path, {
	bulk: true,
	cacheMib: CACHE_MIB,
	...(waitMs === undefined ? {} : { waitMs }),
});

async function answer(request: Request): Promise<Answer> {
	switch (request.kind) {
		case 'write': {
			const { source, atomic, chunks } = request;
			const results = await store.appendEvents(source, eventsOf(chunks), { atomic });
			return writtenAnswer(results, eventsOf(chunks));
		}
		case 'touch':
			await store.touchSource(request.source, request.heardAt, request.lastEventAt);
			// That is the end of a file: what was taken of it is on the disk before anybody is told so.
			await store.settle();
			return { kind: 'done' };
		case 'close':
			await store.close();
			return { kind: 'done' };
	}
}

/** What went wrong: of the batches that were sent meanwhile, none is written after one that was not. */
let failure: Answer | null = null;
let answered: Promise<void> = Promise.resolve();

parentPort?.on('message', (request: Request) => {
	answered = answered.then(async () => {
		const isOver = failure !== null && request.kind !== 'close';
		const said = isOver ? failure : await answer(request).catch(failedAnswer);
		if (said?.kind === 'failed') failure = said;
		parentPort?.postMessage(said);
		if (request.kind === 'close') parentPort?.close();
	});
});

/** The engine in a thread of its own, beside whatever shows the floor. */
import { Worker } from 'node:worker_threads';
import type { EngineWork } from './engine-worker.ts';
import { keepProgramSmall } from './small-heap.ts';
import { workerFile } from './worker-file.ts';

/** How long a worker may take to finish its tick when the program ends. */
const GOODBYE_MS = 400;

/** As much as it begins with: what it takes more while it starts, before it is told to stay small, it never gives back. */
const NEW_OBJECTS_MIB = 3;

/** @param report is told after every tick, and in between, what is wrong with the engine; null: nothing */
export function startEngine(work: EngineWork, report: (problem: string | null) => void): Worker {
	const worker = new Worker(workerFile('engine-worker'), {
		workerData: work,
		resourceLimits: { maxYoungGenerationSizeMb: NEW_OBJECTS_MIB },
		// What libraries print in there must not land on the screen.
		stdout: true,
		stderr: true,
	});
	worker.on('message', (message: unknown) => {
		if (typeof message === 'object' && message !== null && 'problem' in message) {
			report(typeof message.problem === 'string' ? message.problem : null);
		}
		if (typeof message === 'object' && message !== null && 'line' in message) {
			process.stderr.write(`${message.line}\n`);
		}
	});
	worker.on('error', (error) => report(error.message));
	worker.once('online', keepProgramSmall);
	return worker;
}

/** Lets it end its tick, and hand its lease on. */
export function goodbye(worker: Worker | null): Promise<void> {
	if (!worker) return Promise.resolve();
	return new Promise((resolve) => {
		worker.once('exit', () => resolve());
		setTimeout(resolve, GOODBYE_MS);
		worker.postMessage('stop');
	});
}

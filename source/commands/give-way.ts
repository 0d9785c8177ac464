/** Work in bulk gives way to whoever waits for a key, on the same machine and in the same program. */
import { readdirSync } from 'node:fs';
import { getPriority, setPriority } from 'node:os';

/** Of a processor that both want, this leaves the other about three quarters; one that nobody else wants is all ours. */
const NICE = 5;

function lower(thread: number): void {
	try {
		if (getPriority(thread) < NICE) setPriority(thread, NICE);
	} catch {
		// Where that is not allowed, or the thread has ended, all goes on as it did.
	}
}

/** Of this thread, for good. Only Linux has a priority for each thread: elsewhere it would be the whole program's. */
export function giveWay(): void {
	if (process.platform === 'linux') lower(0);
}

/** Of the whole program, with those of its threads that there are now and those that they start. */
export function giveWayAltogether(): void {
	for (const thread of threads()) lower(thread);
}

/** The threads there are now; where nobody tells of them, this one. */
function threads(): readonly number[] {
	try {
		return process.platform === 'linux' ? readdirSync('/proc/self/task').map(Number) : [0];
	} catch {
		return [0];
	}
}

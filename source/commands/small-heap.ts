/**
 * Keeping this process small where it lives long, or has much to go through: V8 would let its heap grow to many times
 * what is in use.
 */
import { setFlagsFromString } from 'node:v8';

/** From now on the memory for old objects is looked through when it has grown by half. */
export function keepOldObjectsFew(): void {
	setFlagsFromString('--heap-growing-percent=50');
}

/**
 * The same, and the memory for new objects stays as large as it is. Done when the process's other threads are there:
 * starting one sets it back.
 */
export function keepHeapSmall(): void {
	keepOldObjectsFew();
	setFlagsFromString('--semi-space-growth-factor=1');
}

/**
 * The same, for who mostly waits: whatever V8 can do with less memory or faster, it does with less. Done before the screen
 * is loaded too: what has grown then stays grown.
 */
export function keepProgramSmall(): void {
	keepHeapSmall();
	setFlagsFromString('--optimize-for-size');
}

/**
 * From now on each thread looks through its new objects alone: where all processors are at work, waiting for others to
 * help takes longer.
 */
export function collectAlone(): void {
	setFlagsFromString('--no-parallel-scavenge');
}

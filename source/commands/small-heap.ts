/** Keeping this process small where it lives long, or has much to go through. */
import { setFlagsFromString } from 'node:v8';

/**
 * From now on the memory for new objects stays as large as it is, and that for old ones is looked through when it
 * has grown by half. V8 would let them grow to many times what is in use. Called when the process's other threads
 * are there: starting one sets it back.
 */
export function keepHeapSmall(): void {
	setFlagsFromString('--semi-space-growth-factor=1');
	setFlagsFromString('--heap-growing-percent=50');
}

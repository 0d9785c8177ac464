/**
 * Does something with a signal that aborts when its time is over, or with another signal.
 *
 * Not by `AbortSignal.any` of an `AbortSignal.timeout`: in Node 20 nothing holds these, and once they are collected as
 * garbage the time is never over: who hangs would hang for ever.
 */
export async function within<T>(
	ms: number,
	ending: AbortSignal | undefined,
	doing: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
	const controller = new AbortController();
	const abort = (): void => controller.abort();
	const timer = setTimeout(abort, ms);
	ending?.addEventListener('abort', abort, { once: true });
	if (ending?.aborted) abort();
	try {
		return await doing(controller.signal);
	} finally {
		clearTimeout(timer);
		ending?.removeEventListener('abort', abort);
	}
}

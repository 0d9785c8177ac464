/** When somebody wants a command that runs on to end: by a signal that is caught once; a second one ends it at once. */
export const stopAsked = (): Promise<void> =>
	new Promise((resolve) => {
		for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
	});

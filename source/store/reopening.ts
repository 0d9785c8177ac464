/** A store that goes on by itself where its file was put back, or replaced by another, while it was in use. */
import { type Store, StoreMoved } from './port.ts';

/**
 * Opens a store, and opens it anew after its file has become another. Whoever asked when that was found is told so
 * (`StoreMoved`) and can ask again: what it had read may be of the old file.
 * @param open opens it; called once at first
 */
export function reopening(open: () => Store): Store {
	let store = open();
	let opening: Promise<void> | null = null;
	const reopen = async (): Promise<void> => {
		// The old one first: closing it takes away the log that lies beside the file, whosever that is.
		await store.close();
		store = open();
	};
	const guarded = async (work: () => unknown): Promise<unknown> => {
		if (opening) await opening;
		const asked = store;
		try {
			return await work();
		} catch (error) {
			// Of those who find out at once, the first opens it, and the others wait for that.
			if (error instanceof StoreMoved && error.isThere && store === asked) {
				opening ??= reopen().finally(() => {
					opening = null;
				});
				await opening;
			}
			throw error;
		}
	};
	/** The methods of the store, or of a part of it, as it is when they are called. */
	const methodsOf = <Part extends object>(
		first: Part,
		part: () => Part | Promise<Part>,
		others: Readonly<Record<PropertyKey, unknown>> = {},
	): Part =>
		new Proxy(first, {
			get(_, name): unknown {
				if (Object.hasOwn(others, name)) return others[name];
				if (typeof Reflect.get(first, name) !== 'function') return undefined;
				return (...values: unknown[]) =>
					guarded(async () => {
						const present = await part();
						const method: unknown = Reflect.get(present, name);
						return typeof method === 'function' ? Reflect.apply(method, present, values) : undefined;
					});
			},
		});
	return methodsOf(store, () => store, {
		reports: methodsOf(store.reports, () => store.reports),
		alerts: async () => methodsOf(await store.alerts(), () => store.alerts()),
		reportRuns: async () => methodsOf(await store.reportRuns(), () => store.reportRuns()),
	});
}

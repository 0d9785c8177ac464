/** `slatop source remove NAME`: it is read no more; what it brought stays. */
import { type Context, EXIT_OK } from '../context.ts';
import { openStore } from '../open.ts';
import { print } from '../output.ts';
import { namedSource } from './named.ts';

export async function run(context: Context, name: string | undefined): Promise<number> {
	const store = await openStore(context);
	try {
		const source = await namedSource(store, 'remove', name);
		await store.removeSource(source.name);
		await print([`${source.name}: removed; the tickets that it brought stay`]);
		return EXIT_OK;
	} finally {
		await store.close();
	}
}

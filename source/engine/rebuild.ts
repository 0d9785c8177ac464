/** Rebuilding: timers and log made anew from events, beside the store. */
import { type Store, StoreError } from '../store/port.ts';
import { Engine } from './engine.ts';

/**
 * Runs the engine over all events of a store that has nothing else yet.
 * @param broughtUpTo the instant as of which it does; null: nobody knows
 * @throws {StoreError} where nobody knows it, and there is anything to run over
 */
export async function runAnew(anew: Store, broughtUpTo: number | null): Promise<void> {
	if (broughtUpTo !== null)
		await new Engine({ store: anew, now: () => broughtUpTo, holder: 'rebuild' }).tick();
	else if ((await anew.status()).backlog > 0) {
		throw new StoreError('no tick has been made since slatop was updated: run slatop tick first');
	}
}

/** The agreements that a store was run by, for commands that reckon with them. */
import { storedTerms } from '../engine/terms.ts';
import type { TermsAt } from '../reports/month-terms.ts';
import type { Store } from '../store/port.ts';
import type { Context } from './context.ts';
import { agreement } from './open-agreement.ts';

/** The agreement in force at an instant; the one at hand where no engine has run on the store yet. */
export async function termsOf(context: Context, store: Pick<Store, 'agreements'>): Promise<TermsAt> {
	return storedTerms(await store.agreements(), async () => (await agreement(context)).agreement);
}

let last: { readonly ids: string; readonly termsAt: TermsAt } | null = null;

/**
 * The agreement in force at an instant, for what asks again and again: compiled once, as long as the store keeps the
 * same versions. Null where it keeps none.
 */
export async function keptTerms(store: Pick<Store, 'agreements'>): Promise<TermsAt | null> {
	const stored = await store.agreements();
	if (stored.length === 0) return null;
	const ids = JSON.stringify(stored);
	if (last?.ids !== ids) {
		last = { ids, termsAt: storedTerms(stored, () => Promise.reject(new Error('there is no agreement'))) };
	}
	return last.termsAt;
}

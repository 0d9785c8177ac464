/** Texts that the dashboard shows when somebody asks: loaded then, for they bring the whole agreement with them. */
import { explainTicket } from '../engine/explain-ticket.ts';
import { compileVersion } from '../engine/versions.ts';
import { agreementDocument } from '../reports/agreement-document.ts';
import { explanationLines } from '../reports/explanation.ts';
import type { Store } from '../store/port.ts';

/** *Why this due*: the lines of `slatop explain`, for one ticket. */
export async function explainLines(store: Store, ticket: string, nowAt: number): Promise<string[]> {
	const explained = await explainTicket(store, ticket, nowAt);
	if (!explained || explained.explanations.length === 0) return ['', 'no timers: no level gives it a target'];
	return explained.explanations.flatMap((explanation) => ['', ...explanationLines(explanation)]);
}

/** The agreement in force, as `slatop agreement show` has it; null where there is none. */
export async function documentLines(store: Store): Promise<string[] | null> {
	const stored = (await store.agreements()).at(-1);
	return stored ? agreementDocument((await compileVersion(stored)).agreement) : null;
}

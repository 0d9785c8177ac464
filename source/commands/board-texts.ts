/** Texts that the dashboard shows when somebody asks: loaded then, for they bring the whole agreement with them. */
import { explainTicket } from '../engine/explain-ticket.ts';
import { compileVersion } from '../engine/versions.ts';
import { agreementDocument } from '../reports/agreement-document.ts';
import { explanationLines } from '../reports/explanation.ts';
import type { BoardStore } from '../store/port.ts';

/** *Why this due*: the lines of `slatop explain`, for one ticket. */
export async function explainLines(store: BoardStore, ticket: string, nowAt: number): Promise<string[]> {
	const history = (await store.detail(ticket))?.history ?? [];
	const histories = async (): Promise<Map<string, readonly string[]>> => new Map([[ticket, history]]);
	const explained = await explainTicket({ histories, agreements: () => store.agreements() }, ticket, nowAt);
	if (!explained || explained.explanations.length === 0) return ['', 'no timers: no level gives it a target'];
	return explained.explanations.flatMap((explanation) => ['', ...explanationLines(explanation)]);
}

/** The agreement in force, as `slatop agreement show` has it; null where there is none. */
export async function documentLines(store: BoardStore): Promise<string[] | null> {
	const stored = (await store.agreements()).at(-1);
	return stored ? agreementDocument((await compileVersion(stored)).agreement) : null;
}

/** `slatop explain TICKET…`: why each of a ticket's timers is due when it is. */
import { type ExplainedTicket, explainTicket } from '../engine/explain-ticket.ts';
import { explanationLines } from '../reports/explanation.ts';
import { suggestion } from '../sla/agreement/problems.ts';
import { isVoid } from '../sla/ticket.ts';
import { cleanText } from '../text/clean.ts';
import { en as english } from '../ui/words/documents/en.ts';
import { type Context, EXIT_OK, listFlag, nowFlag, UsageError } from './context.ts';
import { openStoreToRead } from './open.ts';
import { agreement } from './open-agreement.ts';
import { print } from './output.ts';
import { termsOf } from './terms.ts';

const asWritten = (name: string): string => name;
/** Metrics and states by the names that other commands take and give. */
const WORDS = {
	...english,
	metric: asWritten,
	why: { ...english.why, state: asWritten, reason: asWritten },
};

/** @param metrics only these; none: all */
function linesOf({ ticket, explanations }: ExplainedTicket, metrics: readonly string[]): string[] {
	const shown = explanations.filter(({ timer }) => metrics.length === 0 || metrics.includes(timer.metric));
	const head = `${cleanText(ticket.ticket)} ${cleanText(ticket.subject ?? '')}`.trim();
	if (explanations.length === 0) {
		return [head, isVoid(ticket.status) ? `no timers: it is ${ticket.status}` : english.why.noTimers];
	}
	if (shown.length === 0) return [head, `no timer of ${metrics.join(', ')}`];
	return [head, ...shown.flatMap((explanation) => ['', ...explanationLines(explanation, WORDS)])];
}

/** @throws {UsageError} where one is none of those that are known */
function checkMetrics(given: readonly string[], known: readonly string[]): void {
	const wrong = given.find((metric) => !known.includes(metric));
	if (wrong !== undefined) throw new UsageError(`--metric: no metric "${wrong}"${suggestion(wrong, known)}`);
}

export async function run(context: Context): Promise<number> {
	const { input, flags } = context;
	if (input.length === 0) throw new UsageError('explain needs a ticket');
	const nowAt = nowFlag(flags);
	const metrics = listFlag(flags, 'metric');
	const store = await openStoreToRead(context);
	try {
		const explained: ExplainedTicket[] = [];
		for (const reference of input) {
			const found = await explainTicket(store, reference, nowAt, async () => ({
				agreement: (await agreement(context)).agreement,
				inForceAt: 0,
				movesOpen: false,
			}));
			if (!found) throw new UsageError(`there is no ticket ${JSON.stringify(reference)} in the store`);
			explained.push(found);
		}
		const terms = await (await termsOf(context, store))(nowAt);
		const timers = explained.flatMap(({ explanations }) => explanations.map(({ timer }) => timer.metric));
		checkMetrics(metrics, [...new Set([...terms.metrics.map(({ name }) => name), ...timers])]);
		const lines = explained.flatMap((found, place) => [
			...(place > 0 ? [''] : []),
			...linesOf(found, metrics),
		]);
		await print(lines);
		return EXIT_OK;
	} finally {
		await store.close();
	}
}

/** `slatop explain TICKET`: why each of a ticket's timers is due when it is. */
import { explainTicket } from '../engine/explain-ticket.ts';
import { explanationLines } from '../reports/explanation.ts';
import { cleanText } from '../text/clean.ts';
import { type Context, EXIT_OK, listFlag, nowFlag, UsageError } from './context.ts';
import { openStore } from './open.ts';
import { agreement } from './open-agreement.ts';
import { print } from './output.ts';

export async function run(context: Context): Promise<number> {
	const [reference] = context.input;
	if (reference === undefined) throw new UsageError('explain needs a ticket');
	const nowAt = nowFlag(context.flags);
	const metrics = listFlag(context.flags, 'metric');
	const store = await openStore(context);
	try {
		const explained = await explainTicket(store, reference, nowAt, async () => ({
			agreement: (await agreement(context)).agreement,
			inForceAt: 0,
			movesOpen: false,
		}));
		if (!explained) throw new UsageError(`there is no ticket ${JSON.stringify(reference)} in the store`);
		const { ticket, explanations } = explained;
		const lines = explanations
			.filter(({ timer }) => metrics.length === 0 || metrics.includes(timer.metric))
			.flatMap((explanation) => ['', ...explanationLines(explanation)]);
		const head = `${cleanText(ticket.ticket)} ${cleanText(ticket.subject ?? '')}`.trim();
		await print([head, ...(lines.length > 0 ? lines : ['no timers: no level gives it a target'])]);
		return EXIT_OK;
	} finally {
		await store.close();
	}
}

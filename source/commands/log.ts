/** `slatop log`: the SLA log, and what people say of its rows. */
import { type Context, UsageError } from './context.ts';
import { DEED_VERBS, deed } from './log/deeds.ts';
import { list } from './log/list.ts';

export async function run(context: Context): Promise<number> {
	const [verb, ...rest] = context.input;
	if (verb === undefined) return list(context);
	if (DEED_VERBS.includes(verb)) return deed(context, verb, rest);
	throw new UsageError(
		`slatop log takes no argument, or one of ${DEED_VERBS.join(', ')}, not ${JSON.stringify(verb)}`,
	);
}

/** `slatop alert VERB`: what people are told of timers, and whether they can be. */
import { type Context, UsageError } from './context.ts';

type Verb = (context: Context, name: string | undefined) => Promise<number>;

/** Each verb in a file of its own, loaded when it is asked for. */
const VERBS: Readonly<Record<string, () => Promise<{ readonly run: Verb }>>> = {
	list: () => import('./alert/list.ts'),
	test: () => import('./alert/test.ts'),
};

export async function run(context: Context): Promise<number> {
	const [verb = '', name] = context.input;
	const load = Object.hasOwn(VERBS, verb) ? VERBS[verb] : undefined;
	if (!load) throw new UsageError(`alert takes one of: ${Object.keys(VERBS).join(', ')}`);
	return (await load()).run(context, name);
}

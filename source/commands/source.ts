/** `slatop source VERB`: the help desks that are read by schedule. */
import { type Context, UsageError } from './context.ts';

type Verb = (context: Context, name: string | undefined) => Promise<number>;

/** Each verb in a file of its own, loaded when it is asked for. */
const VERBS: Readonly<Record<string, () => Promise<{ readonly run: Verb }>>> = {
	add: () => import('./sync/add.ts'),
	change: () => import('./sync/change.ts'),
	list: () => import('./sync/list.ts'),
	test: () => import('./sync/test.ts'),
	sync: () => import('./sync/sync.ts'),
	remove: () => import('./sync/remove.ts'),
	quarantine: () => import('./sync/quarantine.ts'),
	verify: () => import('./sync/verify.ts'),
};

export async function run(context: Context): Promise<number> {
	const [verb = '', name] = context.input;
	const load = Object.hasOwn(VERBS, verb) ? VERBS[verb] : undefined;
	if (!load) throw new UsageError(`source takes one of: ${Object.keys(VERBS).join(', ')}`);
	return (await load()).run(context, name);
}

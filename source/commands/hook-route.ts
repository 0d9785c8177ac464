/** `POST /hooks/SOURCE` of `slatop serve`: a help desk says that something has changed, and its source is read soon. */
import { hookVariable } from '../sources/settings.ts';
import { HOOK_HEADERS, verifyHook } from '../sources/webhook/hooks.ts';
import { problem, type Route } from '../sources/webhook/server.ts';
import { REFUSED, type Secret } from '../sources/webhook/signature.ts';
import type { Store } from '../store/port.ts';
import { patiently } from './intake.ts';
import { hookSecrets } from './sender-secrets.ts';
import type { Spoken } from './spoken.ts';

const PATH = /^\/hooks\/(?<name>[a-z0-9][a-z0-9._-]{0,63})$/;

/** Why no hook of a name can be taken, for whoever runs the server. */
const lackOf = (name: string, isThere: boolean): string =>
	isThere
		? `it has no secret here: set ${hookVariable(name)}, or name it in the file of --secrets`
		: 'there is no source of that name (slatop source list)';

/**
 * The route of a path, where it is one of a hook. What a hook says is not read: its connector knows the ticket's
 * whole story, and a hook that is lost, doubled or late does no harm.
 */
export function hookRoute(
	path: string,
	store: Store,
	secrets: readonly Secret[],
	env: NodeJS.ProcessEnv,
	spoken: Spoken,
): Route | undefined {
	const { name } = PATH.exec(path)?.groups ?? {};
	if (name === undefined) return undefined;
	return {
		post: {
			headers: HOOK_HEADERS,
			async handle({ headers, body, address }) {
				const source = (await store.configuredSources()).find((configured) => configured.name === name);
				const known = source ? hookSecrets(name, secrets, env) : [];
				const verdict = verifyHook(source?.kind ?? '', headers, body, known, Date.now());
				if ('refused' in verdict) {
					const why = source && known.length > 0 ? verdict.refused : lackOf(name, source !== undefined);
					// Anybody may make up names: they are one kind.
					spoken.seldom(`refused ${source?.name ?? ''}`, `refused a hook of ${name} from ${address}: ${why}`);
					// Whoever has no secret is not told which sources there are, nor of what kind.
					return problem(401, REFUSED.refused);
				}
				const isThere = await patiently(() => store.pokeSource(name, Date.now()));
				return isThere ? { status: 202, body: { poked: name } } : problem(404, 'there is no such source');
			},
		},
	};
}

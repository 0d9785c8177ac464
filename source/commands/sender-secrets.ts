/** The secrets of those who may post to `slatop serve`: from the environment, or from a file that nobody else may read. */
import { NotPrivate, readPrivateFile } from '../sources/private-file.ts';
import { hookVariable } from '../sources/settings.ts';
import type { Secret } from '../sources/webhook/signature.ts';
import { type Context, textFlag, UsageError } from './context.ts';

/** The variable that holds the secret of the sender `webhook`. */
const VARIABLE = 'SLATOP_SERVE_SECRET';
const DEFAULT_SENDER = 'webhook';
/** Those of the hooks of sources: a mistake in one is told before the first hook comes. */
const HOOK_VARIABLE = /^SLATOP_(?<name>.+)_HOOK_SECRET$/;
/** Shorter ones can be guessed. */
const LEAST_CHARS = 16;
const LINE = /^(?<name>[a-z0-9][a-z0-9._-]{0,63})\s+(?<key>\S+)$/i;

function checked(name: string, key: string, place: string): Secret {
	if (key.length >= LEAST_CHARS) return { name, key };
	// Never the secret itself.
	throw new UsageError(`${place}: the secret of ${name} is shorter than ${LEAST_CHARS} characters`);
}

async function fromFile(path: string): Promise<Secret[]> {
	const text = await readPrivateFile(path).catch((error: unknown) => {
		throw error instanceof NotPrivate ? new UsageError(`these secrets: ${error.message}`) : error;
	});
	return text.split('\n').flatMap((line, index) => {
		if (/^\s*(#|$)/.test(line)) return [];
		const place = `${path}:${index + 1}`;
		const { name, key } = LINE.exec(line.trim())?.groups ?? {};
		if (name === undefined || key === undefined) {
			throw new UsageError(`${place}: a line has a name and a secret, with a space between`);
		}
		return [checked(name, key, place)];
	});
}

/** The secrets of one source's hooks. */
export function hookSecrets(
	source: string,
	secrets: readonly Secret[],
	env: NodeJS.ProcessEnv,
): readonly Secret[] {
	const variable = hookVariable(source);
	const key = env[variable];
	const named = secrets.filter(({ name }) => name === source);
	return key === undefined || key === '' ? named : [...named, checked(source, key, variable)];
}

/** @throws {UsageError} where there is none, or one that is no good */
export async function senderSecrets({ flags, env }: Context): Promise<Secret[]> {
	const file = textFlag(flags, 'secrets');
	const key = env[VARIABLE];
	const secrets = [
		...(key === undefined || key === '' ? [] : [checked(DEFAULT_SENDER, key, VARIABLE)]),
		...(file === undefined ? [] : await fromFile(file)),
	];
	const hooks = Object.entries(env).flatMap(([variable, secret = '']) => {
		const { name } = HOOK_VARIABLE.exec(variable)?.groups ?? {};
		return name === undefined || secret === '' ? [] : [checked(name.toLowerCase(), secret, variable)];
	});
	if (secrets.length > 0 || hooks.length > 0) return secrets;
	throw new UsageError(
		`serve needs a secret to know its senders by: set ${VARIABLE}, or ${hookVariable('NAME')} for the hooks of a source, or give --secrets FILE (openssl rand -hex 32 makes one)`,
	);
}

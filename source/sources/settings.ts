/** How a source is set up, as the store keeps it: everything but the credential. */
import * as v from 'valibot';
import { DAY_MS, MINUTE_MS } from '../sla/duration.ts';

export const SETTINGS = v.object({
	/** Where the help desk is, without what its API adds. */
	url: v.string(),
	/** Whose key it is, where the help desk wants to know. */
	user: v.nullable(v.string()),
	/** Where the key is found: an environment variable, and a file that only its owner may read. */
	keyEnv: v.string(),
	keyFile: v.nullable(v.string()),
	/** Put before every ticket's reference, so that two help desks that count alike are not mixed. */
	prefix: v.string(),
	/** How much is read again at every sync, for what comes late. */
	overlapMs: v.number(),
	/** How far back the first sync reads. */
	pastMs: v.number(),
	messages: v.picklist(['needed', 'all']),
	projects: v.array(v.string()),
	perMinute: v.nullable(v.number()),
});
export type StoredSettings = v.InferOutput<typeof SETTINGS>;

export const OVERLAP_MS = 10 * MINUTE_MS;
export const PAST_MS = 30 * DAY_MS;

/** The environment variable that holds a secret of a source: `SLATOP_HELP_DESK_KEY` for `help-desk`. */
const variableOf = (name: string, secret: string): string =>
	`SLATOP_${name.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_')}_${secret}`;

/** The one of a help desk's key. */
export const keyVariable = (name: string): string => variableOf(name, 'KEY');

/** The one of the secret of a help desk's hooks. */
export const hookVariable = (name: string): string => variableOf(name, 'HOOK_SECRET');

/** What is copied from a browser, or from a description of an API, after the address itself. */
const BEYOND = /\/(api\/v\d+|rest\/(api|servicedeskapi)|agent|a|browse|jira)(\/.*)?$/;

/** A host as people write it, without what stands before it. */
const HOST = /^[a-z0-9-]+(\.[a-z0-9-]+)+(\/.*)?$/i;

/**
 * A help desk's URL as it is kept: its address alone, without credentials.
 * @returns what is wrong with it, where something is
 */
export function readUrl(text: string, allowHttp: boolean): { url: string } | { wrong: string } {
	if (!URL.canParse(text)) {
		const meant = `https://${text}`;
		const like = HOST.test(text) ? `: did you mean ${meant}?` : ' like https://desk.example.com';
		return { wrong: `${JSON.stringify(text)} is not a URL${like}` };
	}
	const url = new URL(text);
	if (url.username !== '' || url.password !== '') {
		return { wrong: 'the URL holds a name or a password: take them out, the key comes from the environment' };
	}
	if (url.search !== '') return { wrong: 'the URL has a query (?…): give the address alone' };
	if (url.protocol === 'http:' && !allowHttp) {
		return {
			wrong: `${url.origin} is not https: the key would go over the network in the clear (--allow-http)`,
		};
	}
	if (url.protocol !== 'https:' && url.protocol !== 'http:') {
		return { wrong: `${url.protocol}// is not https://` };
	}
	return { url: `${url.origin}${url.pathname}`.replace(BEYOND, '').replace(/\/+$/, '') };
}

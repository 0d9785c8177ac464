/** How help desks prove who they are when they say that something has changed, by kind of help desk. */
import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { inTime, isSame, REFUSED, type Scheme, type Secret, senderOf, type Verdict } from './signature.ts';

const textOf = (headers: IncomingHttpHeaders, name: string): string => {
	const value = headers[name];
	return typeof value === 'string' ? value : '';
};

/**
 * Zendesk: `X-Zendesk-Webhook-Signature` is the base64 HMAC-SHA256 of its timestamp and the body
 * (developer.zendesk.com, "Verifying webhook authenticity").
 */
const ZENDESK: Scheme = {
	header: 'x-zendesk-webhook-signature',
	verify(headers, body, secrets, realAt) {
		const time = textOf(headers, 'x-zendesk-webhook-signature-timestamp');
		const given = Buffer.from(textOf(headers, this.header), 'base64');
		return inTime(senderOf(secrets, [given], [time, body]), Date.parse(time), realAt);
	},
};

/** `X-Hub-Signature: ALGORITHM=HEX` over the body alone, as GitHub began it: what is sent again cannot be told. */
const hub = (algorithm: 'sha1' | 'sha256'): Scheme => ({
	header: 'x-hub-signature',
	verify(headers, body, secrets): Verdict {
		const [name, hex = ''] = textOf(headers, this.header).split('=');
		if (name !== algorithm) return { refused: `X-Hub-Signature is not ${algorithm}=HEX` };
		const sender = senderOf(secrets, [Buffer.from(hex, 'hex')], [body], algorithm);
		return sender === undefined ? REFUSED : { sender };
	},
});

const hash = (text: string): Buffer => createHash('sha256').update(text).digest();

/** For those that cannot sign: the secret itself, `Authorization: Bearer SECRET`. */
const BEARER: Scheme = {
	header: 'authorization',
	verify(headers, _, secrets): Verdict {
		// The name of a scheme is in any case, and spaces follow it (RFC 9110).
		const given = hash(textOf(headers, this.header).replace(/^bearer +/i, 'Bearer '));
		let verdict: Verdict = REFUSED;
		for (const { name, key } of secrets) {
			if (isSame(given, hash(`Bearer ${key}`))) verdict = { sender: name };
		}
		return verdict;
	},
};

/**
 * What each kind signs with, where it does. Zammad: X-Hub-Signature with SHA-1 (admin documentation, "Webhook
 * payload"); Jira: with SHA-256. LiveAgent's rules and Freshdesk's automations send headers that their
 * administrator writes.
 */
const BY_KIND: Readonly<Record<string, readonly Scheme[]>> = {
	zendesk: [ZENDESK],
	zammad: [hub('sha1')],
	jira: [hub('sha256')],
};

const schemesOf = (kind: string): readonly Scheme[] => [
	...(Object.hasOwn(BY_KIND, kind) ? (BY_KIND[kind] ?? []) : []),
	BEARER,
];

/** Every header that any of them goes by. */
export const HOOK_HEADERS: readonly string[] = [
	...new Set([...Object.values(BY_KIND).flat(), BEARER].map(({ header }) => header)),
];

/** Whether a hook is one of a help desk of a kind. A signature that is there decides; nothing else makes up for it. */
export function verifyHook(
	kind: string,
	headers: IncomingHttpHeaders,
	body: Buffer,
	secrets: readonly Secret[],
	realAt: number,
): Verdict {
	const scheme = schemesOf(kind).find(({ header }) => headers[header] !== undefined);
	return scheme
		? scheme.verify(headers, body, secrets, realAt)
		: { refused: `a ${kind} hook is not signed so` };
}

/** Who sent a request: HMAC-SHA256 with a secret that only the sender and we know. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** How far the clock of a sender may differ from ours, and how old what is sent again may be. */
const TOLERANCE_MS = 5 * 60_000;

/** A secret, and the sender that it stands for. A sender may have two: while one takes the place of the other. */
export interface Secret {
	readonly name: string;
	readonly key: string;
}

export type Verdict = { readonly sender: string } | { readonly refused: string };

/** A scheme of signing, as a sender documents it. */
export interface Scheme {
	/** The header that it goes by. */
	readonly header: string;
	/** Whose secret signed the body at about this instant of the real clock. */
	verify(headers: IncomingHttpHeaders, body: Buffer, secrets: readonly Secret[], realAt: number): Verdict;
}

export const REFUSED = { refused: 'the signature is not valid' } as const satisfies Verdict;

export const isSame = (given: Buffer, wanted: Buffer): boolean =>
	given.length === wanted.length && timingSafeEqual(given, wanted);

/** The sender of the secret that gives one of the digests; every secret is tried, whichever it is. */
export function senderOf(
	secrets: readonly Secret[],
	given: readonly Buffer[],
	signed: readonly (string | Buffer)[],
	algorithm: 'sha256' | 'sha1' = 'sha256',
): string | undefined {
	let sender: string | undefined;
	for (const { name, key } of secrets) {
		const hmac = createHmac(algorithm, key);
		for (const part of signed) hmac.update(part);
		const wanted = hmac.digest();
		for (const digest of given) if (isSame(digest, wanted)) sender ??= name;
	}
	return sender;
}

/** A sender whose signature is right, unless it was made too long ago. What is refused is told to nobody else. */
export function inTime(sender: string | undefined, signedAt: number, realAt: number): Verdict {
	if (sender === undefined) return REFUSED;
	const offS = Math.round((realAt - signedAt) / 1_000);
	if (Math.abs(realAt - signedAt) <= TOLERANCE_MS) return { sender };
	const way = offS > 0 ? 'old' : 'in the future';
	return {
		refused: `the signature is ${Math.abs(offS)} seconds ${way}: at most 300 are allowed; check the clocks`,
	};
}

const HEADER = /^t=(\d{1,12})((?:,v1=[0-9a-f]{64}){1,4})$/;

/** Ours: `X-Slatop-Signature: t=UNIX_SECONDS,v1=HEX`, over the time, a full stop and the body. */
export const SLATOP: Scheme = {
	header: 'x-slatop-signature',
	verify(headers, body, secrets, realAt) {
		const header = headers['x-slatop-signature'];
		const [, seconds = '', digests = ''] = HEADER.exec(typeof header === 'string' ? header : '') ?? [];
		if (digests === '') return { refused: 'X-Slatop-Signature is not of the form t=SECONDS,v1=HEX' };
		const given = digests
			.split(',v1=')
			.slice(1)
			.map((hex) => Buffer.from(hex, 'hex'));
		return inTime(senderOf(secrets, given, [`${seconds}.`, body]), Number(seconds) * 1_000, realAt);
	},
};

import { createHmac } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOOK_HEADERS, verifyHook } from '../../../source/sources/webhook/hooks.ts';

const KEY = 'a secret of the help desk';
const SECRETS = [{ name: 'desk', key: KEY }];
const BODY = Buffer.from('{"ticket":{"id":81}}');
const NOW = Date.UTC(2026, 10, 24, 12);

const verify = (kind: string, headers: Readonly<Record<string, string>>, body = BODY, secrets = SECRETS) =>
	verifyHook(kind, headers, body, secrets, NOW);
const hmac = (algorithm: string, text: string | Buffer) => createHmac(algorithm, KEY).update(text);
const zendesk = (time: string, body = BODY) => ({
	'x-zendesk-webhook-signature-timestamp': time,
	'x-zendesk-webhook-signature': hmac('sha256', Buffer.concat([Buffer.from(time), body])).digest('base64'),
});

describe('a hook', () => {
	it('of Zendesk is signed over its time and the body, and is good for five minutes', () => {
		expect(verify('zendesk', zendesk('2026-11-24T11:58:00Z'))).toEqual({ sender: 'desk' });
		expect(verify('zendesk', zendesk('2026-11-24T11:50:00Z'))).toHaveProperty('refused');
		expect(verify('zendesk', zendesk('2026-11-24T11:58:00Z'), Buffer.from('{}'))).toHaveProperty('refused');
		expect(verify('zendesk', zendesk('no time at all'))).toHaveProperty('refused');
	});

	it('of Zammad and of Jira is signed over the body, each by its own algorithm', () => {
		for (const [kind, algorithm, other] of [
			['zammad', 'sha1', 'sha256'],
			['jira', 'sha256', 'sha1'],
		] as const) {
			const signed = (by: string) => ({ 'x-hub-signature': `${by}=${hmac(by, BODY).digest('hex')}` });
			expect(verify(kind, signed(algorithm))).toEqual({ sender: 'desk' });
			expect(verify(kind, signed(other))).toHaveProperty('refused');
			expect(verify(kind, signed(algorithm), Buffer.from('{}'))).toHaveProperty('refused');
		}
	});

	it('of one that cannot sign brings the secret itself, and no other', () => {
		expect(verify('liveagent', { authorization: `Bearer ${KEY}` })).toEqual({ sender: 'desk' });
		expect(verify('liveagent', { authorization: `bearer  ${KEY}` })).toEqual({ sender: 'desk' });
		expect(verify('liveagent', { authorization: `Bearer ${KEY}x` })).toHaveProperty('refused');
		expect(verify('liveagent', { authorization: KEY })).toHaveProperty('refused');
	});

	it('whose signature is wrong is not saved by another header', () => {
		const both = { 'x-hub-signature': `sha1=${'0'.repeat(40)}`, authorization: `Bearer ${KEY}` };
		expect(verify('zammad', both)).toHaveProperty('refused');
	});

	it('is refused, and nothing thrown, whatever its headers are and where there is no secret', () => {
		fc.assert(
			fc.property(
				fc.constantFrom('zendesk', 'zammad', 'jira', 'liveagent', 'constructor', ''),
				fc.dictionary(
					fc.constantFrom(...HOOK_HEADERS, 'x-zendesk-webhook-signature-timestamp'),
					fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('sha1=', 'sha256=', 'Bearer ', 'Bearer')),
				),
				(kind, headers) => {
					expect(verify(kind, headers)).toHaveProperty('refused');
					expect(verify(kind, headers, BODY, [])).toHaveProperty('refused');
				},
			),
			{ numRuns: 100, seed: 8 },
		);
	});
});

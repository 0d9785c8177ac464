import { createHmac } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { slatopSignature } from '../../../source/alerts/signature.ts';
import { SLATOP } from '../../../source/sources/webhook/signature.ts';

const NOW = Date.UTC(2026, 10, 24, 12);
const SECRETS = [
	{ name: 'shop', key: 'a secret of the shop' },
	{ name: 'crm', key: 'the old secret of the crm' },
	{ name: 'crm', key: 'the new secret of the crm' },
];
const BODY = Buffer.from('{"ticket":"T-1"}\n');

const verify = (header: string | undefined, body = BODY, realAt = NOW) =>
	SLATOP.verify(header === undefined ? {} : { 'x-slatop-signature': header }, body, SECRETS, realAt);

/** By hand, as a sender in another language would. */
const byHand = (key: string, seconds: number, body: Buffer): string =>
	`t=${seconds},v1=${createHmac('sha256', key)
		.update(Buffer.concat([Buffer.from(`${seconds}.`), body]))
		.digest('hex')}`;

describe('a signature', () => {
	it('tells the sender by the secret, the old as well as the new one', () => {
		for (const { name, key } of SECRETS) {
			expect(verify(byHand(key, NOW / 1_000, BODY))).toEqual({ sender: name });
			expect(slatopSignature(BODY, key, NOW)).toBe(byHand(key, NOW / 1_000, BODY));
		}
	});

	it('may be one of several, while a sender changes its secret', () => {
		const [right] = byHand('a secret of the shop', NOW / 1_000, BODY)
			.split(',v1=')
			.slice(1);
		expect(verify(`t=${NOW / 1_000},v1=${'0'.repeat(64)},v1=${right}`)).toEqual({ sender: 'shop' });
	});

	it('is no good for another body, another time, or by another secret', () => {
		const good = byHand('a secret of the shop', NOW / 1_000, BODY);
		for (const [header, body] of [
			[good, Buffer.from('{"ticket":"T-2"}\n')],
			[good.replace(/t=\d+/, `t=${NOW / 1_000 + 1}`), BODY],
			[byHand('somebody else entirely', NOW / 1_000, BODY), BODY],
		] as const) {
			expect(verify(header, body)).toEqual({ refused: 'the signature is not valid' });
		}
	});

	it('is good for five minutes, either way, and then says by how much it is off', () => {
		const at = (offS: number) => verify(byHand('a secret of the shop', NOW / 1_000 + offS, BODY));
		expect(at(-300)).toEqual({ sender: 'shop' });
		expect(at(300)).toEqual({ sender: 'shop' });
		expect(at(-301)).toMatchObject({ refused: expect.stringContaining('301 seconds old') });
		expect(at(4_000)).toMatchObject({ refused: expect.stringContaining('4000 seconds in the future') });
	});

	it('says nothing of the time to somebody whose signature is wrong', () => {
		expect(verify(byHand('somebody else entirely', 1, BODY))).toEqual({
			refused: 'the signature is not valid',
		});
	});

	it('of any other form is refused, and never throws', () => {
		fc.assert(
			fc.property(
				fc.oneof(
					fc.string({ unit: 'binary' }),
					fc.stringMatching(/^t=\d{0,14}(,v1=[0-9a-f]{0,70}){0,6}$/),
					fc.constant(undefined),
				),
				(header) => {
					expect(verify(header)).toHaveProperty('refused');
				},
			),
			{ numRuns: 150, seed: 3 },
		);
	});
});

import { describe, expect, test } from 'vitest';
import { ruleOn } from '../../source/sla/level.ts';
import { agreementOf, ticketOf } from './builders.ts';

/** Whether a condition, as the agreement file would have it, holds on a ticket with these fields. */
async function holds(condition: object, fields: object = {}): Promise<boolean> {
	const agreement = await agreementOf({
		timezone: 'Europe/Ljubljana',
		levels: { gold: { targets: { first_answer: '1h' } } },
		rules: [{ when: condition, level: 'gold' }],
	});
	return ruleOn(agreement, ticketOf(fields)).level === 'gold';
}

describe('a condition', () => {
	test.each([
		[{ field: 'customer_group', is: 'vip' }, { customer_group: 'vip' }, true],
		[{ field: 'customer_group', is: 'vip' }, { customer_group: 'VIP' }, false],
		[{ field: 'customer_group', is: null }, {}, true],
		[{ field: 'customer_group', is_not: 'vip' }, {}, true],
		[{ field: 'organization', in: ['Acme', 'Globex'] }, { organization: 'Globex' }, true],
		[{ field: 'organization', not_in: ['Acme', 'Globex'] }, { organization: 'Initech' }, true],
		[{ field: 'tags', contains: 'vip' }, { tags: ['a', 'vip'] }, true],
		[{ field: 'tags', contains: 'vi' }, { tags: ['a', 'vip'] }, false],
		[{ field: 'tags', is: 'vip' }, { tags: ['a', 'vip'] }, true],
		[{ field: 'tags', in: ['vip', 'b'] }, { tags: ['a', 'vip'] }, true],
		[{ field: 'tags', is_not: 'vip' }, { tags: ['a', 'vip'] }, false],
		[{ field: 'tags', set: false }, { tags: [] }, true],
		[{ field: 'subject', contains: 'print' }, { subject: 'the printer' }, true],
		[{ field: 'subject', starts_with: 'the' }, { subject: 'the printer' }, true],
		[{ field: 'custom.floor', is: 3 }, { floor: 3 }, true],
		[{ field: 'custom.floor', is: 3 }, { floor: '3' }, true],
		[{ field: 'custom.floor', set: true }, { custom: { floor: 0 } }, true],
		[{ field: 'custom.floor', set: true }, {}, false],
		[{ field: 'status', is: 'new' }, {}, true],
		[{ field: 'channel', is: 'email' }, {}, true],
		[{ field: 'agent', set: true }, { agent: 'ana' }, true],
		[{ field: 'priority', in: ['high', 'urgent'] }, {}, false],
		[{ field: 'subject', contains: 'a', starts_with: 'b' }, { subject: 'ba' }, true],
		[{ field: 'subject', contains: 'a', starts_with: 'b' }, { subject: 'ab' }, false],
	] as const)('%j of %j: %j', async (condition, fields, expected) => {
		expect(await holds(condition, fields)).toBe(expected);
	});

	test('is combined with all, any and not, nested', async () => {
		const vip = { field: 'customer_group', is: 'vip' };
		const late = { field: 'priority', is: 'low' };
		const condition = { any: [{ all: [vip, { not: late }] }, { field: 'department', is: 'legal' }] };
		expect(await holds(condition, { customer_group: 'vip' })).toBe(true);
		expect(await holds(condition, { customer_group: 'vip', priority: 'low' })).toBe(false);
		expect(await holds(condition, { priority: 'low', department: 'legal' })).toBe(true);
	});

	test.each([
		['*@acme.example', 'ana@acme.example', true],
		['*@acme.example', 'ana@ACME.example', false],
		['*@acme.example', 'ana@acme.example.org', false],
		['T-?', 'T-1', true],
		['T-?', 'T-12', false],
		['T-[0-4]', 'T-3', true],
		['T-[0-4]', 'T-5', false],
		['T-[!0-4]*', 'T-57', true],
		['a*b*c', 'aXbXbc', true],
		['*', '', false],
		['?', '👍', true],
		['[', '[', true],
	])('matches by a glob: %s of %s: %j', async (glob, subject, expected) => {
		expect(await holds({ field: 'subject', matches: glob }, { subject })).toBe(expected);
	});

	test('a hostile glob costs no more than its length times the text', async () => {
		const subject = 'a'.repeat(20_000);
		expect(await holds({ field: 'subject', matches: `${'*a'.repeat(99)}b` }, { subject })).toBe(false);
	});

	test.each([
		// The ticket is made at 2026-11-20T09:00:00Z, 10:00 in Ljubljana.
		[{ before: '2026-11-20T09:00:01Z' }, true],
		[{ before: '2026-11-20T10:00:00+01:00' }, false],
		[{ after: '2026-11-20T08:59:59Z', before: '2026-11-21' }, true],
		[{ after: '2026-11-20' }, true],
		[{ before: '2026-11-20' }, false],
	])('orders the creation: %j: %j', async (order, expected) => {
		expect(await holds({ field: 'created_at', ...order })).toBe(expected);
	});

	test('begins a date where the agreement is', async () => {
		const inNovember = { field: 'created_at', after: '2026-10-31', before: '2026-12-01' };
		expect(await holds(inNovember, { at: '2026-11-30T22:59:59Z' })).toBe(true);
		expect(await holds(inNovember, { at: '2026-11-30T23:00:00Z' })).toBe(false);
	});

	test('orders fields of one’s own: dates, instants, numbers in texts', async () => {
		const ends = (order: object, end: unknown) => holds({ field: 'custom.end', ...order }, { end });
		expect(await ends({ after: '2026-06-01' }, '2026-06-01')).toBe(false);
		expect(await ends({ after: '2026-06-01' }, '2026-06-02')).toBe(true);
		expect(await ends({ before: '2026-06-01' }, '2026-05-31T22:00:00Z')).toBe(false);
		expect(await ends({ before: '2026-06-01' }, '2026-05-31T21:59:59Z')).toBe(true);
		expect(await ends({ after: '9' }, 10)).toBe(true);
		expect(await ends({ after: '9' }, '10')).toBe(true);
		expect(await ends({ after: '9' }, null)).toBe(false);
	});
});

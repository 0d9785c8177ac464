import fc from 'fast-check';
import { expect, it } from 'vitest';
import { byName } from '../../source/text/order.ts';

const collator = new Intl.Collator('en');

it('names sort as the collator sorts them, plain ones too, and none comes first', () => {
	const plain = fc.string({ unit: fc.constantFrom(...'abzABZ019 '), maxLength: 5 });
	const name = fc.oneof(plain, fc.string({ unit: fc.constantFrom(...'aAzŠš-_.é1'), maxLength: 4 }));
	fc.assert(
		fc.property(name, name, (a, b) => {
			expect(Math.sign(byName(a, b))).toBe(Math.sign(collator.compare(a, b)));
		}),
		{ numRuns: 2_000 },
	);
	expect(['Sales', null, 'billing', 'Billing', 'Élan', 'Šport', 'Sales 2', null].sort(byName)).toEqual([
		null,
		null,
		'billing',
		'Billing',
		'Élan',
		'Sales',
		'Sales 2',
		'Šport',
	]);
});

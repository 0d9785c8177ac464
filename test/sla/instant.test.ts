import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatInstant, parseInstant } from '../../source/sla/instant.ts';

describe('an instant', () => {
	it.each([
		['2026-11-20T15:30:00Z', '2026-11-20T15:30:00.000Z'],
		['2026-11-20t15:30:00z', '2026-11-20T15:30:00.000Z'],
		['2026-11-20T15:30:00.5Z', '2026-11-20T15:30:00.500Z'],
		['2026-11-20T15:30:00.123Z', '2026-11-20T15:30:00.123Z'],
		['2026-11-20T15:30:00.123999Z', '2026-11-20T15:30:00.123Z'],
		['2026-11-20T15:30:00.123+01:00', '2026-11-20T14:30:00.123Z'],
		['2026-11-20T15:30:00-03:30', '2026-11-20T19:00:00.000Z'],
		['2026-12-31T23:59:60Z', '2027-01-01T00:00:00.000Z'],
		['2000-02-29T00:00:00Z', '2000-02-29T00:00:00.000Z'],
		['0075-01-01T00:00:00Z', '0075-01-01T00:00:00.000Z'],
	])('%s is %s', (text, instant) => {
		expect(new Date(parseInstant(text) ?? Number.NaN).toISOString()).toBe(instant);
	});

	it.each([
		'',
		'2026-11-20',
		'2026-11-20T15:30:00',
		'2026-11-20 15:30:00Z',
		'2026-11-20T15:30Z',
		'2026-11-20T15:30:00ZZ',
		'2026-11-20T15:30:00.Z',
		'2026-11-20T15:30:00.1x3Z',
		'2026-11-20T15:30:00,123Z',
		'2026-11-20T15:30:00+0100',
		'2026-11-20T15:30:00+24:00',
		'2026-11-20T24:00:00Z',
		'2026-11-20T15:60:00Z',
		'2026-11-20T15:30:61Z',
		'2026-02-29T00:00:00Z',
		'2026-00-01T00:00:00Z',
		'2026-13-01T00:00:00Z',
		'2026-11-00T00:00:00Z',
		'+026-11-20T15:30:00Z',
		'2026-1:-20T15:30:00Z',
		'20٢6-11-20T15:30:00Z',
	])('is none in %j', (text) => {
		expect(parseInstant(text)).toBeUndefined();
	});

	it('is read as it was written', () => {
		const instants = fc.integer({ min: 0, max: Date.UTC(2399, 11, 31) });
		fc.assert(
			fc.property(instants, (at) => {
				expect(parseInstant(formatInstant(at))).toBe(at);
				expect(parseInstant(new Date(at).toISOString())).toBe(at);
			}),
		);
	});
});

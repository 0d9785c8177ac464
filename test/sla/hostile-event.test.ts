import { describe, expect, it } from 'vitest';
import { EventRefused, parseEventLine } from '../../source/sla/event.ts';
import { type ReadEvent, readEvent } from '../../source/sources/ndjson.ts';

const NOW_AT = Date.UTC(2026, 10, 24, 12);
const read = (text: string): ReadEvent =>
	readEvent({ number: 1, text, tooLong: false, broken: false }, NOW_AT);
/** As the engine has it. */
const whole = (text: string) => parseEventLine(read(text).data).event;
const event = (more: string): string =>
	`{"ticket":"T-1","at":"2026-11-24T10:00:00Z","type":"created"${more}}`;
const pit = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

describe('an event that somebody has made to do harm', () => {
	it.each([
		['nested without end', event(`,"x":${pit(200_000)}`), /"x" is nested deeper than 64 levels/],
		['whose ticket is a pit', `{"ticket":${pit(200_000)}}`, /"ticket" is nested deeper than 64 levels/],
		['that is a pit itself', pit(200_000), /not something nested without end/],
		[
			'whose key is a pit',
			`{"ticket":"T-1","at":${'{"a":'.repeat(9_000)}1${'}'.repeat(9_000)}}`,
			/"at" is nested deeper/,
		],
	])('%s is refused', (_, text, words) => {
		expect(() => read(text)).toThrow(EventRefused);
		expect(() => read(text)).toThrow(words);
	});

	it('with 50,000 keys is read in proportion to its length', () => {
		const keys = Array.from({ length: 50_000 }, (_, place) => `"k${place}":1`).join(',');
		const began = process.cpuUsage().user;
		const known = whole(event(`,${keys}`));
		expect(known.type === 'created' && Object.keys(known.fields.custom ?? {})).toHaveLength(50_000);
		expect((process.cpuUsage().user - began) / 1_000).toBeLessThan(3_000);
	});

	it('keeps keys that mean something to JavaScript as keys', () => {
		const known = whole(event(',"__proto__":{"polluted":true},"constructor":1,"custom":{"toString":2}'));
		const custom = known.type === 'created' ? known.fields.custom : undefined;
		expect(Object.keys(custom ?? {}).sort()).toEqual(['__proto__', 'constructor', 'toString']);
		expect(Reflect.get({}, 'polluted')).toBeUndefined();
	});

	it('has names that are the same when they are read again', () => {
		const known = whole(
			event(',"department":"a\\u0000b","agent":"\\ud800x","tags":["\\udc00"]').replace(
				'T-1',
				'T\\u0000\\udfff',
			),
		);
		expect(known).toMatchObject({
			ticket: 'T\uFFFD\uFFFD',
			fields: { department: 'a\uFFFDb', agent: '\uFFFDx', tags: ['\uFFFD'] },
		});
	});
});

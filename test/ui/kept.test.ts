import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseKept } from '../../source/ui/model/kept.ts';

describe('what was kept', () => {
	it('is read as far as it makes sense', () => {
		expect(parseKept('{"screen":"log","sorting":{"by":"moon"},"filter":3}')).toMatchObject({
			screen: 'log',
			filter: '',
			sorting: { by: 'due', isReversed: false },
			isSplit: false,
		});
		expect(parseKept('{}')).toMatchObject({ screen: 'risk', typed: { filters: [] } });
		expect(parseKept('[1')).toBeNull();
	});

	it('never fails, whatever the file says', () => {
		fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => void parseKept(text)));
	});
});

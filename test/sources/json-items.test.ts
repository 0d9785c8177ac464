import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readJsonItems } from '../../source/sources/json-items.ts';

/** The items of a text that comes in pieces of so many bytes, each with the line it begins on. */
async function items(text: string, pieceBytes = 1 << 16): Promise<[line: number, text: string][]> {
	const bytes = Buffer.from(text);
	async function* pieces() {
		for (let from = 0; from < bytes.length; from += pieceBytes) yield bytes.subarray(from, from + pieceBytes);
	}
	const found: [number, string][] = [];
	for await (const lines of readJsonItems(pieces())) {
		for (const { number, text, tooLong } of lines) found.push([number, tooLong ? 'too long' : text]);
	}
	return found;
}

describe('the items of a JSON file', () => {
	it('are those of its array, whatever they hold and however the bytes come in', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.jsonValue({ maxDepth: 3 }), { maxLength: 6 }),
				fc.constantFrom(undefined, 2, '\t'),
				fc.integer({ min: 1, max: 40 }),
				async (values, indent, pieceBytes) => {
					const found = await items(JSON.stringify(values, null, indent), pieceBytes);
					expect(found.map(([, text]) => JSON.parse(text))).toEqual(JSON.parse(JSON.stringify(values)));
				},
			),
			{ numRuns: 300 },
		);
	});

	it('are each placed on the line where they begin', async () => {
		expect(await items('[\n  {"a": 1},\n  {\n    "b": 2\n  }, {"c": 3}\n]\n')).toEqual([
			[2, '{"a": 1}'],
			[3, '{\n    "b": 2\n  }'],
			[5, '{"c": 3}'],
		]);
	});

	it('may also stand one after another without an array', async () => {
		expect(await items('{\n "a": 1\n}\n{"b": "}"}')).toEqual([
			[1, '{\n "a": 1\n}'],
			[4, '{"b": "}"}'],
		]);
	});

	it('go on after one that is broken', async () => {
		const broken = ['{"a": "unclosed}', '{"b": 1', '{"c": ]}', 'nonsense', '{"d" 1}'];
		for (const bad of broken) {
			const found = await items(`[\n{"x": 1},\n${bad},\n{"y": 2},\n{"z": 3}\n]`);
			expect(found.at(-1), bad).toEqual([5, '{"z": 3}']);
			expect(found[0], bad).toEqual([2, '{"x": 1}']);
		}
	});

	it('tell that the file ends before its array does', async () => {
		expect(await items('[{"a": 1},\n{"b": ')).toEqual([
			[1, '{"a": 1}'],
			[2, '{"b":'],
		]);
		expect(await items('[{"a": 1}\n')).toEqual([
			[1, '{"a": 1}'],
			[2, ''],
		]);
	});

	it('are cut where they are longer than any event, without filling the memory', async () => {
		const long = `{"a": "${'x'.repeat(3_000_000)}"}`;
		expect(await items(`[${long},\n{"b": 2}]`)).toEqual([
			[1, 'too long'],
			[2, '{"b": 2}'],
		]);
	});
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Line, MAX_LINE_BYTES, readLines } from '../../source/sources/lines.ts';

async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
	for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}

async function linesOf(text: string | Buffer, size = 1 << 16): Promise<Line[]> {
	const lines: Line[] = [];
	for await (const piece of readLines(pieces(Buffer.from(text), size))) lines.push(...piece);
	return lines;
}
const numbered = (lines: readonly Line[]) => lines.map(({ number, text }) => [number, text]);

describe('the lines of a stream', () => {
	it('end with LF, CRLF or the file, and blank ones are counted only', async () => {
		expect(numbered(await linesOf('a\r\nb\n\n \t\nc'))).toEqual([
			[1, 'a'],
			[2, 'b'],
			[5, 'c'],
		]);
	});

	it('begin after the byte order mark', async () => {
		expect(numbered(await linesOf('\uFEFFa\n\uFEFFb', 1))).toEqual([
			[1, 'a'],
			[2, '\uFEFFb'],
		]);
	});

	it('are named where they are not UTF-8, and they alone', async () => {
		const lines = await linesOf(Buffer.from([0x61, 0x0a, 0xff, 0x0a, 0xc4, 0x8d, 0x0a, 0xc4]));
		expect(lines.map(({ broken }) => broken)).toEqual([false, true, false, true]);
	});

	it('are cut where they are longer than any event, and the next ones are read', async () => {
		const long = 'x'.repeat(3 * MAX_LINE_BYTES);
		const lines = await linesOf(`a\n${long}\nb\n`);
		expect(lines.map(({ number, tooLong, text }) => [number, tooLong, text.length])).toEqual([
			[1, false, 1],
			[2, true, 80],
			[3, false, 1],
		]);
	});

	it('are as long as a line may be or too long by a byte, wherever the stream is cut', async () => {
		const bytes = (count: number): string => `${'č'.repeat(count / 2)}${'x'.repeat(count % 2)}`;
		for (const end of ['', '\n', '\r\n']) {
			const text = `${bytes(MAX_LINE_BYTES)}\n${bytes(MAX_LINE_BYTES + 1)}${end}`;
			for (const size of [1 << 16, (1 << 20) + 1]) {
				expect((await linesOf(text, size)).map(({ tooLong }) => tooLong)).toEqual([false, true]);
			}
		}
	});

	it('are the same wherever the stream is cut', async () => {
		const texts = fc.array(fc.constantFrom('a', 'č', '😀', '\n', '\r\n', ' ', '{"x":1}'), { maxLength: 30 });
		await fc.assert(
			fc.asyncProperty(texts, fc.integer({ min: 1, max: 9 }), async (parts, size) => {
				const text = parts.join('');
				const expected = text
					.split('\n')
					.map((line, index) => [index + 1, line.replace(/\r$/, '')] as const)
					.filter(([, line]) => line.trim() !== '');
				expect(numbered(await linesOf(text, size))).toEqual(expected);
			}),
		);
	});
});

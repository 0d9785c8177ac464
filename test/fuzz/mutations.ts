/** Inputs made from good ones by what goes wrong on the way, and by what somebody may do to them on purpose. */
import type { Random } from '../../source/sources/floor/prng.ts';

/** Pieces that parsers trip over, whatever they parse. */
const NASTY: readonly (string | Buffer)[] = [
	'\u0000',
	'\uFEFF',
	'\u2028',
	'\u202e',
	'\r',
	'\n',
	'\t',
	'"',
	"'",
	'\\',
	',',
	';',
	'{',
	'}',
	'[',
	']',
	':',
	'&a',
	'*a',
	'<<: *a',
	'!!js/function',
	'- ',
	'? ',
	'|',
	'# ',
	'%',
	'../',
	'/etc/passwd',
	'__proto__',
	'constructor',
	'toString',
	'null',
	'true',
	'-0',
	'1e999',
	'NaN',
	'9007199254740993',
	'-1',
	'2400-01-01T00:00:00Z',
	'0000-00-00T00:00:00Z',
	'2026-02-30T25:61:61+99:99',
	'=cmd|"/c calc"!A0',
	'\u001b]0;x\u0007',
	'\ud800',
	'👩‍👩‍👧‍👦',
	'ＡＢＣ',
	'\\u0000',
	'\\ud800',
	Buffer.from([0xff]),
	Buffer.from([0xc0, 0x80]),
	Buffer.from([0xed, 0xa0, 0x80]),
	Buffer.from([0xf4, 0x90, 0x80, 0x80]),
	Buffer.from([0xe2, 0x82]),
];

const NESTS: readonly (readonly [open: string, close: string])[] = [
	['[', ']'],
	['{"a":', '}'],
	['(', ')'],
	['"', '"'],
	['<a>', '</a>'],
];

type Mutation = (input: Buffer, random: Random, others: readonly Buffer[]) => Buffer;

const below = (random: Random, end: number): number => Math.floor(random.next() * end);

function span(input: Buffer, random: Random): [from: number, to: number] {
	const from = below(random, input.length + 1);
	return [from, Math.min(input.length, from + below(random, 40))];
}

const replaced = (input: Buffer, [from, to]: readonly [number, number], by: Buffer | string): Buffer =>
	Buffer.concat([input.subarray(0, from), Buffer.from(by as string), input.subarray(to)]);

const anyOf = <T>(items: readonly T[], random: Random): T | undefined => items[below(random, items.length)];

const MUTATIONS: readonly Mutation[] = [
	// A bit, a byte, a stretch of bytes.
	(input, random) => {
		const copy = Buffer.from(input);
		const place = below(random, copy.length);
		if (copy.length > 0) copy[place] = (copy[place] ?? 0) ^ (1 << below(random, 8));
		return copy;
	},
	(input, random) => replaced(input, span(input, random), Buffer.from([below(random, 256)])),
	(input, random) => replaced(input, span(input, random), ''),
	// What is nasty to many, between or in place of what is there.
	(input, random) => {
		const at = below(random, input.length + 1);
		return replaced(input, [at, at], anyOf(NASTY, random) ?? '');
	},
	(input, random) => replaced(input, span(input, random), anyOf(NASTY, random) ?? ''),
	// The same again, elsewhere, or many times.
	(input, random) => {
		const [from, to] = span(input, random);
		const at = below(random, input.length + 1);
		return replaced(input, [at, at], input.subarray(from, to));
	},
	(input, random) => {
		const [from, to] = span(input, random);
		const piece = input.subarray(from, to);
		return replaced(
			input,
			[from, to],
			Buffer.concat(Array.from({ length: 1 + below(random, 200) }, () => piece)),
		);
	},
	// The end is missing, or another one's.
	(input, random) => input.subarray(0, below(random, input.length + 1)),
	(input, random, others) => {
		const other = anyOf(others, random) ?? input;
		return Buffer.concat([
			input.subarray(0, below(random, input.length + 1)),
			other.subarray(below(random, other.length + 1)),
		]);
	},
	// Nested as deep as a stack is not.
	(input, random) => {
		const [open, close] = anyOf(NESTS, random) ?? ['[', ']'];
		const depth = 1 + below(random, random.chance(0.02) ? 20_000 : 200);
		const at = below(random, input.length + 1);
		return replaced(input, [at, at], open.repeat(depth) + (random.chance(0.5) ? close.repeat(depth) : ''));
	},
	// Numbers and instants that are near the edge.
	(input, random) => {
		const text = input.toString('latin1');
		const places = [...text.matchAll(/\d+/g)];
		const found = anyOf(places, random);
		if (!found) return input;
		const values = ['0', '-1', '99', '1e9', '4294967296', '253402300800000', '00000000000000000001', ''];
		return replaced(input, [found.index, found.index + found[0].length], anyOf(values, random) ?? '');
	},
];

/** A good input, changed one to four times. @param others of which a piece may be taken */
export function mutated(input: Buffer, random: Random, others: readonly Buffer[]): Buffer {
	let result = input;
	for (let times = 1 + below(random, 4); times > 0; times--) {
		result = anyOf(MUTATIONS, random)?.(result, random, others) ?? result;
	}
	return result;
}

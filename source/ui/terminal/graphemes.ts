import stringWidth from 'string-width';
import { segments } from '../../text/segments.ts';

/** One character as a person sees it. */
export interface Grapheme {
	readonly text: string;
	/** Cells it takes by our reckoning, which is Ink's. */
	readonly width: number;
	/**
	 * 0 when every terminal agrees on `width`. Otherwise the most cells that any terminal may take: a family
	 * emoji is 2 cells in one terminal and 8 in another, and who draws it must allow for both.
	 */
	readonly reach: number;
}

/** The longest emoji has ten code points; what is longer is noise. */
const MOST_CODE_POINTS = 12;
const MOST_CACHED = 4096;

const NARROW = 1;
const WIDE = 2;

/** Single UTF-16 units whose width every terminal agrees on, by kind. Emoji are left out. */
const NARROW_RANGES: readonly (readonly [number, number])[] = [
	[0x20, 0x7e],
	[0xa0, 0xac],
	[0xae, 0x2ff],
	[0x370, 0x482],
	[0x48a, 0x52f],
	[0x1e00, 0x1fff],
	[0x2010, 0x2027],
	[0x2030, 0x203b],
	[0x203d, 0x2048],
	[0x204a, 0x205e],
	[0x2070, 0x209c],
	[0x20a0, 0x20bf],
	[0x2100, 0x2121],
	[0x2123, 0x2138],
	[0x2150, 0x218b],
	[0x2190, 0x2193],
	[0x219a, 0x21a8],
	[0x21ab, 0x2319],
	[0x2500, 0x25a9],
	[0x25ac, 0x25b5],
	[0x25b7, 0x25bf],
	[0x25c1, 0x25fa],
	[0x2713, 0x2713],
	[0x2717, 0x2718],
	[0x2800, 0x28ff],
];
const WIDE_RANGES: readonly (readonly [number, number])[] = [
	[0x3000, 0x3029],
	[0x3041, 0x3096],
	[0x309b, 0x30ff],
	[0x3105, 0x312f],
	[0x3131, 0x3163],
	[0x3220, 0x3247],
	[0x3250, 0x4dbf],
	[0x4e00, 0x9fff],
	[0xa000, 0xa48c],
	[0xac00, 0xd7a3],
	[0xf900, 0xfa6d],
	[0xff01, 0xff60],
	[0xffe0, 0xffe6],
];

const simpleWidths = new Uint8Array(0x1_0000);
for (const [first, last] of NARROW_RANGES) simpleWidths.fill(NARROW, first, last + 1);
for (const [first, last] of WIDE_RANGES) simpleWidths.fill(WIDE, first, last + 1);

/** 1 or 2 for a UTF-16 unit that is, on its own, a character of undisputed width; else 0. */
export function simpleWidth(code: number): number {
	return simpleWidths[code] ?? 0;
}

const loneSurrogate = /\p{Surrogate}/gu;
const leadingInvisible = /^[\p{M}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]+/u;
const settledMarks = /^.(?:[\u0300-\u036F]|[\u0483-\u0487]|[\u20D0-\u20F0]|\u3099|\u309A)+$/u;
const settledSymbol = /^[\p{L}\p{N}\p{P}\p{S}]$/u;
const pictographic = /\p{Extended_Pictographic}/u;

const cache = new Map<string, readonly Grapheme[]>();

/**
 * Splits text without control characters into its graphemes. Characters that take no cell and have no base
 * (zero-width spaces, bidi controls, stray marks) are left out; a lone surrogate becomes U+FFFD.
 */
export function graphemes(text: string): readonly Grapheme[] {
	const known = cache.get(text);
	if (known !== undefined) return known;
	const result: Grapheme[] = [];
	for (const segment of segments(text.replace(loneSurrogate, '\uFFFD'))) {
		const grapheme = measured(segment);
		if (grapheme !== undefined) result.push(grapheme);
	}
	if (cache.size >= MOST_CACHED) cache.clear();
	cache.set(text, result);
	return result;
}

function measured(segment: string): Grapheme | undefined {
	const points = Array.from(segment.replace(leadingInvisible, '')).slice(0, MOST_CODE_POINTS);
	const text = points.join('');
	const width = stringWidth(text);
	if (width === 0) return undefined;
	return { text, width, reach: isSettled(text, width) ? 0 : Math.max(width, points.length * 2) };
}

function isSettled(text: string, width: number): boolean {
	const simple = simpleWidth(text.charCodeAt(0));
	if (simple === width && (text.length === 1 || settledMarks.test(text))) return true;
	return text.length === 1 && width === 1 && settledSymbol.test(text) && !pictographic.test(text);
}

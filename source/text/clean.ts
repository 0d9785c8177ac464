import { isControl, skipControl } from './escapes.ts';
import { segments } from './segments.ts';

const MOST_MARKS = 6;
/** Code units: more than any line of a screen or a table has, and cleaned in no time however many a stranger sends. */
const LONGEST = 4_096;

const plainAscii = /^[\x20-\x7E]*$/;
const loneSurrogate = /\p{Surrogate}/gu;
/** NEL and the two Unicode separators break lines too; VT and FF are what old mailers put between pages. */
const breaks = /[\t\n\v\f\r\u0085\u2028\u2029]+/g;
const invisible = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/u;
const everyInvisible = /[\p{Cf}\p{Default_Ignorable_Code_Point}]+/gu;
const emoji = /\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20E3/u;
/** Joiner, variation selectors for text and for emoji, and the tag letters of flags: parts of emoji. */
const foreignToEmoji =
	/(?![\u200D\uFE0E\uFE0F\u{E0020}-\u{E007F}])[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;
/** A pile of marks paints over the lines above and below. */
const pileOfMarks = new RegExp(`(\\p{M}{${MOST_MARKS}})\\p{M}+`, 'gu');

/**
 * Makes one safe line of text that nobody vouches for: tabs and line breaks become a space; control
 * characters, whole ANSI sequences, bidi controls and other characters that cannot be seen are removed, except
 * inside emoji, which need them. Plain ASCII comes back as the same string. What is longer than any line is cut.
 */
export function cleanText(text: string): string {
	const line = text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
	if (plainAscii.test(line)) return line;
	const visible = withoutControls(line).replace(loneSurrogate, '\uFFFD').normalize('NFC');
	const seen = invisible.test(visible) ? withoutInvisible(visible) : visible;
	return seen.replace(pileOfMarks, '$1');
}

function withoutControls(text: string): string {
	let out = '';
	let kept = 0;
	let index = 0;
	while (index < text.length) {
		const code = text.charCodeAt(index);
		if (!isControl(code) || isBreak(code)) {
			index++;
			continue;
		}
		out += text.slice(kept, index);
		index = skipControl(text, index);
		kept = index;
	}
	return (out + text.slice(kept)).replace(breaks, ' ');
}

function isBreak(code: number): boolean {
	return (code >= 0x09 && code <= 0x0d) || code === 0x85;
}

function withoutInvisible(text: string): string {
	let out = '';
	for (const segment of segments(text)) {
		out += segment.replace(emoji.test(segment) ? foreignToEmoji : everyInvisible, '');
	}
	return out;
}

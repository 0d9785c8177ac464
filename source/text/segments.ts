/** Text as the characters that a person sees. */

/** Code units that are looked at together. Of a long text Intl.Segmenter goes back to its beginning for each grapheme. */
const PIECE = 256;

let segmenter: Intl.Segmenter | undefined;

/** The graphemes of a text. */
export function* segments(text: string): Generator<string> {
	for (const run of runsOfSegments(text)) yield* run;
}

/** The graphemes of a text, some at a time. What finds their borders takes a while to load: that waits until it is needed. */
export function* runsOfSegments(text: string): Generator<readonly string[]> {
	segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
	let length = PIECE;
	for (let from = 0; from < text.length; ) {
		const end = wholeEnd(text, from + length);
		const run = Array.from(segmenter.segment(text.slice(from, end)), ({ segment }) => segment);
		// The last of them may go on behind the piece; what is before it ends where it would in the whole text.
		if (end < text.length) run.pop();
		length = run.length > 0 ? PIECE : length * 2;
		for (const { length: taken } of run) from += taken;
		yield run;
	}
}

/** An end that does not cut a character in two. */
function wholeEnd(text: string, end: number): number {
	const isCut = (text.codePointAt(end - 1) ?? 0) > 0xffff;
	return isCut ? end + 1 : end;
}

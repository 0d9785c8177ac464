/** Text as the characters that a person sees. */

let segmenter: Intl.Segmenter | undefined;

/** The graphemes of a text. What finds their borders takes a while to load: that waits until it is needed. */
export function* segments(text: string): Generator<string> {
	segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
	for (const { segment } of segmenter.segment(text)) yield segment;
}

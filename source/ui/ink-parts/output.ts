/**
 * Stands in for Ink's own in the bundle. Ink lays every frame out cell by cell, an object for each; nearly always a line
 * of the screen is one text, or texts side by side, which can be put together as they are. Whatever else there is (texts
 * that lie over each other, parts that are clipped) is left to Ink's.
 */
import TheirOutput from '../../../node_modules/ink/build/output.js';
import stringWidth from './string-width.ts';

type Options = ConstructorParameters<typeof TheirOutput>[0];
type Transformers = Parameters<TheirOutput['write']>[3]['transformers'];

interface Piece {
	readonly x: number;
	readonly text: string;
}

/** Texts side by side as one; null where one lies over another. */
function sideBySide(pieces: readonly Piece[]): string | null {
	let line = '';
	let end = 0;
	for (const { x, text } of pieces.toSorted((a, b) => a.x - b.x)) {
		if (x < end) return null;
		line += ' '.repeat(x - end) + text;
		end = x + stringWidth(text);
	}
	return line.trimEnd();
}

export class Output {
	private readonly lines: Piece[][];
	/** What Ink's would have been told. */
	private readonly told: ((theirs: TheirOutput) => void)[] = [];
	private isClipped = false;

	constructor(private readonly options: Options) {
		this.lines = Array.from({ length: Math.max(0, Math.floor(options.height)) }, () => []);
	}

	write(x: number, y: number, text: string, options: { readonly transformers: Transformers }): void {
		if (text === '') return;
		this.told.push((theirs) => theirs.write(x, y, text, options));
		for (const [index, line] of text.split('\n').entries()) {
			const shown = options.transformers.reduce((drawn, transform) => transform(drawn, index), line);
			if (shown !== '') this.lines[y + index]?.push({ x, text: shown });
		}
	}

	clip(clip: Parameters<TheirOutput['clip']>[0]): void {
		this.isClipped = true;
		this.told.push((theirs) => theirs.clip(clip));
	}

	unclip(): void {
		this.told.push((theirs) => theirs.unclip());
	}

	/** The frame, its lines joined. */
	get(): { output: string; height: number } {
		const lines = this.isClipped ? [null] : this.lines.map(sideBySide);
		if (!lines.includes(null)) return { output: lines.join('\n'), height: lines.length };
		const theirs = new TheirOutput(this.options);
		for (const tell of this.told) tell(theirs);
		return theirs.get();
	}
}

/** Pieces of a line: what goes first where there is too little room for all of them. */
import { fitMessage, textWidth } from '../../text/fit.ts';
import type { Theme, Token } from '../theme.ts';

/** A piece of a header line; the less it matters, the sooner a narrow screen goes without it. */
export interface Piece {
	readonly text: string;
	readonly token?: Token;
	/** 0 stays whatever the width. */
	readonly weight: number;
}

export const piecesWidth = (pieces: readonly Piece[]): number =>
	pieces.reduce((sum, { text }) => sum + textWidth(text) + 2, -2);

/** Pieces side by side, two spaces between; the ones of most weight are left out until they fit. */
export function fitPieces<P extends Piece>(pieces: readonly P[], cells: number): readonly P[] {
	let shown = pieces;
	while (piecesWidth(shown) > cells) {
		const heaviest = Math.max(...shown.map(({ weight }) => weight));
		if (heaviest === 0) return shown;
		const place = shown.findLastIndex(({ weight }) => weight === heaviest);
		shown = shown.filter((_, index) => index !== place);
	}
	return shown;
}

/** What must stay and is too long all the same is cut, the longest piece first. */
function cutTexts(pieces: readonly Piece[], cells: number, ascii: boolean): readonly string[] {
	const texts = pieces.map(({ text }) => text);
	for (let excess = piecesWidth(pieces) - cells; excess > 0; ) {
		const widths = texts.map(textWidth);
		const longest = Math.max(...widths);
		if (longest <= 1) break;
		const place = widths.indexOf(longest);
		const cut = fitMessage(texts[place] ?? '', Math.max(1, longest - excess), { ascii });
		excess -= longest - textWidth(cut);
		texts[place] = cut;
	}
	return texts;
}

/** A piece as it is shown, and its first cell. */
export interface PlacedPiece<P extends Piece> {
	readonly piece: P;
	readonly text: string;
	readonly column: number;
}

/** Pieces on the left and pieces that end at the right edge, as many as fit. */
export function layOut<P extends Piece>(
	left: readonly P[],
	right: readonly P[],
	cells: number,
	ascii: boolean,
): readonly PlacedPiece<P>[] {
	const fitting = fitPieces([...left, ...right], cells);
	const texts = cutTexts(fitting, cells, ascii);
	const isLeft = fitting.map((piece) => left.includes(piece));
	const rightWidth = texts.reduce((sum, text, place) => sum + (isLeft[place] ? 0 : textWidth(text) + 2), -2);
	let column = 0;
	return fitting.map((piece, place) => {
		const text = texts[place] ?? '';
		const isFirstRight = !isLeft[place] && (place === 0 || isLeft[place - 1] === true);
		// Pieces are two cells apart, but for the gap in the middle, which is whatever there is.
		if (isFirstRight) column = Math.max(column - (place === 0 ? 0 : 2), cells - rightWidth);
		const placed = { piece, text, column };
		column += textWidth(text) + 2;
		return placed;
	});
}

/** The piece that a cell belongs to. */
export const pieceAt = <P extends Piece>(placed: readonly PlacedPiece<P>[], column: number): P | undefined =>
	placed.find((it) => column >= it.column && column < it.column + textWidth(it.text))?.piece;

/** Pieces as a line, never wider than the screen. */
export function spread(left: readonly Piece[], right: readonly Piece[], cells: number, theme: Theme): string {
	let drawn = '';
	let end = 0;
	for (const { piece, text, column } of layOut(left, right, cells, !theme.isUnicode)) {
		drawn += ' '.repeat(column - end) + theme.paint(piece.token ?? 'plain', text);
		end = column + textWidth(text);
	}
	return drawn;
}

/** Of ways to show something the first that fits, or the last; what comes after it is not made. */
export function firstFitting<Form, Shown>(
	forms: readonly [Form, ...Form[]],
	show: (form: Form) => Shown,
	fits: (shown: Shown) => boolean,
): Shown {
	const [first, ...others] = forms;
	let shown = show(first);
	for (const form of others) {
		if (fits(shown)) break;
		shown = show(form);
	}
	return shown;
}

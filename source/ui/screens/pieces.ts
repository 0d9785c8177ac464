/** Pieces of a line: what goes first where there is too little room for all of them. */
import { fitStart, textWidth } from '../../text/fit.ts';
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
export function fitPieces(pieces: readonly Piece[], cells: number): readonly Piece[] {
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
function cutPieces(pieces: readonly Piece[], cells: number, ascii: boolean): readonly Piece[] {
	let shown = pieces;
	for (let excess = piecesWidth(shown) - cells; excess > 0; excess = piecesWidth(shown) - cells) {
		const widths = shown.map(({ text }) => textWidth(text));
		const longest = Math.max(...widths);
		if (longest <= 1) break;
		const place = widths.indexOf(longest);
		const room = Math.max(1, longest - excess);
		shown = shown.map((piece, index) =>
			index === place ? { ...piece, text: fitStart(piece.text, room, { ascii }) } : piece,
		);
	}
	return shown;
}

/** Pieces on the left and pieces that end at the right edge, never wider than the screen. */
export function spread(left: readonly Piece[], right: readonly Piece[], cells: number, theme: Theme): string {
	const fitting = fitPieces([...left, ...right], cells);
	const isLeft = fitting.map((piece) => left.includes(piece));
	const shown = cutPieces(fitting, cells, !theme.isUnicode);
	const draw = (pieces: readonly Piece[]): string =>
		pieces.map(({ text, token = 'plain' }) => theme.paint(token, text)).join('  ');
	const atLeft = shown.filter((_, place) => isLeft[place]);
	const atRight = shown.filter((_, place) => !isLeft[place]);
	if (atRight.length === 0) return draw(atLeft);
	const space = cells - Math.max(0, piecesWidth(atLeft)) - piecesWidth(atRight);
	return draw(atLeft) + ' '.repeat(Math.max(0, space)) + draw(atRight);
}

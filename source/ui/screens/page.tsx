/** A page of lines that is longer than the screen, scrolled. */
import { Box } from 'ink';
import { useEffect } from 'react';
import type { Board } from '../model/board.ts';
import { Line } from './list.tsx';

export function Page({ board, lines }: { readonly board: Board; readonly lines: readonly string[] }) {
	// How far one can scroll is known only here, where the lines are.
	useEffect(() => {
		board.pageLines = lines.length;
	}, [board, lines.length]);
	const height = board.pageHeight;
	const top = Math.min(board.scroll, Math.max(0, lines.length - height));
	return (
		<Box flexDirection="column">
			{lines.slice(top, top + height).map((text, place) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: a line of the screen is its place
				<Line key={place} text={text} />
			))}
		</Box>
	);
}

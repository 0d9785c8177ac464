/** A page of lines that is longer than the screen, scrolled. */
import { Box } from 'ink';
import { useEffect } from 'react';
import type { Board } from '../model/board.ts';
import type { Scroll } from '../model/scroll.ts';
import { Line } from './list.tsx';

export interface PageProps {
	readonly board: Board;
	readonly lines: readonly string[];
	/** How far it is scrolled; left out: as the page that the keys are for. */
	readonly scroll?: Scroll | null;
}

export function Page({ board, lines, scroll = board.page }: PageProps) {
	const height = board.pageHeight;
	// How far one can scroll is known only here, where the lines are.
	useEffect(() => {
		if (!scroll) return;
		scroll.lines = lines.length;
		scroll.height = height;
	}, [scroll, lines.length, height]);
	const top = Math.min(scroll?.top ?? 0, Math.max(0, lines.length - height));
	return (
		<Box flexDirection="column">
			{lines.slice(top, top + height).map((text, place) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: a line of the screen is its place
				<Line key={place} text={text} />
			))}
		</Box>
	);
}

/** `slatop --wall`: counters in big figures, the departments in turn. Nobody need touch it. */
import { Box, useInput } from 'ink';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { SECOND_MS } from '../../sla/duration.ts';
import type { BoardStore } from '../../store/port.ts';
import { keyNames, Pasting } from '../keys.ts';
import type { Board } from '../model/board.ts';
import type { WallWork } from '../run-dashboard.tsx';
import { Line } from '../screens/list.tsx';
import { useTerminalSize } from '../terminal/use-terminal-size.ts';
import type { Theme } from '../theme.ts';
import type { ActionId } from '../words.ts';
import { wallLines } from './wall-lines.ts';
import { Wall } from './wall-model.ts';

/** Keys go by what they do on the board: moving on, and back, is through the departments here. */
const DOES: Readonly<Partial<Record<ActionId, (wall: Wall) => void | Promise<void>>>> = {
	down: (wall) => wall.pass(),
	'page-down': (wall) => wall.pass(),
	'next-screen': (wall) => wall.pass(),
	enter: (wall) => wall.pass(),
	up: (wall) => wall.pass(-1),
	'page-up': (wall) => wall.pass(-1),
	'previous-screen': (wall) => wall.pass(-1),
	back: (wall) => wall.pass(-1),
	freeze: (wall) => {
		wall.isHeld = !wall.isHeld;
	},
	quit: ({ board }) => board.onQuit(),
	suspend: ({ board }) => board.onSuspend(),
	repaint: ({ board }) => board.onRepaint(),
};

export function WallScreen({ wall, theme }: { readonly wall: Wall; readonly theme: Theme }) {
	const { board } = wall;
	useSyncExternalStore(board.subscribe, board.snapshot);
	const size = useTerminalSize();
	const pasting = useMemo(() => new Pasting(), []);
	useInput((input, key) => {
		// What is pasted is text, of which there is none to type here: never a command.
		if (pasting.takes(input)) return;
		for (const name of keyNames(input, key)) {
			const action = board.keymap.find(name, 'queues');
			const does = action && DOES[action.id];
			if (action?.id === 'quit' && board.isInSilence) board.onQuit();
			else if (does) void board.do(() => does(wall));
		}
	});
	useEffect(() => {
		void board.resize(size.columns, size.rows);
	}, [board, size.columns, size.rows]);
	return (
		<Box flexDirection="column" width={board.columns} height={board.rows}>
			{wallLines(wall, theme).map((text, place) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: a line of the screen is its place
				<Line key={place} text={text} />
			))}
		</Box>
	);
}

export interface OpenWall {
	readonly screen: (theme: Theme) => React.ReactNode;
	/** To be called again and again: it reads what has changed. */
	readonly look: () => Promise<void>;
}

/** Makes a wall of a board, which turns by itself from now on. */
export function openWall(board: Board, store: BoardStore, work: WallWork): OpenWall {
	const wall = new Wall({ board, store, lateSources: work.lateSources });
	const turn = (): void => void board.do(() => (wall.isHeld ? undefined : wall.pass()));
	setInterval(turn, work.everyS * SECOND_MS).unref();
	return { screen: (theme) => <WallScreen wall={wall} theme={theme} />, look: () => wall.look() };
}

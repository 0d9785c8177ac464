/** What lies over the screen, as a page. */
import type { Board } from '../model/board.ts';
import type { Theme } from '../theme.ts';
import { Page } from './page.tsx';

export function OverlayScreen({ board, theme }: { readonly board: Board; readonly theme: Theme }) {
	const { overlay } = board;
	return overlay === null || overlay === 'help' ? null : <Page board={board} lines={overlay.lines(theme)} />;
}

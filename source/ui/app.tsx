/** The dashboard: header, one screen, footer; keys go to the board, and what the board shows comes from it. */
import { Box, Text } from 'ink';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { Keyboard } from './keys.ts';
import type { Board, Screen } from './model/board.ts';
import { AgreementScreen } from './screens/agreement.tsx';
import { ComplianceScreen } from './screens/compliance.tsx';
import { DialogView } from './screens/dialog.tsx';
import { Footer } from './screens/footer.tsx';
import { Header } from './screens/header.tsx';
import { HelpScreen } from './screens/help.tsx';
import { LogScreen } from './screens/log.tsx';
import { OverlayScreen } from './screens/overlay.tsx';
import { QueuesScreen } from './screens/queues.tsx';
import { RiskScreen } from './screens/risk.tsx';
import { TicketPane, TicketScreen } from './screens/ticket.tsx';
import { useTerminalSize } from './terminal/use-terminal-size.ts';
import type { Theme } from './theme.ts';
import { useKeys } from './use-keys.ts';
import { WORDS } from './words.ts';

export interface AppProps {
	readonly board: Board;
	readonly theme: Theme;
}

const LEAST_COLUMNS = 40;
const LEAST_ROWS = 10;

const SCREENS: Readonly<Record<Screen, (props: AppProps) => React.ReactNode>> = {
	risk: RiskScreen,
	queues: QueuesScreen,
	log: LogScreen,
	ticket: TicketScreen,
	compliance: ComplianceScreen,
	agreement: AgreementScreen,
};

export function App({ board, theme }: AppProps) {
	const version = useSyncExternalStore(board.subscribe, board.snapshot);
	const size = useTerminalSize();
	const keyboard = useMemo(
		() => new Keyboard(board, async (event) => (await import('./mouse.ts')).takeMouse(board, theme, event)),
		[board, theme],
	);
	useKeys((input, key, escapes) => keyboard.press(input, key, escapes));
	useEffect(() => {
		void board.resize(size.columns, size.rows);
	}, [board, size.columns, size.rows]);
	if (board.columns < LEAST_COLUMNS || board.rows < LEAST_ROWS) return <Text>{WORDS.tooSmall}</Text>;
	const { overlay } = board;
	const ScreenView =
		overlay === null ? SCREENS[board.screen] : overlay === 'help' ? HelpScreen : OverlayScreen;
	const isSplit = board.split.isShown && overlay === null;
	return (
		<Box flexDirection="column" width={board.columns} height={board.rows}>
			<Header board={board} theme={theme} version={version} />
			<Box flexGrow={1}>
				<Box flexDirection="column" width={isSplit ? board.split.listWidth : board.columns}>
					<ScreenView board={board} theme={theme} />
				</Box>
				{isSplit ? <TicketPane board={board} theme={theme} /> : null}
			</Box>
			<DialogView board={board} theme={theme} />
			<Footer board={board} theme={theme} />
		</Box>
	);
}

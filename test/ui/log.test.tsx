import { render } from 'ink-testing-library';
import { expect, it } from 'vitest';
import { LogScreen } from '../../source/ui/screens/log.tsx';
import { makeTheme } from '../../source/ui/theme.ts';
import { startedBoard, storeOf } from '../support/board.ts';

const NOON = Date.UTC(2026, 10, 24, 12);
const THEME = makeTheme({ colors: 'none', unicode: true });

it('a log is said to be empty where it is, and not while nothing is known of it yet', async () => {
	const board = await startedBoard(storeOf({}), NOON);
	const shown = (): string => {
		const { lastFrame, unmount } = render(<LogScreen board={board} theme={THEME} />);
		const frame = lastFrame() ?? '';
		unmount();
		return frame;
	};
	expect(shown()).toContain('The SLA log is empty');
	board.travel.begin(NOON - 3_600_000);
	expect(shown()).not.toContain('empty');
});

/** Puts a board on the terminal, keeps it going, and gives the terminal back. */
import { render } from 'ink';
import { ACTIONS } from './actions/all.ts';
import { App } from './app.tsx';
import { applyKeys, type Bindings } from './bindings.ts';
import { Keymap } from './keymap.ts';
import { Board } from './model/board.ts';
import type { BoardOptions } from './model/board-options.ts';
import { Background } from './terminal/background.ts';
import type { Capabilities } from './terminal/capabilities.ts';
import { copying } from './terminal/clipboard.ts';
import { InkStdout } from './terminal/ink-stdout.ts';
import type { NoticeWays } from './terminal/notice.ts';
import { openSession } from './terminal/session.ts';
import type { Look } from './theme/choose.ts';
import { makeTheme } from './theme.ts';

/** How often the store is asked whether it has changed: a pragma, a few microseconds. */
const POLL_MS = 200;
/** How long after the full second the clock is drawn. */
const AFTER_MS = 10;
/** How long the terminal has to show the first frame, before an engine that starts takes the processor. */
const TO_TERMINAL_MS = 40;

/** How long somebody who leaves at once waits for what the terminal was asked. */
const TO_LEAVE_MS = 300;

/** What a wall screen is given. */
export interface WallWork {
	/** Seconds that each department has. */
	readonly everyS: number;
	/** Sources that have not been heard of for too long, by name. */
	readonly lateSources: () => Promise<readonly string[]>;
}

export interface DashboardOptions extends Omit<BoardOptions, 'keymap' | 'desktop'> {
	/** Keys that somebody wants instead of those that it comes with. */
	readonly keys: Bindings;
	readonly capabilities: Capabilities;
	/** A wall screen instead of the board; left out: the board. */
	readonly wall?: WallWork;
	/** How somebody wants to hear of new breaches. */
	readonly notices: NoticeWays;
	/** Whether clicks and the wheel are asked for. */
	readonly mouse: boolean;
	/** How it looks, as far as the terminal can show it. */
	readonly look: Look;
	/** How it looks where the terminal says that its background is light; left out: it is not asked. */
	readonly onLight?: Look;
	readonly debug: boolean;
	/** How many of the clock's seconds pass in a real one. */
	readonly speed: number;
	/** How often the countdowns are drawn. */
	readonly refreshMs: number;
	/** Called once the first frame is drawn: what can wait begins then. */
	readonly onShown: (board: Board) => void;
	/** Called when the program is about to end; it may take half a second. */
	readonly onExit: () => Promise<void>;
}

/** Shows the dashboard until it is left; the process ends with it. */
export async function runDashboard(options: DashboardOptions): Promise<void> {
	const {
		capabilities,
		wall,
		look,
		onLight,
		notices,
		mouse,
		debug,
		speed,
		keys,
		refreshMs,
		onShown,
		onExit,
		...boardOptions
	} = options;
	let stdout: InkStdout | null = null;
	const board = new Board({
		...boardOptions,
		keymap: new Keymap(applyKeys(ACTIONS, keys).actions),
		desktop: {
			open: async (link) => (await import('./terminal/browser.ts')).openLink(link),
			copy: (text) => {
				const bytes = copying(text, process.env);
				if (bytes !== null) stdout?.writeAside(bytes);
				return bytes !== null;
			},
			announce: async (messages) => {
				const { heardBytes } = await import('./announcer.ts');
				stdout?.writeAside(heardBytes(messages, process.env));
			},
		},
	});
	board.columns = process.stdout.columns || board.columns;
	board.rows = process.stdout.rows || board.rows;
	// Of the lists, which it does not show, a wall reads nothing.
	if (wall) board.screen = 'queues';
	await board.start();
	const timers: NodeJS.Timeout[] = [];
	const session = openSession({
		stdin: process.stdin,
		stdout: process.stdout,
		// What is on a wall is nobody's to click, but perhaps to copy.
		mouse: mouse && !wall,
		debug,
		onExit: async () => {
			for (const timer of timers) clearTimeout(timer);
			await onExit();
		},
	});
	stdout = new InkStdout(process.stdout, session, { ascii: !capabilities.unicode });
	const background = new Background(() => app.rerender(screen(onLight ?? look)));
	board.onQuit = () => void background.settled(TO_LEAVE_MS).then(() => session.exit(0));
	board.onSuspend = () => session.suspend();
	board.onRepaint = () => stdout?.repaint();
	const onWall = wall && (await import('./wall/wall.tsx')).openWall(board, options.store, wall);
	const screen = (how: Look): React.ReactNode => {
		const theme = makeTheme({ ...capabilities, look: how });
		return onWall?.screen(theme) ?? <App board={board} theme={theme} />;
	};
	// Debug mode: each update reaches our stdout as one whole frame, which writes what changed of it.
	const app = render(screen(look), {
		stdin: onLight ? background.keysOf(process.stdin) : process.stdin,
		stdout,
		debug: true,
		exitOnCtrlC: false,
		patchConsole: false,
	});
	if (onLight) background.ask((question) => stdout?.writeAside(question));
	const fail = (error: unknown): void => session.exit(1, error);
	const everySecond = (): void => {
		timers[0] = setTimeout(
			() => {
				board.tick().catch(fail);
				everySecond();
			},
			untilNextTick(options.now(), speed, refreshMs),
		);
	};
	/** What else looks at the store after the board has. */
	const others: (() => Promise<void>)[] = onWall ? [onWall.look] : [];
	const lookAgain = async (): Promise<void> => {
		await board.poll();
		try {
			for (const other of others) await other();
		} catch (error) {
			await board.do(() => Promise.reject(error));
		}
	};
	const poll = (): void => {
		timers[1] = setTimeout(() => lookAgain().then(poll, fail), POLL_MS);
	};
	everySecond();
	timers[1] = setTimeout(async () => {
		onShown(board);
		if (notices.bell || notices.notify) {
			const { makeAnnouncer } = await import('./announcer.ts');
			const { store, now } = options;
			const write = (bytes: string): void => stdout?.writeAside(bytes);
			others.push(makeAnnouncer({ store, now, ways: notices, env: process.env, write }));
		}
		lookAgain().then(poll, fail);
	}, TO_TERMINAL_MS);
}

/**
 * Real ms until the clock is to be drawn again: just after its next full second (or so many of them), as clocks
 * turn over. Just before it (timers may be early) would draw everything twice. A clock that is sped up is drawn up
 * to four times as often.
 */
function untilNextTick(nowAt: number, speed: number, refreshMs: number): number {
	if (speed !== 1) return refreshMs / Math.min(4, Math.max(1, speed));
	return refreshMs - ((nowAt - AFTER_MS) % refreshMs);
}

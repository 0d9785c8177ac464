/**
 * `slatop --accessible`: the floor as plain lines, for screen readers, and for terminals that can show no more. It
 * writes line after line, moves no cursor, and reads whole lines.
 */
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { messageOf } from '../../text/message.ts';
import type { Board } from '../model/board.ts';
import type { WatchedStore } from '../model/news.ts';
import { asciiFrame } from '../terminal/ascii-frame.ts';
import { timeOfDay } from '../when.ts';
import { WORDS } from '../words.ts';
import { answer, isCalled, type Listener } from './commands.ts';
import { Reporter } from './reporter.ts';
import { todaySentence } from './sentences.ts';

/** How often it looks. */
const LOOK_MS = 1_000;
/** Who leaves waits so long for what is under way: the store may not answer. */
const LONGEST_LOOK_MS = 2_000;

export interface AccessibleOptions {
	readonly board: Board;
	readonly store: WatchedStore;
	readonly input: NodeJS.ReadableStream;
	readonly say: (line: string) => void;
	/** Whether more than ASCII can be shown. */
	readonly unicode: boolean;
	/** Looks at the store as well, as often. */
	readonly announce: () => Promise<void>;
	/** Ended from outside: by a signal. */
	readonly stopped: AbortSignal;
}

/** Speaks until somebody quits, the input ends or it is stopped. */
export async function runAccessible(options: AccessibleOptions): Promise<void> {
	const { board, store, input, stopped, unicode, announce } = options;
	const ended = new AbortController();
	let failure: Error | null = null;
	const say = (line: string): void => options.say(unicode ? line : asciiFrame(line));
	const reporter = new Reporter(board, store);
	const listener: Listener = { board, reporter, heard: 0, leave: () => ended.abort() };
	const fail = (error: unknown): void => {
		failure ??= error instanceof Error ? error : new Error(messageOf(error));
		ended.abort();
	};
	const inTurn = (action: () => void | Promise<void>): void => void board.do(action).catch(fail);
	const end = AbortSignal.any([ended.signal, stopped]);
	let hurry = (): void => {};
	/** That somebody leaves, and has waited long enough. */
	const hurried = new Promise<void>((resolve) => {
		hurry = () => {
			const late = (): void => {
				ended.abort();
				resolve();
			};
			setTimeout(late, LONGEST_LOOK_MS).unref();
		};
	});
	stopped.addEventListener('abort', hurry, { once: true });
	let failed = '';
	/** What went wrong, once, for as long as it does. */
	const sayFailure = (): void => {
		const { current } = board.flash;
		const text = current?.tone === 'failed' ? current.text : '';
		if (text !== '' && text !== failed) say(`${timeOfDay(board.nowAt)} ${text}`);
		failed = text;
	};
	const lines = createInterface({ input, terminal: false });
	lines.on('line', (line) => {
		if (isCalled('quit', line)) hurry();
		inTurn(async () => {
			// Whoever asks is told again why there is no answer.
			failed = '';
			for (const text of await answer(listener, line)) say(text);
		});
	});
	lines.once('close', () => inTurn(listener.leave));
	const begin = async (): Promise<void> => {
		// A list is read when somebody asks for it.
		board.screen = 'queues';
		await board.start();
		await board.poll();
		for (const text of [reporter.summary(), todaySentence(board.overview), WORDS.accessible.hint]) {
			if (text !== '') say(text);
		}
	};
	const look = async (): Promise<void> => {
		await board.poll();
		await board.do(async () => {
			for (const text of await reporter.look(board.nowAt)) say(`${timeOfDay(board.nowAt)} ${text}`);
		});
		await board.do(announce);
		sayFailure();
	};
	// The clock goes on where the store does not answer, and says so.
	const clock = setInterval(() => {
		board.tick().catch(fail);
		if (board.isInSilence) sayFailure();
	}, LOOK_MS);
	try {
		await Promise.race([begin(), hurried]);
		while (!end.aborted) {
			await Promise.race([look(), hurried]);
			await pause(LOOK_MS, undefined, { signal: end }).catch(() => {});
		}
	} finally {
		clearInterval(clock);
		// Else it would wait for lines that nobody answers.
		lines.close();
	}
	if (failure) throw failure;
}

/** `slatop --accessible`, of `slatop` and `slatop demo`: the floor as plain lines, with the engine in a thread beside it. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';
import { nowOf } from '../engine/clock.ts';
import { cleanText } from '../text/clean.ts';
import { runAccessible } from '../ui/accessible/run-accessible.ts';
import { DEFAULT_KEYMAP } from '../ui/actions/all.ts';
import { heardBytes, makeAnnouncer } from '../ui/announcer.ts';
import { Board } from '../ui/model/board.ts';
import { WORDS } from '../ui/words.ts';
import { documentLines, explainLines, monthView, opensTomorrow } from './board-texts.ts';
import { type Context, UsageError, whoIsHere } from './context.ts';
import { goodbye, startEngine } from './engine-thread.ts';
import { exportLog } from './export-log.ts';
import { openStoreAt } from './open.ts';
import { screenSettings } from './screen-settings.ts';
import type { BoardWork } from './show-board.ts';
import { stopAsked } from './stop-asked.ts';

/** A store whose server does not answer is not waited for. */
const LONGEST_CLOSE_MS = 500;

/** Speaks until it is left, or stopped. */
export async function showAccessible(context: Context, work: BoardWork): Promise<void> {
	const { env, flags } = context;
	if (work.startsAt !== undefined || flags.wall === true) {
		throw new UsageError('--accessible tells of the present, and in lines: without --at and --wall');
	}
	const { capabilities, notices, problems } = await screenSettings(context);
	const store = await openStoreAt(work.store);
	const now = nowOf(work.clock);
	const write = (text: string): void => void process.stdout.write(text);
	const [problem] = problems;
	if (problem !== undefined) write(`${WORDS.configProblem(problem, problems.length - 1)}\n`);
	let worker: Worker | null = null;
	const board = new Board({
		store,
		hold: () => openStoreAt(work.store, { held: true }),
		now,
		me: whoIsHere(env),
		everyS: work.everyS,
		title: work.title,
		explain: explainLines,
		opensTomorrow,
		exportLog,
		agreementDocument: documentLines,
		monthView,
		sink: store,
		onWritten: () => worker?.postMessage('tick'),
		keymap: DEFAULT_KEYMAP,
		alerts: () => store.alerts(),
		onHeard: (heard) => worker?.postMessage({ heard }),
		desktop: {
			open: async () => false,
			copy: () => false,
			announce: (messages) => {
				for (const { text } of messages) write(`${cleanText(text)}\n`);
				write(heardBytes(messages, env));
			},
		},
	});
	const { store: path, agreement, clock, everyS, floor } = work;
	const keepsErrors = !process.stderr.isTTY;
	worker = startEngine({ store: path, agreement, clock, everyS, floor, keepsErrors }, (problem) => {
		board.engineError = problem;
	});
	const stopped = new AbortController();
	void stopAsked().then(() => stopped.abort());
	try {
		await runAccessible({
			board,
			store,
			input: process.stdin,
			say: (line) => write(`${line}\n`),
			announce: makeAnnouncer({ store, now, ways: notices, env, write }),
			unicode: capabilities.unicode,
			stopped: stopped.signal,
		});
	} finally {
		await goodbye(worker);
		const isClosed = await Promise.race([store.close().then(() => true), pause(LONGEST_CLOSE_MS, false)]);
		work.onExit?.();
		// What still waits for a store that does not answer would keep the program.
		if (!isClosed) process.stdout.write('', () => process.exit());
	}
}

/** What `slatop` and `slatop demo` share: a board on a store, with the engine in a thread beside it. */
import type { Worker } from 'node:worker_threads';
import { type ClockSetting, nowOf } from '../engine/clock.ts';
import type { SourceStore } from '../store/port-sources.ts';
import type { Board } from '../ui/model/board.ts';
import { WORDS } from '../ui/words.ts';
import { type Context, numberFlag, UsageError, whoIsHere } from './context.ts';
import { goodbye, startEngine } from './engine-thread.ts';
import type { EngineWork } from './engine-worker.ts';
import { readKept, writeKept } from './kept-state.ts';
import { type AgreementPlace, openStoreAt } from './open.ts';
import { checkTerminal, screenSettings } from './screen-settings.ts';
import { keepProgramSmall } from './small-heap.ts';
import type { StoreTimeMachine } from './time-machine.ts';

export interface BoardWork {
	readonly store: string;
	readonly agreement: AgreementPlace;
	readonly clock: ClockSetting;
	readonly everyS: number;
	readonly floor: EngineWork['floor'];
	readonly title: string;
	/** The instant of the past to begin at; left out: the present. */
	readonly startsAt?: number;
	/** Clears up when the program ends. */
	readonly onExit?: () => void;
}

/** How long each department has its turn on a wall screen, in seconds. */
const TURN_S = { byDefault: 10, least: 2, most: 3_600 } as const;

/** The wall screen that is asked for; null where the board is. */
function wallWork({ flags }: Context): { readonly everyS: number } | null {
	const everyS = numberFlag(flags, 'rotate', TURN_S.least, TURN_S.most);
	if (flags.wall === true) return { everyS: everyS ?? TURN_S.byDefault };
	if (everyS !== undefined) throw new UsageError('--rotate is for --wall');
	return null;
}

const lateSources = async (store: SourceStore): Promise<readonly string[]> =>
	(await store.configuredSources()).filter(({ lateAt }) => Date.now() > lateAt).map(({ name }) => name);

/** Opens the dashboard; the process ends when it is left. */
export async function showBoard(context: Context, work: BoardWork): Promise<void> {
	keepProgramSmall();
	if (context.flags.accessible === true) {
		return (await import('./show-accessible.ts')).showAccessible(context, work);
	}
	checkTerminal(context);
	const wall = wallWork(context);
	const loading = import('../ui/run-dashboard.tsx');
	const { problems, ...settings } = await screenSettings(context);
	// What people do here is seldom, and cannot be had again from anywhere: it is flushed to the disk.
	const store = await openStoreAt(work.store, { durable: true });
	const { runDashboard } = await loading;
	// A floor that is gone afterwards keeps nothing, and nobody works on a wall.
	const kept = work.floor || wall ? null : readKept(context.env);
	let shownBoard: Board | null = null;
	let worker: Worker | null = null;
	let machine: StoreTimeMachine | null = null;
	await runDashboard({
		store,
		hold: () => openStoreAt(work.store, { held: true }),
		now: nowOf(work.clock),
		me: whoIsHere(context.env),
		everyS: work.everyS,
		title: work.title,
		// What explains is loaded when somebody asks.
		explain: async (...about) => (await import('./board-texts.ts')).explainLines(...about),
		...(kept === null || kept === 'broken' ? {} : { kept }),
		opensTomorrow: async (...about) => (await import('./board-texts.ts')).opensTomorrow(...about),
		sink: store,
		alerts: () => store.alerts(),
		onHeard: (heard) => worker?.postMessage({ heard }),
		onWritten: () => worker?.postMessage('tick'),
		monthView: async (...about) => (await import('./board-texts.ts')).monthView(...about),
		exportLog: async (...about) => (await import('./export-log.ts')).exportLog(...about),
		agreementDocument: async (shown) => (await import('./board-texts.ts')).documentLines(shown),
		trials: async () =>
			new (await import('./agreement-trials.ts')).AgreementTrials(store, work.agreement, context.env),
		timeMachine: async (at, journey) => {
			machine ??= new (await import('./time-machine.ts')).StoreTimeMachine(store, work.agreement.path);
			return machine.to(at, journey);
		},
		...(work.startsAt === undefined ? {} : { startsAt: work.startsAt }),
		...settings,
		...(wall ? { wall: { ...wall, lateSources: () => lateSources(store) } } : {}),
		debug: context.flags.debug === true,
		speed: work.clock.speed,
		onShown: (board) => {
			shownBoard = board;
			const [problem] = problems;
			if (problem) board.flash.say(WORDS.configProblem(problem, problems.length - 1), 'failed');
			else if (kept === 'broken') board.flash.say(WORDS.said.keptIsBroken, 'refused');
			const { clock, everyS, floor } = work;
			const report = (problem: string | null): void => {
				if (problem === board.engineError) return;
				void board.do(() => {
					board.engineError = problem;
				});
			};
			const start = (): void => {
				const { store: path, agreement } = work;
				const keepsErrors = !process.stderr.isTTY;
				worker ??= startEngine({ store: path, agreement, clock, everyS, floor, keepsErrors }, report);
			};
			// Whoever only looks at the past changes nothing: the engine waits for the present to be shown.
			if (work.startsAt === undefined) start();
			else board.onLive = start;
		},
		onExit: async () => {
			if (shownBoard && !work.floor && !wall) writeKept(context.env, shownBoard.kept);
			await goodbye(worker);
			await store.close();
			work.onExit?.();
		},
	});
}

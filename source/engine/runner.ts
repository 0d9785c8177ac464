/** Runs the engine by schedule until it is stopped: every tick once, never two at a time. */
import { type Logger, schedule } from 'node-cron';
import type { Engine, TickReport } from './engine.ts';

export interface RunnerOptions {
	readonly engine: Engine;
	/** Seconds from tick to tick, 1 to 59. */
	readonly everyS: number;
	/** Work that belongs before a tick: a source that feeds the store. */
	readonly before?: () => Promise<void>;
	readonly onTick?: (report: TickReport) => void;
	/** A tick failed; the next is tried all the same. */
	readonly onError: (error: unknown) => void;
}

export interface Runner {
	/** Ticks now: there is something that nobody should wait for. */
	tick(): Promise<void>;
	/** Ends the schedule, waits for a tick under way, and hands the lease on. */
	stop(): Promise<void>;
}

const ignore = (): void => {};
/** The scheduler's remarks (a beat missed while a tick was long) would be printed over the screen. */
export const SILENT: Logger = { info: ignore, warn: ignore, error: ignore, debug: ignore };

/** Starts ticking: at once, and then by the clock's seconds. A machine that slept catches up at its first tick. */
export function startRunner({ engine, everyS, before, onTick, onError }: RunnerOptions): Runner {
	let stopped = false;
	let underWay: Promise<void> | null = null;
	const tick = async (): Promise<void> => {
		try {
			await before?.();
			onTick?.(await engine.tick());
		} catch (error) {
			onError(error);
		}
	};
	/** The schedule's own `noOverlap` does not know of the tick at the start. */
	const once = (): Promise<void> => {
		if (stopped) return Promise.resolve();
		underWay ??= tick().finally(() => {
			underWay = null;
		});
		return underWay;
	};
	const task = schedule(everyS === 1 ? '* * * * * *' : `*/${everyS} * * * * *`, once, {
		noOverlap: true,
		logger: SILENT,
	});
	void once();
	return {
		tick: once,
		async stop() {
			stopped = true;
			await task.destroy();
			await underWay;
			await engine.stop();
		},
	};
}

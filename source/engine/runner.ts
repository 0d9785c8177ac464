/** Runs the engine by the clock's seconds until it is stopped: every tick once, never two at a time. */
import type { Engine, TickReport } from './engine.ts';

export interface RunnerOptions {
	readonly engine: Engine;
	/** Seconds from tick to tick, 1 to 59. */
	readonly everyS: number;
	/** Work that belongs before a tick: a source that feeds the store. */
	readonly before?: () => Promise<void>;
	readonly onTick?: (report: TickReport) => void;
	/** A tick failed; the next is tried all the same, at the next second. */
	readonly onError: (error: unknown) => void;
}

export interface Runner {
	/** Ticks now: there is something that nobody should wait for. */
	tick(): Promise<void>;
	/** Ends the beat, waits for a tick under way, and hands the lease on. */
	stop(): Promise<void>;
}

const BEAT_MS = 1_000;

/**
 * Starts ticking: at once, and then with the clock's seconds. Between ticks that are further apart it keeps the lease;
 * while another engine leads it asks for it every second, so as to take over soon. How long it waits is no matter of
 * the clock's date: set back or forth, it beats on; a machine that slept catches up at its first beat. (node-cron, by
 * which sources sync and reports are written, would wait for the second that it expected, and after a day asleep walk
 * through each of the 86,400 that it missed.)
 */
export function startRunner({ engine, everyS, before, onTick, onError }: RunnerOptions): Runner {
	let stopped = false;
	let leads = false;
	let tickedAt = Number.NEGATIVE_INFINITY;
	let underWay: Promise<void> | null = null;
	let timer: NodeJS.Timeout | undefined;
	const tick = async (): Promise<void> => {
		tickedAt = performance.now();
		await before?.();
		const report = await engine.tick();
		leads = report.led;
		onTick?.(report);
		await engine.settle();
	};
	const keep = async (): Promise<void> => {
		leads = await engine.keep();
	};
	const alone = (work: () => Promise<void>): Promise<void> => {
		if (stopped) return Promise.resolve();
		underWay ??= work()
			.catch((error: unknown) => {
				leads = false;
				onError(error);
			})
			.finally(() => {
				underWay = null;
			});
		return underWay;
	};
	const beat = (): void => {
		timer = setTimeout(beat, BEAT_MS - (Date.now() % BEAT_MS));
		// Timers are not exact: a tick is not put off by a second for a few milliseconds.
		const isTurn = performance.now() - tickedAt > everyS * BEAT_MS - BEAT_MS / 2;
		void alone(isTurn || !leads ? tick : keep);
	};
	beat();
	return {
		tick: () => alone(tick),
		async stop() {
			stopped = true;
			clearTimeout(timer);
			await underWay;
			await engine.stop();
		},
	};
}

/**
 * Syncs every configured source by its schedule, for as long as this program's engine leads: one sync of a source at
 * a time, and none in the way of another's.
 */
import type { ScheduledTask } from 'node-cron';
import { SourceProblem } from '../../sources/http/problem.ts';
import type { Connector } from '../../sources/vendors/connector.ts';
import { type ConfiguredSource, SourceAhead, type SourceStore } from '../../store/port-sources.ts';
import { messageOf } from '../../text/message.ts';
import { openSource } from './open-source.ts';
import { isItsTurn, runSync } from './run-sync.ts';
import { taskOf } from './schedule.ts';

/** A clock that is corrected by less than this was not set back. */
const CORRECTED_MS = 2_000;
/** A help desk says of every change that there is one: it is read at most this often for that. */
const POKED_MS = 5_000;

export interface SyncsOptions {
	readonly store: SourceStore;
	readonly env: NodeJS.ProcessEnv;
	readonly nowAt: () => number;
	/** A source has begun to fail, or is well again (null). */
	readonly onChange?: (source: string, problem: string | null) => void;
}

/** One source at work. */
class Routine {
	private connector: Connector | null = null;
	private underWay: Promise<void> | null = null;
	private beganAt = 0;
	private readonly stopping = new AbortController();
	private readonly task: ScheduledTask;

	constructor(
		/** As it stands in the store. */
		public source: ConfiguredSource,
		private readonly options: SyncsOptions,
	) {
		this.task = taskOf(source, async () => this.turn());
		void this.task.start();
	}

	/** Syncs, unless it does so already, or is to rest after failures. */
	turn(): void {
		if (isItsTurn(this.source)) this.begin();
	}

	begin(): void {
		if (this.underWay || this.stopping.signal.aborted) return;
		this.beganAt = Date.now();
		this.underWay = this.sync().finally(() => {
			this.underWay = null;
		});
	}

	/** Syncs out of turn where the help desk has said since the last sync began that something has changed. */
	heed(): void {
		const { pokedAt, failures } = this.source;
		if (pokedAt === null || pokedAt <= this.beganAt || Date.now() < this.beganAt + POKED_MS) return;
		// A source that rests after failures rests.
		if (failures === 0) this.begin();
	}

	async stop(): Promise<void> {
		this.stopping.abort(new Error('the engine has stopped'));
		await this.task.destroy();
		await this.underWay;
	}

	private async sync(): Promise<void> {
		const { store, nowAt, onChange } = this.options;
		const { signal } = this.stopping;
		const { name } = this.source;
		// How far it has come may have changed since the last look.
		const source = (await store.configuredSources()).find((present) => present.name === name);
		if (!source) return;
		try {
			await runSync({ store, source, open: () => this.open(), nowAt, signal });
			if (source.problem !== null) onChange?.(name, null);
		} catch (error) {
			if (signal.aborted || error instanceof SourceAhead) return;
			// The key, or where it is kept, may be another at the next turn.
			if (error instanceof SourceProblem && (error.kind === 'key' || error.kind === 'setup')) {
				this.connector = null;
			}
			const problem = messageOf(error);
			if (source.problem !== problem) onChange?.(name, problem);
		}
	}

	private async open(): Promise<Connector> {
		this.connector ??= await openSource(this.source, this.options.env);
		return this.connector;
	}
}

export class Syncs {
	private readonly routines = new Map<string, Routine>();
	private looking: Promise<void> | null = null;
	private stopped = false;
	private lookedAt = 0;

	constructor(private readonly options: SyncsOptions) {}

	/** Takes up what is configured now; where another engine leads, all rests. It waits for no sync. */
	async look(leads: boolean): Promise<void> {
		if (this.looking || this.stopped) return;
		this.looking = this.takeUp(leads).finally(() => {
			this.looking = null;
		});
		await this.looking;
	}

	/** Ends what is under way; it goes on where it was at the next start. */
	async stop(): Promise<void> {
		this.stopped = true;
		await this.looking;
		await this.drop([...this.routines.keys()]);
	}

	private async takeUp(leads: boolean): Promise<void> {
		const sources = leads ? await this.options.store.configuredSources() : [];
		const present = new Map(sources.map((source) => [source.name, source]));
		const isSetBack = this.isClockSetBack();
		const outdated = [...this.routines].filter(
			([name, { source }]) => isSetBack || !isSame(source, present.get(name)),
		);
		await this.drop(outdated.map(([name]) => name));
		for (const source of sources) {
			const routine = this.routines.get(source.name);
			if (routine) routine.source = source;
			else this.begin(source, isSetBack);
			this.routines.get(source.name)?.heed();
		}
	}

	/** Schedules and rests go by the clock: where it was set back, they would wait for the time that was. */
	private isClockSetBack(): boolean {
		const wasAt = this.lookedAt;
		this.lookedAt = Date.now();
		return this.lookedAt < wasAt - CORRECTED_MS;
	}

	/** A source begins with a turn that it has missed. */
	private begin(source: ConfiguredSource, atOnce: boolean): void {
		const routine = new Routine(source, this.options);
		this.routines.set(source.name, routine);
		if (atOnce) routine.begin();
		else routine.turn();
	}

	private async drop(names: readonly string[]): Promise<void> {
		await Promise.all(
			names.map(async (name) => {
				await this.routines.get(name)?.stop();
				this.routines.delete(name);
			}),
		);
	}
}

/** Whether a source is set up as it was: how far it has come is another matter. */
function isSame(a: ConfiguredSource, b: ConfiguredSource | undefined): boolean {
	return (
		b !== undefined &&
		a.kind === b.kind &&
		a.settings === b.settings &&
		a.schedule === b.schedule &&
		a.zone === b.zone &&
		a.addedAt === b.addedAt
	);
}

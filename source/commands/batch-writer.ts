/** Where an import's events go: batch by batch into a store, in this thread or in one of its own. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { type Appended, type EventSink, type IncomingEvent, StoreError } from '../store/port.ts';
import { type Answer, errorOf, type Request, writtenResults } from './append-messages.ts';
import { EventWriter } from './shared-events.ts';
import { collectAlone, keepHeapSmall, keepOldObjectsFew } from './small-heap.ts';
import { workerFile } from './worker-file.ts';

/** An event that the store refuses. */
export interface WrittenRefusal {
	readonly refused: string;
	/** The event, as JSON. */
	readonly data: string;
}

/** What became of an event. */
export type Written = Exclude<Appended, object> | WrittenRefusal;

export interface BatchWriter {
	/** Adds events to the batch at hand. */
	add(events: readonly IncomingEvent[]): void;
	/** How many batches may be written at a time, one after another. */
	readonly ahead: number;
	/**
	 * Writes the batch in one transaction and tells what became of each of its events. The next may be added to
	 * meanwhile.
	 */
	write(): Promise<Written[]>;
	/** Notes that the source was heard of, and the latest event that it brought. */
	touch(heardAt: number, lastEventAt: number | null): Promise<void>;
	/** When nothing is to be written any more. */
	close(): Promise<void>;
}

export interface BatchOptions {
	readonly source: string;
	/** Where one event of a batch is refused, none of it is taken. */
	readonly atomic: boolean;
	/** How long a thread of its own waits for another writer. */
	readonly waitMs?: number;
}

/** Writes in this thread. */
export class SinkWriter implements BatchWriter {
	readonly ahead = 1;
	private events: IncomingEvent[] = [];

	constructor(
		private readonly sink: EventSink,
		private readonly options: BatchOptions,
	) {}

	add(events: readonly IncomingEvent[]): void {
		for (const event of events) this.events.push(event);
	}

	async write(): Promise<Written[]> {
		const { events } = this;
		this.events = [];
		const { source, atomic } = this.options;
		const results = await this.sink.appendEvents(source, events, { atomic });
		return results.map((result, place) =>
			typeof result === 'object' ? { ...result, data: events[place]?.data ?? '' } : result,
		);
	}

	touch(heardAt: number, lastEventAt: number | null): Promise<void> {
		return this.sink.touchSource(this.options.source, heardAt, lastEventAt);
	}

	async close(): Promise<void> {}
}

/** What the thread keeps is bytes: its objects are few and short-lived. */
const NEW_OBJECTS_MIB = 6;

/** While the thread waits for the disk, as it does now and then, reading goes on. */
const AHEAD = 3;

/** Writes in a thread of its own, by a connection of its own. */
export class ThreadWriter implements BatchWriter {
	readonly ahead = AHEAD;
	/** Whoever has asked for something, in the order in which it is answered. */
	private readonly waiting: ((answer: Answer) => void)[] = [];
	private readonly worker: Worker;
	/** Comes when the thread has ended, with what there is to say of it where it was not asked to. */
	private readonly ended: Promise<StoreError>;
	private hasEnded = false;
	private readonly batch = new EventWriter();
	private hasBegun = false;

	private constructor(
		store: string,
		private readonly options: BatchOptions,
		file: URL,
	) {
		this.worker = new Worker(file, {
			workerData: { store, waitMs: options.waitMs },
			resourceLimits: { maxYoungGenerationSizeMb: NEW_OBJECTS_MIB },
		});
		this.worker.on('message', (answer: Answer) => this.waiting.shift()?.(answer));
		let said = 'the thread that writes the store has ended';
		// It may die while nothing is asked of it, and ends once: whoever asks later must hear of it too.
		this.worker.on('error', ({ message }) => {
			said += `: ${message}`;
		});
		this.ended = new Promise((resolve) => {
			this.worker.once('exit', () => {
				this.hasEnded = true;
				resolve(new StoreError(said));
			});
		});
	}

	/**
	 * @param store a file's path
	 * @param file what the thread runs
	 */
	static async start(
		store: string,
		options: BatchOptions,
		file = workerFile('append-worker'),
	): Promise<ThreadWriter> {
		const writer = new ThreadWriter(store, options, file);
		keepOldObjectsFew();
		collectAlone();
		await once(writer.worker, 'online');
		return writer;
	}

	add(events: readonly IncomingEvent[]): void {
		if (events.length === 0) return;
		// Not before: with the room for new objects that opening a table takes, looking through it is seldom enough.
		if (!this.hasBegun) keepHeapSmall();
		this.hasBegun = true;
		this.batch.add(events);
	}

	async write(): Promise<Written[]> {
		const chunks = this.batch.takeAll();
		const answer = await this.ask({ kind: 'write', ...this.options, chunks });
		this.batch.giveBack(chunks);
		if (answer.kind !== 'written') throw new Error(`a batch was answered with ${answer.kind}`);
		return writtenResults(answer);
	}

	async touch(heardAt: number, lastEventAt: number | null): Promise<void> {
		await this.ask({ kind: 'touch', source: this.options.source, heardAt, lastEventAt });
	}

	async close(): Promise<void> {
		// What it died of has been told to whoever asked it for something.
		if (this.hasEnded) return;
		await this.ask({ kind: 'close' });
		await this.ended;
	}

	private async ask(request: Request): Promise<Exclude<Answer, { readonly kind: 'failed' }>> {
		const answer = await new Promise<Answer>((resolve, reject) => {
			void this.ended.then(reject);
			this.waiting.push(resolve);
			this.worker.postMessage(request);
		});
		if (answer.kind === 'failed') throw errorOf(answer);
		return answer;
	}
}

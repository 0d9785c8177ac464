/** Takes the entries of one file into the store, and counts what became of them. */
import type { Entries, Entry } from '../sources/entry.ts';
import type { ReadEvent } from '../sources/ndjson.ts';
import type { BatchWriter, Written, WrittenRefusal } from './batch-writer.ts';
import type { KeptRefusals } from './kept-refusals.ts';

/** Events handed to the store in one transaction, or a few more. */
const BATCH = 5_000;

export interface Refusal {
	readonly line: number;
	readonly reason: string;
}

/** Entries read, and what became of them: of one that holds several events, of any of those. */
export class Tally {
	read = 0;
	taken = 0;
	known = 0;
	/** Events taken. */
	events = 0;
	/** Entries that say nothing that is an event. */
	silent = 0;
	readonly refusals: Refusal[] = [];
}

/** The entries of a batch, with what is to be counted when it is written. */
class Batch {
	readonly lines: number[] = [];
	/** How many events each has. */
	readonly counts: number[] = [];
	/** When the events were, one entry's after another's. */
	readonly ats: number[] = [];

	add({ line, events }: Entry): void {
		this.lines.push(line);
		this.counts.push(events.length);
		for (const { event } of events) this.ats.push(event.at);
	}
}

export class FileImport {
	readonly tally = new Tally();
	private batch = new Batch();
	lastEventAt: number | null = null;
	/** Batches that are being written, the oldest first: the next are read meanwhile. */
	private readonly pending: Promise<void>[] = [];

	constructor(
		private readonly writer: BatchWriter,
		/** All or nothing: what is read is one batch, for `takeTogether` to take. */
		private readonly strict: boolean,
		/** Keeps what is refused; null: nothing is kept. */
		private readonly kept: KeptRefusals | null,
	) {}

	/** @param onProgress is told how many entries have been read */
	async run(entries: Entries, onProgress: (read: number) => void): Promise<void> {
		try {
			for await (const piece of entries) {
				this.add(piece);
				if (!this.strict && this.batch.ats.length >= BATCH) await this.flush();
				if (this.kept?.isFull) await this.keep(this.kept);
				onProgress(this.tally.read);
			}
			if (!this.strict) await this.flush();
		} finally {
			await this.settled();
		}
		if (this.tally.events > 0) await this.writer.touch(Date.now(), this.lastEventAt);
		await this.kept?.end();
	}

	/** Not while a batch is written: the writer's own connection would keep this one out. */
	private async keep(kept: KeptRefusals): Promise<void> {
		await this.settled();
		await kept.flush();
	}

	/** Waits until so many batches at most are being written. */
	private async settled(most = 0): Promise<void> {
		while (this.pending.length > most) await this.pending.shift();
	}

	private add(piece: readonly Entry[]): void {
		const { tally } = this;
		const events: ReadEvent[] = [];
		for (const entry of piece) {
			tally.read++;
			if (entry.refused !== undefined) this.refuse(entry.line, entry.refused, entry.record);
			else if (entry.events.length === 0) tally.silent++;
			if (entry.events.length === 0) continue;
			this.batch.add(entry);
			for (const event of entry.events) events.push(event);
		}
		this.writer.add(events);
	}

	private refuse(line: number, reason: string, record: () => string = () => ''): void {
		this.tally.refusals.push({ line, reason });
		this.kept?.add(line, reason, record);
	}

	/** Begins to write what has come together, when the writer is no longer behind. */
	private async flush(): Promise<void> {
		await this.settled(this.writer.ahead - 1);
		const written = this.write(this.batch);
		// What went wrong is told where it is awaited.
		written.catch(() => {});
		this.pending.push(written);
		this.batch = new Batch();
	}

	private async write(batch: Batch): Promise<void> {
		this.count(batch, await this.writer.write(), false);
	}

	/** What became of all that was read. @param isUndone none of it was taken */
	settle(results: readonly Written[], isUndone: boolean): void {
		this.count(this.batch, results, isUndone);
	}

	/** How many events have been read, and wait. */
	get waiting(): number {
		return this.batch.ats.length;
	}

	private count(batch: Batch, results: readonly Written[], isUndone: boolean): void {
		let from = 0;
		for (const [entry, line] of batch.lines.entries()) {
			const to = from + (batch.counts[entry] ?? 0);
			let taken = 0;
			let refused: WrittenRefusal | undefined;
			for (let place = from; place < to; place++) {
				const result = results[place];
				if (typeof result === 'object') refused ??= result;
				if (result !== 'taken' || isUndone) continue;
				taken++;
				this.lastEventAt = Math.max(this.lastEventAt ?? 0, batch.ats[place] ?? 0);
			}
			this.tally.events += taken;
			if (refused) this.refuse(line, refused.refused, () => refused.data);
			else if (taken > 0) this.tally.taken++;
			else if (!isUndone) this.tally.known++;
			from = to;
		}
	}
}

/** Takes what strict imports have read in one transaction: all of it, or nothing where any of it is refused. */
export async function takeTogether(writer: BatchWriter, works: readonly FileImport[]): Promise<void> {
	if (works.some(({ tally }) => tally.refusals.length > 0)) return;
	const results = await writer.write();
	const isUndone = results.some((result) => typeof result === 'object');
	let from = 0;
	for (const work of works) {
		const to = from + work.waiting;
		work.settle(results.slice(from, to), isUndone);
		from = to;
	}
	const ats = works.flatMap(({ lastEventAt }) => lastEventAt ?? []);
	if (ats.length > 0) await writer.touch(Date.now(), Math.max(...ats));
}

/** Takes the entries of one file into the store, and counts what became of them. */
import type { Entries, Entry } from '../sources/entry.ts';
import type { ReadEvent } from '../sources/ndjson.ts';
import type { Appended, EventSink } from '../store/port.ts';
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

export class FileImport {
	readonly tally = new Tally();
	private entries: Entry[] = [];
	private events: ReadEvent[] = [];
	private lastEventAt: number | null = null;

	constructor(
		private readonly store: EventSink,
		private readonly source: string,
		/** All or nothing: the whole file is one transaction. */
		private readonly strict: boolean,
		/** Keeps what is refused; null: nothing is kept. */
		private readonly kept: KeptRefusals | null,
	) {}

	/** @param onProgress is told how many entries have been read */
	async run(entries: Entries, onProgress: (read: number) => void): Promise<void> {
		for await (const piece of entries) {
			for (const entry of piece) this.add(entry);
			if (!this.strict && this.events.length >= BATCH) await this.flush();
			if (this.kept?.isFull) await this.kept.flush();
			onProgress(this.tally.read);
		}
		if (!this.strict || this.tally.refusals.length === 0) await this.flush();
		if (this.tally.events > 0) await this.store.touchSource(this.source, Date.now(), this.lastEventAt);
		await this.kept?.end();
	}

	private add(entry: Entry): void {
		this.tally.read++;
		const { line, refused, record } = entry;
		if (refused !== undefined) this.refuse(line, refused, record);
		else if (entry.events.length === 0) this.tally.silent++;
		if (entry.events.length === 0) return;
		this.entries.push(entry);
		for (const event of entry.events) this.events.push(event);
	}

	private refuse(line: number, reason: string, record: () => string = () => ''): void {
		this.tally.refusals.push({ line, reason });
		this.kept?.add(line, reason, record);
	}

	private async flush(): Promise<void> {
		const { entries, events } = this;
		this.entries = [];
		this.events = [];
		const results = await this.store.appendEvents(this.source, events, { atomic: this.strict });
		const isUndone = this.strict && results.some((result) => typeof result === 'object');
		let place = 0;
		for (const entry of entries) {
			this.count(entry, results, place, isUndone);
			place += entry.events.length;
		}
	}

	/** @param from where the entry's own results begin */
	private count(
		{ line, events }: Entry,
		results: readonly Appended[],
		from: number,
		isUndone: boolean,
	): void {
		let taken = 0;
		let refused: { readonly reason: string; readonly data: string } | undefined;
		for (let place = 0; place < events.length; place++) {
			const result = results[from + place];
			if (typeof result === 'object') refused ??= { reason: result.refused, data: events[place]?.data ?? '' };
			if (result !== 'taken' || isUndone) continue;
			taken++;
			this.lastEventAt = Math.max(this.lastEventAt ?? 0, events[place]?.event.at ?? 0);
		}
		this.tally.events += taken;
		if (refused) {
			const { reason, data } = refused;
			this.refuse(line, reason, () => data);
		} else if (taken > 0) this.tally.taken++;
		else if (!isUndone) this.tally.known++;
	}
}

/** Puts what is refused of a file, or of a post, into the store's quarantine, some at a time. */
import type { Refusal, SourceStore } from '../store/port-sources.ts';

/** Records written in one transaction. */
const BATCH = 500;
/** A file with more has one fault, not thousands: the first are kept, and all are named and counted. */
const MOST = 2_000;

export class KeptRefusals {
	private readonly beganAt = Date.now();
	private kept = 0;
	private pending: Refusal[] = [];

	constructor(
		private readonly store: Pick<SourceStore, 'quarantine' | 'releaseQuarantine'>,
		private readonly source: string,
		/** How it is named in the quarantine. */
		private readonly file: string,
	) {}

	add(line: number, reason: string, record: () => string): void {
		if (this.kept === MOST) return;
		this.kept++;
		this.pending.push({ place: `${this.file}:${line}`, reason, record: record() });
	}

	get isFull(): boolean {
		return this.pending.length >= BATCH;
	}

	async flush(): Promise<void> {
		if (this.pending.length > 0) await this.store.quarantine(this.source, this.pending, Date.now());
		this.pending = [];
	}

	/** The file has been read to its end: what an earlier import of it was refused, and this one was not, is forgotten. */
	async end(): Promise<void> {
		await this.flush();
		await this.store.releaseQuarantine(this.source, { before: this.beganAt, file: this.file });
	}
}

/** `slatop import FILE…`: adds events to the store. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { nowOf } from '../engine/clock.ts';
import { EventRefused } from '../sla/event.ts';
import { readLines } from '../sources/lines.ts';
import { type ReadEvent, readEvent } from '../sources/ndjson.ts';
import type { Store } from '../store/port.ts';
import { cleanText } from '../text/clean.ts';
import { type Context, clockFlags, EXIT_OK, EXIT_REFUSED, textFlag, UsageError } from './context.ts';
import { openStore } from './open.ts';
import { print } from './output.ts';
import { Progress } from './progress.ts';

/** Events handed to the store in one transaction. */
const BATCH = 5_000;

interface Placed extends ReadEvent {
	readonly line: number;
}

class Tally {
	read = 0;
	taken = 0;
	known = 0;
	readonly refusals: { readonly line: number; readonly reason: string }[] = [];
}

class FileImport {
	readonly tally = new Tally();
	private batch: Placed[] = [];
	private lastEventAt: number | null = null;

	constructor(
		private readonly store: Store,
		private readonly source: string,
		/** All or nothing: the whole file is one transaction. */
		private readonly strict: boolean,
		private readonly nowAt: number,
	) {}

	async run(stream: Readable, progress: Progress): Promise<void> {
		for await (const line of readLines(stream)) {
			this.tally.read++;
			try {
				this.batch.push({ ...readEvent(line, this.nowAt), line: line.number });
			} catch (error) {
				if (!(error instanceof EventRefused)) throw error;
				this.tally.refusals.push({ line: line.number, reason: error.message });
			}
			if (!this.strict && this.batch.length >= BATCH) await this.flush();
			progress.show(line.bytes, this.tally.read);
		}
		if (!this.strict || this.tally.refusals.length === 0) await this.flush();
		if (this.tally.taken > 0) await this.store.touchSource(this.source, Date.now(), this.lastEventAt);
	}

	private async flush(): Promise<void> {
		const results = await this.store.appendEvents(this.source, this.batch, { atomic: this.strict });
		const isRefused = results.some((result) => typeof result === 'object');
		for (const [index, { line, event }] of this.batch.entries()) {
			const result = results[index];
			if (typeof result === 'object') this.tally.refusals.push({ line, reason: result.refused });
			else if (result === 'known') this.tally.known++;
			else if (!this.strict || !isRefused) {
				this.tally.taken++;
				this.lastEventAt = Math.max(this.lastEventAt ?? 0, event.at);
			}
		}
		this.batch = [];
	}
}

async function open(file: string): Promise<{ stream: Readable; size: number | null }> {
	if (file === '-') return { stream: process.stdin, size: null };
	let info: Awaited<ReturnType<typeof stat>>;
	try {
		info = await stat(file);
	} catch {
		throw new UsageError(`${file} cannot be read: there is no such file`);
	}
	if (info.isDirectory()) throw new UsageError(`${file} is a folder: name the files in it`);
	return { stream: createReadStream(file, { highWaterMark: 1 << 18 }), size: info.size };
}

const SUMMARY_LIMIT = 1_000;

async function report(name: string, { read, taken, known, refusals }: Tally, strict: boolean): Promise<void> {
	refusals.sort((a, b) => a.line - b.line);
	for (const { line, reason } of refusals.slice(0, SUMMARY_LIMIT)) {
		// The reason may quote the line.
		process.stderr.write(`${name}:${line}: ${cleanText(reason)}\n`);
	}
	if (refusals.length > SUMMARY_LIMIT) {
		process.stderr.write(`${name}: and ${refusals.length - SUMMARY_LIMIT} more refusals\n`);
	}
	await print([`${name}: ${read} read, ${taken} taken, ${known} already known, ${refusals.length} refused`]);
	if (strict && refusals.length > 0) process.stderr.write(`${name}: nothing was taken (--strict)\n`);
}

export async function run(context: Context): Promise<number> {
	const { input, flags } = context;
	if (input.length === 0) throw new UsageError('import needs a file (or - for standard input)');
	const nowAt = nowOf(clockFlags(flags))();
	const strict = flags.strict === true;
	const source = textFlag(flags, 'source') ?? 'import';
	const files = await Promise.all(input.map(async (file) => ({ file, ...(await open(file)) })));
	const store = await openStore(context);
	let refused = 0;
	try {
		for (const { file, stream, size } of files) {
			const name = file === '-' ? 'standard input' : file;
			const progress = new Progress(process.stderr, name, size);
			const work = new FileImport(store, source, strict, nowAt);
			try {
				await work.run(stream, progress);
			} finally {
				progress.clear();
			}
			await report(name, work.tally, strict);
			refused += work.tally.refusals.length;
		}
	} finally {
		await store.close();
	}
	return refused > 0 ? EXIT_REFUSED : EXIT_OK;
}

import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { type BatchWriter, ThreadWriter, type Written } from '../../source/commands/batch-writer.ts';
import { FileImport } from '../../source/commands/file-import.ts';
import { KeptRefusals } from '../../source/commands/kept-refusals.ts';
import { parseEvent } from '../../source/sla/event.ts';
import type { Entry } from '../../source/sources/entry.ts';
import { StoreBusy, StoreError } from '../../source/store/port.ts';
import { created } from '../support/desk.ts';

const OPTIONS = { source: 'import', atomic: false };

function entry(line: number): Entry {
	const raw = created(`T-${line}`, '12:00');
	return { line, events: [{ id: `${line}`, event: parseEvent(raw), data: JSON.stringify(raw) }] };
}

const refused = (line: number): Entry => ({ line, events: [], refused: 'odd', record: () => '{}' });

async function* inPieces(entries: readonly Entry[], size: number): AsyncGenerator<Entry[]> {
	for (let from = 0; from < entries.length; from += size) yield entries.slice(from, from + size);
}

const code = (text: string): URL => new URL(`data:text/javascript,${encodeURIComponent(text)}`);

describe('an import whose writing thread dies', () => {
	it.each([
		['while it writes', `parentPort.on('message', () => { throw new Error('out of luck'); })`],
		['before it is asked for anything', `throw new Error('out of luck')`],
	])('%s says what of, and ends', async (_, text) => {
		const file = code(`import { parentPort } from 'node:worker_threads'; ${text}`);
		const writer = await ThreadWriter.start('unused.db', OPTIONS, file);
		const work = new FileImport(writer, false, null);
		await expect(work.run(inPieces([entry(1)], 1), () => {})).rejects.toThrow(
			new StoreError('the thread that writes the store has ended: out of luck'),
		);
		await writer.close();
		await expect(writer.touch(0, null)).rejects.toBeInstanceOf(StoreError);
	});
});

/** A store that lets one write at a time, and nobody wait. */
class OneAtATime implements BatchWriter {
	readonly ahead = 2;
	private isWriting = false;
	private size = 0;
	readonly quarantined: number[] = [];

	add(events: readonly unknown[]): void {
		this.size += events.length;
	}

	async write(): Promise<Written[]> {
		const written = Array.from({ length: this.size }, (): Written => 'taken');
		this.size = 0;
		this.isWriting = true;
		await setImmediate();
		this.isWriting = false;
		return written;
	}

	async quarantine(_: string, refusals: readonly unknown[]): Promise<void> {
		if (this.isWriting) throw new StoreBusy('locked by another program');
		this.quarantined.push(refusals.length);
	}

	async touch(): Promise<void> {}
	async releaseQuarantine(): Promise<number> {
		return 0;
	}
	async close(): Promise<void> {}
}

describe('an import of many lines that are refused', () => {
	it('does not lock itself out', async () => {
		const store = new OneAtATime();
		const work = new FileImport(store, false, new KeptRefusals(store, 'import', 'long.ndjson'));
		const lines = Array.from({ length: 12_000 }, (_, line) => (line % 10 ? entry(line) : refused(line)));
		await work.run(inPieces(lines, 500), () => {});
		expect(work.tally).toMatchObject({ read: 12_000, taken: 10_800 });
		expect(store.quarantined).toEqual([500, 500, 200]);
	});
});

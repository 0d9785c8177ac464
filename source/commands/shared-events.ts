/** Events in memory that two threads share: written into it in one, and read out of it in the other. */
import { EVENT_TYPES } from '../sla/event.ts';
import type { IncomingEvent } from '../store/port.ts';

/** A chunk has room for thousands of events; one that is larger has a chunk of its own. */
const CHUNK_BYTES = 1 << 22;

/** A chunk, and how much of it is written. */
export interface Chunk {
	readonly memory: SharedArrayBuffer;
	readonly bytes: number;
}

/** What is written of an event, from its beginning: its time … */
const AT = 0;
/** … that of the update that it is where its ticket was created before (not a number: it is none) … */
const AGAIN_AT = 8;
/** … the place of its type among all of them … */
const TYPE = 16;
/** … then of each text its bytes and one more, or 0 where it is the same as the last; and then the texts. */
const LENGTHS = 17;
const LENGTH_BYTES = 4;
const [TICKET, ID, DATA, UNSAID, BESIDES, TEXTS] = [0, 1, 2, 3, 4, 5];
const HEAD_BYTES = LENGTHS + TEXTS * LENGTH_BYTES;

/** A character of a string takes no more in UTF-8. */
const CHARACTER_BYTES = 3;

class Page {
	readonly numbers: DataView;
	readonly bytes: Buffer;

	constructor(readonly memory: SharedArrayBuffer) {
		this.numbers = new DataView(memory);
		this.bytes = Buffer.from(memory);
	}
}

/** Writes events; memory whose events have been read is written again. */
export class EventWriter {
	private full: Chunk[] = [];
	private page: Page | null = null;
	/** Where the next event begins in it. */
	private head = 0;
	/** Where its next text begins. */
	private to = 0;
	/** The last text of each kind in it. */
	private last: (string | undefined)[] = [];
	private readonly free: SharedArrayBuffer[] = [];

	add(events: readonly IncomingEvent[]): void {
		for (const event of events) this.addOne(event);
	}

	/** Hands out what has been written. */
	takeAll(): Chunk[] {
		this.close();
		const chunks = this.full;
		this.full = [];
		return chunks;
	}

	/** Takes memory back whose events have been read. */
	giveBack(chunks: readonly Chunk[]): void {
		for (const { memory } of chunks) if (memory.byteLength === CHUNK_BYTES) this.free.push(memory);
	}

	private addOne({ id, event, data, again }: IncomingEvent): void {
		const { ticket, at, type } = event;
		const more = again ? again.unsaid.length + again.besides.length : 0;
		const characters = ticket.length + id.length + data.length + more;
		const page = this.room(HEAD_BYTES + characters * CHARACTER_BYTES);
		page.numbers.setFloat64(this.head + AT, at);
		page.numbers.setFloat64(this.head + AGAIN_AT, again ? again.at : Number.NaN);
		page.numbers.setUint8(this.head + TYPE, EVENT_TYPES.indexOf(type));
		this.to = this.head + HEAD_BYTES;
		this.put(page, TICKET, ticket);
		this.put(page, ID, id);
		this.put(page, DATA, data);
		if (again) {
			this.put(page, UNSAID, again.unsaid);
			this.put(page, BESIDES, again.besides);
		}
		this.head = this.to;
	}

	private put({ numbers, bytes }: Page, place: number, text: string): void {
		const isSame = this.last[place] === text;
		const written = isSame ? 0 : bytes.write(text, this.to);
		numbers.setUint32(this.head + LENGTHS + place * LENGTH_BYTES, isSame ? 0 : written + 1);
		this.last[place] = text;
		this.to += written;
	}

	/** The page at hand, or another, that has room for so many bytes more. */
	private room(needed: number): Page {
		if (this.page && this.head + needed > this.page.memory.byteLength) this.close();
		this.page ??= new Page(this.memoryFor(needed));
		return this.page;
	}

	private memoryFor(needed: number): SharedArrayBuffer {
		if (needed > CHUNK_BYTES) return new SharedArrayBuffer(needed);
		return this.free.pop() ?? new SharedArrayBuffer(CHUNK_BYTES);
	}

	private close(): void {
		if (this.page) this.full.push({ memory: this.page.memory, bytes: this.head });
		this.page = null;
		this.head = 0;
		this.last = [];
	}
}

/** Reads the events of a chunk, one after another. */
class PageReader {
	private readonly page: Page;
	private head = 0;
	private from = 0;
	private readonly last: string[] = [];

	constructor(private readonly chunk: Chunk) {
		this.page = new Page(chunk.memory);
	}

	get isAtEnd(): boolean {
		return this.head >= this.chunk.bytes;
	}

	next(): IncomingEvent {
		const { numbers } = this.page;
		const { head } = this;
		this.from = head + HEAD_BYTES;
		const type = EVENT_TYPES[numbers.getUint8(head + TYPE)];
		if (type === undefined) throw new Error('half an event');
		const event = { ticket: this.text(TICKET), at: numbers.getFloat64(head + AT), type };
		const incoming = { id: this.text(ID), event, data: this.text(DATA) };
		const againAt = numbers.getFloat64(head + AGAIN_AT);
		const again = Number.isNaN(againAt)
			? undefined
			: { at: againAt, unsaid: this.text(UNSAID), besides: this.text(BESIDES) };
		this.head = this.from;
		return again ? { ...incoming, again } : incoming;
	}

	private text(place: number): string {
		const length = this.page.numbers.getUint32(this.head + LENGTHS + place * LENGTH_BYTES);
		if (length === 0) return this.last[place] ?? '';
		const from = this.from;
		this.from += length - 1;
		const text = this.page.bytes.toString('utf8', from, this.from);
		this.last[place] = text;
		return text;
	}
}

/** The events of chunks, as they were written. */
export function* eventsOf(chunks: readonly Chunk[]): Generator<IncomingEvent> {
	for (const chunk of chunks) {
		const reader = new PageReader(chunk);
		while (!reader.isAtEnd) yield reader.next();
	}
}

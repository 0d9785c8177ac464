/** Events in memory that two threads share: written into it in one, and read out of it in the other. */
import { EVENT_TYPES, type EventHead } from '../sla/event.ts';
import type { Retelling } from '../sla/retold.ts';
import type { EventBytes, IncomingEvent } from '../store/port.ts';

/** A chunk has room for thousands of events; one that is larger has a chunk of its own. */
const CHUNK_BYTES = 1 << 22;
const CHUNK_EVENTS = 1 << 14;

/** Texts of events as UTF-8, one after another, and what else is said of each event. */
export interface Chunk {
	readonly texts: SharedArrayBuffer;
	readonly heads: SharedArrayBuffer;
	/** How many. */
	readonly events: number;
}

/** What stands in an event's head: its time … */
const AT = 0;
/** … that of the update that it is where its ticket was created before (not a number: it is none) … */
const AGAIN_AT = 1;
/** … the place of its type among all of them … */
const TYPE = 2;
/** … then the bytes of each of its texts, or that it is the same as the last. */
const LENGTHS = 3;
const [TICKET, ID, DATA, UNSAID, BESIDES, TEXTS] = [0, 1, 2, 3, 4, 5];
const HEAD = LENGTHS + TEXTS;
const SAME = -1;

/** A character of a string takes no more in UTF-8. */
const CHARACTER_BYTES = 3;

class Page {
	readonly bytes: Buffer;
	readonly heads: Float64Array;

	constructor({ texts, heads }: Pick<Chunk, 'texts' | 'heads'>) {
		this.bytes = Buffer.from(texts);
		this.heads = new Float64Array(heads);
	}
}

/** Writes events; memory whose events have been read is written again. */
export class EventWriter {
	private full: Chunk[] = [];
	private page: Page | null = null;
	private memory: Pick<Chunk, 'texts' | 'heads'> | null = null;
	/** Events in it. */
	private events = 0;
	/** Where the next text begins in it. */
	private to = 0;
	/** The last text of each kind in it. */
	private last: (string | undefined)[] = [];
	private readonly free: Pick<Chunk, 'texts' | 'heads'>[] = [];

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
		for (const chunk of chunks) if (chunk.texts.byteLength === CHUNK_BYTES) this.free.push(chunk);
	}

	private addOne({ id, event, data, again }: IncomingEvent): void {
		const { ticket, at, type } = event;
		const more = again ? again.unsaid.length + again.besides.length : 0;
		const page = this.room(ticket.length + id.length + data.length + more);
		const { heads } = page;
		const head = this.events++ * HEAD;
		heads[head + AT] = at;
		heads[head + AGAIN_AT] = again ? again.at : Number.NaN;
		heads[head + TYPE] = EVENT_TYPES.indexOf(type);
		this.put(page, head, [
			this.unlessSame(TICKET, ticket),
			id,
			data,
			again ? this.unlessSame(UNSAID, again.unsaid) : null,
			again ? this.unlessSame(BESIDES, again.besides) : null,
		]);
	}

	private unlessSame(place: number, text: string): string | null {
		if (this.last[place] === text) return null;
		this.last[place] = text;
		return text;
	}

	/** Writes an event's texts, as one where that can be: to begin to write takes longer than to write. */
	private put({ bytes, heads }: Page, head: number, texts: readonly (string | null)[]): void {
		let all = '';
		for (const text of texts) if (text !== null) all += text;
		const written = bytes.write(all, this.to);
		// Where no character takes more than a byte it is known how many each of them takes.
		const isPlain = written === all.length;
		let to = this.to + (isPlain ? written : 0);
		for (let place = 0; place < TEXTS; place++) {
			const text = texts[place] ?? null;
			const length = text === null ? SAME : isPlain ? text.length : bytes.write(text, to);
			heads[head + LENGTHS + place] = length;
			if (!isPlain && text !== null) to += length;
		}
		this.to = to;
	}

	/** The page at hand, or another, that has room for an event of so many characters. */
	private room(characters: number): Page {
		if (this.page && !this.hasRoom(this.page, characters)) this.close();
		this.memory ??= this.memoryFor(characters * CHARACTER_BYTES);
		this.page ??= new Page(this.memory);
		return this.page;
	}

	private hasRoom({ bytes }: Page, characters: number): boolean {
		return this.events < CHUNK_EVENTS && this.to + characters * CHARACTER_BYTES <= bytes.length;
	}

	private memoryFor(bytes: number): Pick<Chunk, 'texts' | 'heads'> {
		const free = bytes > CHUNK_BYTES ? undefined : this.free.pop();
		return (
			free ?? {
				texts: new SharedArrayBuffer(Math.max(bytes, CHUNK_BYTES)),
				heads: new SharedArrayBuffer(CHUNK_EVENTS * HEAD * Float64Array.BYTES_PER_ELEMENT),
			}
		);
	}

	private close(): void {
		if (this.memory) this.full.push({ ...this.memory, events: this.events });
		this.page = null;
		this.memory = null;
		this.events = 0;
		this.to = 0;
		this.last = [];
	}
}

/** An event whose id and data stay bytes until somebody asks for them: mostly nobody does. */
class SharedEvent implements IncomingEvent {
	constructor(
		readonly event: EventHead,
		readonly bytes: EventBytes,
		readonly again: Retelling | undefined,
	) {}

	get id(): string {
		return this.bytes.memory.toString('utf8', this.bytes.from, this.bytes.idTo);
	}

	get data(): string {
		return this.bytes.memory.toString('utf8', this.bytes.idTo, this.bytes.to);
	}
}

/** Reads the events of a chunk, one after another. */
class PageReader {
	private readonly page: Page;
	private event = 0;
	private from = 0;
	private readonly last: string[] = [];

	constructor(private readonly chunk: Chunk) {
		this.page = new Page(chunk);
	}

	get isAtEnd(): boolean {
		return this.event >= this.chunk.events;
	}

	next(): IncomingEvent {
		const { bytes, heads } = this.page;
		const head = this.event++ * HEAD;
		const type = EVENT_TYPES[heads[head + TYPE] ?? SAME];
		if (type === undefined) throw new Error('half an event');
		const ticket = this.text(head, TICKET);
		const from = this.from;
		const idTo = from + (heads[head + LENGTHS + ID] ?? 0);
		this.from = idTo + (heads[head + LENGTHS + DATA] ?? 0);
		const at = heads[head + AGAIN_AT] ?? Number.NaN;
		const again = Number.isNaN(at)
			? undefined
			: { at, unsaid: this.text(head, UNSAID), besides: this.text(head, BESIDES) };
		const place = { memory: bytes, from, idTo, to: idTo + (heads[head + LENGTHS + DATA] ?? 0) };
		return new SharedEvent({ ticket, at: heads[head + AT] ?? 0, type }, place, again);
	}

	private text(head: number, place: number): string {
		const length = this.page.heads[head + LENGTHS + place] ?? SAME;
		if (length === SAME) return this.last[place] ?? '';
		const from = this.from;
		this.from += length;
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

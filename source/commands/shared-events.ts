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
/** Texts are written as one up to so many characters, and a text more: to begin to write takes longer than to write. */
const RUN_CHARACTERS = 1 << 10;

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
	/** Texts that are not written yet, and the first event that they are of. */
	private run = '';
	private runFrom = 0;
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
		heads[head + LENGTHS + TICKET] = this.putUnlessSame(TICKET, ticket);
		heads[head + LENGTHS + ID] = this.put(id);
		heads[head + LENGTHS + DATA] = this.put(data);
		heads[head + LENGTHS + UNSAID] = again ? this.putUnlessSame(UNSAID, again.unsaid) : SAME;
		heads[head + LENGTHS + BESIDES] = again ? this.putUnlessSame(BESIDES, again.besides) : SAME;
		if (this.run.length > RUN_CHARACTERS) this.writeRun(page);
	}

	/** Gives how long a text is: as long as no character takes more than a byte. */
	private put(text: string): number {
		this.run += text;
		return text.length;
	}

	private putUnlessSame(place: number, text: string): number {
		if (this.last[place] === text) return SAME;
		this.last[place] = text;
		return this.put(text);
	}

	private writeRun(page: Page): void {
		const { run } = this;
		const written = page.bytes.write(run, this.to);
		if (written === run.length) this.to += written;
		else this.writeEach(page, run);
		this.run = '';
		this.runFrom = this.events;
	}

	/** The texts of a run one by one: how many bytes each takes is not known else. */
	private writeEach({ bytes, heads }: Page, run: string): void {
		let from = 0;
		for (let event = this.runFrom; event < this.events; event++) {
			for (let place = event * HEAD + LENGTHS; place < (event + 1) * HEAD; place++) {
				const characters = heads[place] ?? SAME;
				if (characters === SAME) continue;
				heads[place] = bytes.write(run.slice(from, from + characters), this.to);
				this.to += heads[place] ?? 0;
				from += characters;
			}
		}
	}

	/** The page at hand, or another, that has room for an event of so many characters. */
	private room(characters: number): Page {
		if (this.page && !this.hasRoom(this.page, characters)) this.close();
		this.memory ??= this.memoryFor(characters * CHARACTER_BYTES);
		this.page ??= new Page(this.memory);
		return this.page;
	}

	private hasRoom({ bytes }: Page, characters: number): boolean {
		const needed = (this.run.length + characters) * CHARACTER_BYTES;
		return this.events < CHUNK_EVENTS && this.to + needed <= bytes.length;
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
		if (this.page && this.memory) {
			this.writeRun(this.page);
			this.full.push({ ...this.memory, events: this.events });
		}
		this.page = null;
		this.memory = null;
		this.events = 0;
		this.to = 0;
		this.runFrom = 0;
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

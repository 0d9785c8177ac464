/**
 * Files of events in memory, by ticket. Lines are kept as their bytes, and read when their ticket's turn comes: what a
 * history says is then forgotten before the next, and the memory holds little more than the files.
 */
import { type EventHead, EventRefused, type TicketEvent } from '../sla/event.ts';
import { retold } from '../sla/retold.ts';
import { compareText } from '../text/order.ts';
import type { Entry } from './entry.ts';
import { FirstPlaces } from './first-places.ts';
import { LineSplitter, lineAt } from './lines.ts';
import { derivedId, eventOfLine, isDerived, type ReadEvent, wholeEvent } from './ndjson.ts';
import { Places } from './places.ts';
import { hasTicketAt, ticketAt } from './ticket-key.ts';

export interface Refusal {
	/** The file's place among those that were added. */
	readonly file: number;
	/** From 1. */
	readonly line: number;
	readonly reason: string;
}

/** Takes tickets' histories, one after another. */
export interface HistoryTaker {
	/** Takes a ticket's events, in the order of arrival; gives the places among them of those before its `created`. */
	take(history: readonly TicketEvent[]): readonly number[];
}

const EARLY = 'dated before its ticket was created';

interface KnownEvent {
	readonly event: TicketEvent;
	/** Its own id; undefined where it is known by what it says. */
	readonly id: string | undefined;
	/** What it is known by. That takes longer than reading it, and is asked of few. */
	readonly derived: () => string;
}

/** What is the same in events that may be the same one, though they have no id. */
const likeness = ({ at, type }: EventHead): string => `${at} ${type}`;

/** An event that another reader took out of its file. */
function entryEvent(read: ReadEvent, before: readonly TicketEvent[]): KnownEvent {
	const { id, again, data } = read;
	const isAgain = before.some(({ type, at }) => type === 'created' && at <= read.event.at);
	const event = wholeEvent(again && isAgain ? retold(data, again) : read);
	return { event, id: isDerived(read) ? undefined : id, derived: () => id };
}

/** The first event of each likeness in a history. */
type Alike = Map<string, Pick<KnownEvent, 'derived'> & { readonly place: number }>;

export class Histories {
	/** What the files came in, in the order of arrival: pieces with many events, or one that says what it is already. */
	private readonly pieces: (Buffer | ReadEvent)[] = [];
	/** The events in the same order. */
	private readonly places = new Places();
	/** With how many events each file began. */
	private readonly files: number[] = [];
	/** Tickets of events whose lines do not begin with them, or name another one later. */
	private readonly tickets = new Map<number, string>();
	private readonly refusedAtOnce: Refusal[] = [];
	private refusedLater: Refusal[] = [];
	private readonly firsts = new FirstPlaces((place) => this.idAt(place));
	/** Those that came before under the same id. */
	private readonly again = new Set<number>();
	private mustBeginAnew = false;

	/** @param nowAt events more than five minutes after it are refused */
	constructor(private readonly nowAt: number) {}

	/** In the order in which they stand in the files. */
	get refused(): readonly Refusal[] {
		const all = [...this.refusedAtOnce, ...this.refusedLater];
		return all.sort((a, b) => a.file - b.file || a.line - b.line);
	}

	/** Adds a file of events, one JSON object a line. */
	async addLines(chunks: AsyncIterable<Buffer>): Promise<void> {
		this.files.push(this.places.count);
		const splitter = new LineSplitter((...place) => this.addLine(...place));
		for await (const chunk of chunks) splitter.read(chunk);
		splitter.end();
	}

	/** Adds a file that another reader takes apart. */
	async addEntries(entries: AsyncIterable<readonly Entry[]>): Promise<void> {
		this.files.push(this.places.count);
		for await (const piece of entries) {
			for (const { line, events, refused } of piece) {
				for (const read of events) this.keepNamed(read.event.ticket, read, 0, 0, line);
				if (refused !== undefined) this.refuse(line, refused);
			}
		}
	}

	/**
	 * Hands out every ticket's history, in the order of their names. Where an event turns out to have been handed out that came before under
	 * another ticket, or to belong to another, all begin anew without it.
	 * @param begin gives what takes them
	 */
	handOut<T extends HistoryTaker>(begin: () => T): T {
		this.mustBeginAnew = false;
		this.refusedLater = [];
		const taker = begin();
		for (const places of this.byTicket()) this.handOutTicket(places, taker);
		return this.mustBeginAnew ? this.handOut(begin) : taker;
	}

	private addLine(piece: Buffer, from: number, to: number, number: number): void {
		if (hasTicketAt(piece, from, to)) {
			this.keep(piece, from, to, number);
			return;
		}
		const line = lineAt(piece, from, to, number);
		if (!line) return;
		try {
			this.keepNamed(eventOfLine(line, this.nowAt).event.ticket, piece, from, to, number);
		} catch (error) {
			this.refuse(number, reasonOf(error));
		}
	}

	private keepNamed(ticket: string, ...[kept, from, to, line]: Parameters<Histories['keep']>): void {
		this.tickets.set(this.places.count, ticket);
		this.keep(kept, from, to, line);
	}

	private keep(kept: Buffer | ReadEvent, from: number, to: number, line: number): void {
		if (this.pieces.at(-1) !== kept) this.pieces.push(kept);
		this.places.add(this.pieces.length - 1, from, to, line);
	}

	/** The places of each ticket's events, in the order of the tickets' names. */
	private *byTicket(): Generator<readonly number[]> {
		const { count } = this.places;
		const firsts = new Map<string, number>();
		/** The place of the next event of the same ticket, and at the first one's place that of the last. */
		const nexts = new Int32Array(count);
		const lasts = new Int32Array(count);
		for (let place = 0; place < count; place++) {
			const ticket = this.ticketAt(place);
			const first = firsts.get(ticket);
			if (first === undefined) firsts.set(ticket, place);
			else nexts[lasts[first] ?? 0] = place;
			lasts[first ?? place] = place;
		}
		for (const [, first] of [...firsts].sort(([a], [b]) => compareText(a, b))) {
			const places = [first];
			for (let next = nexts[first] ?? 0; next > 0; next = nexts[next] ?? 0) places.push(next);
			yield places;
		}
	}

	/** The ticket at a place, as far as is known. */
	private ticketAt(place: number): string {
		const named = this.tickets.size > 0 ? this.tickets.get(place) : undefined;
		if (named !== undefined) return named;
		const { places, pieces } = this;
		const piece = pieces[places.piece(place)];
		return Buffer.isBuffer(piece) ? (ticketAt(piece, places.from(place), places.to(place)) ?? '') : '';
	}

	private handOutTicket(places: readonly number[], taker: HistoryTaker): void {
		const ticket = this.ticketAt(places[0] ?? 0);
		const history: TicketEvent[] = [];
		const taken: number[] = [];
		const alike: Alike = new Map();
		for (const place of places) {
			const known = this.again.has(place) ? null : this.read(place, history);
			if (!known) continue;
			if (known.event.ticket !== ticket) {
				this.tickets.set(place, known.event.ticket);
				this.mustBeginAnew = true;
			} else if (this.isNew(known, place, alike)) {
				history.push(known.event);
				taken.push(place);
			}
		}
		if (history.length === 0) return;
		for (const index of taker.take(history)) this.refuseLater(taken[index] ?? 0, EARLY);
	}

	/** What stands at a place; null where it is refused. */
	private read(place: number, before: readonly TicketEvent[]): KnownEvent | null {
		const { places, pieces } = this;
		const piece = pieces[places.piece(place)];
		if (piece === undefined) return null;
		if (!Buffer.isBuffer(piece)) return entryEvent(piece, before);
		const line = lineAt(piece, places.from(place), places.to(place), places.line(place));
		try {
			const read = line && eventOfLine(line, this.nowAt);
			return read && { event: read.event, id: read.event.id, derived: () => derivedId(read.event, read.raw) };
		} catch (error) {
			this.refuseLater(place, reasonOf(error));
			return null;
		}
	}

	private isNew({ event, id, derived }: KnownEvent, place: number, alike: Alike): boolean {
		if (id !== undefined) return this.isFirst(id, place);
		const like = likeness(event);
		const first = alike.get(like);
		if (!first) {
			alike.set(like, { place, derived });
			return true;
		}
		this.isFirst(first.derived(), first.place);
		return this.isFirst(derived(), place);
	}

	/** Whether none came before it under an id. One that did not, and was handed out, makes all begin anew. */
	private isFirst(id: string, place: number): boolean {
		const first = this.firsts.see(id, place);
		if (first === place) return true;
		this.again.add(Math.max(first, place));
		this.mustBeginAnew ||= first > place;
		return place < first;
	}

	/** What an event is known by that has been handed out. */
	private idAt(place: number): string | undefined {
		const known = this.read(place, []);
		return known?.id ?? known?.derived();
	}

	private refuse(line: number, reason: string): void {
		this.refusedAtOnce.push({ file: this.files.length - 1, line, reason });
	}

	private refuseLater(place: number, reason: string): void {
		const file = this.files.findLastIndex((from) => from <= place);
		this.refusedLater.push({ file, line: this.places.line(place), reason });
	}
}

const reasonOf = (error: unknown): string => {
	if (error instanceof EventRefused) return error.message;
	throw error;
};

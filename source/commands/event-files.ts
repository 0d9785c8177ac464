/** Files of events, read for commands that keep them in memory. */
import type { TicketEvent } from '../sla/event.ts';
import { retold } from '../sla/retold.ts';
import type { Entry } from '../sources/entry.ts';
import { wholeEvent } from '../sources/ndjson.ts';
import { cleanText } from '../text/clean.ts';
import type { Context } from './context.ts';
import { inputFile } from './input-file.ts';
import { openEntries } from './read-entries.ts';

export interface ReadEvents {
	/** In the order of arrival, each once. */
	readonly events: readonly TicketEvent[];
	/** How many were refused, and named on stderr. */
	readonly refused: number;
	/** Refuses one after all, at its place. */
	refuse(event: TicketEvent, reason: string): void;
}

class Reader {
	readonly events: TicketEvent[] = [];
	refused = 0;
	private readonly known = new Set<string>();
	/** The line of each event, and with how many events each file began. */
	private readonly lines: number[] = [];
	private readonly files: { readonly name: string; readonly from: number }[] = [];
	/** The tickets that there are, from the first event on that may be another one where its ticket is there. */
	private created: Set<string> | null = null;

	constructor(
		private readonly context: Context,
		private readonly nowAt: number,
	) {}

	async file(path: string): Promise<void> {
		const file = await inputFile(path);
		this.files.push({ name: file.name, from: this.events.length });
		const { entries } = await openEntries(this.context, file, this.nowAt);
		for await (const piece of entries) for (const entry of piece) this.take(file.name, entry);
	}

	refuse(event: TicketEvent, reason: string): void {
		const place = this.events.indexOf(event);
		const name = this.files.findLast(({ from }) => from <= place)?.name ?? '';
		this.say(name, this.lines[place] ?? 0, reason);
	}

	private take(name: string, { line, events, refused }: Entry): void {
		for (const read of events) {
			const { id, event, again, data } = read;
			if (this.known.has(id)) continue;
			this.known.add(id);
			const isAgain = again && this.isCreated(event.ticket);
			this.events.push(wholeEvent(isAgain ? retold(data, again) : read));
			if (event.type === 'created') this.created?.add(event.ticket);
			this.lines.push(line);
		}
		if (refused !== undefined) this.say(name, line, refused);
	}

	private isCreated(ticket: string): boolean {
		this.created ??= new Set(
			this.events.filter(({ type }) => type === 'created').map((event) => event.ticket),
		);
		return this.created.has(ticket);
	}

	private say(name: string, line: number, reason: string): void {
		this.refused++;
		// The reason may quote the line.
		process.stderr.write(`${name}:${line}: ${cleanText(reason)}\n`);
	}
}

/**
 * Reads files of events (`-`: standard input). What is refused is named on stderr and left out, as is what is
 * known already.
 * @throws {UsageError} where a file cannot be read
 */
export async function readEventFiles(
	context: Context,
	files: readonly string[],
	nowAt: number,
): Promise<ReadEvents> {
	const reader = new Reader(context, nowAt);
	for (const file of files) await reader.file(file);
	return reader;
}

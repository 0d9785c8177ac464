/**
 * LiveAgent (API v3), read from a cursor on: first the history of the whole account, which costs one call for
 * hundreds of changes; then, once, the tickets that are open; then the tickets that have changed, and last the calls on them.
 */
import * as v from 'valibot';
import type { Access, Connector, Finding, Step, SyncRequest } from '../connector.ts';
import { Seen } from '../seen.ts';
import { readCalls } from './calls.ts';
import { LiveAgentClient } from './client.ts';
import { beginning, CURSOR } from './cursor.ts';
import { findings } from './findings.ts';
import { readHistory } from './history.ts';
import { NameBook } from './names.ts';
import { Pass } from './pass.ts';
import { readChanged, readOpen } from './tickets.ts';
import { proveZone } from './zone.ts';

export class LiveAgentConnector implements Connector {
	readonly client: LiveAgentClient;
	private readonly book: NameBook;
	/** Tickets whose messages have been read. */
	private readonly messagesRead = new Seen();
	/** What tickets are called, by their ids. */
	private readonly codes = new Map<string, string>();

	constructor(private readonly access: Access) {
		this.client = new LiveAgentClient(access);
		this.book = new NameBook(this.client, access.clock);
	}

	get skewMs(): number | null {
		return this.client.http.skewMs;
	}

	test(signal: AbortSignal): Promise<readonly Finding[]> {
		return findings(this.client, this.access.settings.zone, signal);
	}

	async *sync(request: SyncRequest): AsyncGenerator<Step, void, undefined> {
		const { client } = this;
		const { settings } = this.access;
		const read = v.safeParse(CURSOR, request.cursor);
		let cursor = read.success ? read.output : beginning(request.sinceAt);
		// A zone that was given holds as long as it is the one that is given.
		const isProved = cursor.zone !== null && (cursor.zone === 'UTC' || cursor.zone === settings.zone);
		const zone = isProved ? cursor.zone : await proveZone(client, settings.zone, request.signal);
		cursor = { ...cursor, zone };
		const names = await this.book.read(request.signal);
		const pass = new Pass({
			client,
			settings,
			request,
			names,
			messagesRead: this.messagesRead,
			codes: this.codes,
			cursor,
		});
		yield* readHistory(pass);
		yield* readOpen(pass);
		yield* readChanged(pass);
		yield* readCalls(pass);
	}
}

/** One sync of LiveAgent: what its parts share, and what a single ticket may cost. */
import type * as v from 'valibot';
import type { TicketEvent } from '../../../sla/event.ts';
import { SourceProblem } from '../../http/problem.ts';
import {
	NOTHING_READ,
	type Reading,
	type ReadRecords,
	readEnvelope,
	readRecords,
	together,
} from '../../http/records.ts';
import type { SourceEvent, SourceSettings, SyncRequest } from '../connector.ts';
import { withNew } from '../known.ts';
import type { Seen } from '../seen.ts';
import type { LiveAgentClient } from './client.ts';
import type { Cursor } from './cursor.ts';
import { isKnownWhole, needsMessages, spanEvents, ticketEvents } from './events.ts';
import { isByAgent, messageEvents } from './messages.ts';
import { CODE, type LiveAgentTicket, type Names, schemasIn } from './records.ts';

const MESSAGES_PER_PAGE = 100;
/** So many names of tickets are remembered; of those forgotten, only the calls are lost. */
const MOST_CODES = 20_000;

type AnySchema = v.GenericSchema<unknown, unknown>;

export interface PassParts {
	readonly client: LiveAgentClient;
	readonly settings: SourceSettings;
	readonly request: SyncRequest;
	readonly names: Names;
	readonly messagesRead: Seen;
	readonly codes: Map<string, string>;
	readonly cursor: Cursor;
}

interface CostlyEvents extends Reading {
	readonly events: readonly SourceEvent[];
	/** Whether the ticket's messages were read for them. */
	readonly hasMessages: boolean;
}

const NOTHING = { records: [], ...NOTHING_READ } as const;

export class Pass {
	readonly client: LiveAgentClient;
	readonly settings: SourceSettings;
	readonly request: SyncRequest;
	readonly names: Names;
	readonly schemas: ReturnType<typeof schemasIn>;
	cursor: Cursor;
	readonly messagesRead: Seen;
	private readonly codes: Map<string, string>;

	constructor({ client, settings, request, names, messagesRead, codes, cursor }: PassParts) {
		this.client = client;
		this.settings = settings;
		this.request = request;
		this.names = names;
		this.messagesRead = messagesRead;
		this.codes = codes;
		this.cursor = cursor;
		this.schemas = schemasIn(cursor.zone ?? settings.zone ?? 'UTC');
	}

	/** Whether a ticket takes calls of its own: its history began before what was read, or does not tell who wrote. */
	isCostly(ticket: LiveAgentTicket, known: readonly TicketEvent[]): boolean {
		return !isKnownWhole(ticket, known) || this.lacksMessages(ticket, known);
	}

	/** The events of a ticket that takes no calls. */
	plainEvents(ticket: LiveAgentTicket, known: readonly TicketEvent[]): SourceEvent[] {
		return ticketEvents(ticket, known, this.names, this.settings.url, false);
	}

	/** The events of one that does; nothing where it has gone meanwhile. */
	async costlyEvents(ticket: LiveAgentTicket, known: readonly TicketEvent[]): Promise<CostlyEvents> {
		try {
			const spans = isKnownWhole(ticket, known) ? NOTHING : await this.historyOf(ticket);
			const moves = spanEvents(spans.records, known, this.names);
			const all = withNew(known, moves);
			const groups = this.lacksMessages(ticket, all) ? await this.messagesOf(ticket) : NOTHING;
			const byAgent = isByAgent(groups.records, this.names);
			const record = ticketEvents(ticket, all, this.names, this.settings.url, byAgent);
			const messages = messageEvents(ticket, groups.records, this.names);
			return {
				events: [...record, ...moves, ...messages],
				...together(spans, groups),
				hasMessages: groups !== NOTHING,
			};
		} catch (error) {
			if (error instanceof SourceProblem && error.status === 404)
				return { events: [], ...NOTHING_READ, hasMessages: false };
			throw error;
		}
	}

	/** Notes what a ticket is called: calls know it by its id. */
	noteCode(id: string, code: string): void {
		if (this.codes.size >= MOST_CODES) this.codes.clear();
		this.codes.set(id, code);
	}

	/** What a ticket is called; null where it has gone, or may not be read. */
	async codeOf(id: string): Promise<string | null> {
		const noted = this.codes.get(id);
		if (noted !== undefined) return noted;
		const path = `/tickets/${encodeURIComponent(id)}`;
		try {
			const { json } = await this.client.get(path, this.request.signal);
			const { code } = readEnvelope(json, CODE, path);
			this.noteCode(id, code);
			return code;
		} catch (error) {
			if (error instanceof SourceProblem && (error.status === 404 || error.status === 403)) return null;
			throw error;
		}
	}

	private lacksMessages(ticket: LiveAgentTicket, known: readonly TicketEvent[]): boolean {
		if (this.messagesRead.has(ticket.id, ticket.date_changed)) return false;
		return this.settings.messages === 'all' || needsMessages(ticket, known);
	}

	private async historyOf({ id }: LiveAgentTicket) {
		const path = `/tickets/${encodeURIComponent(id)}/history`;
		const rows: unknown[] = [];
		for (let cursor: string | null = null; ; ) {
			const list = await this.client.list(path, this.request.signal, { cursor });
			rows.push(...list.rows);
			// Where it gives no new place, or the same again, that was all.
			if (list.next === null || list.next === cursor || list.rows.length === 0) break;
			cursor = list.next;
		}
		return this.read(rows, this.schemas.span, 'history');
	}

	private async messagesOf({ id }: LiveAgentTicket) {
		const path = `/tickets/${encodeURIComponent(id)}/messages`;
		const rows: unknown[] = [];
		for (let page = 1; ; page++) {
			const list = await this.client.list(path, this.request.signal, { page, perPage: MESSAGES_PER_PAGE });
			rows.push(...list.rows);
			if (list.rows.length < MESSAGES_PER_PAGE) break;
		}
		return this.read(rows, this.schemas.group, 'message group');
	}

	private read<Schema extends AnySchema>(
		rows: readonly unknown[],
		schema: Schema,
		what: string,
	): ReadRecords<v.InferOutput<Schema>> {
		return readRecords(rows, schema, what, 'id');
	}
}

/**
 * Zendesk (API v2), read from a cursor on: first the updates of all tickets, which tell who wrote and what changed;
 * then, once, the tickets that are not solved; then those that changed.
 */
import * as v from 'valibot';
import { MINUTE_MS } from '../../../sla/duration.ts';
import type { TicketEvent } from '../../../sla/event.ts';
import { SourceProblem } from '../../http/problem.ts';
import { NOTHING_READ, type Reading, readRecords } from '../../http/records.ts';
import type { Access, Connector, Finding, SourceEvent, Step, SyncRequest } from '../connector.ts';
import { withNew } from '../known.ts';
import { isKnownSince } from '../story.ts';
import { ZendeskClient } from './client.ts';
import { auditEvents, ticketEvents, usersIn } from './events.ts';
import { NameBook } from './names.ts';
import { AUDIT, TICKET, TICKET_EVENT, type ZendeskTicket } from './records.ts';

const CURSOR = v.object({
	/** What the first sync reads back to. */
	sinceAt: v.number(),
	/** Updates are read up to here. */
	eventsAt: v.number(),
	/** Where the search for unsolved tickets stands; `null` at its beginning, `done` at its end. */
	unsolved: v.nullable(v.string()),
	/** Where the export of tickets stands; null: at its beginning. */
	tickets: v.nullable(v.string()),
});
type Cursor = v.InferOutput<typeof CURSOR>;
const DONE = 'done';

export class ZendeskConnector implements Connector {
	private readonly client: ZendeskClient;
	private readonly names: NameBook;

	constructor(private readonly access: Access) {
		this.client = new ZendeskClient(access);
		this.names = new NameBook(this.client);
	}

	get skewMs(): number | null {
		return this.client.skewMs;
	}

	async test(signal: AbortSignal): Promise<readonly Finding[]> {
		const { json } = await this.client.lists.get('/users/me.json', { signal });
		const me = v.safeParse(v.object({ user: v.object({ name: v.string(), role: v.string() }) }), json);
		const who = me.success ? `${me.output.user.name} (${me.output.user.role})` : 'nobody that is known';
		const found: Finding[] = [{ what: 'who we are', isGood: me.success, detail: who }];
		try {
			await this.client.tickets({ sinceAt: this.access.clock.now() - 5 * MINUTE_MS }, signal);
			return [...found, { what: 'incremental exports', isGood: true, detail: 'may be read' }];
		} catch (error) {
			if (!(error instanceof SourceProblem) || error.status !== 403) throw error;
			return [
				...found,
				{ what: 'incremental exports (for admins alone)', isGood: false, detail: error.message },
			];
		}
	}

	async *sync(request: SyncRequest): AsyncGenerator<Step, void, undefined> {
		const { sinceAt } = request;
		const read = v.safeParse(CURSOR, request.cursor);
		const start = read.success ? read.output : { sinceAt, eventsAt: sinceAt, unsolved: null, tickets: null };
		const pass = new Pass(this.client, this.names, this.access, request, start);
		yield* pass.updates();
		yield* pass.unsolved();
		yield* pass.changed();
	}
}

/** One sync. */
class Pass {
	constructor(
		private readonly client: ZendeskClient,
		private readonly names: NameBook,
		private readonly access: Access,
		private readonly request: SyncRequest,
		private cursor: Cursor,
	) {}

	/** Updates since the last sync, and what may have come late. */
	async *updates(): AsyncGenerator<Step, void, undefined> {
		const { overlapMs } = this.access.settings;
		for (let at = this.cursor.eventsAt - overlapMs; ; ) {
			const page = await this.client.ticketEvents(at, this.request.signal);
			const { records, ...reading } = readRecords(page.ticket_events, TICKET_EVENT, 'update', 'id');
			await this.names.find(usersIn(records), this.request.signal);
			const endAt = page.end_time ?? at;
			this.cursor = { ...this.cursor, eventsAt: Math.max(this.cursor.eventsAt, endAt) };
			yield { events: await this.eventsOf(records), ...reading, cursor: this.cursor };
			if (page.end_of_stream || endAt <= at) return;
			at = endAt;
		}
	}

	/** A ticket first seen in the middle of its life has updates of its own to be asked for, with its record. */
	private async eventsOf(audits: readonly v.InferOutput<typeof AUDIT>[]): Promise<SourceEvent[]> {
		const known = await this.request.recall([...new Set(audits.map(({ ticket }) => ticket))]);
		const begun = new Set(
			audits
				.filter(({ children }) => children.some(({ event_type }) => event_type === 'Create'))
				.map(({ ticket }) => ticket),
		);
		return audits.flatMap((audit) => {
			const isWhole = begun.has(audit.ticket) || (known.get(audit.ticket)?.length ?? 0) > 0;
			return isWhole ? auditEvents(audit, this.names) : [];
		});
	}

	/** The tickets that are not solved, however long ago they changed; of the first sync alone. */
	async *unsolved(): AsyncGenerator<Step, void, undefined> {
		while (this.cursor.unsolved !== DONE) {
			const { results, meta } = await this.client.unsolved(this.cursor.unsolved, this.request.signal);
			yield* this.take(results);
			this.cursor = { ...this.cursor, unsolved: (meta.has_more ? meta.after_cursor : null) ?? DONE };
			yield { events: [], ...NOTHING_READ, cursor: this.cursor };
		}
	}

	/** The tickets that have changed since the last sync. */
	async *changed(): AsyncGenerator<Step, void, undefined> {
		for (;;) {
			const { tickets: cursor, sinceAt } = this.cursor;
			const page = await this.client.tickets(cursor === null ? { sinceAt } : { cursor }, this.request.signal);
			this.names.take(page);
			yield* this.take(page.tickets);
			this.cursor = { ...this.cursor, tickets: page.after_cursor ?? cursor };
			yield { events: [], ...NOTHING_READ, cursor: this.cursor };
			if (page.end_of_stream || page.after_cursor === null || page.after_cursor === cursor) return;
		}
	}

	private async *take(rows: readonly unknown[]): AsyncGenerator<Step, void, undefined> {
		const { records, ...reading } = readRecords(rows, TICKET, 'ticket', 'id');
		const { signal } = this.request;
		const present = (ids: readonly (string | null)[]): string[] => ids.filter((id) => id !== null);
		await this.names.find(present(records.flatMap((t) => [t.requester_id, t.submitter_id])), signal);
		await this.names.findOrganizations(present(records.map((t) => t.organization_id)), signal);
		const known = await this.request.recall(records.map(({ id }) => id));
		const isPlain = ({ id, created_at }: ZendeskTicket): boolean =>
			isKnownSince(created_at, known.get(id) ?? []);
		const plain = records
			.filter(isPlain)
			.flatMap((ticket) => this.recordOf(ticket, known.get(ticket.id) ?? []));
		yield { events: plain, ...reading, cursor: this.cursor };
		for (const ticket of records.filter((record) => !isPlain(record))) {
			const { events, ...own } = await this.auditsOf(ticket);
			const all = withNew(known.get(ticket.id) ?? [], events);
			yield { events: [...this.recordOf(ticket, all), ...events], ...own, cursor: this.cursor };
		}
	}

	private recordOf(ticket: ZendeskTicket, known: readonly TicketEvent[]): SourceEvent[] {
		return ticketEvents(ticket, known, this.names, this.access.settings.url);
	}

	/** All updates of a ticket; none where it has gone, or is kept apart (a deleted one). */
	private async auditsOf({
		id,
	}: ZendeskTicket): Promise<Reading & { readonly events: readonly SourceEvent[] }> {
		const { signal } = this.request;
		try {
			const { records, ...reading } = readRecords(
				await this.client.audits(id, signal),
				AUDIT,
				'update',
				'id',
			);
			await this.names.find(usersIn(records), signal);
			return { events: records.flatMap((audit) => auditEvents(audit, this.names)), ...reading };
		} catch (error) {
			if (error instanceof SourceProblem && error.status === 404) return { events: [], ...NOTHING_READ };
			throw error;
		}
	}
}

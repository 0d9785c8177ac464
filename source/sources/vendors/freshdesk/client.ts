/** Freshdesk's API v2: how its lists are asked for. Lists of tickets have a limit of their own. */
import * as v from 'valibot';
import { SECOND_MS } from '../../../sla/duration.ts';
import { formatInstant } from '../../../sla/instant.ts';
import { HttpClient, type Query } from '../../http/client.ts';
import { type ReadRecords, readEnvelope, readRecords } from '../../http/records.ts';
import type { Access } from '../connector.ts';
import type { AskedPage } from '../in-order-of-change.ts';
import {
	CONVERSATION,
	type Conversation,
	FIELD,
	type FreshdeskTicket,
	NAMED,
	type Named,
	STATUS_CHOICES,
	TICKET,
} from './records.ts';

/** Requests a minute, on the smallest plan that is paid for: of lists of tickets, and of all else. */
const LISTS_PER_MINUTE = 20;
const PER_MINUTE = 100;
const PER_PAGE = 100;
/** Of its search. */
export const FOUND_PER_PAGE = 30;
export const FOUND_PAGES = 10;

const LIST = v.array(v.unknown(), 'must be a list');
const FOUND = v.object({ results: LIST, total: v.number('must be a number') });

/** Tickets that the plain list leaves out. */
export type Filter = 'deleted' | 'spam';

export class FreshdeskClient {
	readonly http: HttpClient;
	private readonly lists: HttpClient;

	constructor({ settings, key, clock }: Access) {
		// The key is the user, and any text is its password.
		const basic = Buffer.from(`${key.value}:X`).toString('base64');
		const shared = {
			base: `${settings.url}/api/v2`,
			headers: { authorization: `Basic ${basic}` },
			secrets: [key.value, basic],
			keyFrom: key.from,
			clock,
		};
		this.http = new HttpClient({ ...shared, perMinute: settings.perMinute ?? PER_MINUTE });
		this.lists = new HttpClient({ ...shared, perMinute: LISTS_PER_MINUTE });
	}

	get skewMs(): number | null {
		return this.lists.skewMs ?? this.http.skewMs;
	}

	/** Tickets that changed at or after an instant, in that order. */
	async changed(
		at: number,
		page: number,
		signal: AbortSignal,
		filter?: Filter,
	): Promise<AskedPage<FreshdeskTicket>> {
		const rows = await this.list(
			'/tickets',
			signal,
			{
				// From the second before: nobody says whether the one that is given belongs to it.
				updated_since: formatInstant(Math.max(0, Math.floor(at / SECOND_MS) - 1) * SECOND_MS),
				order_by: 'updated_at',
				order_type: 'asc',
				include: 'stats,requester',
				filter,
				page,
				per_page: PER_PAGE,
			},
			this.lists,
		);
		return { ...readRecords(rows, TICKET, 'ticket', 'id'), next: nextOf(rows, page) };
	}

	/** Tickets that its search finds, and how many there are. It gives the first 300 alone, and without times of statuses. */
	async found(
		query: string,
		page: number,
		signal: AbortSignal,
	): Promise<ReadRecords<FreshdeskTicket> & { readonly total: number }> {
		const path = '/search/tickets';
		const { json } = await this.lists.get(path, { query: { query: `"${query}"`, page }, signal });
		const { results, total } = readEnvelope(json, FOUND, path);
		return { ...readRecords(results, TICKET, 'ticket', 'id'), total };
	}

	/** A ticket by its id, as lists give it. */
	async ticket(id: string, signal: AbortSignal): Promise<FreshdeskTicket> {
		const path = `/tickets/${encodeURIComponent(id)}`;
		const { json } = await this.http.get(path, { query: { include: 'stats,requester' }, signal });
		return readEnvelope(json, TICKET, path);
	}

	/** All that was said on a ticket. */
	async conversations(ticket: string, signal: AbortSignal): Promise<ReadRecords<Conversation>> {
		const rows = await this.all(`/tickets/${encodeURIComponent(ticket)}/conversations`, signal);
		return readRecords(rows, CONVERSATION, 'conversation', 'id');
	}

	async named(what: 'agents' | 'groups', signal: AbortSignal): Promise<readonly Named[]> {
		return readRecords(await this.all(`/${what}`, signal), NAMED, what, 'id').records;
	}

	async company(id: string, signal: AbortSignal): Promise<Named> {
		return this.one(`/companies/${encodeURIComponent(id)}`, signal);
	}

	/** The agent whose key it is. */
	me(signal: AbortSignal): Promise<Named> {
		return this.one('/agents/me', signal);
	}

	/** What an account's statuses are called, by their numbers. */
	async statusNames(signal: AbortSignal): Promise<Readonly<Record<string, string>>> {
		const rows = await this.list('/ticket_fields', signal, { type: 'default_status' });
		const fields = readRecords(rows, FIELD, 'field', 'id').records;
		const field = fields.find(({ type }) => type === 'default_status');
		const choices = v.safeParse(STATUS_CHOICES, field?.choices);
		return choices.success ? choices.output : {};
	}

	private async one(path: string, signal: AbortSignal): Promise<Named> {
		return readEnvelope((await this.http.get(path, { signal })).json, NAMED, path);
	}

	private async all(path: string, signal: AbortSignal): Promise<readonly unknown[]> {
		const all: unknown[] = [];
		for (let page = 1; ; page++) {
			const rows = await this.list(path, signal, { page, per_page: PER_PAGE });
			all.push(...rows);
			if (nextOf(rows, page) === null) return all;
		}
	}

	private async list(
		path: string,
		signal: AbortSignal,
		query: Query,
		http: HttpClient = this.http,
	): Promise<readonly unknown[]> {
		return readEnvelope((await http.get(path, { query, signal })).json, LIST, path);
	}
}

const nextOf = (rows: readonly unknown[], page: number): string | null =>
	rows.length < PER_PAGE ? null : String(page + 1);

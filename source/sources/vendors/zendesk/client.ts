/** Zendesk's API v2: how its exports and lists are asked for. Exports have a limit of their own. */
import * as v from 'valibot';
import { HttpClient, type Query } from '../../http/client.ts';
import { readEnvelope } from '../../http/records.ts';
import type { Access } from '../connector.ts';
import { unixTime } from './records.ts';

/** Requests a minute: of incremental exports, whatever the plan, and of all else on the smallest plan. */
const EXPORTS_PER_MINUTE = 10;
const PER_MINUTE = 190;

const ROWS = v.array(v.unknown(), 'must be a list');
const MANY = v.looseObject({});

const TICKET_PAGE = v.object({
	tickets: ROWS,
	users: v.optional(ROWS, []),
	groups: v.optional(ROWS, []),
	organizations: v.optional(ROWS, []),
	after_cursor: v.nullish(v.string(), null),
	end_of_stream: v.boolean('must be true or false'),
});
const EVENT_PAGE = v.object({
	ticket_events: ROWS,
	end_time: v.nullish(unixTime, null),
	end_of_stream: v.optional(v.boolean(), false),
});
const SEARCH_PAGE = v.object({
	results: ROWS,
	meta: v.object({ has_more: v.boolean(), after_cursor: v.nullish(v.string(), null) }),
});
const PAGED = v.object({
	meta: v.nullish(v.object({ has_more: v.boolean(), after_cursor: v.nullish(v.string(), null) }), null),
});

export class ZendeskClient {
	readonly lists: HttpClient;
	private readonly exports: HttpClient;

	constructor({ settings, key, clock }: Access) {
		// With a user it is an API token, without one an OAuth token.
		const basic = Buffer.from(`${settings.user ?? ''}/token:${key.value}`).toString('base64');
		const authorization = settings.user === null ? `Bearer ${key.value}` : `Basic ${basic}`;
		const shared = {
			base: `${settings.url}/api/v2`,
			headers: { authorization },
			secrets: [key.value, basic],
			keyFrom: key.from,
			clock,
		};
		this.lists = new HttpClient({ ...shared, perMinute: settings.perMinute ?? PER_MINUTE });
		this.exports = new HttpClient({ ...shared, perMinute: EXPORTS_PER_MINUTE });
	}

	get skewMs(): number | null {
		return this.exports.skewMs ?? this.lists.skewMs;
	}

	/** Tickets that changed since a cursor, or since an instant. */
	async tickets(from: { cursor: string } | { sinceAt: number }, signal: AbortSignal) {
		const path = '/incremental/tickets/cursor.json';
		const place = 'cursor' in from ? { cursor: from.cursor } : { start_time: seconds(from.sinceAt) };
		const query: Query = { ...place, include: 'users,groups,organizations' };
		return readEnvelope((await this.exports.get(path, { query, signal })).json, TICKET_PAGE, path);
	}

	/** Updates since an instant, 1,000 to a page. */
	async ticketEvents(sinceAt: number, signal: AbortSignal) {
		const path = '/incremental/ticket_events.json';
		const query: Query = { start_time: seconds(sinceAt), include: 'comment_events' };
		return readEnvelope((await this.exports.get(path, { query, signal })).json, EVENT_PAGE, path);
	}

	/** Tickets that are not solved, however long ago they changed. */
	async unsolved(cursor: string | null, signal: AbortSignal) {
		const path = '/search/export.json';
		const query: Query = {
			query: 'status<solved',
			'filter[type]': 'ticket',
			'page[size]': 100,
			'page[after]': cursor ?? undefined,
		};
		return readEnvelope((await this.lists.get(path, { query, signal })).json, SEARCH_PAGE, path);
	}

	/** All updates of one ticket. */
	audits(ticket: string, signal: AbortSignal): Promise<readonly unknown[]> {
		return this.all(`/tickets/${encodeURIComponent(ticket)}/audits.json`, 'audits', signal);
	}

	groups(signal: AbortSignal): Promise<readonly unknown[]> {
		return this.all('/groups.json', 'groups', signal);
	}

	/** Up to 100 users or organizations by their ids. */
	async named(what: 'users' | 'organizations', ids: readonly string[], signal: AbortSignal) {
		const path = `/${what}/show_many.json`;
		const { json } = await this.lists.get(path, { query: { ids: ids.join(',') }, signal });
		return rowsOf(json, what, path);
	}

	/** The rows of a list whose pages have cursors. */
	private async all(path: string, what: string, signal: AbortSignal): Promise<readonly unknown[]> {
		const rows: unknown[] = [];
		for (let cursor: string | null = null; ; ) {
			const query: Query = { 'page[size]': 100, 'page[after]': cursor ?? undefined };
			const { json } = await this.lists.get(path, { query, signal });
			rows.push(...rowsOf(json, what, path));
			const { meta }: v.InferOutput<typeof PAGED> = readEnvelope(json, PAGED, path);
			cursor = meta?.has_more ? meta.after_cursor : null;
			if (cursor === null) return rows;
		}
	}
}

const rowsOf = (json: unknown, what: string, path: string): readonly unknown[] =>
	readEnvelope(new Map(Object.entries(readEnvelope(json, MANY, path))).get(what), ROWS, path);

const seconds = (at: number): number => Math.floor(at / 1_000);

/** Zammad's API v1: how its lists are asked for. */
import * as v from 'valibot';
import { SECOND_MS } from '../../../sla/duration.ts';
import { formatInstant } from '../../../sla/instant.ts';
import { HttpClient, type Query } from '../../http/client.ts';
import { SourceProblem } from '../../http/problem.ts';
import { type ReadRecords, readEnvelope, readRecords } from '../../http/records.ts';
import type { Access } from '../connector.ts';
import type { AskedPage } from '../in-order-of-change.ts';
import {
	ARTICLE,
	type Article,
	HISTORY,
	type HistoryRow,
	STATE,
	type State,
	TICKET,
	USER,
	type ZammadTicket,
} from './records.ts';

/** It sets no limit of its own; its machine is often a small one. */
const PER_MINUTE = 300;
const PER_PAGE = 100;
const LIST = v.array(v.unknown(), 'must be a list');
const HISTORIES = v.object({ history: LIST });

export class ZammadClient {
	readonly http: HttpClient;

	constructor({ settings, key, clock }: Access) {
		this.http = new HttpClient({
			base: `${settings.url}/api/v1`,
			headers: { authorization: `Token token=${key.value}` },
			secrets: [key.value],
			keyFrom: key.from,
			perMinute: settings.perMinute ?? PER_MINUTE,
			clock,
		});
	}

	/** Tickets that its search finds, in the order in which they changed. */
	async found(
		query: string,
		at: number,
		page: number,
		signal: AbortSignal,
	): Promise<AskedPage<ZammadTicket>> {
		const condition = `updated_at:[${formatInstant(Math.floor(at / SECOND_MS) * SECOND_MS)} TO *]`;
		return this.tickets('/tickets/search', page, signal, {
			query: query === '' ? condition : `${query} AND ${condition}`,
			sort_by: 'updated_at',
			order_by: 'asc',
		});
	}

	/** All tickets there are, in no order that is promised. */
	all(page: number, signal: AbortSignal): Promise<AskedPage<ZammadTicket>> {
		return this.tickets('/tickets', page, signal);
	}

	/** Those of some tickets that its search knows, by their ids. */
	async foundAmong(ids: readonly string[], signal: AbortSignal): Promise<ReadonlySet<string>> {
		const { records } = await this.found(`id:(${ids.join(' OR ')})`, 0, 1, signal);
		return new Set(records.map(({ id }) => id));
	}

	/** Whether there is a ticket, be it one that may not be read. */
	async isThere(ticket: string, signal: AbortSignal): Promise<boolean> {
		try {
			await this.http.get(`/tickets/${encodeURIComponent(ticket)}`, { signal });
			return true;
		} catch (error) {
			if (!(error instanceof SourceProblem)) throw error;
			if (error.status === 404) return false;
			if (error.status === 403) return true;
			throw error;
		}
	}

	async articles(ticket: string, signal: AbortSignal): Promise<ReadRecords<Article>> {
		const path = `/ticket_articles/by_ticket/${encodeURIComponent(ticket)}`;
		return readRecords(await this.list(path, signal), ARTICLE, 'article', 'id');
	}

	async history(ticket: string, signal: AbortSignal): Promise<ReadRecords<HistoryRow>> {
		const path = `/ticket_history/${encodeURIComponent(ticket)}`;
		const { json } = await this.http.get(path, { signal });
		return readRecords(readEnvelope(json, HISTORIES, path).history, HISTORY, 'history', 'id');
	}

	async states(signal: AbortSignal): Promise<readonly State[]> {
		return readRecords(await this.list('/ticket_states', signal), STATE, 'state', 'id').records;
	}

	async user(idOrMe: string, signal: AbortSignal): Promise<v.InferOutput<typeof USER>> {
		const path = `/users/${encodeURIComponent(idOrMe)}`;
		return readEnvelope((await this.http.get(path, { signal })).json, USER, path);
	}

	private async tickets(
		path: string,
		page: number,
		signal: AbortSignal,
		query: Query = {},
	): Promise<AskedPage<ZammadTicket>> {
		const rows = await this.list(path, signal, { ...query, page, per_page: PER_PAGE, expand: true });
		const next = rows.length < PER_PAGE ? null : String(page + 1);
		return { ...readRecords(rows, TICKET, 'ticket', 'id'), next };
	}

	private async list(path: string, signal: AbortSignal, query: Query = {}): Promise<readonly unknown[]> {
		return readEnvelope((await this.http.get(path, { query, signal })).json, LIST, path);
	}
}

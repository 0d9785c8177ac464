/** LiveAgent's API v3: how its lists are asked for. */
import * as v from 'valibot';
import { HttpClient, type Query, type Reply } from '../../http/client.ts';
import { readEnvelope } from '../../http/records.ts';
import type { Access } from '../connector.ts';
import { utcWall } from '../wall-time.ts';

/** A key is good for 180 requests a minute; a few are left for `slatop source test` and the like. */
const PER_MINUTE = 170;
const LIST = v.array(v.unknown(), 'must be a list');

/** Pages that every version serves; one shorter than this is the last. */
export const PER_PAGE = 100;

/** A condition of a list; dates are compared in UTC, whatever the account's zone. */
export type Condition = readonly [column: string, operator: string, value: string];

/** A condition on a date. `/tickets` is answered by a search engine, whose operators have a D before them. */
export const since = (column: string, at: number, operator: '>=' | 'D>=' = 'D>='): Condition => [
	column,
	operator,
	utcWall(at),
];

export interface ListRequest {
	readonly filters?: readonly Condition[];
	readonly sortField?: string;
	readonly sortDir?: 'ASC' | 'DESC';
	readonly perPage?: number;
	readonly page?: number;
	readonly cursor?: string | null;
}

export interface List {
	readonly rows: readonly unknown[];
	/** Where the next page begins; null: there is none, or the list's pages have numbers. */
	readonly next: string | null;
}

export class LiveAgentClient {
	readonly http: HttpClient;

	constructor({ settings, key, clock }: Access) {
		this.http = new HttpClient({
			base: `${settings.url}/api/v3`,
			// The offset asks for times in UTC; not every list heeds it.
			headers: { apikey: key.value, 'timezone-offset': '0' },
			secrets: [key.value],
			keyFrom: key.from,
			perMinute: settings.perMinute ?? PER_MINUTE,
			clock,
		});
	}

	get(path: string, signal: AbortSignal, query: Query = {}): Promise<Reply> {
		return this.http.get(path, { query, signal });
	}

	async list(path: string, signal: AbortSignal, request: ListRequest = {}): Promise<List> {
		const { filters = [], sortField, sortDir = 'ASC', perPage = PER_PAGE, page, cursor } = request;
		const { json, headers } = await this.get(path, signal, {
			_perPage: perPage,
			_page: page,
			_cursor: cursor ?? undefined,
			_sortField: sortField,
			_sortDir: sortField === undefined ? undefined : sortDir,
			_filters: filters.length === 0 ? undefined : JSON.stringify(filters),
		});
		const next = headers.get('next_page_cursor');
		return { rows: readEnvelope(json, LIST, path), next: next === '' ? null : next };
	}

	/** All rows of a list whose pages have numbers. */
	async all(path: string, signal: AbortSignal): Promise<readonly unknown[]> {
		const rows: unknown[] = [];
		for (let page = 1; ; page++) {
			const list = await this.list(path, signal, { page });
			rows.push(...list.rows);
			if (list.rows.length < PER_PAGE) return rows;
		}
	}
}

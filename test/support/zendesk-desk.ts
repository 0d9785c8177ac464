import { type Answer, type Asked, Loopback } from './loopback.ts';

interface Ticket {
	readonly id: number;
	readonly createdAt: number;
	updatedAt: number;
	status: string;
	subject: string;
	readonly submitter: number;
	readonly requester: number;
	readonly organization: number | null;
}

interface Audit {
	readonly id: number;
	readonly ticket: Ticket;
	readonly at: number;
	readonly author: number;
	readonly children: readonly Record<string, unknown>[];
}

const USERS = [
	{ id: 11, name: 'Ana', email: 'ana@desk.example', role: 'agent' },
	{ id: 12, name: 'Bor', email: 'bor@desk.example', role: 'admin' },
	{ id: 90, name: 'Jane Roe', email: 'jane@example.org', role: 'end-user' },
];
const GROUPS = [
	{ id: 5, name: 'Support' },
	{ id: 6, name: 'Billing' },
];
const CUSTOMER = 90;
const OURS: Readonly<Record<string, string>> = {
	new: 'new',
	open: 'open',
	pending: 'answered',
	hold: 'on_hold',
	solved: 'resolved',
	closed: 'closed',
	deleted: 'deleted',
};

const iso = (at: number): string => new Date(at).toISOString().replace('.000', '');

/** What an update may change, and say. */
export interface Update {
	readonly status?: string;
	readonly assignee?: number | null;
	readonly group?: number;
	readonly comment?: 'public' | 'private';
	/** It is closed, as it has gone into another. */
	readonly isMerged?: boolean;
}

/** A Zendesk account behind its API v2, on the loopback, that knows what a reader should have understood. */
export class ZendeskDesk {
	readonly key = 'zt-81c2';
	readonly user = 'ops@desk.example';
	readonly #tickets: Ticket[] = [];
	readonly #audits: Audit[] = [];
	readonly #truth: string[] = [];
	#ids = 1_000;
	page = 1_000;
	mangle: (rows: Record<string, unknown>[], path: string) => unknown[] = (rows) => rows;

	private constructor(readonly server: Loopback) {}

	static async open(): Promise<ZendeskDesk> {
		let desk: ZendeskDesk | null = null;
		const server = await Loopback.start((asked) => desk?.answer(asked) ?? { status: 503 });
		desk = new ZendeskDesk(server);
		return desk;
	}

	close(): Promise<void> {
		return this.server.stop();
	}

	truth(): string[] {
		return [...this.#truth].sort();
	}

	create(id: number, time: string, { group = 5, by = CUSTOMER }: { group?: number; by?: number } = {}): void {
		const at = Date.parse(time);
		const ticket: Ticket = {
			id,
			createdAt: at,
			updatedAt: at,
			status: 'new',
			subject: `About ${id}`,
			submitter: by,
			requester: CUSTOMER,
			organization: null,
		};
		this.#tickets.push(ticket);
		this.#tell(id, at, `created by ${by === CUSTOMER ? 'customer' : 'agent'}`);
		this.#tell(id, at, `department ${groupName(group)}`);
		this.#tell(id, at, 'status new');
		if (by !== CUSTOMER) this.#tell(id, at, 'message by agent');
		const create = (fields: Record<string, unknown>) => ({
			id: ++this.#ids,
			event_type: 'Create',
			...fields,
		});
		this.#audits.push({
			id: ++this.#ids,
			ticket,
			at,
			author: by,
			children: [
				{ id: ++this.#ids, event_type: 'Comment', public: true, author_id: by, body: 'the words of people' },
				create({ status: 'new' }),
				create({ group_id: group }),
			],
		});
	}

	update(
		id: number,
		time: string,
		author: number,
		{ status, assignee, group, comment, isMerged = false }: Update,
	): void {
		const ticket = this.#tickets.find((candidate) => candidate.id === id);
		if (!ticket) throw new Error(`there is no ticket ${id}`);
		const at = Date.parse(time);
		const children: Record<string, unknown>[] = [];
		const change = (fields: Record<string, unknown>): void => {
			children.push({ id: ++this.#ids, event_type: 'Change', previous_value: null, ...fields });
		};
		if (comment !== undefined) {
			const isPublic = comment === 'public';
			children.push({
				id: ++this.#ids,
				event_type: 'Comment',
				public: isPublic,
				author_id: author,
				body: 'words',
			});
			const actor = author === CUSTOMER ? 'customer' : 'agent';
			this.#tell(id, at, `${isPublic ? 'message' : 'note'} by ${actor}`);
		}
		if (group !== undefined) {
			change({ group_id: group });
			this.#tell(id, at, `department ${groupName(group)}`);
		}
		if (assignee !== undefined) {
			change({ assignee_id: assignee });
			const name = USERS.find((user) => user.id === assignee)?.name;
			this.#tell(id, at, name === undefined ? 'unassigned' : `assigned ${name}`);
		}
		if (status !== undefined) {
			change({ status });
			ticket.status = status;
			this.#tell(id, at, `status ${OURS[status]}`);
		}
		if (isMerged) {
			change({ tags: ['closed_by_merge'] });
			change({ status: 'closed' });
			ticket.status = 'closed';
			this.#tell(id, at, 'changed tags');
			this.#tell(id, at, 'merged');
		}
		children.push({ id: ++this.#ids, event_type: 'Notification', subject: 'You have mail' });
		ticket.updatedAt = at;
		this.#audits.push({ id: ++this.#ids, ticket, at, author, children });
	}

	/** Deletion leaves no update: the ticket itself comes as deleted. */
	remove(id: number, time: string): void {
		const ticket = this.#tickets.find((candidate) => candidate.id === id);
		if (!ticket) throw new Error(`there is no ticket ${id}`);
		Object.assign(ticket, { status: 'deleted', updatedAt: Date.parse(time) });
		this.#tell(id, Date.parse(time), 'status deleted');
	}

	#tell(ticket: number, at: number, what: string): void {
		this.#truth.push(`${ticket} ${iso(at)} ${what}`);
	}

	answer({ path, query, headers }: Asked): Answer {
		const wanted = `Basic ${Buffer.from(`${this.user}/token:${this.key}`).toString('base64')}`;
		if (headers.authorization !== wanted) {
			return { status: 401, body: { error: "Couldn't authenticate you" } };
		}
		const rest = path.replace('/api/v2', '');
		const audits = /^\/tickets\/(\d+)\/audits\.json$/.exec(rest);
		if (audits) return this.#auditsOf(Number(audits[1]), rest);
		switch (rest) {
			case '/incremental/ticket_events.json':
				return this.#events(Number(query.get('start_time')) * 1_000, rest);
			case '/incremental/tickets/cursor.json':
				return this.#ticketPage(query, rest);
			case '/search/export.json':
				return this.#unsolved(query, rest);
			case '/users/show_many.json': {
				const ids = (query.get('ids') ?? '').split(',').map(Number);
				return { body: { users: USERS.filter(({ id }) => ids.includes(id)) } };
			}
			case '/groups.json':
				return this.#groups(Number(query.get('page[after]') ?? 0));
			case '/users/me.json':
				return { body: { user: USERS[1] } };
			default:
				return { status: 404, body: { error: 'InvalidEndpoint', description: 'Not found' } };
		}
	}

	/** One to a page. */
	#groups(start: number): Answer {
		const end = start + 1;
		const meta = { has_more: end < GROUPS.length, after_cursor: String(end) };
		return { body: { groups: GROUPS.slice(start, end), meta } };
	}

	#auditsOf(id: number, path: string): Answer {
		const rows = this.#audits
			.filter(({ ticket }) => ticket.id === id)
			.map(({ id: audit, ticket, at, author, children }) => ({
				id: audit,
				ticket_id: ticket.id,
				created_at: iso(at),
				author_id: author,
				// Audits name the field and its value apart.
				events: children.map(({ event_type, ...child }) => {
					const [[name, value] = []] = Object.entries(child).filter(
						([key]) => /^(status|tags|.*_id)$/.test(key) && key !== 'author_id',
					);
					return name === undefined
						? { ...child, type: event_type }
						: {
								id: child.id,
								type: event_type,
								field_name: name,
								value: value === null ? null : String(value),
							};
				}),
			}));
		return { body: { audits: this.mangle(rows, path), meta: { has_more: false, after_cursor: null } } };
	}

	#events(fromAt: number, path: string): Answer {
		const all = this.#audits.filter(({ at }) => at >= fromAt).sort((a, b) => a.at - b.at);
		let rows = all.slice(0, this.page);
		const lastAt = rows.at(-1)?.at;
		// Whatever shares a second stays on one page.
		rows = all.filter(({ at }) => lastAt !== undefined && at <= lastAt);
		return {
			body: {
				ticket_events: this.mangle(
					rows.map(({ id, ticket, at, author, children }) => ({
						id,
						ticket_id: ticket.id,
						timestamp: at / 1_000,
						created_at: iso(at),
						updater_id: author,
						event_type: 'Audit',
						child_events: children,
					})),
					path,
				),
				count: rows.length,
				end_time: lastAt === undefined ? null : lastAt / 1_000,
				end_of_stream: rows.length === all.length,
			},
		};
	}

	#ticketPage(query: URLSearchParams, path: string): Answer {
		const cursor = query.get('cursor');
		const [at = 0, id = 0] = cursor?.split('-').map(Number) ?? [Number(query.get('start_time')) * 1_000, 0];
		const all = this.#tickets
			.filter((ticket) => ticket.updatedAt > at || (ticket.updatedAt === at && ticket.id > id))
			.sort((a, b) => a.updatedAt - b.updatedAt || a.id - b.id);
		const rows = all.slice(0, this.page);
		const last = rows.at(-1);
		return {
			body: {
				tickets: this.mangle(rows.map(ticketRow), path),
				users: USERS,
				groups: GROUPS,
				organizations: [],
				after_cursor: last ? `${last.updatedAt}-${last.id}` : (cursor ?? `${at}-0`),
				end_of_stream: rows.length === all.length,
			},
		};
	}

	#unsolved(query: URLSearchParams, path: string): Answer {
		const start = Number(query.get('page[after]') ?? 0);
		const all = this.#tickets.filter(({ status }) => !['solved', 'closed', 'deleted'].includes(status));
		const end = start + this.page;
		const meta = { has_more: end < all.length, after_cursor: end < all.length ? String(end) : null };
		return { body: { results: this.mangle(all.slice(start, end).map(ticketRow), path), meta } };
	}
}

const groupName = (id: number): string => GROUPS.find((group) => group.id === id)?.name ?? String(id);

const ticketRow = (ticket: Ticket): Record<string, unknown> => ({
	id: ticket.id,
	subject: ticket.subject,
	description: 'the words of people',
	status: ticket.status,
	priority: null,
	requester_id: ticket.requester,
	submitter_id: ticket.submitter,
	organization_id: ticket.organization,
	created_at: iso(ticket.createdAt),
	updated_at: iso(ticket.updatedAt),
	via: { channel: 'email' },
	tags: [],
	custom_fields: [{ id: 7, value: null }],
});

import { type Answer, type Asked, Loopback } from './loopback.ts';

/** One ticket of the account, as LiveAgent has it. */
interface Ticket {
	readonly id: string;
	readonly code: string;
	readonly createdAt: number;
	changedAt: number;
	status: string;
	department: string;
	agent: string;
	subject: string;
	tags: string[];
	channel: string;
	customFields: { code: string; value: string }[];
}

interface Span {
	readonly id: string;
	readonly ticket: Ticket;
	readonly status: string;
	readonly department: string;
	readonly agent: string;
	readonly fromAt: number;
	toAt: number | null;
}

interface Group {
	readonly id: string;
	readonly ticket: Ticket;
	readonly userid: string;
	readonly type: string;
	readonly at: number;
	readonly endedAt: number | null;
	readonly messages: readonly { id: string; userid: string; type: string; at: number }[];
}

interface Call {
	readonly id: string;
	readonly ticket: string;
	readonly type: string;
	readonly at: number;
	answeredAt: number | null;
	endedAt: number | null;
}

export const AGENTS: Readonly<Record<string, string>> = { a1: 'Ana', a2: 'Bor' };
export const DEPARTMENTS: Readonly<Record<string, string>> = { default: 'General', bill: 'Billing' };
export const TAGS: Readonly<Record<string, string>> = { fqr2: 'refund', '25pr': 'vip' };

const OUR_STATUS: Readonly<Record<string, string>> = {
	N: 'new',
	C: 'open',
	A: 'answered',
	W: 'postponed',
	R: 'resolved',
	L: 'closed',
	X: 'deleted',
	B: 'spam',
};

const pad = (value: number): string => String(value).padStart(2, '0');

/** `2026-11-24 09:00:00` as clocks of an account show it that are so far from UTC. */
function shown(at: number, offsetMs: number): string {
	const date = new Date(at + offsetMs);
	const day = `${date.getUTCFullYear()}-${pad(date.getUTCMonth() + 1)}-${pad(date.getUTCDate())}`;
	return `${day} ${pad(date.getUTCHours())}:${pad(date.getUTCMinutes())}:${pad(date.getUTCSeconds())}`;
}

const utc = (text: string): number => Date.parse(`${text.replace(' ', 'T')}Z`);

export interface Created {
	readonly subject?: string;
	readonly department?: string;
	readonly channel?: string;
	/** An agent's id: it is an outgoing ticket. */
	readonly byAgent?: string;
}

/**
 * A LiveAgent account behind its API v3, on the loopback: things happen in it, it tells of them as the documentation
 * says, and it knows what a reader should have understood (`truth`).
 */
export class LiveAgentDesk {
	readonly key = 'k-3f9a1c77';
	readonly #tickets = new Map<string, Ticket>();
	readonly #spans: Span[] = [];
	readonly #groups: Group[] = [];
	readonly #truth: string[] = [];
	/** Agents' messages, and the tickets that they matter on. */
	readonly #answers: { readonly code: string; readonly line: string }[] = [];
	readonly #unclear = new Set<string>();
	#ids = 0;
	/** How far the account's clocks are from UTC, and whether it heeds `Timezone-Offset`. */
	offsetMs = 0;
	heedsOffset = true;
	/** Rows to a page of the history. */
	historyPage = 500;
	/** Lists that the key may not read. */
	readonly forbidden = new Set<string>();
	/** Changes the rows of a page before they are sent. */
	mangle: (rows: Record<string, unknown>[], path: string) => unknown[] = (rows) => rows;
	readonly calls: Call[] = [];
	slas: unknown[] = [];
	slaGrid: unknown[] = [];
	/** Its own dues by ticket id, and its own log by ticket id. */
	readonly dues = new Map<string, Readonly<Record<string, unknown>>>();
	readonly slaLog = new Map<string, readonly Readonly<Record<string, unknown>>[]>();

	private constructor(readonly server: Loopback) {}

	static async open(): Promise<LiveAgentDesk> {
		let desk: LiveAgentDesk | null = null;
		const server = await Loopback.start((asked) => desk?.answer(asked) ?? { status: 503 });
		desk = new LiveAgentDesk(server);
		return desk;
	}

	close(): Promise<void> {
		return this.server.stop();
	}

	/**
	 * What a reader should have understood of all that happened, a line an event, in order. Of messages only those of
	 * tickets whose spans leave open who wrote.
	 */
	truth(): string[] {
		const messages = this.#answers.filter(({ code }) => this.#unclear.has(code)).map(({ line }) => line);
		return [...this.#truth, ...messages].sort();
	}

	idOf(code: string): string {
		return this.#ticket(code).id;
	}

	/* ---- what happens ---- */

	create(
		code: string,
		time: string,
		{ subject = `About ${code}`, department = 'default', channel = 'E', byAgent }: Created = {},
	): void {
		const at = Date.parse(time);
		const status = byAgent === undefined ? 'N' : 'A';
		const ticket: Ticket = {
			id: `id${++this.#ids}`,
			code,
			createdAt: at,
			changedAt: at,
			status,
			department,
			agent: byAgent ?? '',
			subject,
			tags: [],
			channel,
			customFields: [],
		};
		this.#tickets.set(code, ticket);
		this.#tell(ticket, at, `created by ${byAgent === undefined ? 'customer' : 'agent'}`);
		this.#tell(ticket, at, `department ${DEPARTMENTS[department]}`);
		if (byAgent !== undefined) {
			this.#tell(ticket, at, `assigned ${AGENTS[byAgent]}`);
			this.#tell(ticket, at, 'status answered');
			this.#group(ticket, at, byAgent, '4', byAgent);
			this.#answered(ticket, at);
			this.#unclear.add(code);
		} else this.#group(ticket, at, 'c1', '3', 'c1');
		this.#span(ticket, at);
	}

	/** A ticket goes on under another status, agent or department, from one instant on. */
	move(code: string, time: string, to: { status?: string; agent?: string; department?: string }): void {
		const ticket = this.#ticket(code);
		const at = Date.parse(time);
		if (to.department !== undefined && to.department !== ticket.department) {
			this.#tell(ticket, at, `department ${DEPARTMENTS[to.department]}`);
		}
		if (to.agent !== undefined && to.agent !== ticket.agent) {
			this.#tell(ticket, at, to.agent === '' ? 'unassigned' : `assigned ${AGENTS[to.agent]}`);
		}
		if (to.status !== undefined && to.status !== ticket.status) {
			this.#tell(ticket, at, `status ${OUR_STATUS[to.status]}`);
		}
		Object.assign(ticket, to, { changedAt: at });
		this.#span(ticket, at);
	}

	/** An agent answers; in one step with that, the ticket may be solved. */
	reply(code: string, time: string, agent: string, status = 'A'): void {
		const ticket = this.#ticket(code);
		this.#group(ticket, Date.parse(time), agent, '4', agent);
		this.#answered(ticket, Date.parse(time));
		if (status !== 'A') this.#unclear.add(code);
		this.move(code, time, { status, agent });
	}

	/** The subject or the tags change; the history does not tell of that. */
	edit(code: string, time: string, to: { subject?: string; tags?: string[] }): void {
		const ticket = this.#ticket(code);
		const at = Date.parse(time);
		Object.assign(ticket, to, { changedAt: at });
		this.#tell(ticket, at, `changed ${Object.keys(to).sort().join(' ')}`);
	}

	/** A chat: begun when the ticket was created, answered, ended. */
	chat(code: string, time: string, agent: string, answeredAt: string, endedAt: string): void {
		this.create(code, time, { channel: 'B' });
		const ticket = this.#ticket(code);
		this.#groups.push({
			id: `g${++this.#ids}`,
			ticket,
			userid: 'c1',
			type: 'C',
			at: Date.parse(time),
			endedAt: Date.parse(endedAt),
			messages: [
				{ id: `m${++this.#ids}`, userid: 'c1', type: 'M', at: Date.parse(time) },
				{ id: `m${++this.#ids}`, userid: 'system00', type: 'S', at: Date.parse(time) },
				{ id: `m${++this.#ids}`, userid: agent, type: 'M', at: Date.parse(answeredAt) },
				{ id: `m${++this.#ids}`, userid: agent, type: 'M', at: Date.parse(answeredAt) + 9_000 },
			],
		});
		this.#tell(ticket, Date.parse(time), 'chat started');
		this.#tell(ticket, Date.parse(answeredAt), `chat answered ${AGENTS[agent]}`);
		this.#answered(ticket, Date.parse(answeredAt));
		this.#unclear.add(code);
		this.#tell(ticket, Date.parse(endedAt), 'chat ended');
	}

	/** A call that comes in on a ticket, is answered or not, and has ended or not. */
	call(
		code: string,
		time: string,
		{ answered, ended, type = 'I' }: { answered?: string; ended?: string; type?: string } = {},
	): void {
		const ticket = this.#ticket(code);
		const instant = (text?: string): number | null => (text === undefined ? null : Date.parse(text));
		this.calls.push({
			id: `k${this.calls.length + 1}`,
			ticket: ticket.id,
			type,
			at: Date.parse(time),
			answeredAt: instant(answered),
			endedAt: instant(ended),
		});
		ticket.changedAt = Math.max(ticket.changedAt, Date.parse(time));
	}

	#ticket(code: string): Ticket {
		const ticket = this.#tickets.get(code);
		if (!ticket) throw new Error(`there is no ticket ${code}`);
		return ticket;
	}

	#line({ code }: Ticket, at: number, what: string): string {
		return `${code} ${new Date(at).toISOString().replace('.000', '')} ${what}`;
	}

	#tell(ticket: Ticket, at: number, what: string): void {
		this.#truth.push(this.#line(ticket, at, what));
	}

	#answered(ticket: Ticket, at: number): void {
		this.#answers.push({ code: ticket.code, line: this.#line(ticket, at, 'message by agent') });
	}

	#span(ticket: Ticket, fromAt: number): void {
		const last = this.#spans.findLast((span) => span.ticket === ticket);
		if (last) last.toAt = fromAt;
		const { status, department, agent } = ticket;
		this.#spans.push({
			id: `${this.#spans.length + 1}`,
			ticket,
			status,
			department,
			agent,
			fromAt,
			toAt: null,
		});
	}

	#group(ticket: Ticket, at: number, userid: string, type: string, author: string): void {
		this.#groups.push({
			id: `g${++this.#ids}`,
			ticket,
			userid,
			type,
			at,
			endedAt: at,
			messages: [
				{ id: `m${++this.#ids}`, userid: author, type: 'H', at },
				{ id: `m${++this.#ids}`, userid: author, type: 'M', at },
			],
		});
	}

	/* ---- the API ---- */

	answer(asked: Asked): Answer {
		if (!asked.path.startsWith('/api/v3/')) return { status: 404, body: { message: 'Not found' } };
		if (asked.headers.apikey !== this.key) {
			return { status: 401, body: { message: `Invalid API key ${String(asked.headers.apikey)}` } };
		}
		const path = asked.path.slice('/api/v3'.length);
		if (this.forbidden.has(path)) return { status: 403, body: { message: 'Insufficient privileges' } };
		return this.#list(path, asked) ?? { status: 404, body: { message: `No resource ${path}` } };
	}

	#list(path: string, asked: Asked): Answer | null {
		const { query } = asked;
		const time = (at: number | null): string | null => (at === null ? null : shown(at, this.#offset(asked)));
		const own = /^\/tickets\/([^/]+)\/(history|messages|sla)$/.exec(path);
		const ofTicket = /^\/slas\/([^/]+)\/history$/.exec(path);
		const [, id = '', part] = own ?? [];
		if (path === '/tickets') return this.#ticketPage(query, time);
		if (path === '/calls') return this.#callPage(query, time);
		const named = this.#named(path);
		if (named) return { body: ticketRow(named, time) };
		if (path === '/tickets/history') return this.#historyPage(query, time);
		if (part === 'history') {
			return this.#spanPage(
				this.#spans.filter(({ ticket }) => ticket.id === id),
				query,
				time,
				path,
			);
		}
		if (part === 'messages')
			return this.#paged(
				this.#groups.filter(({ ticket }) => ticket.id === id).map((g) => groupRow(g, time)),
				path,
				query,
			);
		if (part === 'sla') return { body: this.dues.get(id) ?? {} };
		if (ofTicket) return { body: this.slaLog.get(ofTicket[1] ?? '') ?? [] };
		if (path === '/agents')
			return this.#paged(
				Object.entries(AGENTS).map(([id, name]) => ({ id, name })),
				path,
				query,
			);
		if (path === '/tags')
			return this.#paged(
				Object.entries(TAGS).map(([id, name]) => ({ id, name })),
				path,
				query,
			);
		if (path === '/departments') {
			const rows = Object.entries(DEPARTMENTS).map(([id, name]) => ({ department_id: id, name }));
			return this.#paged(rows, path, query);
		}
		if (path === '/grid/tickets/sla') return { body: { cursor: null, rows: this.slaGrid } };
		return path === '/slas' ? { body: this.slas } : null;
	}

	/** The account's own offset, or the one that the client asks for. */
	#offset({ headers }: Asked): number {
		const wanted = headers['timezone-offset'];
		return this.heedsOffset && wanted !== undefined ? Number(wanted) * 1_000 : this.offsetMs;
	}

	#paged(rows: Record<string, unknown>[], path: string, query: URLSearchParams): Answer {
		const perPage = Number(query.get('_perPage') ?? 10);
		const page = Number(query.get('_page') ?? 1);
		return { body: this.mangle(rows.slice((page - 1) * perPage, page * perPage), path) };
	}

	#ticketPage(query: URLSearchParams, time: (at: number | null) => string | null): Answer {
		const filters: [string, string, string][] = JSON.parse(query.get('_filters') ?? '[]');
		const found = [...this.#tickets.values()].filter((ticket) =>
			filters.every(([column, operator, value]) => {
				if (column === 'status' && operator === 'IN') return value.split(',').includes(ticket.status);
				const at = column === 'date_changed' ? ticket.changedAt : ticket.createdAt;
				if (operator === 'D>=') return at >= utc(value);
				if (operator === 'D<=') return at <= utc(value);
				throw new Error(`no such filter: ${column} ${operator}`);
			}),
		);
		const by = query.get('_sortField') === 'date_changed' ? 'changedAt' : 'createdAt';
		const sign = query.get('_sortDir') === 'DESC' ? -1 : 1;
		found.sort((a, b) => sign * (a[by] - b[by]));
		return this.#paged(
			found.map((ticket) => ticketRow(ticket, time)),
			'/tickets',
			query,
		);
	}

	#named(path: string): Ticket | undefined {
		return [...this.#tickets.values()].find(({ id }) => path === `/tickets/${id}`);
	}

	#callPage(query: URLSearchParams, time: (at: number | null) => string | null): Answer {
		const filters: [string, string, string][] = JSON.parse(query.get('_filters') ?? '[]');
		const fromAt = Math.max(0, ...filters.map(([, , value]) => utc(value)));
		const all = this.calls.filter((call) => call.at >= fromAt);
		const start = Number(query.get('_cursor') ?? 0);
		const end = start + this.historyPage;
		const rows = all.slice(start, end).map((call) => ({
			id: call.id,
			ticket_id: call.ticket,
			type: call.type,
			from_number: '+386 1 555 01 00',
			date_created: time(call.at),
			date_answered: time(call.answeredAt),
			date_finished: time(call.endedAt) ?? '',
		}));
		return {
			...(end < all.length ? { headers: { next_page_cursor: String(end) } } : {}),
			body: this.mangle(rows, '/calls'),
		};
	}

	#historyPage(query: URLSearchParams, time: (at: number | null) => string | null): Answer {
		const filters: [string, string, string][] = JSON.parse(query.get('_filters') ?? '[]');
		const fromAt = Math.max(0, ...filters.map(([, , value]) => utc(value)));
		const all = this.#spans.filter((span) => span.fromAt >= fromAt).sort((a, b) => a.fromAt - b.fromAt);
		return this.#spanPage(all, query, time, '/tickets/history');
	}

	#spanPage(
		all: readonly Span[],
		query: URLSearchParams,
		time: (at: number | null) => string | null,
		path: string,
	): Answer {
		const cursor = query.get('_cursor');
		if (cursor !== null && !/^p\d+$/.test(cursor))
			return { status: 400, body: { message: 'Invalid cursor' } };
		const start = cursor === null ? 0 : Number(cursor.slice(1));
		const end = start + this.historyPage;
		return {
			...(end < all.length ? { headers: { next_page_cursor: `p${end}` } } : {}),
			body: this.mangle(
				all.slice(start, end).map((span) => spanRow(span, time)),
				path,
			),
		};
	}
}

type Time = (at: number | null) => string | null;

function ticketRow(ticket: Ticket, time: Time): Record<string, unknown> {
	return {
		id: ticket.id,
		code: ticket.code,
		owner_contactid: 'c1',
		owner_email: 'jane@example.org',
		owner_name: 'Jane Roe',
		departmentid: ticket.department,
		// Absent, not null, where there is nobody.
		...(ticket.agent === '' ? {} : { agentid: ticket.agent }),
		status: ticket.status,
		tags: ticket.tags,
		channel_type: ticket.channel,
		date_created: time(ticket.createdAt),
		date_changed: time(ticket.changedAt),
		date_due: '',
		last_activity: time(ticket.changedAt),
		public_access_urlcode: '5f1c',
		subject: ticket.subject,
		custom_fields: ticket.customFields,
	};
}

function spanRow(span: Span, time: Time): Record<string, unknown> {
	return {
		id: span.id,
		conversation_id: span.ticket.id,
		conversation_code: span.ticket.code,
		department_id: span.department,
		department_name: DEPARTMENTS[span.department] ?? null,
		agent_id: span.agent,
		status: span.status,
		date_from: time(span.fromAt),
		date_to: time(span.toAt),
		elapsed_time: span.toAt === null ? '' : String((span.toAt - span.fromAt) / 1_000),
	};
}

function groupRow(group: Group, time: Time): Record<string, unknown> {
	return {
		id: group.id,
		userid: group.userid,
		user_full_name: AGENTS[group.userid] ?? 'Jane Roe',
		type: group.type,
		status: 'V',
		datecreated: time(group.at),
		datefinished: time(group.endedAt),
		sort_order: 1,
		messages: group.messages.map(({ id, userid, type, at }) => ({
			id,
			userid,
			type,
			datecreated: time(at),
			format: 'T',
			message: 'the words of people',
			visibility: 'A',
		})),
	};
}

import type { Answer, Asked } from './loopback.ts';
import { AGENTS, CUSTOMER, type Row, StoryDesk, type StoryTicket } from './story-desk.ts';

const iso = (at: number): string => new Date(at).toISOString();

const STATES = ['', 'new', 'open', 'pending reminder', 'closed', 'merged', 'removed', 'pending close'];
const TYPE_IDS = [0, 1, 2, 3, 5, 6, 7, 4];
const OUR_STATE: Readonly<Record<string, string>> = {
	new: 'new',
	open: 'open',
	postponed: 'pending reminder',
	on_hold: 'pending close',
	closed: 'closed',
	merged: 'merged',
	deleted: 'removed',
};
const stateOf = (status: string | null): string => OUR_STATE[status ?? ''] ?? String(status);

/** A Zammad behind its API v1, on the loopback. */
export class ZammadStoryDesk extends StoryDesk {
	readonly kind = 'zammad';
	protected override readonly firstStatus = 'new';
	protected override readonly listsFirst = true;
	/** Whether there is an Elasticsearch. */
	searches = true;
	/** Tickets that whoever asks may not read. */
	readonly hidden = new Set<number>();

	static open(): Promise<ZammadStoryDesk> {
		return StoryDesk.serve((server) => new ZammadStoryDesk(server));
	}

	override reference(id: number): string {
		return String(22_000 + id);
	}

	answer({ path, query, headers }: Asked): Answer {
		if (headers.authorization !== `Token token=${this.key}`) {
			return { status: 401, body: { error: `Invalid token ${headers.authorization}`, error_human: 'no' } };
		}
		const rest = path.replace('/api/v1', '');
		const [, what = '', id = ''] =
			/^\/(ticket_articles\/by_ticket|ticket_history|users|tickets)\/(\d+|me)$/.exec(rest) ?? [];
		switch (what || rest) {
			case 'ticket_articles/by_ticket':
				return { body: this.mangle(this.#articles(this.ticket(Number(id))), what) };
			case 'tickets': {
				if (this.hidden.has(Number(id))) return { status: 403, body: { error: 'Not authorized' } };
				const found = this.tickets.find((ticket) => ticket.id === Number(id));
				if (found) return { body: this.#row(found) };
				return { status: 404, body: { error: `Couldn't find Ticket with 'id'=${id}` } };
			}
			case 'ticket_history':
				return { body: { history: this.mangle(this.#history(this.ticket(Number(id))), what), assets: {} } };
			case 'users': {
				const [name] = Object.entries(AGENTS).find(([, agent]) => String(agent) === id) ?? ['Bor Zupan'];
				const [firstname, lastname] = name.split(' ');
				return { body: { id: 11, login: 'bor@desk.example', firstname, lastname, password: '' } };
			}
			case '/ticket_states':
				return {
					body: STATES.slice(1).map((name, place) => ({
						id: place + 1,
						state_type_id: TYPE_IDS[place + 1],
						name,
						active: true,
					})),
				};
			case '/tickets':
				return this.#page(
					this.tickets.filter(({ id }) => !this.hidden.has(id)),
					query,
				);
			case '/tickets/search':
				return this.#page(this.#found(query.get('query') ?? ''), query);
			default:
				return { status: 404, body: { error: 'No route matches' } };
		}
	}

	#found(text: string): StoryTicket[] {
		if (!this.searches) return [];
		const [, from = ''] = /updated_at:\[(\S+) TO \*\]/.exec(text) ?? [];
		const [, ids] = /state_id:\(([^)]*)\)/.exec(text) ?? [];
		const wanted = ids?.split(' OR ').map((id) => STATES[Number(id)]);
		const [, named] = /\bid:\(([^)]*)\)/.exec(text.replace('state_id', '')) ?? [];
		return this.changedSince(Date.parse(from)).filter(
			({ id, status }) =>
				!this.hidden.has(id) &&
				(wanted?.includes(stateOf(status)) ?? true) &&
				(named?.split(' OR ').includes(String(id)) ?? true),
		);
	}

	#page(all: readonly StoryTicket[], query: URLSearchParams): Answer {
		const size = Number(query.get('per_page'));
		const start = (Number(query.get('page')) - 1) * size;
		return {
			body: this.mangle(
				all.slice(start, start + size).map((ticket) => this.#row(ticket)),
				'tickets',
			),
		};
	}

	#row({ id, createdAt, updatedAt, byAgent, subject, status, agent, department }: StoryTicket): Row {
		return {
			id,
			number: this.reference(id),
			title: subject,
			state: stateOf(status),
			priority: '2 normal',
			group: department,
			owner: agent === null ? '-' : `${agent.split(' ')[0]?.toLowerCase()}@desk.example`,
			owner_id: agent === null ? 1 : AGENTS[agent],
			customer: CUSTOMER.email,
			organization: null,
			create_article_type: 'email',
			create_article_sender: byAgent ? 'Agent' : 'Customer',
			first_response_escalation_at: null,
			created_at: iso(createdAt),
			updated_at: iso(updatedAt),
		};
	}

	#articles(ticket: StoryTicket): Row[] {
		const { id } = ticket;
		return this.messagesOf(ticket).map((message) => ({
			id: message.id,
			ticket_id: id,
			type: message.isPublic ? 'email' : 'note',
			sender: message.by === 'agent' ? 'Agent' : 'Customer',
			internal: !message.isPublic,
			body: 'the words of people',
			created_by: 'somebody',
			created_at: iso(message.at),
			updated_at: iso(message.at),
		}));
	}

	#history({ id, createdAt, changes }: StoryTicket): Row[] {
		const rows = changes.map(({ id: row, at, field, from, to }) => {
			const attribute = { status: 'state', agent: 'owner', department: 'group' }[field];
			const name = (value: string | null): string => (field === 'status' ? stateOf(value) : (value ?? '-'));
			return {
				id: row,
				o_id: id,
				object: 'Ticket',
				type: 'updated',
				attribute,
				value_from: name(from),
				value_to: name(to),
				id_from: 1,
				id_to: 2,
				created_by_id: 11,
				created_at: iso(at),
			};
		});
		const base = { o_id: id, object: 'Ticket', created_by_id: 3, created_at: iso(createdAt) };
		return [
			{ id: id * 10, type: 'created', ...base },
			{ id: id * 10 + 1, type: 'notification', value_to: 'ana@desk.example(create:online,email)', ...base },
			...rows,
		];
	}
}

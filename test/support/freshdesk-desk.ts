import type { Answer, Asked } from './loopback.ts';
import {
	AGENTS,
	CUSTOMER,
	DEPARTMENTS,
	instant,
	type Row,
	StoryDesk,
	type StoryTicket,
} from './story-desk.ts';

const CODES: Readonly<Record<string, number>> = { open: 2, answered: 3, resolved: 4, closed: 5, on_hold: 7 };

/** A Freshdesk behind its API v2, on the loopback. */
export class FreshdeskStoryDesk extends StoryDesk {
	readonly kind = 'freshdesk';
	/** Tickets that are shown to administrators alone, and where. */
	readonly hidden = new Map<number, 'deleted' | 'spam'>();
	/** Rows of a page of the search: 30 over there. */
	found = 30;
	/** What the key may not read. */
	readonly forbidden = new Set<string>();

	static open(): Promise<FreshdeskStoryDesk> {
		return StoryDesk.serve((server) => new FreshdeskStoryDesk(server));
	}

	/** Takes a ticket to where only administrators see it, or back (null). */
	hide(id: number, time: string, where: 'deleted' | 'spam' | null): void {
		this.ticket(id).updatedAt = Date.parse(time);
		if (where === null) this.hidden.delete(id);
		else this.hidden.set(id, where);
	}

	/** It has no history: who has a ticket, and in which group it is, is part of its creation where it is seen late. */
	protected override truthOf(ticket: StoryTicket): string[] {
		return super.truthOf(ticket).filter((line) => !/ (unassigned|assigned|department)/.test(line));
	}

	answer({ path, query, headers }: Asked): Answer {
		const wanted = `Basic ${Buffer.from(`${this.key}:X`).toString('base64')}`;
		if (headers.authorization !== wanted) {
			return { status: 401, body: { code: 'invalid_credentials', message: 'You have to be logged in.' } };
		}
		const rest = path.replace('/api/v2', '');
		if (this.forbidden.has(rest)) {
			return { status: 403, body: { code: 'access_denied', message: 'You are not authorized.' } };
		}
		const [, id = '', part = ''] = /^\/tickets\/(\d+)(\/conversations)?$/.exec(rest) ?? [];
		if (part !== '') return this.#slice(this.#conversations(this.ticket(Number(id))), query, 'conversations');
		if (id !== '') return { body: this.#row(this.ticket(Number(id)), 'stats,requester') };
		switch (rest) {
			case '/tickets':
				return this.#list(query);
			case '/search/tickets':
				return this.#search(query);
			case '/agents':
				return this.#slice(
					Object.entries(AGENTS).map(([name, agent]) => ({ id: agent, contact: { name } })),
					query,
					'agents',
				);
			case '/groups':
				return this.#slice(
					Object.entries(DEPARTMENTS).map(([name, group]) => ({ id: group, name })),
					query,
					'groups',
				);
			case '/agents/me':
				return { body: { id: 12, contact: { name: 'Bor Zupan', email: 'bor@desk.example' } } };
			case '/ticket_fields':
				return {
					body: [
						{
							id: 1,
							type: 'default_status',
							choices: {
								2: ['Open', 'Being Processed'],
								3: ['Pending', 'Awaiting your Reply'],
								4: ['Resolved', 'Resolved'],
								5: ['Closed', 'Closed'],
								7: ['Waiting on Third Party', 'Being Processed'],
							},
						},
					],
				};
			default:
				return { status: 404, body: '' };
		}
	}

	#slice(rows: Row[], query: URLSearchParams, what: string, size = Number(query.get('per_page'))): Answer {
		const start = (Number(query.get('page')) - 1) * size;
		return { body: this.mangle(rows.slice(start, start + size), what) };
	}

	#list(query: URLSearchParams): Answer {
		const filter = query.get('filter') ?? undefined;
		const include = query.get('include') ?? '';
		const rows = this.changedSince(Date.parse(query.get('updated_since') ?? ''))
			.filter(({ id }) => this.hidden.get(id) === filter)
			.map((ticket) => this.#row(ticket, include));
		return this.#slice(rows, query, 'tickets');
	}

	/** Both ends of a span of days belong to it; the newest come first, ten pages at the most. */
	#search(query: URLSearchParams): Answer {
		const text = query.get('query') ?? '';
		const [, from = '', to = ''] = /updated_at:>'(\S+)' AND updated_at:<'(\S+)'/.exec(text) ?? [];
		const codes = [...text.matchAll(/status:(\d+)/g)].map(([, code]) => Number(code));
		const rows = this.changedSince(Date.parse(from))
			.filter(
				({ id, updatedAt, status }) =>
					updatedAt < Date.parse(to) + 86_400_000 &&
					codes.includes(CODES[status] ?? 0) &&
					!this.hidden.has(id),
			)
			.map((ticket) => this.#row(ticket, ''))
			.toReversed();
		if (Number(query.get('page')) > 10) return { status: 400, body: { description: 'Validation failed' } };
		const page = this.#slice(rows, query, 'tickets', this.found);
		return { body: { results: page.body, total: rows.length } };
	}

	#row(ticket: StoryTicket, include: string): Row {
		const { id, createdAt, updatedAt, byAgent, subject, status, agent, department } = ticket;
		return {
			id,
			subject,
			description_text: 'the words of people',
			status: CODES[status],
			priority: 1,
			group_id: DEPARTMENTS[department],
			responder_id: agent === null ? null : AGENTS[agent],
			requester_id: CUSTOMER.id,
			company_id: null,
			source: byAgent ? 10 : 1,
			tags: [],
			custom_fields: { cf_order: null },
			spam: this.hidden.get(id) === 'spam',
			...(this.hidden.get(id) === 'deleted' ? { deleted: true } : {}),
			due_by: instant(createdAt + 86_400_000),
			fr_due_by: instant(createdAt + 3_600_000),
			created_at: instant(createdAt),
			updated_at: instant(updatedAt),
			...(include.includes('stats') ? { stats: this.#stats(ticket) } : {}),
			...(include.includes('requester') ? { requester: CUSTOMER } : {}),
		};
	}

	#stats({ changes, status }: StoryTicket): Row {
		const last = (to?: string): string | null => {
			const found = changes.findLast(
				(change) => change.field === 'status' && (to ?? change.to) === change.to,
			);
			return found ? instant(found.at) : null;
		};
		return {
			agent_responded_at: null,
			first_responded_at: null,
			status_updated_at: last(),
			resolved_at: last('resolved'),
			closed_at: last('closed'),
			reopened_at: last('open'),
			pending_since: status === 'answered' ? last('answered') : null,
		};
	}

	#conversations(ticket: StoryTicket): Row[] {
		return this.messagesOf(ticket).map(({ id, at, by, isPublic }) => ({
			id,
			ticket_id: ticket.id,
			incoming: by === 'customer',
			private: !isPublic,
			source: isPublic ? 0 : 2,
			user_id: by === 'customer' ? CUSTOMER.id : 11,
			body_text: 'the words of people',
			created_at: instant(at),
			updated_at: instant(at),
		}));
	}
}

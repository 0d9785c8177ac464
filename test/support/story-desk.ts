import { type Answer, type Asked, Loopback } from './loopback.ts';

/** Something that changed on a ticket: one field, from what to what. */
export interface StoryChange {
	readonly id: number;
	readonly at: number;
	readonly field: 'status' | 'agent' | 'department';
	readonly from: string | null;
	readonly to: string | null;
}

export interface StoryMessage {
	readonly id: number;
	readonly at: number;
	readonly by: 'customer' | 'agent';
	readonly isPublic: boolean;
}

export interface StoryTicket {
	readonly id: number;
	readonly createdAt: number;
	updatedAt: number;
	readonly byAgent: boolean;
	subject: string;
	status: string;
	agent: string | null;
	department: string;
	readonly changes: StoryChange[];
	readonly messages: StoryMessage[];
}

/** People and groups, with the ids that they have in every desk. */
export const AGENTS: Readonly<Record<string, number>> = { 'Ana Kos': 11, 'Bor Zupan': 12 };
export const CUSTOMER = { id: 90, name: 'Jane Roe', email: 'jane@example.org' };
export const DEPARTMENTS: Readonly<Record<string, number>> = { Support: 5, Billing: 6 };

export const instant = (at: number): string => new Date(at).toISOString().replace('.000', '');

export type Row = Record<string, unknown>;

/**
 * A help desk's account on the loopback, in words that all have; each vendor's own turns it into its API. It knows what
 * a reader should have understood.
 */
export abstract class StoryDesk {
	abstract readonly kind: string;
	readonly key = 'key-81c2f3';
	readonly user: string | undefined = undefined;
	readonly tickets: StoryTicket[] = [];
	/** What becomes of the rows of a list on their way out. */
	mangle: (rows: Row[], path: string) => unknown[] = (rows) => rows;
	/** Rows to a page, where the desk gives fewer than it is asked for. */
	page = 100;
	/** The status that a ticket begins in. */
	protected readonly firstStatus: string = 'open';
	/** Whether the message that a ticket began with is among its messages. */
	protected readonly listsFirst: boolean = false;
	#ids = 1_000;

	protected constructor(readonly server: Loopback) {}

	/** Starts a desk's server, and the desk behind it. */
	protected static async serve<D extends StoryDesk>(make: (server: Loopback) => D): Promise<D> {
		let desk: D | null = null;
		const server = await Loopback.start((asked) => desk?.answer(asked) ?? { status: 503 });
		desk = make(server);
		return desk;
	}

	close(): Promise<void> {
		return this.server.stop();
	}

	/** What a ticket is called. */
	reference(id: number): string {
		return String(id);
	}

	create(id: number, time: string, { byAgent = false, department = 'Support' } = {}): void {
		const at = Date.parse(time);
		this.tickets.push({
			id,
			createdAt: at,
			updatedAt: at,
			byAgent,
			subject: `About ${id}`,
			status: this.firstStatus,
			agent: null,
			department,
			changes: [],
			messages: [{ id: ++this.#ids, at, by: byAgent ? 'agent' : 'customer', isPublic: true }],
		});
	}

	write(id: number, time: string, by: 'customer' | 'agent', isPublic = true): void {
		const ticket = this.ticket(id);
		const at = Date.parse(time);
		ticket.messages.push({ id: ++this.#ids, at, by, isPublic });
		ticket.updatedAt = at;
	}

	set(id: number, time: string, fields: Partial<Pick<StoryTicket, 'status' | 'agent' | 'department'>>): void {
		const ticket = this.ticket(id);
		const at = Date.parse(time);
		for (const field of ['status', 'agent', 'department'] as const) {
			const to = fields[field];
			if (to === undefined) continue;
			ticket.changes.push({ id: ++this.#ids, at, field, from: ticket[field], to });
			Object.assign(ticket, { [field]: to });
		}
		ticket.updatedAt = at;
	}

	/** Deletes a ticket for good: no list tells of it any more. */
	remove(id: number): void {
		this.tickets.splice(this.tickets.indexOf(this.ticket(id)), 1);
	}

	/** Every event that a reader should have made, in the words of `told`. */
	truth(): string[] {
		return this.tickets.flatMap((ticket) => this.truthOf(ticket)).sort();
	}

	protected truthOf(ticket: StoryTicket): string[] {
		const line = (at: number, what: string): string => `${this.reference(ticket.id)} ${instant(at)} ${what}`;
		const messages = this.messagesOf(ticket)
			.filter(({ at, by }) => by === 'agent' || at > ticket.createdAt)
			.map(({ at, by, isPublic }) => line(at, `${isPublic ? 'message' : 'note'} by ${by}`));
		const changes = ticket.changes.map(({ at, field, to }) => {
			if (field === 'agent') return line(at, to === null ? 'unassigned' : `assigned ${to}`);
			return line(at, `${field} ${to}`);
		});
		return [
			line(ticket.createdAt, `created by ${ticket.byAgent ? 'agent' : 'customer'}`),
			...messages,
			...changes,
		];
	}

	protected messagesOf({ messages }: StoryTicket): readonly StoryMessage[] {
		return this.listsFirst ? messages : messages.slice(1);
	}

	/** Tickets that changed at or after an instant, in that order. */
	protected changedSince(at: number): StoryTicket[] {
		return this.tickets
			.filter(({ updatedAt }) => updatedAt >= at)
			.sort((a, b) => a.updatedAt - b.updatedAt || a.id - b.id);
	}

	protected ticket(id: number): StoryTicket {
		const found = this.tickets.find((ticket) => ticket.id === id);
		if (!found) throw new Error(`there is no ticket ${id}`);
		return found;
	}

	abstract answer(asked: Asked): Answer;
}

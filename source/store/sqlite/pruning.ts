/** A store, or an archive, that tickets are moved out of and into: each step one transaction of this one file. */
import { randomUUID } from 'node:crypto';
import type { MovedTicket } from '../port-archive.ts';
import { ArchivedTickets } from './archived.ts';
import { type Connection, type OpenOptions, openConnection } from './connection.ts';
import { inWords } from './errors.ts';
import { Meta } from './meta.ts';
import { Prunable, type PrunableTicket } from './prunable.ts';
import { WholeTickets } from './whole-tickets.ts';

/** Tickets looked at in one go. */
const BATCH = 200;

/** A ticket that is to be moved out, as it stood when it was read. */
export interface Leaving extends PrunableTicket {
	readonly moved: MovedTicket;
	readonly log: string;
}

export class Pruning {
	private readonly db: Connection;
	private readonly meta: Meta;
	private readonly tickets: WholeTickets;
	private readonly prunable: Prunable;
	private readonly archived: ArchivedTickets;
	private readonly sql;

	constructor(
		private readonly path: string,
		options?: Pick<OpenOptions, 'waitMs'>,
	) {
		this.db = openConnection(path, { ...options, durable: true });
		this.meta = new Meta(this.db);
		this.tickets = new WholeTickets(this.db);
		this.prunable = new Prunable(this.db);
		this.archived = new ArchivedTickets(this.db);
		this.sql = {
			ticketsAfter: this.db
				.prepare<[string], string>(
					`SELECT DISTINCT ticket FROM event WHERE ticket > ? ORDER BY ticket LIMIT ${BATCH}`,
				)
				.pluck(),
			source: this.db
				.prepare<[string], number>(
					`INSERT INTO source(name) VALUES (?) ON CONFLICT(name) DO UPDATE SET name = excluded.name RETURNING id`,
				)
				.pluck(),
			add: this.db.prepare<[number, string, string, number, string, string]>(
				'INSERT INTO event(source, event_id, ticket, at, type, data) VALUES (?, ?, ?, ?, ?, ?)',
			),
		};
	}

	/** What this store's archive knows it by; made where there is none yet. */
	archiveId(): string {
		return this.alone(() => this.meta.setOnce('archive_id', randomUUID()));
	}

	/** The `archiveId` of the store that this is the archive of. */
	archiveOf(): string | null {
		return this.words(() => this.meta.get('archive_of'));
	}

	/** Makes this a store's archive, unless it is one already. @returns whose it is */
	becomeArchiveOf(id: string): string {
		return this.alone(() => this.meta.setOnce('archive_of', id));
	}

	countPrunable(before: number): number {
		return this.words(() => this.prunable.count(before));
	}

	isArchived(ticket: string): boolean {
		return this.words(() => this.archived.has(ticket));
	}

	/** Tickets in the archive, after one in order. */
	archivedAfter(ticket: string): string[] {
		return this.words(() => this.archived.after(ticket));
	}

	hasTicket(ticket: string): boolean {
		return this.words(() => this.tickets.has(ticket));
	}

	/** Tickets that have events here, after one in order. */
	ticketsAfter(ticket: string): string[] {
		return this.words(() => this.sql.ticketsAfter.all(ticket));
	}

	/** A ticket's events. */
	history(ticket: string): MovedTicket {
		return this.words(() => [ticket, this.tickets.events(ticket)]);
	}

	/** The next tickets that were over before an instant. @param after the number of the last one that was asked for */
	next(before: number, after: number): Leaving[] {
		return this.words(() => this.prunable.next(before, after).map((ticket) => this.leaving(ticket)));
	}

	/** Whether one is over still, and all that there is of it is what was read. */
	isUnchanged(leaving: Leaving, before: number): boolean {
		return this.words(() => {
			if (!this.prunable.is(leaving, before)) return false;
			const { moved, log } = this.leaving(leaving);
			return log === leaving.log && this.isSame(moved, leaving.moved);
		});
	}

	/** Whether it has every event of a ticket, and no other. */
	hasWhole(moved: MovedTicket): boolean {
		return this.isSame(this.history(moved[0]), moved);
	}

	/** Lets go of tickets that the archive has now. */
	moveOut(tickets: readonly MovedTicket[]): void {
		this.alone(() => this.archived.remember(tickets, this.tickets.drop(tickets.map(([ticket]) => ticket))));
	}

	/** Takes tickets back, as events that no engine has seen. */
	takeBack(tickets: readonly MovedTicket[]): void {
		this.alone(() => {
			for (const moved of tickets) {
				const [ticket, events] = moved;
				this.archived.forget(moved);
				for (const { source, id, at, type, data } of events) {
					this.sql.add.run(this.sql.source.get(source) ?? 0, id, ticket, at, type, data);
				}
			}
		});
	}

	/** Takes tickets of which no clock runs out of it. */
	drop(tickets: readonly string[]): void {
		this.alone(() => void this.tickets.drop(tickets));
	}

	close(): void {
		this.db.close();
	}

	/** Does work in one transaction, while nobody else writes here. */
	alone<T>(work: () => T): T {
		return this.words(() => this.db.transaction(work).immediate());
	}

	private leaving({ id, ticket }: PrunableTicket): Leaving {
		return { id, ticket, moved: [ticket, this.tickets.events(ticket)], log: this.tickets.log(ticket) };
	}

	private isSame([, one]: MovedTicket, [, other]: MovedTicket): boolean {
		return JSON.stringify(one) === JSON.stringify(other);
	}

	private words<T>(work: () => T): T {
		try {
			return work();
		} catch (error) {
			throw inWords(error, this.path);
		}
	}
}

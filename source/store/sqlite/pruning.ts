/** A store in a file, or an archive, that tickets are moved out of and into. */
import type {
	HeldStore,
	Leaving,
	MovedTicket,
	PairKey,
	PrunableTicket,
	PrunedStore,
} from '../port-archive.ts';
import { isSameHistory } from '../port-archive.ts';
import { BATCH } from '../sql/pruning.ts';
import { ArchivedTickets } from './archived.ts';
import { type Connection, type OpenOptions, openConnection } from './connection.ts';
import { inWords } from './errors.ts';
import { Meta } from './meta.ts';
import { Prunable } from './prunable.ts';
import { WholeTickets } from './whole-tickets.ts';

export class PrunedFile implements PrunedStore {
	private readonly db: Connection;
	private readonly meta: Meta;
	private readonly tickets: WholeTickets;
	private readonly prunable: Prunable;
	private readonly moved: ArchivedTickets;
	private readonly sql;
	private readonly held: HeldStore;

	/** @throws {StoreError} in words for people */
	constructor(
		readonly name: string,
		options?: Pick<OpenOptions, 'waitMs'>,
	) {
		this.db = openConnection(name, { ...options, durable: true });
		this.meta = new Meta(this.db);
		this.tickets = new WholeTickets(this.db);
		this.prunable = new Prunable(this.db);
		this.moved = new ArchivedTickets(this.db);
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
		this.held = this.heldStore();
	}

	pairKey(key: PairKey): Promise<string | null> {
		return this.words(() => this.meta.get(key));
	}

	countPrunable(before: number): Promise<number> {
		return this.words(() => this.prunable.count(before));
	}

	next(before: number, after: number): Promise<Leaving[]> {
		return this.words(() => this.prunable.next(before, after).map((ticket) => this.leaving(ticket)));
	}

	archivedAfter(ticket: string): Promise<string[]> {
		return this.words(() => this.moved.after(ticket));
	}

	ticketsAfter(ticket: string): Promise<string[]> {
		return this.words(() => this.sql.ticketsAfter.all(ticket));
	}

	there(tickets: readonly string[]): Promise<ReadonlySet<string>> {
		return this.words(() => new Set(tickets.filter((ticket) => this.tickets.has(ticket))));
	}

	histories(tickets: readonly string[]): Promise<MovedTicket[]> {
		return this.words(() => tickets.map((ticket) => this.history(ticket)));
	}

	alone<T>(work: (held: HeldStore) => Promise<T>): Promise<T> {
		return this.words(async () => {
			this.db.exec('BEGIN IMMEDIATE');
			try {
				const result = await work(this.held);
				this.db.exec('COMMIT');
				return result;
			} catch (error) {
				if (this.db.inTransaction) this.db.exec('ROLLBACK');
				throw error;
			}
		});
	}

	async close(): Promise<void> {
		this.db.close();
	}

	private heldStore(): HeldStore {
		const { meta, moved, tickets: whole, prunable } = this;
		return {
			setPairKey: async (key, value) => meta.setOnce(key, value),
			archived: async (tickets) => new Set(tickets.filter((ticket) => moved.has(ticket))),
			there: (tickets) => this.there(tickets),
			unchanged: async (leaving, before) =>
				leaving.filter((one) => {
					if (!prunable.is(one, before)) return false;
					const now = this.leaving(one);
					return now.log === one.log && isSameHistory(now.moved, one.moved);
				}),
			moveOut: async (tickets) => moved.remember(tickets, whole.drop(tickets.map(([ticket]) => ticket))),
			takeBack: async (tickets) => {
				for (const ticket of tickets) this.takeBack(ticket);
			},
			drop: async (tickets) => void whole.drop(tickets),
		};
	}

	private takeBack(moved: MovedTicket): void {
		const [ticket, events] = moved;
		this.moved.forget(moved);
		for (const { source, id, at, type, data } of events) {
			this.sql.add.run(this.sql.source.get(source) ?? 0, id, ticket, at, type, data);
		}
	}

	private history(ticket: string): MovedTicket {
		return [ticket, this.tickets.events(ticket)];
	}

	private leaving({ id, ticket }: PrunableTicket): Leaving {
		return { id, ticket, moved: this.history(ticket), log: this.tickets.log(ticket) };
	}

	private async words<T>(work: () => T | Promise<T>): Promise<T> {
		try {
			return await work();
		} catch (error) {
			throw inWords(error, this.name);
		}
	}
}

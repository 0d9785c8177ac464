/**
 * The way to a PostgreSQL server: connections, transactions, news, and errors in words. The only file that knows the
 * library which speaks with it.
 */
import { setTimeout as later } from 'node:timers/promises';
import { Client, type ClientConfig, Pool, type PoolClient, types } from 'pg';
import { StoreError } from '../port.ts';
import type { Address } from './address.ts';
import { type LimitOptions, limitsOf, limitsSql, untakenSql } from './limits.ts';
import { hopeOf, inWords, isMadeTwice } from './words.ts';

export type Value = string | number | boolean | null;

/** What runs statements: `$1` in them is the first value. Many rows of values go as one list a column (see `RowSet`). */
export interface Session {
	rows<Row extends object>(sql: string, values?: readonly SentValue[]): Promise<Row[]>;
	/** How many rows it has changed. */
	count(sql: string, values?: readonly SentValue[]): Promise<number>;
}
export type SentValue = Value | readonly Value[];

/** What reads a store. */
export interface Reads {
	rows: Session['rows'];
	/** Reads with several statements what was true at one instant. */
	snapshot<T>(work: (session: Session) => Promise<T>): Promise<T>;
}

export interface ConnectOptions extends LimitOptions {
	/** How long whoever asks waits for a server that is away, once it was there. */
	readonly waitMs?: number;
	readonly connections?: number;
}

/** What the way to the server and back may take besides. */
const WAY_MS = 5_000;
/** How long a store that is held still may go without being asked for anything. */
const HELD_MS = 3_600_000;
const CONNECT_MS = 10_000;
const WAIT_MS = 10_000;
const CONNECTIONS = 4;
/** Between one try to reach a server that is away and the next. */
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1_000;
/** How often a transaction is tried that others get in the way of. */
const TRIES = 10;

/** Whole numbers come as numbers: instants and counts are all exact in one. */
const NUMBERS = new Set<number>([types.builtins.INT8, types.builtins.NUMERIC]);
const TYPES: NonNullable<ClientConfig['types']> = {
	getTypeParser: (oid, format) => (NUMBERS.has(oid) ? Number : types.getTypeParser(oid, format)),
};

/** A text as it is kept: PostgreSQL's have no NUL in them. */
export const kept = (text: string): string => (text.includes('\0') ? text.replaceAll('\0', '\ufffd') : text);

const sent = (value: SentValue): unknown => {
	if (typeof value === 'string') return kept(value);
	return Array.isArray(value) ? value.map(sent) : value;
};

/** @param changed is called where rows were changed */
function session(client: Pick<PoolClient, 'query'>, changed = (): void => {}): Session {
	const run = async <Row extends object>(sql: string, values: readonly SentValue[] = []) => {
		const result = await client.query<Row>(sql, values.map(sent));
		if (result.command !== 'SELECT' && result.rowCount) changed();
		return result;
	};
	return {
		rows: async <Row extends object>(sql: string, values?: readonly SentValue[]) =>
			(await run<Row>(sql, values)).rows,
		count: async (sql, values) => (await run(sql, values)).rowCount ?? 0,
	};
}

/** How a transaction goes. */
interface Manner {
	readonly begin: string;
	/** Where whoever listens is told that rows were changed; null: nobody is. */
	readonly channel: string | null;
	/** Where it is done anew. */
	readonly isAnew: (error: unknown) => boolean;
}

const WRITING = 'BEGIN ISOLATION LEVEL READ COMMITTED';
const isClash = (error: unknown): boolean => hopeOf(error) === 'clash';
/** The server says so before it shows what the other has made: it may do so several times. */
const isClashOfMakers = (error: unknown): boolean => isClash(error) || isMadeTwice(error);

/** A store's server, as long as the store is open. */
export class Server implements Session, Reads {
	private readonly pool: Pool;
	private readonly waitMs: number;
	private listener: Listener | null = null;
	private wasThere = false;
	private isClosed = false;
	/** Ends what is held. */
	private release: (() => void) | null = null;
	/** Where whoever commits tells others of it; null: nobody is told. */
	private channel: string | null = null;
	/** What every transaction begins with besides; empty: the connection has been told. */
	private readonly setUp: string;

	constructor(
		readonly address: Address,
		options: ConnectOptions = {},
	) {
		this.waitMs = options.waitMs ?? WAIT_MS;
		this.setUp = address.pooled ? limitsSql(address, limitsOf(options)) : '';
		this.pool = new Pool({ ...configOf(address, options), max: options.connections ?? CONNECTIONS });
		// A connection that nobody uses was lost: the next one that is asked for is new.
		this.pool.on('error', () => {});
		if (address.pooled) return;
		// Sent ahead of whatever it was made for; a server that does not know what it is goes without.
		const untaken = untakenSql(limitsOf(options));
		this.pool.on('connect', (client) => void client.query(untaken).catch(() => {}));
	}

	/** One statement, outside of a transaction. */
	rows<Row extends object>(sql: string, values?: readonly SentValue[]): Promise<Row[]> {
		return this.with((client) => this.alone(client, session(client).rows<Row>, sql, values));
	}

	count(sql: string, values?: readonly SentValue[]): Promise<number> {
		return this.with((client) => this.alone(client, session(client).count, sql, values));
	}

	/** Behind a pooler a statement has a transaction of its own, which says what it needs; all of it is sent at once. */
	private async alone<T>(
		client: PoolClient,
		run: (sql: string, values?: readonly SentValue[]) => Promise<T>,
		sql: string,
		values?: readonly SentValue[],
	): Promise<T> {
		if (this.setUp === '') return run(sql, values);
		const [begun, result, ended] = await Promise.allSettled([
			client.query(`${WRITING}${this.setUp}`),
			run(sql, values),
			client.query('COMMIT'),
		]);
		for (const part of [begun, result, ended]) if (part.status === 'rejected') throw part.reason;
		if (result.status === 'rejected') throw result.reason;
		return result.value;
	}

	/**
	 * Does work in one transaction that writes. It is done anew, from its beginning, where another transaction was in
	 * the way: it must leave nothing behind in memory when it fails.
	 * @throws {StoreBusy} where that goes on, or the connection was lost: it may have been written only where the
	 * commit was under way, and can be tried again
	 */
	transaction<T>(work: (session: Session) => Promise<T>): Promise<T> {
		return this.retried(work, { begin: WRITING, channel: this.channel, isAnew: isClash });
	}

	/** A transaction of which nobody is told. */
	quietly<T>(work: (session: Session) => Promise<T>): Promise<T> {
		return this.retried(work, { begin: WRITING, channel: null, isAnew: isClash });
	}

	/** A transaction that makes a schema or tables: where another makes them at once, it finds them there anew. */
	making<T>(work: (session: Session) => Promise<T>): Promise<T> {
		return this.retried(work, { begin: WRITING, channel: null, isAnew: isClashOfMakers });
	}

	/** One statement that makes one of these, outside of a transaction. */
	makingAlone<Row extends object>(sql: string, values?: readonly SentValue[]): Promise<Row[]> {
		return this.anew(isClashOfMakers, () =>
			this.with((client) => session(client).rows<Row>(sql, values), false),
		);
	}

	/** Reads with several statements what was true at one instant. */
	snapshot<T>(work: (session: Session) => Promise<T>): Promise<T> {
		return this.retried(work, {
			begin: 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY',
			channel: null,
			isAnew: isClash,
		});
	}

	/**
	 * The store as it is now, until it is closed, whatever is written to it meanwhile: one transaction that reads, on a
	 * connection of its own.
	 * @param change what is done to it before it is read, which nobody else sees; who would write the same rows waits
	 */
	async hold(change?: (session: Session) => Promise<void>): Promise<Reads> {
		const client = await this.client();
		// What is lost while nobody asks is found out by whoever asks next.
		client.on('error', () => {});
		this.release = () => client.release(true);
		const worded = async <T>(work: () => Promise<T>): Promise<T> => {
			try {
				return await work();
			} catch (error) {
				throw inWords(error, this.address);
			}
		};
		const held = session(client);
		await worded(async () => {
			for (let tries = 1; ; tries++) {
				await client.query(
					`BEGIN ISOLATION LEVEL REPEATABLE READ${change ? '' : ' READ ONLY'}${this.setUp};
					SET LOCAL idle_in_transaction_session_timeout = ${HELD_MS}; SELECT version FROM schema_version`,
				);
				try {
					return await change?.(held);
				} catch (error) {
					if (!isClash(error) || tries === TRIES) throw error;
					await client.query('ROLLBACK');
				}
			}
		});
		return {
			rows: (sql, values) => worded(() => held.rows(sql, values)),
			snapshot: (work) => worded(() => work(held)),
		};
	}

	/** From now on every transaction that changes rows is told of on a channel, to whoever listens. */
	tellOn(channel: string): void {
		this.channel = channel;
	}

	/**
	 * Listens to a channel, and goes on when the connection was lost: what was told meanwhile is not heard, and so it
	 * calls `heard` then too.
	 * @param heard must not throw
	 */
	async listen(channel: string, heard: () => void): Promise<void> {
		const make = (): Client => new Client(configOf(this.address));
		this.listener = new Listener(make, channel, heard);
		await this.listener.start().catch((error: unknown) => {
			throw inWords(error, this.address);
		});
	}

	/** @throws {StoreError} while what is told is not heard: the server is away */
	checkListening(): void {
		const problem = this.listener?.problem ?? null;
		if (problem !== null) throw inWords(problem, this.address);
	}

	async close(): Promise<void> {
		if (this.isClosed) return;
		this.isClosed = true;
		this.release?.();
		await Promise.all([this.listener?.close(), this.pool.end()]);
	}

	private retried<T>(work: (session: Session) => Promise<T>, { begin, channel, isAnew }: Manner): Promise<T> {
		return this.anew(isAnew, () =>
			this.with(async (client) => {
				await client.query(`${begin}${this.setUp}`);
				try {
					let isChanged = false;
					const result = await work(
						session(client, () => {
							isChanged = true;
						}),
					);
					await client.query(channel !== null && isChanged ? `NOTIFY "${channel}"; COMMIT` : 'COMMIT');
					return result;
				} catch (error) {
					if (hopeOf(error) !== 'gone') await client.query('ROLLBACK');
					throw error;
				}
			}, false),
		);
	}

	private async anew<T>(isAnew: Manner['isAnew'], work: () => Promise<T>): Promise<T> {
		for (let tries = 1; ; tries++) {
			try {
				return await work();
			} catch (error) {
				if (!isAnew(error) || tries === TRIES) throw inWords(error, this.address);
				await later(Math.random() * FIRST_PAUSE_MS * tries);
			}
		}
	}

	private async with<T>(work: (client: PoolClient) => Promise<T>, worded = true): Promise<T> {
		const client = await this.client();
		let isLost = true;
		// Lost while it is in use: whatever waits for its answer is told so.
		const ignore = (): void => {};
		client.on('error', ignore);
		try {
			const result = await work(client);
			isLost = false;
			return result;
		} catch (error) {
			isLost = hopeOf(error) === 'gone';
			throw worded ? inWords(error, this.address) : error;
		} finally {
			client.off('error', ignore);
			client.release(isLost);
		}
	}

	/** A connection; it is waited for while the server is away, if it was there before. */
	private async client(): Promise<PoolClient> {
		const until = performance.now() + this.waitMs;
		for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
			if (this.isClosed) throw new StoreError(`store ${this.address.name} is closed`);
			try {
				const client = await this.pool.connect();
				this.wasThere = true;
				return client;
			} catch (error) {
				const isHopeless = hopeOf(error) === 'none' || !this.wasThere;
				if (isHopeless || performance.now() + pauseMs > until) throw inWords(error, this.address);
			}
			await later(pauseMs);
		}
	}
}

function configOf(address: Address, options?: ConnectOptions): ClientConfig {
	const { host, port, user, password, database, schema, tls, pooled } = address;
	const { statementMs, lockMs, idleMs } = limitsOf(options);
	// A pooler refuses what it does not know, or takes it for its own.
	const told: ClientConfig = pooled
		? {}
		: {
				options: `-c search_path=${schema}`,
				application_name: 'slatop',
				statement_timeout: statementMs,
				lock_timeout: lockMs,
				idle_in_transaction_session_timeout: idleMs,
			};
	return {
		host,
		port,
		user,
		...(password === undefined ? {} : { password }),
		database,
		ssl: tls,
		types: TYPES,
		...told,
		connectionTimeoutMillis: CONNECT_MS,
		// Statements that do not wait for each other's answers go together.
		pipeline: true,
		// The server may have gone without a word.
		query_timeout: statementMs && statementMs + WAY_MS,
		keepAlive: true,
		keepAliveInitialDelayMillis: CONNECT_MS,
	};
}

/** Hears what is told on a channel, on a connection of its own. */
class Listener {
	/** Why it does not hear now; null: it does. */
	problem: unknown = null;
	private client: Client | null = null;
	private isClosed = false;
	private readonly stop = new AbortController();

	constructor(
		private readonly make: () => Client,
		private readonly channel: string,
		private readonly heard: () => void,
	) {}

	/** @throws what the library throws, where it can't listen at all */
	async start(): Promise<void> {
		const client = this.make();
		client.on('error', () => {});
		try {
			await client.connect();
			client.on('notification', () => this.heard());
			await client.query(`LISTEN "${this.channel}"`);
		} catch (error) {
			await client.end().catch(() => {});
			throw error;
		}
		if (this.isClosed) return client.end();
		this.client = client;
		this.problem = null;
		client.once('end', () => void this.again(new Error('connection ended')));
	}

	async close(): Promise<void> {
		this.isClosed = true;
		this.stop.abort();
		await this.client?.end().catch(() => {});
	}

	private async again(problem: Error): Promise<void> {
		this.problem = problem;
		for (let pauseMs = FIRST_PAUSE_MS; !this.isClosed; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
			// Closed meanwhile: the loop ends.
			await later(pauseMs, undefined, { signal: this.stop.signal }).catch(() => {});
			if (this.isClosed) return;
			try {
				await this.start();
				return this.heard();
			} catch (error) {
				this.problem = error;
			}
		}
	}
}

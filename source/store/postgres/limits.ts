/** How long a server lets a connection work, wait and stand still; and where its tables are. */
import type { Address } from './address.ts';

export interface LimitOptions {
	/** How long one statement may take beside waiting for others; 0: as long as it will. */
	readonly statementMs?: number;
	/** How long a transaction may stand still: what a paused program holds is nobody's after that. */
	readonly idleMs?: number;
	/** How long whoever writes waits for what another is writing; at the least for a moment. */
	readonly lockMs?: number;
	/** How long the server waits for somebody to take what it sends: what one who is cut off holds is nobody's after that. */
	readonly untakenMs?: number;
}

const STATEMENT_MS = 20_000;
/** Less than an engine has to take over in. */
const IDLE_MS = 3_000;
/** How long it waits for what another is writing. */
const LOCK_MS = 10_000;
/** Longer than a busy program looks after something else. */
const UNTAKEN_MS = 10_000;
/** Whoever waits for nobody waits for this: 0 would be for ever. */
const LEAST_LOCK_MS = 10;

/** What a connection is to be like, whoever asks. */
interface Limits {
	readonly statementMs: number;
	readonly lockMs: number;
	readonly idleMs: number;
	readonly untakenMs: number;
}

export function limitsOf({
	statementMs = STATEMENT_MS,
	idleMs = IDLE_MS,
	lockMs = LOCK_MS,
	untakenMs = Math.max(idleMs, UNTAKEN_MS),
}: LimitOptions = {}): Limits {
	const waitMs = Math.max(lockMs, LEAST_LOCK_MS);
	// The server counts the waiting in.
	return { statementMs: statementMs && statementMs + waitMs, lockMs: waitMs, idleMs, untakenMs };
}

/** The same, said at the beginning of every transaction: a pooler may lend another connection to each. */
export const limitsSql = ({ schema }: Address, { statementMs, lockMs, idleMs }: Limits): string =>
	`; SET LOCAL search_path = "${schema}"; SET LOCAL statement_timeout = ${statementMs};
	SET LOCAL lock_timeout = ${lockMs}; SET LOCAL idle_in_transaction_session_timeout = ${idleMs}`;

/**
 * What is said to a server that knows of it, and to no pooler: a statement that waits for somebody to take its rows is
 * ended by no other limit.
 */
export const untakenSql = ({ untakenMs }: Limits): string =>
	`SELECT set_config(name, '${untakenMs}', false) AS untaken FROM pg_settings WHERE name = 'tcp_user_timeout'`;

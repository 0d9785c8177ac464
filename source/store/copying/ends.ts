/** Where a copy comes from, and where it goes. */
import type { CopiedRow, Table } from './tables.ts';

/** Rows at a time. */
export const BATCH = 5_000;

/** Reads a table, in the order of its key. */
export type ReadTable = (table: Table) => AsyncIterable<readonly CopiedRow[]>;

export interface CopySource {
	readonly name: string;
	/** Gives work a way to read the store as it is at one instant, whatever is written meanwhile. */
	/** @param work is given the number of the newest event as of then, too */
	reading<T>(work: (read: ReadTable, newest: number) => Promise<T>): Promise<T>;
	/** The number of its newest event; 0: it has none. */
	newest(): Promise<number>;
	/** Who runs an engine on it now; null: nobody. */
	leader(): Promise<string | null>;
	close(): Promise<void>;
}

export interface CopyTarget {
	readonly name: string;
	/** Makes it ready, unless something is there. @throws {StoreError} where something is */
	begin(tables: readonly Table[], from: string): Promise<void>;
	/** A row as it is kept there. */
	kept(row: CopiedRow): CopiedRow;
	add(table: Table, rows: readonly CopiedRow[]): Promise<void>;
	/** What is there now. */
	readonly read: ReadTable;
	/** It is whole: from now on it can be opened. */
	finish(tables: readonly Table[]): Promise<void>;
	/** Lets go of it. What is not whole by then is no store, and is begun anew by the next copy. */
	close(): Promise<void>;
}

export const NEWEST_SQL = `SELECT coalesce(max(seq), 0) AS newest FROM event`;

/** Of a store that lacks steps of the schema: to read it as it is here, it would have to be changed. */
export const olderWords = (name: string): string =>
	`store ${name} is an older slatop's: open it once with this one, as slatop tickets does, which brings it up to date; a copy changes nothing of what it copies`;

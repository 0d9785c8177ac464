/** What a store still knows of tickets that were moved to its archive: the tables `archived_ticket` and `archived_event`. */
import { createHash } from 'node:crypto';
import type { Appended } from '../port.ts';
import type { Connection } from './connection.ts';

/** Bytes of a hash: as large a number as there is without rounding; two of ten million events are one in 10^7 times. */
const HASH_BYTES = 6;

/** What an event's identity is remembered by. @param source the name of its source */
export const identityHash = (source: string, id: string): number =>
	createHash('sha256').update(`${source}\u0000${id}`).digest().readUIntBE(0, HASH_BYTES);

export class Archived {
	private readonly sql;

	constructor(db: Connection) {
		this.sql = {
			has: db.prepare<[string], number>(`SELECT 1 FROM archived_ticket WHERE ticket = ?`).pluck(),
			hasEvent: db.prepare<[number], number>(`SELECT 1 FROM archived_event WHERE hash = ?`).pluck(),
			sourceName: db.prepare<[number], string>(`SELECT name FROM source WHERE id = ?`).pluck(),
		};
	}

	/** What becomes of an event of a ticket that has no beginning here; undefined: its ticket is not in the archive. */
	verdict(source: number, id: string, ticket: string): Appended | undefined {
		if (this.sql.has.get(ticket) === undefined) return undefined;
		const name = this.sql.sourceName.get(source) ?? '';
		if (this.sql.hasEvent.get(identityHash(name, id)) !== undefined) return 'known';
		return { refused: 'its ticket is in the archive: slatop prune --undo --ticket brings it back' };
	}
}

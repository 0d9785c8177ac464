import { createHash } from 'node:crypto';

/** Bytes of a hash: as large a number as there is without rounding; two of ten million events are one in 10^7 times. */
const HASH_BYTES = 6;

/** What an event's identity is remembered by. @param source the name of its source */
export const identityHash = (source: string, id: string): number =>
	createHash('sha256').update(`${source}\u0000${id}`).digest().readUIntBE(0, HASH_BYTES);

/** Why an event is refused whose ticket was moved to the archive. */
export const ARCHIVED = 'its ticket is in the archive: slatop prune --undo --ticket brings it back';

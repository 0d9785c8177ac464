/** Tickets that were moved to the archive, and hashes of their events' identities: what is known of them is known still. */
export const ARCHIVED = `
CREATE TABLE archived_ticket (ticket TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE archived_event (hash INTEGER PRIMARY KEY);
`;

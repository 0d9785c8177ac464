/**
 * Alerts: when the next step of a ticket's timers comes, and what is to be told of those that have. The agreement
 * in force is applied anew, for timers that are open already are watched from now on.
 */
export const ALERTS = `
CREATE TABLE alert_due (ticket TEXT PRIMARY KEY, next_at INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX alert_due_by_time ON alert_due(next_at);

-- alert_id follows from what it tells of whom; next_try_at is null for what is not (any more) to be sent.
CREATE TABLE alert (
	id INTEGER PRIMARY KEY,
	alert_id TEXT NOT NULL UNIQUE,
	ticket TEXT NOT NULL, metric TEXT NOT NULL, cycle INTEGER NOT NULL,
	step TEXT NOT NULL, repeat INTEGER NOT NULL, recipient TEXT NOT NULL,
	step_at INTEGER NOT NULL, created_at INTEGER NOT NULL,
	state TEXT NOT NULL, next_try_at INTEGER, tries INTEGER NOT NULL, sent_at INTEGER, last_error TEXT
);
CREATE INDEX alert_of_ticket ON alert(ticket);
CREATE INDEX alert_to_try ON alert(recipient, next_try_at) WHERE next_try_at IS NOT NULL;

DELETE FROM meta WHERE key = 'applied_agreement';
`;

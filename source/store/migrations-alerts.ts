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

/** How far each scheduled report has come. */
export const REPORT_RUNS = `
CREATE TABLE report_run (
	name TEXT PRIMARY KEY, done_at INTEGER NOT NULL, made_at INTEGER, said TEXT,
	failures INTEGER NOT NULL, failing_since INTEGER, next_try_at INTEGER, problem TEXT
) WITHOUT ROWID;
`;

/**
 * Messages that went, or did not, and how it goes with each recipient. What was queued before anything was sent is
 * old by now: nobody wants to hear of it.
 */
export const DELIVERIES = `
ALTER TABLE alert ADD COLUMN failed_at INTEGER;
UPDATE alert SET state = 'passed_over', next_try_at = NULL WHERE next_try_at IS NOT NULL;

-- Only the last so many are kept.
CREATE TABLE delivery (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	recipient TEXT NOT NULL, at INTEGER NOT NULL, channel TEXT NOT NULL, text TEXT NOT NULL,
	alerts INTEGER NOT NULL, ok INTEGER NOT NULL, said TEXT NOT NULL
);
CREATE INDEX delivery_gone ON delivery(recipient, at) WHERE ok = 1;

CREATE TABLE recipient (
	name TEXT PRIMARY KEY, failures INTEGER NOT NULL, failing_since INTEGER, next_try_at INTEGER, problem TEXT,
	gave_up INTEGER NOT NULL
) WITHOUT ROWID;
`;

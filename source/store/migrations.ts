/**
 * The schema, as numbered steps from an empty store, in SQLite's words; `postgres/migrations.ts` puts them in
 * PostgreSQL's. A step that has shipped is never changed: what must differ is a further step.
 */
import { ALERTS, DELIVERIES, REPORT_RUNS } from './migrations-alerts.ts';
import { ARCHIVED } from './migrations-archive.ts';

const FIRST = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;

CREATE TABLE lease (
	only INTEGER PRIMARY KEY CHECK (only = 1),
	holder TEXT NOT NULL, epoch INTEGER NOT NULL, expires_at INTEGER NOT NULL
);
INSERT INTO lease VALUES (1, '', 0, 0);

CREATE TABLE source (
	id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE,
	heard_at INTEGER, last_event_at INTEGER
);

-- Append-only. seq is the order of arrival and the engine's cursor.
CREATE TABLE event (
	seq INTEGER PRIMARY KEY,
	source INTEGER NOT NULL REFERENCES source(id),
	event_id TEXT NOT NULL,
	ticket TEXT NOT NULL,
	at INTEGER NOT NULL,
	type TEXT NOT NULL,
	data TEXT NOT NULL
);
CREATE UNIQUE INDEX event_identity ON event(source, event_id);
CREATE INDEX event_of_ticket ON event(ticket);
CREATE INDEX event_creation ON event(ticket, at) WHERE type = 'created';

CREATE TABLE agreement (
	id INTEGER PRIMARY KEY, in_force_at INTEGER NOT NULL, moves_open INTEGER NOT NULL,
	text TEXT NOT NULL, files TEXT NOT NULL
);

CREATE TABLE ticket (
	id INTEGER PRIMARY KEY,
	ticket TEXT NOT NULL UNIQUE,
	created_at INTEGER NOT NULL,
	status TEXT NOT NULL, subject TEXT, requester TEXT, organization TEXT, customer_group TEXT,
	department TEXT, agent TEXT, priority TEXT NOT NULL, channel TEXT NOT NULL,
	tags TEXT NOT NULL, custom TEXT NOT NULL, url TEXT, level TEXT, level_by_hand TEXT
);

-- Open timers only. sort_at is due_at, or the end of time for those that wait; next_at is the next
-- instant at which the state changes by time alone.
CREATE TABLE timer (
	id INTEGER PRIMARY KEY,
	ticket_id INTEGER NOT NULL REFERENCES ticket(id),
	metric TEXT NOT NULL, cycle INTEGER NOT NULL, level TEXT, calendar TEXT NOT NULL, state TEXT NOT NULL,
	started_at INTEGER NOT NULL, at_risk_at INTEGER, due_at INTEGER, target_ms INTEGER NOT NULL,
	counted_ms INTEGER NOT NULL, paused_ms INTEGER NOT NULL,
	department TEXT, agent TEXT, sort_at INTEGER NOT NULL, next_at INTEGER
);
CREATE INDEX timer_of_ticket ON timer(ticket_id);
CREATE INDEX timer_by_due ON timer(sort_at, id);
CREATE INDEX timer_by_department ON timer(department, sort_at, id);
CREATE INDEX timer_by_agent ON timer(agent, sort_at, id) WHERE agent IS NOT NULL;
CREATE INDEX timer_falling_due ON timer(next_at) WHERE next_at IS NOT NULL;

-- Append-only: of a row that is there, only superseded ever changes.
CREATE TABLE sla_log (
	id INTEGER PRIMARY KEY,
	ticket_id INTEGER NOT NULL REFERENCES ticket(id),
	metric TEXT NOT NULL, cycle INTEGER NOT NULL, level TEXT, calendar TEXT NOT NULL, state TEXT NOT NULL,
	started_at INTEGER NOT NULL, at_risk_at INTEGER, due_at INTEGER, closed_at INTEGER NOT NULL,
	target_ms INTEGER NOT NULL, counted_ms INTEGER NOT NULL, paused_ms INTEGER NOT NULL, reason TEXT,
	department TEXT, agent TEXT, superseded INTEGER NOT NULL
);
CREATE INDEX sla_log_of_ticket ON sla_log(ticket_id);
CREATE INDEX sla_log_by_close ON sla_log(closed_at, id) WHERE superseded = 0;

-- Kept, not counted: open timers by kind, and closed ones by quarter of an hour and kind.
CREATE TABLE counter (
	department TEXT NOT NULL, level TEXT NOT NULL, metric TEXT NOT NULL, state TEXT NOT NULL,
	count INTEGER NOT NULL,
	PRIMARY KEY (department, level, metric, state)
) WITHOUT ROWID;
CREATE TABLE tally (
	quarter_at INTEGER NOT NULL, department TEXT NOT NULL, level TEXT NOT NULL, metric TEXT NOT NULL,
	state TEXT NOT NULL, count INTEGER NOT NULL,
	PRIMARY KEY (quarter_at, department, level, metric, state)
) WITHOUT ROWID;
`;

/** What people say of timers, as the fold has it; and whether a row of the log counts for compliance. */
const REMARKS = `
CREATE TABLE remark (
	ticket_id INTEGER NOT NULL REFERENCES ticket(id), metric TEXT NOT NULL, cycle INTEGER NOT NULL,
	said TEXT NOT NULL,
	PRIMARY KEY (ticket_id, metric, cycle)
) WITHOUT ROWID;
ALTER TABLE sla_log ADD COLUMN excluded INTEGER NOT NULL DEFAULT 0;
`;

/** Other orders of the open timers, each along an index of its own; those of no agent are in theirs too. */
const ORDERS = `
ALTER TABLE timer ADD COLUMN priority TEXT NOT NULL DEFAULT 'normal';
UPDATE timer SET priority = (SELECT k.priority FROM ticket k WHERE k.id = timer.ticket_id);
CREATE INDEX timer_by_priority ON timer(priority, sort_at, id);
CREATE INDEX timer_by_level ON timer(level, sort_at, id);
CREATE INDEX timer_by_start ON timer(started_at, id);
DROP INDEX timer_by_agent;
CREATE INDEX timer_by_agent ON timer(agent, sort_at, id);
`;

/** Sources that sync by themselves, and what was refused of what they brought. */
const CONNECTORS = `
CREATE TABLE connector (
	source INTEGER PRIMARY KEY REFERENCES source(id),
	kind TEXT NOT NULL, settings TEXT NOT NULL, schedule TEXT NOT NULL, zone TEXT, added_at INTEGER NOT NULL,
	cursor TEXT, succeeded_at INTEGER, failed_at INTEGER, failures INTEGER NOT NULL, problem TEXT,
	next_at INTEGER, late_at INTEGER NOT NULL
);
CREATE TABLE quarantine (
	id INTEGER PRIMARY KEY,
	source INTEGER NOT NULL REFERENCES source(id),
	at INTEGER NOT NULL, place TEXT NOT NULL, reason TEXT NOT NULL, record TEXT NOT NULL, times INTEGER NOT NULL
);
CREATE UNIQUE INDEX quarantine_place ON quarantine(source, place);
CREATE INDEX quarantine_by_time ON quarantine(source, at);
`;

/** The files of watched folders that have been imported, as they were then. */
const FILES = `
CREATE TABLE imported_file (
	folder TEXT NOT NULL, name TEXT NOT NULL, size INTEGER NOT NULL, modified_at INTEGER NOT NULL,
	PRIMARY KEY (folder, name)
) WITHOUT ROWID;
`;

/**
 * What reports are made from: of each row of the log the instant by which it belongs to a month (see `judgedAt`)
 * and its customer, and sums by day and month, which the engine makes once it knows the zone they go by.
 */
const ROLLUPS = `
ALTER TABLE sla_log ADD COLUMN judged_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sla_log ADD COLUMN organization TEXT;
UPDATE sla_log SET
	judged_at = CASE WHEN state = 'missed' AND due_at IS NOT NULL THEN due_at ELSE closed_at END,
	organization = (SELECT k.organization FROM ticket k WHERE k.id = sla_log.ticket_id);
CREATE INDEX sla_log_by_judgement ON sla_log(judged_at, id) WHERE superseded = 0;
CREATE TABLE rollup (
	id INTEGER PRIMARY KEY,
	dimension TEXT NOT NULL, period INTEGER NOT NULL, name TEXT NOT NULL,
	level TEXT NOT NULL, metric TEXT NOT NULL,
	fulfilled INTEGER NOT NULL, missed INTEGER NOT NULL, cancelled INTEGER NOT NULL, excluded INTEGER NOT NULL,
	counted_ms INTEGER NOT NULL, wall_ms INTEGER NOT NULL, over_ms INTEGER NOT NULL,
	spreads TEXT NOT NULL
);
CREATE UNIQUE INDEX rollup_identity ON rollup(dimension, period, name, level, metric);
`;

/** When a source's help desk last said that something has changed. */
const POKES = `ALTER TABLE connector ADD COLUMN poked_at INTEGER`;

/** Events that help desks date ahead of our clock, until their time has come. */
const WAITING = `
CREATE TABLE waiting (
	source INTEGER NOT NULL REFERENCES source(id),
	event_id TEXT NOT NULL, ticket TEXT NOT NULL, at INTEGER NOT NULL, data TEXT NOT NULL,
	PRIMARY KEY (source, event_id)
) WITHOUT ROWID;
CREATE INDEX waiting_by_time ON waiting(source, at);
CREATE INDEX waiting_of_ticket ON waiting(ticket);
`;

/** The sums in the order of what names them, in which reports read them; a number of their own they do not need. */
const SUMS_IN_ORDER = `
CREATE TABLE sums (
	dimension TEXT NOT NULL, period INTEGER NOT NULL, name TEXT NOT NULL,
	level TEXT NOT NULL, metric TEXT NOT NULL,
	fulfilled INTEGER NOT NULL, missed INTEGER NOT NULL, cancelled INTEGER NOT NULL, excluded INTEGER NOT NULL,
	counted_ms INTEGER NOT NULL, wall_ms INTEGER NOT NULL, over_ms INTEGER NOT NULL,
	spreads TEXT NOT NULL,
	PRIMARY KEY (dimension, period, name, level, metric)
) WITHOUT ROWID;
INSERT INTO sums SELECT dimension, period, name, level, metric, fulfilled, missed, cancelled, excluded,
	counted_ms, wall_ms, over_ms, spreads FROM rollup ORDER BY dimension, period, name, level, metric;
DROP TABLE rollup;
ALTER TABLE sums RENAME TO rollup;
`;

/** Tickets whose open timers may stand under the agent that they had before: only a file's store puts that off. */
const REASSIGNED = `CREATE TABLE reassigned (ticket_id INTEGER PRIMARY KEY)`;

/** Each brings the schema from its index to the next; the store counts those that were run. */
export const MIGRATIONS: readonly string[] = [
	FIRST,
	REMARKS,
	ORDERS,
	CONNECTORS,
	ALERTS,
	FILES,
	ROLLUPS,
	POKES,
	DELIVERIES,
	REPORT_RUNS,
	ARCHIVED,
	WAITING,
	SUMS_IN_ORDER,
	REASSIGNED,
];

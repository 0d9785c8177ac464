/** Open timers and the SLA log as lists: the columns people read, the keys scripts read. */
import { formatInstant, instantOrNull } from '../sla/instant.ts';
import type { Remarks } from '../sla/remark.ts';
import { formatLeft, leftMs } from '../sla/time-left.ts';
import type { LogRow, TimerRow } from '../store/port.ts';
import type { JsonRow, Listing } from './formats.ts';
import { whyText } from './why.ts';

const instant = (at: number | null): string => (at === null ? '' : formatInstant(at));
const seconds = (ms: number): number => ms / 1000;

/** The keys that both lists share with `replay`. */
const timerKeys = (row: TimerRow | LogRow): JsonRow => ({
	ticket: row.ticket,
	metric: row.metric,
	cycle: row.cycle,
	level: row.level,
	calendar: row.calendar,
	state: row.state,
	started_at: formatInstant(row.startedAt),
	at_risk_at: instantOrNull(row.atRiskAt),
	due_at: instantOrNull(row.dueAt),
});

function openJson(row: TimerRow, nowAt: number): JsonRow {
	return {
		...timerKeys(row),
		closed_at: null,
		target_s: seconds(row.targetMs),
		department: row.department,
		agent: row.agent,
		priority: row.priority,
		status: row.status,
		subject: row.subject,
		requester: row.requester,
		organization: row.organization,
		url: row.url,
		left_s: seconds(leftMs(row, nowAt)),
	};
}

function logJson(row: LogRow): JsonRow {
	return {
		...timerKeys(row),
		closed_at: formatInstant(row.closedAt),
		target_s: seconds(row.targetMs),
		counted_s: seconds(row.countedMs),
		paused_s: seconds(row.pausedMs),
		reason: row.reason,
		requester: row.requester,
		department: row.department,
		agent: row.agent,
		organization: row.organization,
		left_s: seconds(leftMs(row, row.closedAt)),
		...saidJson(row.remarks),
	};
}

/** What people have said of a row: why it was missed, and that it is left out of compliance. */
const saidJson = ({ explained, noted, excluded }: Remarks): JsonRow => ({
	miss_reason: explained?.reason ?? null,
	note: noted?.text ?? null,
	excluded: excluded !== null,
	excluded_reason: excluded?.reason ?? null,
	excluded_by: excluded?.by ?? null,
	excluded_at: instantOrNull(excluded?.at ?? null),
});

/** How a row came out, in words: with why, and whether it counts. */
function stateText({ state, reason, remarks }: LogRow): string {
	const notes = [reason, remarks.excluded && 'left out'].filter((note) => note !== null);
	return notes.length === 0 ? state : `${state} (${notes.join(', ')})`;
}

const SHARED_KEYS = [
	'ticket',
	'metric',
	'cycle',
	'level',
	'calendar',
	'state',
	'started_at',
	'at_risk_at',
	'due_at',
	'closed_at',
	'target_s',
];
const OPEN_KEYS = [
	...SHARED_KEYS,
	...['department', 'agent', 'priority', 'status', 'subject', 'requester', 'organization', 'url', 'left_s'],
];
const LOG_KEYS = [
	...SHARED_KEYS,
	...['counted_s', 'paused_s', 'reason', 'requester', 'department', 'agent', 'organization', 'left_s'],
	...['miss_reason', 'note', 'excluded', 'excluded_reason', 'excluded_by', 'excluded_at'],
];

/** An instant may lose its seconds on a narrow terminal, but not its minute. */
const TO_THE_MINUTE = 'YYYY-MM-DDThh:mm…'.length;
/** Names of metrics and states are not to be mistaken for each other. */
const METRIC_CELLS = 12;
const STATE_CELLS = 9;
/** A reference is what a ticket is found by, and of a subject a few words tell what it is about. */
const REFERENCE_CELLS = 18;
const SUBJECT_CELLS = 20;

/** The list of open timers, with the time left as of `nowAt`. */
export const openListing = (nowAt: number): Listing<TimerRow> => ({
	columns: [
		{ title: 'LEFT', text: (row) => formatLeft(leftMs(row, nowAt)), align: 'right' },
		{ title: 'STATE', text: (row) => row.state, least: STATE_CELLS },
		{ title: 'METRIC', text: (row) => row.metric, least: METRIC_CELLS },
		{ title: 'LEVEL', text: (row) => row.level ?? '', spare: 2 },
		{ title: 'DUE', text: (row) => instant(row.dueAt), least: TO_THE_MINUTE },
		{ title: 'DEPARTMENT', text: (row) => row.department ?? '' },
		{ title: 'AGENT', text: (row) => row.agent ?? '' },
		{ title: 'PRIORITY', text: (row) => row.priority, spare: 1 },
		{ title: 'TICKET', text: (row) => row.ticket, room: REFERENCE_CELLS },
		{ title: 'SUBJECT', text: (row) => row.subject ?? '', room: SUBJECT_CELLS },
	],
	keys: OPEN_KEYS,
	json: (row) => openJson(row, nowAt),
	none: 'no open timers',
});

/** The SLA log: ticket, who, when, and the time left or over. */
export const LOG_LISTING: Listing<LogRow> = {
	columns: [
		{ title: 'TICKET', text: (row) => row.ticket, room: REFERENCE_CELLS },
		{ title: 'REQUESTER', text: (row) => row.requester ?? '', spare: 2 },
		{ title: 'DEPARTMENT', text: (row) => row.department ?? '' },
		{ title: 'AGENT', text: (row) => row.agent ?? '' },
		{ title: 'LEVEL', text: (row) => row.level ?? '', spare: 4 },
		{ title: 'METRIC', text: (row) => row.metric, least: METRIC_CELLS },
		{ title: 'STARTED', text: (row) => instant(row.startedAt), least: TO_THE_MINUTE, spare: 1 },
		// The close and what was left at it tell of the due as well.
		{ title: 'DUE', text: (row) => instant(row.dueAt), least: TO_THE_MINUTE, spare: 3 },
		{ title: 'CLOSED', text: (row) => instant(row.closedAt), least: TO_THE_MINUTE },
		{ title: 'STATE', text: stateText, least: STATE_CELLS },
		{ title: 'LEFT', text: (row) => formatLeft(leftMs(row, row.closedAt)), align: 'right' },
		{ title: 'WHY', text: (row) => whyText(row.remarks, formatInstant) },
	],
	keys: LOG_KEYS,
	json: logJson,
	none: 'the SLA log has no rows here',
};

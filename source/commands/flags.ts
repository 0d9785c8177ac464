/** Every flag, as data: parsing, help and suggestions are made from it. */

import { FORMATS, formatHelp } from '../reports/format-names.ts';

export interface Flag {
	readonly type: 'string' | 'number' | 'boolean';
	/** What stands after it in the help. */
	readonly argument?: string;
	readonly help: string;
	readonly short?: string;
	/** May be given more than once. */
	readonly multiple?: boolean;
}

export const FLAGS = {
	agreement: {
		type: 'string',
		argument: 'FILE',
		help: 'the agreement (default: your sla.yaml, else that of the store it reads, else the sample)',
	},
	store: { type: 'string', argument: 'PATH', help: 'the store (default: $XDG_DATA_HOME/slatop/store.db)' },
	at: { type: 'string', argument: 'TIME', help: 'time travel: the board as it stood then' },
	now: { type: 'string', argument: 'TIME', help: 'set the clock, like 2026-11-20T15:30:00Z' },
	speed: { type: 'number', argument: 'N', help: 'let the clock run N times as fast' },
	tick: { type: 'number', argument: 'SECONDS', help: 'how often the engine looks (1 to 59; default 1)' },
	lang: {
		type: 'string',
		argument: 'LANGUAGE',
		help: 'the language of the screen: en or sl (default: your locale)',
	},
	accessible: { type: 'boolean', help: 'for screen readers: plain lines that say what changes' },
	wall: { type: 'boolean', help: 'a wall screen: counters in big figures, the departments in turn' },
	rotate: {
		type: 'number',
		argument: 'SECONDS',
		help: 'with --wall: how long each has its turn (default 10)',
	},
	mouse: { type: 'boolean', help: 'clicks and the wheel (default); --no-mouse leaves them to the terminal' },
	bell: { type: 'boolean', help: 'ring the terminal when a timer breaches' },
	notify: { type: 'boolean', help: 'have the terminal notify the desktop of it (OSC 9 or 777)' },
	theme: {
		type: 'string',
		argument: 'NAME',
		help: 'auto, dark, light, mono, colour-blind[-light] or high-contrast[-light] (default: auto)',
	},
	seed: { type: 'number', argument: 'N', help: 'another simulated floor (default 1)' },
	format: {
		type: 'string',
		argument: 'FORMAT',
		help: formatHelp(FORMATS),
	},
	against: { type: 'string', argument: 'FILE', help: 'what if: compare with this other agreement' },
	all: { type: 'boolean', help: 'also the closes that a later one superseded' },
	source: { type: 'string', argument: 'NAME', help: 'where the events come from (default import)' },
	strict: { type: 'boolean', help: 'take all of the files or nothing' },
	state: { type: 'string', argument: 'STATE', help: 'only these states', multiple: true },
	department: { type: 'string', argument: 'NAME', help: 'only these departments', multiple: true },
	level: { type: 'string', argument: 'NAME', help: 'only these levels', multiple: true },
	agent: { type: 'string', argument: 'NAME', help: 'only these agents', multiple: true },
	metric: { type: 'string', argument: 'NAME', help: 'only these metrics', multiple: true },
	organization: { type: 'string', argument: 'NAME', help: 'only these organizations', multiple: true },
	text: {
		type: 'string',
		argument: 'TEXT',
		help: 'with this in the reference, subject, requester or organization',
		multiple: true,
	},
	sort: { type: 'string', argument: 'ORDER', help: 'closed, logged, judged, ticket, started or left' },
	reverse: { type: 'boolean', help: 'from the other end' },
	follow: { type: 'boolean', help: 'go on with the rows that are written, until stopped' },
	reason: { type: 'string', argument: 'TEXT', help: 'why it was missed, or is left out of compliance' },
	note: { type: 'string', argument: 'TEXT', help: 'a note' },
	as: { type: 'string', argument: 'NAME', help: 'who does it (default: whoever you are here)' },
	by: {
		type: 'string',
		argument: 'AXIS',
		help: 'department, level, agent, metric, organization, day, week, month; more than one with commas',
		multiple: true,
	},
	month: { type: 'string', argument: 'MONTH', help: 'a whole month, like 2026-11' },
	since: { type: 'string', argument: 'TIME', help: 'closed at or after' },
	until: { type: 'string', argument: 'TIME', help: 'closed before' },
	limit: { type: 'number', argument: 'N', help: 'at most so many rows' },
	maxBreached: { type: 'number', argument: 'N', help: 'CRITICAL above so many (default 0)' },
	maxAtRisk: { type: 'number', argument: 'N', help: 'WARNING above so many' },
	output: { type: 'string', argument: 'FILE', help: 'write to this file, at once and whole, not to stdout' },
	watch: { type: 'string', argument: 'FOLDER', help: 'import what is dropped there, until stopped' },
	done: { type: 'string', argument: 'FOLDER', help: 'with --watch: move what was imported there' },
	listen: { type: 'string', argument: 'HOST:PORT', help: 'where to listen (default 127.0.0.1:8787)' },
	secrets: {
		type: 'string',
		argument: 'FILE',
		help: 'secrets of the senders: NAME SECRET a line, mode 0600',
	},
	rate: { type: 'number', argument: 'N', help: 'requests a second from one address (default 20)' },
	calendar: { type: 'string', argument: 'NAME', help: 'a calendar of the agreement, or always' },
	from: { type: 'string', argument: 'TIME', help: 'where counting starts' },
	add: { type: 'string', argument: 'DURATION', help: 'find the due: 45s 30m 4h 1h30m 2d 3bd' },
	to: { type: 'string', argument: 'TIME', help: 'count the time up to here' },
	json: { type: 'boolean', help: 'one JSON object' },
	batch: { type: 'string', argument: 'FILE', help: 'one question a line, as NDJSON (- is standard input)' },
	ticket: { type: 'string', argument: 'REF', help: 'a ticket of the store' },
	field: { type: 'string', argument: 'NAME=VALUE', help: 'a field of a ticket to try', multiple: true },
	kind: {
		type: 'string',
		argument: 'KIND',
		help: 'the help desk: liveagent, zendesk, zammad, freshdesk, jira',
	},
	url: { type: 'string', argument: 'URL', help: 'where the help desk is (https)' },
	user: { type: 'string', argument: 'EMAIL', help: 'whose key it is, where the help desk wants to know' },
	every: { type: 'string', argument: 'DURATION', help: 'sync so often: 30s 60s 5m 1h (default 60s)' },
	cron: { type: 'string', argument: 'EXPRESSION', help: 'or by a cron expression, like "*/5 8-18 * * 1-5"' },
	timezone: {
		type: 'string',
		argument: 'ZONE',
		help: 'the time zone of times that have none, like Europe/Ljubljana',
	},
	past: { type: 'string', argument: 'DURATION', help: 'how far back the first sync reads (default 30d)' },
	messages: {
		type: 'string',
		argument: 'WHICH',
		help: 'messages of the tickets that need it, or of all: needed, all',
	},
	project: {
		type: 'string',
		argument: 'KEY',
		help: 'of Jira only these projects (default: all, those of Service Management)',
		multiple: true,
	},
	prefix: { type: 'string', argument: 'TEXT', help: "put before every ticket's reference" },
	keyEnv: {
		type: 'string',
		argument: 'NAME',
		help: 'the variable that has the key (default SLATOP_<SOURCE>_KEY)',
	},
	keyFile: {
		type: 'string',
		argument: 'FILE',
		help: 'a file that has it, and that others may not read (0600); none: no file',
	},
	allowHttp: { type: 'boolean', help: 'without https: the key goes in the clear' },
	full: { type: 'boolean', help: 'read everything anew, as the first sync did' },
	before: { type: 'string', argument: 'TIME', help: 'tickets that were over before' },
	archive: {
		type: 'string',
		argument: 'STORE',
		help: 'the archive (default of prune: STORE-archive.db, or the schema NAME_archive)',
	},
	undo: { type: 'boolean', help: 'bring back what was moved, or one --ticket' },
	wait: { type: 'number', argument: 'SECONDS', help: 'wait so long for another writer (default 90)' },
	clear: { type: 'boolean', help: 'drop what is in quarantine' },
	retry: { type: 'boolean', help: 'offer what is in quarantine to the store once more' },
	place: { type: 'string', argument: 'PLACE', help: 'of the quarantine only what is at this place' },
	dryRun: { type: 'boolean', help: 'only say what would happen' },
	map: {
		type: 'string',
		argument: 'FIELD=COLUMN',
		help: 'which column of a table a field is; or a mapping, by name or file',
		multiple: true,
	},
	saveMap: { type: 'string', argument: 'NAME', help: 'keep that mapping under a name' },
	dates: {
		type: 'string',
		argument: 'ORDER',
		help: 'day-first or month-first (or COLUMN=day-first)',
		multiple: true,
	},
	encoding: { type: 'string', argument: 'NAME', help: 'how a table is written, like windows-1250' },
	delimiter: { type: 'string', argument: 'CHAR', help: 'what stands between the cells of a table' },
	debug: { type: 'boolean', help: 'show where in the program an error came from' },
	help: { type: 'boolean', help: 'show help', short: 'h' },
	version: { type: 'boolean', help: 'show the version', short: 'V' },
} as const satisfies Readonly<Record<string, Flag>>;

export type FlagName = keyof typeof FLAGS;

/** Flags that every command takes. */
export const COMMON: readonly FlagName[] = ['debug', 'help', 'version'];

/**
 * Flags that every command accepts, also where it has no use for them and its help does not name them: a script
 * gives the same ones everywhere.
 */
export const EVERYWHERE: readonly FlagName[] = ['agreement', 'store', 'now'];

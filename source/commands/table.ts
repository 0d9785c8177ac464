/** Every command and flag, as data: parsing, help and suggestions are all made from these two tables. */
import type { CommandModule } from './context.ts';

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
		help: 'the agreement (default: your sla.yaml, else the sample)',
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
		help: 'table (default), json, ndjson, csv or markdown',
	},
	against: { type: 'string', argument: 'FILE', help: 'what if: compare with this other agreement' },
	all: { type: 'boolean', help: 'also the closes that a later one superseded' },
	source: { type: 'string', argument: 'NAME', help: 'where the events come from (default import)' },
	strict: { type: 'boolean', help: 'take all of a file or nothing' },
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
		help: 'of Jira only these projects (default: all of Service Management)',
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
		help: 'a file that has it, and that others may not read (0600)',
	},
	allowHttp: { type: 'boolean', help: 'without https: the key goes in the clear' },
	full: { type: 'boolean', help: 'read everything anew, as the first sync did' },
	before: { type: 'string', argument: 'TIME', help: 'tickets that were over before' },
	archive: { type: 'string', argument: 'FILE', help: 'the archive (default of prune: STORE-archive.db)' },
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

export interface Command {
	readonly name: string;
	/** What stands after the name: no more than that is taken. */
	readonly usage: string;
	/** The same of each verb, where the first word is one. */
	readonly verbs?: Readonly<Record<string, string>>;
	readonly summary: string;
	readonly details?: string;
	readonly flags: readonly FlagName[];
	/** Help of flags that do not mean here just what they mean elsewhere. */
	readonly ownHelp?: Partial<Record<FlagName, string>>;
	readonly load: () => Promise<CommandModule>;
}

const NARROWED = ['department', 'level', 'agent', 'metric'] as const;
const LISTED = ['state', ...NARROWED, 'limit', 'format'] as const;

/** How the floor is shown. */
const SHOWN = ['theme', 'lang', 'accessible', 'wall', 'rotate', 'mouse', 'bell', 'notify'] as const;

/** How a CSV file is to be read. */
const TABLE_FLAGS = ['map', 'timezone', 'dates', 'encoding', 'delimiter'] as const;

const IMPORT_DETAILS = `Prints how many lines were read, taken, already known and refused, and each refusal as FILE:LINE: reason.
Importing the same file twice changes nothing; a newer export adds what is new. Exit 2 where any line was refused.
What was refused is kept, but for --strict: slatop source quarantine import lists it, tries it again, drops it.

CSV exports of LiveAgent, Zendesk, Freshdesk, Jira Service Management, osTicket, Zammad and ServiceNow are known by
their columns. For others say which is which, and keep it:
  slatop import cases.csv --dry-run --map ticket="Case No" --map created_at=Logged --save-map cases
  slatop import cases.csv --map "status:In the lab=on_hold" --map "activity:Took over=assigned+open"
Fields: ticket subject requester organization customer_group department agent priority status channel tags url
created_at assigned_at first_answer_at resolved_at reopened_at closed_at updated_at due.METRIC custom.NAME.

With --watch FOLDER it goes on, and imports each file that other programs drop there once it is whole.`;

const LOG_DETAILS = `What people say of a row is kept with who and when, and changes nothing in the help desk:
  slatop log exclude TICKET METRIC [CYCLE] --reason TEXT   left out of compliance, and marked so in every report
  slatop log include TICKET METRIC [CYCLE]                 counts again
  slatop log explain TICKET METRIC [CYCLE] --reason TEXT [--note TEXT]   why it was missed
  slatop log note TICKET [METRIC [CYCLE]] --note TEXT
  slatop log undo TICKET ID                                takes back what was done, by the id it told
Of --state, excluded are rows that were left out. --sort judged is by the day a row counts in, left by the time left.`;

/** The command of no name comes first: it opens the dashboard. */
export const COMMANDS: readonly Command[] = [
	{
		name: '',
		usage: '',
		summary: 'open the dashboard',
		flags: ['store', 'agreement', 'at', 'now', 'speed', 'tick', ...SHOWN],
		load: () => import('./dashboard.ts'),
	},
	{
		name: 'demo',
		usage: '',
		summary: 'open the dashboard on a simulated support floor',
		details:
			'The floor lives in a store of its own that is gone afterwards; the same --seed and day give the same tickets.',
		flags: ['speed', 'seed', 'now', 'agreement', ...SHOWN],
		load: () => import('./demo.ts'),
	},
	{
		name: 'import',
		usage: 'FILE…',
		summary: 'add ticket events (NDJSON, JSON) or tables of tickets (CSV); - is standard input',
		details: IMPORT_DETAILS,
		flags: [
			'store',
			'source',
			'strict',
			'wait',
			'dryRun',
			'watch',
			'done',
			...TABLE_FLAGS,
			'saveMap',
			'agreement',
			'now',
		],
		load: () => import('./import.ts'),
	},
	{
		name: 'tickets',
		usage: '',
		summary: 'list open timers, soonest due first',
		flags: ['store', ...LISTED, 'text', 'now'],
		load: () => import('./tickets.ts'),
	},
	{
		name: 'log',
		usage: '[VERB]',
		verbs: {
			exclude: 'TICKET METRIC [CYCLE]',
			include: 'TICKET METRIC [CYCLE]',
			explain: 'TICKET METRIC [CYCLE]',
			note: 'TICKET [METRIC [CYCLE]]',
			undo: 'TICKET ID',
		},
		summary: 'print the SLA log, oldest first; explain, exclude, note its rows',
		details: LOG_DETAILS,
		flags: [
			...(['store', 'since', 'until', 'organization', 'text', 'sort', 'reverse', 'follow'] as const),
			...LISTED,
			...(['reason', 'note', 'as', 'now'] as const),
		],
		load: () => import('./log.ts'),
	},
	{
		name: 'report',
		usage: '',
		summary: 'compliance and penalties of a period (default: this month so far)',
		details:
			'Times may be instants, days (2026-11-24) or months (2026-11) of the zone of the agreement. A miss belongs to the\nday and the month it was due in, whenever it closed, and an open breach likewise; what was fulfilled or\ncancelled belongs to its close. docs/reports.md has the rules.',
		flags: [
			'store',
			'agreement',
			'by',
			'since',
			'until',
			'month',
			...NARROWED,
			'organization',
			'archive',
			'format',
			'now',
		],
		ownHelp: { format: 'table (default), json, ndjson, csv, markdown or html' },
		load: () => import('./report.ts'),
	},
	{
		name: 'statement',
		usage: '',
		summary: "a month's statement of each customer: what it costs, and every miss with its reason",
		details:
			'Of the month before, unless --month names another; --organization for one customer. --format is table, markdown,\ncsv (the items), html (a page that stands alone, printed a sheet a customer), json or ndjson; --output FILE writes it\nthere, at once and whole. docs/reports.md says how penalties are reckoned.',
		flags: ['store', 'agreement', 'month', 'organization', 'format', 'output', 'now'],
		ownHelp: { format: 'table (default), markdown, csv, html, json or ndjson' },
		load: () => import('./statement.ts'),
	},
	{
		name: 'check',
		usage: '',
		summary: 'one line and an exit code for a monitoring system',
		details: 'Exit codes: 0 OK, 1 WARNING (too many at risk), 2 CRITICAL (too many breached), 3 UNKNOWN.',
		flags: ['store', 'maxBreached', 'maxAtRisk', 'now'],
		load: () => import('./check.ts'),
	},
	{
		name: 'serve',
		usage: '',
		summary: 'take events that other programs post (signed), and tell health and metrics',
		details:
			'POST /events takes events as NDJSON or as a JSON array, GET /healthz and /metrics tell how things stand.\nA post is taken with a valid X-Slatop-Signature alone, and answered when its events are on the disk. Secrets:\n$SLATOP_SERVE_SECRET, or --secrets FILE. docs/operations.md has it at length.',
		flags: ['store', 'listen', 'secrets', 'rate', 'now'],
		load: () => import('./serve.ts'),
	},
	{
		name: 'metrics',
		usage: '',
		summary: 'how the store stands, as Prometheus text',
		details:
			'For a textfile collector: slatop metrics --output /var/lib/node_exporter/textfile/slatop.prom, from cron.\nThe file appears whole or not at all. docs/operations.md says what each metric means.',
		flags: ['store', 'output', 'now'],
		load: () => import('./metrics.ts'),
	},
	{
		name: 'tick',
		usage: '',
		summary: 'run the engine once on the store and stop',
		flags: ['store', 'agreement', 'now'],
		load: () => import('./tick.ts'),
	},
	{
		name: 'engine',
		usage: '',
		summary: 'run the engine without a screen until stopped',
		flags: ['store', 'agreement', 'tick', 'now', 'speed'],
		load: () => import('./engine.ts'),
	},
	{
		name: 'replay',
		usage: '[EVENTS…]',
		summary: 'run events through the engine in memory and print every timer',
		details:
			'With --against OLD it compares instead: how the timers of a past period (--since, --until) would have come\nout under --agreement, against OLD, with what that costs and the timers whose verdict turns. A miss belongs to the\nperiod it was due in, whenever it closed, and an open breach likewise; what was fulfilled or cancelled belongs to\nits close. Its events are those of EVENTS; without any, those of --store.',
		flags: ['agreement', 'against', 'store', 'since', 'until', 'now', 'format', 'all', ...TABLE_FLAGS],
		ownHelp: {
			format: 'ndjson (default) or table; with --against table (default), json or ndjson',
			since: 'with --against: where the period begins',
			until: 'with --against: where it ends (default now)',
		},
		load: () => import('./replay.ts'),
	},
	{
		name: 'explain',
		usage: 'TICKET…',
		summary: 'why each timer of a ticket is due when it is, day by day',
		flags: ['store', 'metric', 'agreement', 'now'],
		load: () => import('./explain.ts'),
	},
	{
		name: 'recalculate',
		usage: '',
		summary: 'judge every open timer by the agreement as it is now, once',
		flags: ['store', 'agreement', 'dryRun', 'now'],
		load: () => import('./recalculate.ts'),
	},
	{
		name: 'backup',
		usage: 'FILE',
		summary: 'copy the store into a file, while others go on working on it',
		details:
			'The copy is the store at one instant, checked, mode 0600, and a store of its own: --store FILE looks into it.\nA file that is there already is not overwritten.',
		flags: ['store'],
		load: () => import('./backup.ts'),
	},
	{
		name: 'doctor',
		usage: '',
		summary: 'look whether everything is well, and say what to do where it is not',
		details:
			'Integrity, disk, schema, engine and its lag, clock, agreement, alerts, sources, terminal, versions; it changes\nnothing. Exit 1 where anything is wrong; notes are worth knowing, and no more. --json prints\n{"ok","findings":[{"name","verdict","says","do"}]}; a verdict is ok, note or problem.',
		flags: ['store', 'agreement', 'json'],
		load: () => import('./doctor.ts'),
	},
	{
		name: 'prune',
		usage: '',
		summary: 'move old tickets that are over to an archive file, or bring them back',
		details:
			'Moves tickets that are solved or void, of which no clock runs and nothing was heard since --before (a time, a day,\na month), with their events and log rows. slatop report --archive FILE counts them in; slatop log --store FILE\nlists them. Each batch is one transaction, and what the archive makes of it is proved equal first; killed at any\npoint, the next run puts it right. --undo brings all back, or one --ticket.',
		flags: ['store', 'archive', 'before', 'undo', 'ticket', 'dryRun', 'agreement', 'now'],
		load: () => import('./prune.ts'),
	},
	{
		name: 'rebuild',
		usage: '',
		summary: 'make timers and log anew from events, and prove that they are what the store has',
		details:
			'Beside the store, so it needs as much room again. Where they differ, what was made anew is put in place, in one\ntransaction; what only the log knows (superseded rows) stays. --dry-run changes nothing, works beside an engine, and\nexits 1 where anything differs.',
		flags: ['store', 'dryRun'],
		load: () => import('./rebuild.ts'),
	},
	{
		name: 'due',
		usage: '',
		summary: 'work out a due, or counted time, by a calendar, and explain it',
		details: 'slatop due --calendar office --from 2026-11-20T15:30:00Z --add 4h',
		flags: ['calendar', 'from', 'add', 'to', 'json', 'batch', 'agreement'],
		load: () => import('./due.ts'),
	},
	{
		name: 'agreement',
		usage: 'VERB [FILE]',
		verbs: {
			check: '[FILE…]',
			show: '[FILE]',
			init: '[FILE]',
			test: '[FILE]',
			import: 'liveagent [FILE]',
		},
		summary: 'check, show, start or try an agreement, or read one from LiveAgent',
		details:
			'check FILE…: each mistake with its line and column; exit 2 where there is any. show: the whole agreement as Markdown.\ninit: write a commented starter (default: your own sla.yaml). test: which rule gives a ticket its level, and why:\n--ticket REF (without --agreement, by the one that is in force in the store), or --field customer_group=vip\n--field tags=a+b for a ticket that is not there. import liveagent --source NAME [FILE]: its levels and business\nhours as an agreement (default: print it).',
		flags: ['agreement', 'store', 'ticket', 'field', 'source', 'now'],
		load: () => import('./agreement.ts'),
	},
	{
		name: 'alert',
		usage: 'VERB [NAME]',
		verbs: { list: '', test: 'NAME' },
		summary: 'list what people are told of timers, or test whether they can be',
		details:
			'list: the newest alerts: queued, sent, failed and why; --state queued,failed or --ticket REF narrow it. Then what\nkeeps messages from going. test NAME: sends a message to a recipient of the agreement now, or makes one of its\nreports (exit 1 where it does not go). docs/alerts.md has who is told what, when, and how often it is tried.',
		flags: ['agreement', 'store', 'state', 'ticket', 'limit', 'format', 'now'],
		load: () => import('./alert.ts'),
	},
	{
		name: 'config',
		usage: 'VERB [FILE]',
		verbs: { check: '[FILE]', show: '', init: '[FILE]' },
		summary: 'check, show or start the settings of the screen: theme, keys, columns',
		details:
			'check: each mistake with its line and column; exit 2 where there is any. show: what holds, as a file that says\nall of it. init: write a commented starter (default: $XDG_CONFIG_HOME/slatop/config.yaml). docs/config.md has it\nat length.',
		flags: [],
		load: () => import('./config.ts'),
	},
	{
		name: 'source',
		usage: 'VERB [NAME]',
		verbs: {
			add: 'NAME',
			list: '',
			test: 'NAME',
			sync: '[NAME]',
			verify: '[NAME]',
			quarantine: '[NAME]',
			remove: 'NAME',
		},
		summary: 'read a help desk by schedule: add, list, test, sync, verify, quarantine, remove',
		details:
			'add NAME --kind liveagent --url https://ACCOUNT.ladesk.com sets one up; its key comes from the environment\n(SLATOP_<NAME>_KEY) or from a file (--key-file), never from here. test: who we are there, and what we may read.\nlist: how each is doing. sync: reads one now; every engine and dashboard on the store does by schedule.\nremove: it is read no more, what it brought stays. quarantine: what was refused, also of imports (NAME import), and\nwhy; --retry offers it once more, --clear drops it.\nverify: where the dues and the SLA log of LiveAgent differ from ours, and why (exit 1 where any does).',
		flags: [
			'store',
			'kind',
			'url',
			'user',
			'every',
			'cron',
			'timezone',
			'past',
			'messages',
			'project',
			'prefix',
			'keyEnv',
			'keyFile',
			'allowHttp',
			'full',
			'clear',
			'retry',
			'place',
			'limit',
			'format',
			'now',
		],
		load: () => import('./source.ts'),
	},
];

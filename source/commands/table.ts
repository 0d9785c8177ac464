/** Every command, as data: which is meant, what it takes and its help are all made from it. */
import {
	FOLLOWED_FORMATS,
	FORMATS,
	formatHelp,
	REPLAY_FORMATS,
	REPORT_FORMATS,
	STATEMENT_FORMATS,
	WHAT_IF_FORMATS,
} from '../reports/format-names.ts';
import type { CommandModule } from './context.ts';
import type { FlagName } from './flags.ts';

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
A log has a row for each activity (--map row=activity, with the fields ticket, at and activity) or for each update of a
ticket (--map row=update, with ticket and at). Activities are created, assigned, answer, note, customer,
no_answer_needed, a status, or nothing. Statuses are new open answered postponed on_hold resolved closed spam deleted.

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
		ownHelp: { format: `${formatHelp(FORMATS)}; with --follow ${formatHelp(FOLLOWED_FORMATS)}` },
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
		ownHelp: { format: formatHelp(REPORT_FORMATS) },
		load: () => import('./report.ts'),
	},
	{
		name: 'statement',
		usage: '',
		summary: "a month's statement of each customer: what it costs, and every miss with its reason",
		details:
			'Of the month before, unless --month names another; --organization for one customer. As csv it is the items, as html a\npage that stands alone, printed a sheet a customer. --output FILE writes it there, at once and whole. --archive STORE\ncounts in what slatop prune has moved; a statement that lacks some of it says so. docs/reports.md says how penalties\nare reckoned.',
		flags: ['store', 'agreement', 'month', 'organization', 'archive', 'format', 'output', 'now'],
		ownHelp: { format: formatHelp(STATEMENT_FORMATS) },
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
			'With --against OLD it compares instead: how the timers of a past period (--since, --until) would have come\nout under --agreement, against OLD, with what that costs and the timers whose verdict turns. A miss belongs to the\nperiod it was due in, whenever it closed, and an open breach likewise; what was fulfilled or cancelled belongs to\nits close. Its events are those of EVENTS; without any, those of --store. Without --agreement, and without an\nsla.yaml of your own, those of --store are judged by the agreement in force there.',
		flags: ['agreement', 'against', 'store', 'since', 'until', 'now', 'format', 'all', ...TABLE_FLAGS],
		ownHelp: {
			format: `${formatHelp(REPLAY_FORMATS)}; with --against ${formatHelp(WHAT_IF_FORMATS)}`,
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
			'The copy is the store at one instant, checked, mode 0600, and a store of its own: --store FILE looks into it.\nA file that is there already is not overwritten. Of a store on PostgreSQL too, beside its engine; slatop store copy\nFILE postgres://… brings it back there.',
		flags: ['store'],
		load: () => import('./backup.ts'),
	},
	{
		name: 'store',
		usage: 'VERB FROM TO',
		verbs: { copy: 'FROM TO' },
		summary: 'bring a store to another place: a file, or a PostgreSQL database',
		details:
			'slatop store copy ~/.local/share/slatop/store.db postgres://slatop@db.example.org/slatop\nAll of it goes over: events, timers, log, agreements, sources and how far they have come, alerts. FROM is read as it\nis at one instant and not changed; TO must have nothing in it. Afterwards TO is read again, and each table held\nagainst what was sent, by count and SHA-256; only then is it a store. A copy that was broken off is no store, and\nthe same command begins it anew. Refused while an engine runs on FROM; exit 1 where events came to FROM meanwhile.\ndocs/postgresql.md says when to move, and how.',
		flags: [],
		load: () => import('./store.ts'),
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
		summary: 'move old tickets that are over to an archive, or bring them back',
		details:
			'Moves tickets that are solved or void, of which no clock runs and nothing was heard since --before (a time, a day,\na month), with their events and log rows. The archive is a file, or another schema of a PostgreSQL database\n(postgres://…?schema=NAME). slatop report and statement --archive STORE count it in; slatop log --store STORE lists\nwhat it has. What the archive makes of them is proved equal before the store lets go of them; killed at any point,\nthe next run puts it right. --undo brings all back, or one --ticket.',
		flags: ['store', 'archive', 'before', 'undo', 'ticket', 'dryRun', 'agreement', 'now'],
		load: () => import('./prune.ts'),
	},
	{
		name: 'rebuild',
		usage: '',
		summary: 'make timers and log anew from events, and prove that they are what the store has',
		details:
			'Beside the store, or for one on PostgreSQL where temporary files go (TMPDIR), so it needs twice as much room again.\nWhere they differ, what was made anew is put in place, in one transaction; what only the log knows (superseded rows)\nstays. --dry-run changes nothing, works beside an engine, and exits 1 where anything differs.',
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
			change: 'NAME',
			list: '',
			test: 'NAME',
			sync: '[NAME]',
			verify: '[NAME]',
			quarantine: '[NAME]',
			remove: 'NAME',
		},
		summary: 'read a help desk by schedule: add, change, list, test, sync, verify, quarantine …',
		details:
			'add NAME --kind liveagent --url https://ACCOUNT.ladesk.com sets one up; its key comes from the environment\n(SLATOP_<NAME>_KEY) or from a file (--key-file), never from here.\nchange NAME: sets it up otherwise (--url, --every …); it goes on where it was. list: how each is doing.\ntest: who we are there, and what we may read. sync: reads one now; every engine and dashboard on the store does by\nschedule. remove: it is read no more, what it brought stays. quarantine: what was refused, also of imports\n(NAME import), and why; --retry offers it once more, --clear drops it.\nverify: where the dues and the SLA log of LiveAgent differ from ours, and why (exit 1 where any does).',
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

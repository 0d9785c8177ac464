/** What is fuzzed: each parser of what comes from outside, with good inputs, and the errors that it may throw. */
import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { csvField } from '../../source/reports/csv.ts';
import { parseAgreement } from '../../source/sla/agreement/parse.ts';
import { CalendarError } from '../../source/sla/calendar/calendar-error.ts';
import { icalHolidays } from '../../source/sla/calendar/ical-holidays.ts';
import { parseDurationMs } from '../../source/sla/duration.ts';
import { parseEventLine, type TicketEvent } from '../../source/sla/event.ts';
import { type AgreementVersion, fold } from '../../source/sla/fold.ts';
import { globMatches } from '../../source/sla/glob.ts';
import { parseInstant } from '../../source/sla/instant.ts';
import { TableError } from '../../source/sources/csv/table-error.ts';
import type { Entries } from '../../source/sources/entry.ts';
import { eventItems, eventLines } from '../../source/sources/events.ts';
import { readBody } from '../../source/sources/webhook/body.ts';
import { HOOK_HEADERS, verifyHook } from '../../source/sources/webhook/hooks.ts';
import { SLATOP } from '../../source/sources/webhook/signature.ts';
import type { IncomingEvent } from '../../source/store/port.ts';
import { openSqliteStore } from '../../source/store/sqlite/sqlite-store.ts';
import { cleanText } from '../../source/text/clean.ts';
import { jsonLine } from '../../source/text/json.ts';
import { readConfig } from '../../source/ui/config/read.ts';
import { parseFilter } from '../../source/ui/model/filter.ts';
import { readTable } from '../support/table.ts';

export interface Target {
	readonly name: string;
	readonly seeds: readonly Buffer[];
	/** Feeds it an input. What it throws must be one of `allowed`. */
	readonly feed: (input: Buffer) => unknown;
	readonly allowed?: readonly (new (...values: never[]) => Error)[];
	/** How many of a run's inputs it gets for each one of others; some take long. */
	readonly share?: number;
}

const data = (name: string): Buffer => readFileSync(new URL(`../../data/${name}`, import.meta.url));
const NOW_AT = Date.UTC(2026, 10, 24, 12);
const SECRETS = [{ name: 'desk', key: 'a secret' }];

/** Control sequences of a terminal, and what turns text round. */
const ALIVE = /(?![\t\n])[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;

function must(holds: boolean, what: string): void {
	if (!holds) throw new Error(`it does not hold that ${what}`);
}

const EVENTS = data('tickets.ndjson').toString('utf8').split('\n').slice(0, 60);

let versions: readonly AgreementVersion[] | null = null;
async function inForce(): Promise<readonly AgreementVersion[]> {
	if (versions) return versions;
	const { agreement } = await parseAgreement(data('sla.yaml').toString('utf8'), async () => '');
	must(agreement !== undefined, 'the sample agreement is good');
	versions = agreement ? [{ agreement, inForceAt: 0, movesOpen: false }] : [];
	return versions;
}

/** Reads entries; whatever is taken can be stored, read again as the same, and folded. */
async function readAll(entries: Entries): Promise<void> {
	const batches: IncomingEvent[][] = [];
	for await (const piece of entries) {
		for (const { events } of piece) if (events.length > 0) batches.push([...events]);
	}
	for (const { event, data: text } of batches.flat()) {
		must(JSON.stringify(parseEventLine(text).event) === JSON.stringify(event), 'it reads the same again');
	}
	// Making a store takes longer than all else.
	if (batches.length > 0) await storeAll(batches);
}

async function storeAll(batches: readonly (readonly IncomingEvent[])[]): Promise<void> {
	const store = openSqliteStore(':memory:');
	try {
		const tickets = new Set<string>();
		for (const events of batches) {
			const results = await store.appendEvents('fuzz', events);
			for (const [place, { event }] of events.entries()) {
				if (results[place] === 'taken') tickets.add(event.ticket);
			}
		}
		const versions = await inForce();
		const known = new Set(await store.eventTicketsAfter('', 1_000));
		for (const ticket of tickets)
			must(known.has(ticket), `the store has ${JSON.stringify(ticket)} by its name`);
		const lease = await store.acquireLease('fuzz', 0, 1_000);
		for (const history of (await store.histories([...tickets])).values()) {
			const events = history.map((text): TicketEvent => parseEventLine(text).event);
			const folded = fold(events, versions, NOW_AT);
			if (!folded || !lease) continue;
			const commit = { lease, fromCursor: 0, toCursor: 0, tickets: [folded], nowAt: NOW_AT, timezone: 'UTC' };
			const first = await store.commitTick(commit);
			must(first.logged === folded.closed.length, 'what is closed is logged');
			must((await store.commitTick(commit)).logged === 0, 'nothing is logged twice');
		}
	} finally {
		await store.close();
	}
}

const KNOWN = {
	departments: ['Billing'],
	levels: ['gold'],
	metrics: ['first_answer'],
	agents: ['ana'],
	me: 'ana',
};

const HEADERS: Readonly<Record<string, (text: string) => Readonly<Record<string, string>>>> = {
	slatop: (text) => ({ 'x-slatop-signature': text }),
	zendesk: (text) => ({ 'x-zendesk-webhook-signature': text, 'x-zendesk-webhook-signature-timestamp': text }),
	zammad: (text) => ({ 'x-hub-signature': text }),
	jira: (text) => ({ 'x-hub-signature': text }),
	liveagent: (text) => ({ authorization: text }),
};

const CSV = [
	'Ticket ID,Created,Subject,Status,Priority,Assignee\r\n1,2026-11-02 10:00,Printer,open,High,ana\r\n2,2026-11-02 11:30,"a, ""b""\nc",closed,low,\r\n',
	'number;opened_at;short_description;state;assigned_to\n INC1;02.11.2026 10:00;ž č š;Resolved;bor\n',
	'case\tlogged\tdone\n7\t11/02/2026 1:05 PM\t\n8\t13/02/2026 1:05 PM\tyes\n',
	'ticket,at,type,status\nT-1,2026-11-02T10:00:00Z,created,\nT-1,2026-11-02T11:00:00Z,status,resolved\n',
];

const ICS = `BEGIN:VCALENDAR\r
VERSION:2.0\r
BEGIN:VEVENT\r
UID:1\r
DTSTART;VALUE=DATE:20261224\r
DTEND;VALUE=DATE:20261226\r
RRULE:FREQ=YEARLY;COUNT=5\r
EXDATE;VALUE=DATE:20271224\r
END:VEVENT\r
BEGIN:VEVENT\r
UID:2\r
DTSTART:20261110T100000Z\r
DURATION:P2D\r
END:VEVENT\r
END:VCALENDAR\r
`;

export const TARGETS: readonly Target[] = [
	{
		name: 'events, a line each',
		seeds: EVENTS.map((line) => Buffer.from(line)),
		feed: (input) => readAll(eventLines(Readable.from([input]), NOW_AT)),
		share: 3,
	},
	{
		name: 'events, as JSON items',
		seeds: [Buffer.from(`[${EVENTS.slice(0, 4).join(',\n')}]`), Buffer.from(EVENTS.slice(5, 7).join('\n\n'))],
		feed: (input) => readAll(eventItems(Readable.from([input.subarray(0, 90), input.subarray(90)]), NOW_AT)),
	},
	{
		name: 'a table',
		seeds: CSV.map((text) => Buffer.from(text)),
		feed: async (input) => {
			const { entries } = await readTable(input, { nowAt: NOW_AT });
			for (const { events } of entries) for (const { data: text } of events) parseEventLine(text);
		},
		allowed: [TableError],
		share: 2,
	},
	{
		name: 'an agreement',
		seeds: [
			data('sla.yaml'),
			Buffer.from(
				'a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\nversion: 1\nname: x\ntimezone: UTC\nlevels: {}\n',
			),
			Buffer.from(
				'version: 1\nname: x\ntimezone: UTC\nlevels: { gold: { calendar: always, targets: { first_answer: 1h } } }\ndefault_level: gold\n',
			),
		],
		feed: async (input) => {
			const { problems } = await parseAgreement(input.toString('utf8'), async () => ICS);
			for (const { line, column } of problems ?? []) must(line >= 1 && column >= 1, 'a problem has a place');
		},
		share: 0.2,
	},
	{
		name: 'a calendar of holidays',
		seeds: [Buffer.from(ICS)],
		feed: (input) => icalHolidays(input.toString('utf8'), 'UTC', () => {}).holidaysIn(2027),
		allowed: [CalendarError],
	},
	{
		name: 'settings of the screen',
		seeds: [
			Buffer.from(
				'theme: light\ncolumns: { risk: [left, subject] }\nkeys: { quit: [q, ctrl+c] }\nlanguage: sl\n',
			),
		],
		feed: (input) => readConfig(input.toString('utf8')),
	},
	{
		name: 'a posted body',
		seeds: EVENTS.slice(0, 9).map((line) => Buffer.from(line)),
		feed: (input) => readBody(input, NOW_AT),
	},
	{
		name: 'signatures',
		seeds: [
			`t=1795521600,v1=${'ab'.repeat(32)}`,
			`sha256=${'ab'.repeat(32)}`,
			'Bearer x',
			'2026-11-24T12:00:00Z',
		].map((text) => Buffer.from(text)),
		feed: (input) => {
			const text = input.toString('latin1');
			const body = Buffer.from('{}');
			must(HOOK_HEADERS.length > 0, 'hooks have headers');
			must(
				!('sender' in SLATOP.verify(HEADERS.slatop?.(text) ?? {}, body, SECRETS, NOW_AT)),
				'a forged post is refused',
			);
			for (const [kind, headers] of Object.entries(HEADERS)) {
				must(
					!('sender' in verifyHook(kind, headers(text), body, SECRETS, NOW_AT)),
					`a forged hook of ${kind} is refused`,
				);
			}
		},
	},
	{
		name: 'small texts',
		seeds: [
			'1h30m',
			'3bd',
			'2026-11-24T12:00:00.5+01:00',
			'dep:"Billing desk" left<30m agent:me -x',
			'*[!a-f]?*',
			'=1+1',
			'\u001b[31mred\u001b[0m',
		].map((text) => Buffer.from(text)),
		feed: (input) => {
			const text = input.toString('utf8');
			parseDurationMs(text);
			parseInstant(text);
			parseFilter(text, KNOWN, NOW_AT);
			globMatches(text.slice(0, 200), text);
			must(!ALIVE.test(cleanText(text)), 'nothing in a clean text can move a terminal');
			must(!/^"?[=+\-@\t\r\n](?!\d+(\.\d+)?$)/.test(csvField(text)), 'no cell begins as a formula');
			must(!ALIVE.test(csvField(text).replaceAll('\r\n', '\n')), 'nor moves a terminal');
			must(!ALIVE.test(jsonLine(text)), 'nothing in JSON can move a terminal');
			must(JSON.parse(jsonLine(text)) === text, 'and it is the same value');
		},
		share: 2,
	},
];

/** Files read ticket by ticket, against the same lines taken one after another. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byTicket as historiesOf, Replay } from '../../source/engine/replay.ts';
import type { TicketEvent } from '../../source/sla/event.ts';
import { formatInstant } from '../../source/sla/instant.ts';
import { retold } from '../../source/sla/retold.ts';
import type { Timer } from '../../source/sla/timer.ts';
import { Story } from '../../source/sources/csv/story.ts';
import type { Entry } from '../../source/sources/entry.ts';
import { eventItems, eventLines } from '../../source/sources/events.ts';
import { Histories, type HistoryTaker, type Refusal } from '../../source/sources/histories.ts';
import { type ReadEvent, wholeEvent } from '../../source/sources/ndjson.ts';
import { compareText } from '../../source/text/order.ts';
import { agreementOf, gold } from '../sla/builders.ts';
import { readTable } from '../support/table.ts';

const NOW_AT = Date.parse('2026-11-20T18:00:00Z');
const agreement = await agreementOf(gold({ first_answer: '10m', first_resolve: '1h' }));
const VERSIONS = [{ agreement, inForceAt: 0, movesOpen: false }];

async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
	for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}

const inOrder = (refused: readonly Refusal[]): Refusal[] =>
	refused.toSorted((a, b) => a.file - b.file || a.line - b.line);

/** Lines, read as such or by the reader of entries; or what a table's rows say. */
type Source =
	| { readonly kind: 'lines' | 'items'; readonly bytes: Buffer }
	| { readonly kind: 'table'; readonly entries: readonly Entry[] };

async function* entriesOf(source: Source, size: number): AsyncGenerator<readonly Entry[]> {
	if (source.kind === 'table') yield source.entries;
	else yield* eventLines(pieces(source.bytes, size), NOW_AT);
}

/** Replays, and keeps what it was given and what came of it, in that order. */
class Recorded implements HistoryTaker {
	private readonly histories = new Map<string, readonly TicketEvent[]>();
	private readonly timers: Timer[] = [];
	private readonly replay = new Replay(VERSIONS, NOW_AT, {
		take: (timers) => void this.timers.push(...timers),
	});

	take(history: readonly TicketEvent[]): readonly number[] {
		this.histories.set(history[0]?.ticket ?? '', history);
		return this.replay.take(history);
	}

	result() {
		return { histories: this.histories, timers: this.timers, waiting: this.replay.waiting };
	}
}

interface Taken {
	readonly event: TicketEvent;
	readonly file: number;
	readonly line: number;
}

/** What an event says after others: the creation of a ticket that was there by then is told as an update. */
function saidAfter(read: ReadEvent, taken: Iterable<Taken>): TicketEvent {
	const { event, data, again } = read;
	const isThere = [...taken].some(
		(other) =>
			other.event.ticket === event.ticket && other.event.type === 'created' && other.event.at <= event.at,
	);
	return wholeEvent(again && isThere ? retold(data, again) : read);
}

/** Every event in its turn, each id once, and only then the tickets. */
async function oneByOne(files: readonly Source[]) {
	const events = new Map<string, Taken>();
	const refusals: Refusal[] = [];
	for (const [file, source] of files.entries()) {
		for await (const entries of entriesOf(source, 1 << 16)) {
			for (const { line, events: reads, refused } of entries) {
				for (const read of reads) {
					if (events.has(read.id)) continue;
					events.set(read.id, { event: saidAfter(read, events.values()), file, line });
				}
				if (refused !== undefined) refusals.push({ file, line, reason: refused });
			}
		}
	}
	const taken = [...events.values()];
	for (const { event, file, line } of taken) {
		const begun = taken
			.map((other) => other.event)
			.filter(({ ticket, type }) => ticket === event.ticket && type === 'created')
			.map(({ at }) => at);
		if (begun.length > 0 && event.at < Math.min(...begun)) {
			refusals.push({ file, line, reason: 'dated before its ticket was created' });
		}
	}
	const recorded = new Recorded();
	const histories = [...historiesOf(taken.map(({ event }) => event))];
	histories.sort(([a], [b]) => compareText(a?.ticket ?? '', b?.ticket ?? ''));
	for (const history of histories) recorded.take(history);
	return { ...recorded.result(), refused: inOrder(refusals) };
}

async function byTicket(files: readonly Source[], size: number) {
	const histories = new Histories(NOW_AT);
	for (const source of files) {
		if (source.kind === 'lines') await histories.addLines(pieces(source.bytes, size));
		else await histories.addEntries(entriesOf(source, size));
	}
	const recorded = histories.handOut(() => new Recorded());
	return { ...recorded.result(), refused: histories.refused };
}

const escaped = (text: string): string =>
	[...text].map((sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');

const key = fc.constantFrom('"ticket"', '"ticket"', '"ticket"', `"${escaped('ticket')}"`);
const ticket = fc.constantFrom(
	'"A"',
	'"A"',
	'"B"',
	'"B"',
	'"C"',
	'"\\u0041"',
	'"Č"',
	'"Č\\u0000"',
	'""',
	'7',
	'"a\tb"',
);
const space = fc.constantFrom('', '', '', ' ', '  ');
const rest = fc.record(
	{
		at: fc.constantFrom(
			'2026-11-20T12:00:00Z',
			'2026-11-20T12:01:00Z',
			'2026-11-20T13:00:00+01:00',
			'2027-01-01T00:00:00Z',
		),
		type: fc.constantFrom('created', 'created', 'message', 'message', 'status', 'dreamt'),
		id: fc.constantFrom('1', '2', '3', '4', null),
		actor: fc.constantFrom('customer', 'agent'),
		status: fc.constantFrom('open', 'resolved', 'closed', 'spam'),
		note: fc.constantFrom('x', 'y'),
	},
	{ requiredKeys: ['at', 'type'] },
);

/** An event as any program might write it. */
const written = fc
	.tuple(key, ticket, rest, space, fc.nat(7), fc.option(fc.tuple(key, ticket), { freq: 8 }))
	.map(([name, value, more, gap, turn, twice]) => {
		const pairs = Object.entries(more).map(
			([name, value]) => `${JSON.stringify(name)}:${gap}${JSON.stringify(value)}`,
		);
		const own = `${name}${gap}:${gap}${value}`;
		const all = turn === 0 ? [...pairs, own] : turn === 1 ? [own, ...pairs.toReversed()] : [own, ...pairs];
		if (twice) all.push(`${twice[0]}:${twice[1]}`);
		return `{${gap}${all.join(`,${gap}`)}}`;
	});
const line = fc.oneof(
	{ weight: 20, arbitrary: written.map((text) => Buffer.from(text)) },
	{
		weight: 1,
		arbitrary: fc
			.constantFrom('', ' \t', '{}', 'null', '{"ticket":"A"', '\uFEFF')
			.map((text) => Buffer.from(text)),
	},
	{ weight: 1, arbitrary: fc.constant(Buffer.from([0x7b, 0xff, 0x7d])) },
	{
		weight: 1,
		arbitrary: fc.constant(
			Buffer.from('{"ticket":"A\xff","at":"2026-11-20T12:00:00Z","type":"created"}', 'latin1'),
		),
	},
);
const file = fc
	.tuple(fc.array(fc.tuple(line, fc.constantFrom('\n', '\n', '\r\n')), { maxLength: 14 }), fc.boolean())
	.map(([lines, isMarked]) =>
		Buffer.concat([
			Buffer.from(isMarked ? '\uFEFF' : ''),
			...lines.flatMap(([text, end]) => [text, Buffer.from(end)]),
		]),
	);

const instant = fc.constantFrom('2026-11-20T12:00:00Z', '2026-11-20T12:01:00Z', '2026-11-20T12:02:00Z');
const priority = fc.constantFrom('low', 'urgent');

/** A row's event: its id says neither when it was nor what, and the same one may come at another time. */
const row = fc
	.tuple(
		fc.constantFrom('A', 'B'),
		fc.constantFrom('row 1', 'row 2', 'row 3'),
		instant,
		priority,
		fc.option(fc.tuple(instant, fc.record({ priority }, { requiredKeys: [] }))),
		fc.boolean(),
	)
	.map(([ticket, id, at, priority, again, isAnswer]) => {
		const story = new Story(ticket, NOW_AT);
		const retelling = again && {
			at: Math.max(Date.parse(again[0]), Date.parse(at)),
			unsaid: '{"department":null}',
			besides: JSON.stringify(again[1]),
		};
		if (isAnswer) story.add(id, Date.parse(at), { type: 'message', actor: 'agent' });
		else story.add(id, Date.parse(at), { type: 'created', priority }, retelling ?? undefined);
		return story.events;
	});
const table = fc
	.array(row, { maxLength: 8 })
	.map((rows) => rows.map((events, place) => ({ line: place + 2, events })));
const source: fc.Arbitrary<Source> = fc.oneof(
	{ weight: 3, arbitrary: file.map((bytes) => ({ kind: 'lines' as const, bytes })) },
	{ weight: 1, arbitrary: file.map((bytes) => ({ kind: 'items' as const, bytes })) },
	{ weight: 2, arbitrary: table.map((entries) => ({ kind: 'table' as const, entries })) },
);

/** Tables, one after another: of each event that they come to, its type, time and priority. */
async function tablesTold(...tables: readonly string[]): Promise<string[]> {
	const histories = new Histories(NOW_AT);
	for (const csv of tables) {
		const { entries } = await readTable(csv, { nowAt: NOW_AT });
		await histories.addEntries(entriesOf({ kind: 'table', entries }, 1));
	}
	const { histories: told } = histories.handOut(() => new Recorded()).result();
	return [...told.values()]
		.flat()
		.map((event) =>
			[event.type, formatInstant(event.at), 'fields' in event ? event.fields.priority : ''].join(' '),
		);
}

describe('files of events, read ticket by ticket', () => {
	it('say what they say event by event: histories, timers, refusals and who waits', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(source, { minLength: 1, maxLength: 3 }),
				fc.integer({ min: 1, max: 200 }),
				async (files, size) => {
					expect(await byTicket(files, size)).toEqual(await oneByOne(files));
				},
			),
			{ numRuns: Number(process.env.HISTORIES ?? 150), seed: Number(process.env.SEED ?? 5) },
		);
	});

	it('may be a list beside lines: what both tell, and has no id, counts once', async () => {
		const created = '{"ticket":"A","at":"2026-11-20T12:00:00Z","type":"created","subject":"x"}';
		const histories = new Histories(NOW_AT);
		await histories.addEntries(eventItems(pieces(Buffer.from(`[${created}]`), 64), NOW_AT));
		await histories.addLines(
			pieces(Buffer.from('{"type":"created","subject":"x","ticket":"A","at":"2026-11-20T12:00:00Z"}'), 64),
		);
		const taken: number[] = [];
		histories.handOut(() => ({
			take(history) {
				taken.push(history.length);
				return [];
			},
		}));
		expect(taken).toEqual([1]);
	});

	it('may be exports of the same tickets: one that was read before tells nothing new', async () => {
		const header = 'Ticket,Created,Updated,Priority,Status';
		const low = `${header}\nA,2026-11-20T10:00:00Z,2026-11-20T10:00:00Z,low,open\n`;
		const urgent = `${header}\nA,2026-11-20T10:00:00Z,2026-11-20T10:30:00Z,urgent,open\n`;
		expect(await tablesTold(low, urgent, low)).toEqual(await tablesTold(low, urgent));
	});

	it('may be exports that correct when a ticket was created: the earlier time is its beginning', async () => {
		const later = 'Ticket,Created,Updated,Priority\nA,2026-11-20T10:00:00Z,2026-11-20T10:00:00Z,low\n';
		const earlier = 'Ticket,Created,Updated,Priority\nA,2026-11-20T09:00:00Z,2026-11-20T10:30:00Z,low\n';
		expect(await tablesTold(later, earlier)).toContain('created 2026-11-20T09:00:00Z low');
	});
});

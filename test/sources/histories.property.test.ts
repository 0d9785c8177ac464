/** Files read ticket by ticket, against the same lines taken one after another. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Replay, replay } from '../../source/engine/replay.ts';
import { EventRefused, type TicketEvent } from '../../source/sla/event.ts';
import { eventItems } from '../../source/sources/events.ts';
import { Histories, type Refusal } from '../../source/sources/histories.ts';
import { readLines } from '../../source/sources/lines.ts';
import { readEvent, wholeEvent } from '../../source/sources/ndjson.ts';
import { agreementOf, gold } from '../sla/builders.ts';

const NOW_AT = Date.parse('2026-11-20T18:00:00Z');
const agreement = await agreementOf(gold({ first_answer: '10m', first_resolve: '1h' }));
const VERSIONS = [{ agreement, inForceAt: 0, movesOpen: false }];

async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
	for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}

const inOrder = (refused: readonly Refusal[]): Refusal[] =>
	refused.toSorted((a, b) => a.file - b.file || a.line - b.line);

/** Every line in its turn, each id once, and only then the tickets. */
async function oneByOne(files: readonly Buffer[]) {
	const events = new Map<
		string,
		{ readonly event: TicketEvent; readonly file: number; readonly line: number }
	>();
	const refused: Refusal[] = [];
	for (const [file, bytes] of files.entries()) {
		for await (const lines of readLines(pieces(bytes, 1 << 16))) {
			for (const line of lines) {
				try {
					const read = readEvent(line, NOW_AT);
					if (!events.has(read.id)) events.set(read.id, { event: wholeEvent(read), file, line: line.number });
				} catch (error) {
					if (!(error instanceof EventRefused)) throw error;
					refused.push({ file, line: line.number, reason: error.message });
				}
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
			refused.push({ file, line, reason: 'dated before its ticket was created' });
		}
	}
	const told = replay(
		taken.map(({ event }) => event),
		VERSIONS,
		NOW_AT,
	);
	return { ...told, refused: inOrder(refused) };
}

async function byTicket(files: readonly Buffer[], size: number) {
	const histories = new Histories(NOW_AT);
	for (const bytes of files) await histories.addLines(pieces(bytes, size));
	const told = histories.handOut(() => new Replay(VERSIONS, NOW_AT)).result();
	return { ...told, refused: histories.refused };
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

describe('files of events, read ticket by ticket', () => {
	it('say what they say line by line: timers, refusals and who waits', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(file, { minLength: 1, maxLength: 3 }),
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
});

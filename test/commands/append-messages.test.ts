import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	errorOf,
	failedAnswer,
	writtenAnswer,
	writtenResults,
} from '../../source/commands/append-messages.ts';
import { type Chunk, EventWriter, eventsOf } from '../../source/commands/shared-events.ts';
import { type Appended, type IncomingEvent, StoreBusy, StoreError } from '../../source/store/port.ts';

const text = fc.string({ unit: 'grapheme', maxLength: 12 });
const incoming: fc.Arbitrary<IncomingEvent> = fc
	.record({
		id: text,
		// What has no reference is no event.
		ticket: fc.constantFrom('T-1', 'T-2', 'Ž\u0000'),
		at: fc.integer({ min: 0, max: 4e12 }),
		type: fc.constantFrom('created', 'message', 'status'),
		data: text,
		again: fc.option(fc.record({ at: fc.nat(), unsaid: text, besides: text }), { nil: undefined }),
	})
	.map(({ id, ticket, at, type, data, again }) => ({
		id,
		event: { ticket, at, type },
		data,
		...(again ? { again } : {}),
	}));
const result: fc.Arbitrary<Appended> = fc.oneof(
	fc.constantFrom('taken' as const, 'known' as const),
	fc.record({ refused: text }),
);

const read = (chunks: readonly Chunk[]): IncomingEvent[] =>
	Array.from(eventsOf(chunks), ({ id, event, data, again }) => ({ id, event, data, again }));

describe('what goes from thread to thread', () => {
	it('is there what it was here: events, in memory that is used again, and what became of them', () => {
		const writer = new EventWriter();
		fc.assert(
			fc.property(
				fc.array(fc.array(incoming, { minLength: 1, maxLength: 5 }), { maxLength: 5 }),
				(pieces) => {
					for (const piece of pieces) writer.add(piece);
					const chunks = writer.takeAll();
					expect(read(chunks)).toEqual(pieces.flat());
					writer.giveBack(chunks);
				},
			),
			{ numRuns: 50 },
		);
		fc.assert(
			fc.property(fc.array(fc.tuple(incoming, result)), (written) => {
				const events = written.map(([event]) => event);
				const results = written.map(([, became]) => became);
				const answer = writtenAnswer(results, events);
				expect(answer.kind === 'written' && writtenResults(answer)).toEqual(
					written.map(([{ data }, became]) => (typeof became === 'object' ? { ...became, data } : became)),
				);
			}),
		);
	});

	it('may be events of any size', () => {
		const writer = new EventWriter();
		const events = [1_000_000, 900_000, 1_900_000, 1, 400_000].map((size, place): IncomingEvent => {
			const data = String.fromCharCode(0x61 + place).repeat(size);
			return { id: `${place}`, event: { ticket: 'T-1', at: place, type: 'message' }, data };
		});
		writer.add(events);
		expect(read(writer.takeAll())).toEqual(events);
	});

	it('may be an error, which is then told as its kind is', () => {
		for (const error of [new StoreBusy('locked'), new StoreError('full'), new TypeError('no')]) {
			const answer = failedAnswer(error);
			const told = answer.kind === 'failed' ? errorOf(answer) : null;
			expect(told?.message).toBe(error.message);
			expect(told instanceof StoreBusy).toBe(error instanceof StoreBusy);
			expect(told instanceof StoreError).toBe(error instanceof StoreError);
		}
	});
});

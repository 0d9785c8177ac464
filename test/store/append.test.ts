import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseEvent, type TicketEvent } from '../../source/sla/event.ts';
import { formatInstant } from '../../source/sla/instant.ts';
import type { IncomingEvent } from '../../source/store/port.ts';
import { STORES } from '../support/stores.ts';

const START = Date.UTC(2026, 10, 24);

interface Spec {
	readonly id: number;
	readonly ticket: number;
	readonly minute: number;
	readonly isCreated: boolean;
}

const told = (ticket: string, at: number, type: string): { event: TicketEvent; data: string } => {
	const raw = { ticket, at: formatInstant(at), type, status: 'open' };
	return { event: parseEvent(raw), data: JSON.stringify(raw) };
};

const incoming = ({ id, ticket, minute, isCreated }: Spec): IncomingEvent => ({
	id: String(id),
	...told(`T-${ticket}`, START + minute * 60_000, isCreated ? 'created' : 'status'),
});

/** Events by id: the same id is the same event, which may be told of again as of another time. */
const desk = fc.array(
	fc.record({
		ticket: fc.integer({ min: 0, max: 3 }),
		minutes: fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 5 })),
		isCreated: fc.boolean(),
	}),
	{ minLength: 1, maxLength: 60 },
);

/** The rule, event by event: an id is taken once, and nothing that is dated before its ticket's creation. */
class Recount {
	private readonly ids = new Set<number>();
	private readonly createdAt = new Map<number, number>();
	readonly kept: Spec[] = [];

	append(event: Spec): string {
		const { id, ticket, minute, isCreated } = event;
		if (this.ids.has(id)) return 'known';
		const createdAt = this.createdAt.get(ticket);
		const isEarly = !isCreated && createdAt !== undefined && minute < createdAt;
		if (isCreated) this.createdAt.set(ticket, Math.min(createdAt ?? minute, minute));
		if (isEarly) return 'refused';
		this.ids.add(id);
		this.kept.push(event);
		return 'taken';
	}
}

describe.each(STORES)('appending events on $kind', ({ open, runs }) => {
	it('takes each once, whatever the batches, and says what became of it', async () => {
		await fc.assert(
			fc.asyncProperty(
				desk,
				fc.array(fc.array(fc.nat(), { maxLength: 90 }), { minLength: 1, maxLength: 4 }),
				async (events, picks) => {
					const store = await open();
					const recount = new Recount();
					const batches = picks.map((batch) =>
						batch.flatMap((pick): Spec[] => {
							const id = pick % events.length;
							const event = events[id];
							if (!event) return [];
							const { minutes, ...rest } = event;
							return [{ id, minute: minutes[pick < 2 ** 30 ? 0 : 1], ...rest }];
						}),
					);
					for (const batch of batches) {
						const results = await store.appendEvents('desk', batch.map(incoming));
						const said = results.map((result) => (typeof result === 'object' ? 'refused' : result));
						expect(said).toEqual(batch.map((event) => recount.append(event)));
					}
					const tickets = ['T-0', 'T-1', 'T-2', 'T-3'];
					const histories = await store.histories(tickets);
					for (const [number, ticket] of tickets.entries()) {
						const kept = recount.kept.filter((event) => event.ticket === number);
						expect(histories.get(ticket)).toEqual(kept.map((event) => incoming(event).data));
					}
					await store.close();
				},
			),
			{ numRuns: runs(60) },
		);
	});

	it('takes a further `created` of a ticket as the change that its source says it is', async () => {
		const store = await open();
		const row = (id: string, subject: string): IncomingEvent => ({
			id,
			...told('T-1', START, 'created'),
			again: { at: START + 60_000, unsaid: '{}', besides: JSON.stringify({ subject }) },
		});
		expect(await store.appendEvents('desk', [row('a', 'first')])).toEqual(['taken']);
		expect(await store.appendEvents('desk', [row('a', 'first'), row('b', 'second')])).toEqual([
			'known',
			'taken',
		]);
		const history = (await store.histories(['T-1'])).get('T-1');
		expect(history).toHaveLength(2);
		expect(JSON.parse(history?.[1] ?? '')).toEqual({
			ticket: 'T-1',
			at: formatInstant(START + 60_000),
			type: 'updated',
			subject: 'second',
		});
		await store.close();
	});

	it('takes all or nothing where that is asked for', async () => {
		const store = await open();
		const batch = [
			{ id: 1, ticket: 1, minute: 3, isCreated: true },
			{ id: 2, ticket: 1, minute: 2, isCreated: false },
		].map(incoming);
		const [first, second] = await store.appendEvents('desk', batch, { atomic: true });
		expect([first, second]).toEqual(['taken', { refused: expect.stringMatching(/dated before its ticket/) }]);
		expect((await store.histories(['T-1'])).get('T-1')).toEqual([]);
		await store.close();
	});
});

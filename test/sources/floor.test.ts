import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseAgreement } from '../../source/sla/agreement/parse.ts';
import { parseEvent, type TicketEvent } from '../../source/sla/event.ts';
import { fold } from '../../source/sla/fold.ts';
import type { TimerState } from '../../source/sla/timer.ts';
import { type RawEvent, simulateFloor } from '../../source/sources/floor/floor.ts';
import { busyness, lastBusyMorning } from '../../source/sources/floor/hours.ts';
import { Schedule } from '../../source/sources/floor/schedule.ts';
import { sampleTickets } from '../support/sample-tickets.ts';

const MONDAY = Date.parse('2026-11-16T00:00:00+01:00');
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** A floor's events from a Monday on, for so many days. */
function floor(days: number, seed = 1): RawEvent[] {
	const events: RawEvent[] = [];
	for (const event of simulateFloor({ seed, fromAt: MONDAY })) {
		if (Date.parse(event.at) >= MONDAY + days * DAY_MS) return events;
		events.push(event);
	}
	return events;
}

const fortnight = floor(14);
const SAMPLE_AGREEMENT = readFileSync(new URL('../../data/sla.yaml', import.meta.url), 'utf8');

describe('the simulated floor', () => {
	test('is the same for the same seed and day, at whatever time of the day it is asked for', () => {
		const afternoon = simulateFloor({ seed: 1, fromAt: MONDAY + 15 * HOUR_MS });
		for (const event of fortnight.slice(0, 500)) expect(afternoon.next().value).toEqual(event);
	});

	test('is another for another seed', () => {
		expect(floor(1, 2)).not.toEqual(floor(1));
	});

	test('sends valid events, each with an id of its own, in the order of time', () => {
		const ids = new Set<string>();
		let lastAt = 0;
		for (const raw of fortnight) {
			const event = parseEvent(raw);
			ids.add(event.id ?? '');
			expect(event.at).toBeGreaterThanOrEqual(lastAt);
			lastAt = event.at;
		}
		expect(ids.size).toBe(fortnight.length);
	});

	test('creates each ticket before anything happens to it', () => {
		const created = new Set<string>();
		for (const { ticket, type } of fortnight) {
			if (type === 'created') created.add(ticket);
			else if (!created.has(ticket)) expect.fail(`${ticket}: ${type} before created`);
		}
		expect(created.size).toBeGreaterThan(1_000);
	});

	test('has all that a floor has: answers, chats, calls, notes, spam, merges, thanks', () => {
		const types = new Set(fortnight.map(({ type }) => type));
		for (const type of [
			'message',
			'chat_answered',
			'chat_ended',
			'call_answered',
			'merged',
			'no_answer_needed',
		]) {
			expect(types).toContain(type);
		}
		expect(fortnight.some(({ status }) => status === 'spam')).toBe(true);
		expect(fortnight.some((event) => event.public === false)).toBe(true);
		expect(fortnight.some(({ type, agent }) => type === 'assigned' && agent === null)).toBe(true);
		expect(fortnight.some(({ level }) => level !== undefined)).toBe(true);
	});

	test('merges a ticket into an earlier one of the same customer', () => {
		const organizations = new Map<string, unknown>();
		for (const { ticket, type, organization, into } of fortnight) {
			if (type === 'created') organizations.set(ticket, organization);
			if (type === 'merged') {
				expect(organizations.has(String(into))).toBe(true);
				expect(organizations.get(String(into))).toBe(organizations.get(ticket));
			}
		}
	});

	test('is alive: something happens every few seconds of a working morning', () => {
		const from = MONDAY + DAY_MS + 9 * HOUR_MS;
		const morning = fortnight.filter(
			({ at }) => Date.parse(at) >= from && Date.parse(at) < from + 3 * HOUR_MS,
		);
		const secondsApart = (3 * 3_600) / morning.length;
		expect(secondsApart).toBeGreaterThan(3);
		expect(secondsApart).toBeLessThan(9);
	});

	test('is busier on a Friday afternoon than on a Monday afternoon, and hardly at all at night', () => {
		const created = (day: number, fromHour: number, toHour: number): number =>
			fortnight.filter(({ type, at }) => {
				const hour = (Date.parse(at) - MONDAY - day * DAY_MS) / HOUR_MS;
				return type === 'created' && hour >= fromHour && hour < toHour;
			}).length;
		expect(created(4, 13, 17)).toBeGreaterThan(created(0, 13, 17));
		expect(created(1, 1, 4) * 10).toBeLessThan(created(1, 9, 12));
	});

	test('keeps its backlog in bounds: what is open after two weeks is no more than after one', () => {
		const open = (days: number): number => {
			const over = new Set(['resolved', 'closed', 'spam', 'deleted']);
			const tickets = new Set<string>();
			for (const { ticket, type, status, at, actor } of fortnight) {
				if (Date.parse(at) > MONDAY + days * DAY_MS) break;
				const isOver = type === 'merged' || (type === 'status' && over.has(String(status)));
				if (isOver) tickets.delete(ticket);
				else if (type === 'created' || (type === 'message' && actor === 'customer')) tickets.add(ticket);
			}
			return tickets.size;
		};
		// Thursday noon of each week.
		expect(open(3.5)).toBeGreaterThan(100);
		expect(open(10.5)).toBeLessThan(open(3.5) * 1.3);
	});

	test('wakes the demo on a working morning', () => {
		const sunday = Date.parse('2026-11-22T22:00:00+01:00');
		expect(new Date(lastBusyMorning(sunday)).toISOString()).toBe('2026-11-20T09:30:00.000Z');
		expect(busyness(lastBusyMorning(sunday))).toBeGreaterThan(busyness(sunday));
	});
});

describe('under the agreement that ships', () => {
	/** How many timers are in each state, and how many tickets got each level, at an instant. */
	async function standing(nowAt: number) {
		const { agreement } = await parseAgreement(SAMPLE_AGREEMENT, () => Promise.reject(new Error('no files')));
		if (!agreement) return expect.fail('data/sla.yaml is not a valid agreement');
		const histories = new Map<string, TicketEvent[]>();
		for (const event of fortnight.map(parseEvent)) {
			if (event.at > nowAt) break;
			const history = histories.get(event.ticket);
			if (history) history.push(event);
			else histories.set(event.ticket, [event]);
		}
		const states: Record<TimerState, number> = {
			...{ on_track: 0, at_risk: 0, breached: 0, paused: 0 },
			...{ fulfilled: 0, missed: 0, cancelled: 0 },
		};
		const levels = new Set<string | null>();
		for (const history of histories.values()) {
			const folded = fold(history, [{ agreement, inForceAt: 0, movesOpen: false }], nowAt);
			for (const { state, level } of [...(folded?.open ?? []), ...(folded?.closed ?? [])]) {
				states[state]++;
				levels.add(level);
			}
		}
		return { states, levels };
	}

	test('a working morning has a healthy mix of timers, in all three levels', async () => {
		const { states, levels } = await standing(MONDAY + 8 * DAY_MS + 10.5 * HOUR_MS);
		expect([...levels].sort()).toEqual(['bronze', 'gold', 'silver']);
		const ranges: [TimerState, number, number][] = [
			['breached', 5, 40],
			['at_risk', 5, 45],
			['on_track', 150, 500],
			['paused', 40, 150],
		];
		for (const [state, least, most] of ranges) {
			expect(states[state], state).toBeGreaterThanOrEqual(least);
			expect(states[state], state).toBeLessThanOrEqual(most);
		}
		const kept = states.fulfilled / (states.fulfilled + states.missed);
		expect(kept).toBeGreaterThan(0.85);
		expect(kept).toBeLessThan(0.99);
	});
});

describe('the schedule', () => {
	test('gives what comes first, and at equal times what was added first', () => {
		const schedule = new Schedule<{ at: number; name: string }>();
		for (const [at, name] of [
			[5, 'e'],
			[1, 'a'],
			[3, 'c'],
			[1, 'b'],
			[4, 'd'],
		] as const)
			schedule.add({ at, name });
		const taken: string[] = [];
		for (let item = schedule.takeUntil(4); item; item = schedule.takeUntil(4)) taken.push(item.name);
		expect(taken.join('')).toBe('abcd');
	});
});

test('the sample tickets that ship are the floor of a week in November', () => {
	const shipped = readFileSync(new URL('../../data/tickets.ndjson', import.meta.url), 'utf8');
	expect(shipped).toBe(sampleTickets());
});

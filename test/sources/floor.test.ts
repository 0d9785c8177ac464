import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseEvent } from '../../source/sla/event.ts';
import { type RawEvent, simulateFloor } from '../../source/sources/floor/floor.ts';
import { busyness, lastBusyMorning } from '../../source/sources/floor/hours.ts';
import { Schedule } from '../../source/sources/floor/schedule.ts';
import { sampleTickets } from '../support/sample-tickets.ts';

const MONDAY = Date.parse('2026-11-16T00:00:00+01:00');
const DAY_MS = 86_400_000;

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

describe('the simulated floor', () => {
	test('is the same for the same seed and day, at whatever time of the day it is asked for', () => {
		const afternoon = simulateFloor({ seed: 1, fromAt: MONDAY + 15 * 3_600_000 });
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
			expect(created).toContain(ticket);
		}
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
	});

	test('is busier on a Friday afternoon than on a Monday afternoon, and hardly at all at night', () => {
		const created = (day: number, fromHour: number, toHour: number): number =>
			fortnight.filter(({ type, at }) => {
				const hour = (Date.parse(at) - MONDAY - day * DAY_MS) / 3_600_000;
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

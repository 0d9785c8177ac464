import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Calendar } from '../../../source/sla/calendar/calendar.ts';
import { calendar, type HolidayText, minuteMs } from './builders.ts';
import { SlowClock, type SlowSpan } from './slow-clock.ts';

const windows = [
	new SlowClock('Europe/Ljubljana', '2026-03-27T00:00Z', 5),
	new SlowClock('Europe/Ljubljana', '2026-10-23T00:00Z', 5),
	new SlowClock('America/New_York', '2026-10-30T00:00Z', 5),
	new SlowClock('America/St_Johns', '2010-11-05T00:00Z', 5),
	new SlowClock('America/Havana', '2026-10-30T00:00Z', 5),
	new SlowClock('Australia/Lord_Howe', '2026-04-03T00:00Z', 5),
	new SlowClock('Australia/Lord_Howe', '2026-10-02T00:00Z', 5),
	new SlowClock('Pacific/Apia', '2011-12-28T00:00Z', 5),
	new SlowClock('Antarctica/Troll', '2026-03-27T00:00Z', 5),
	new SlowClock('Antarctica/Troll', '2026-10-23T00:00Z', 5),
	new SlowClock('Africa/Casablanca', '2026-02-13T00:00Z', 5),
	new SlowClock('Africa/Casablanca', '2026-03-20T00:00Z', 5),
	new SlowClock('Asia/Tehran', '2021-09-20T00:00Z', 5),
	new SlowClock('Asia/Kathmandu', '2025-12-30T00:00Z', 5),
];
const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
const dayMinutes = 1440;

interface Case {
	readonly asked: Calendar;
	readonly slow: SlowClock;
	/** Counted minutes before each minute of the window. */
	readonly totals: readonly number[];
}

const clockText = (minute: number) =>
	`${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

/** Half of all times fall in the small hours, where clocks change, and most on round ones. */
const minuteOfDay = fc.oneof(
	fc.integer({ min: 0, max: 16 }).map((quarter) => quarter * 15),
	fc.integer({ min: 0, max: 47 }).map((half) => half * 30),
	fc.integer({ min: 0, max: dayMinutes - 1 }),
);
const span = fc
	.tuple(minuteOfDay, fc.oneof(minuteOfDay, fc.constant(dayMinutes)))
	.filter(([start, end]) => start !== end);
const spans = fc.array(span, { maxLength: 2 });
const texts = (list: readonly (readonly [number, number])[]) =>
	list.map(([start, end]) => `${clockText(start)}-${clockText(end)}`);

const cases = fc
	.record({
		slow: fc.constantFrom(...windows),
		week: fc.array(spans, { minLength: 7, maxLength: 7 }),
		holidays: fc.dictionary(fc.integer({ min: 0, max: 5 }).map(String), spans, { maxKeys: 2 }),
	})
	.filter(({ week }) => week.some((list) => list.length > 0))
	.map(({ slow, week, holidays }): Case => {
		const dates = Array.from({ length: 9 }, (_, index) => slow.fromAt + (index - 2) * dayMinutes * minuteMs);
		const dateText = (dateMs: number) => new Date(dateMs).toISOString().slice(0, 10);
		const replaced = new Map(
			Object.entries(holidays).map(([index, list]) => [dates[Number(index)] ?? 0, list] as const),
		);
		const asked = calendar({
			timezone: slow.timezone,
			hours: Object.fromEntries(weekdays.map((name, index) => [name, texts(week[index] ?? [])])),
			holidays: [...replaced].map(([dateMs, list]): HolidayText => ({ [dateText(dateMs)]: texts(list) })),
		});
		const slowSpans = dates.flatMap((dateMs) =>
			(replaced.get(dateMs) ?? week[new Date(dateMs).getUTCDay()] ?? []).map(
				([startMinute, end]): SlowSpan => ({
					dateMs,
					startMinute,
					endMinute: end > startMinute ? end : end + dayMinutes,
				}),
			),
		);
		const totals = [0];
		for (const counts of slow.minutes(slowSpans)) totals.push((totals.at(-1) ?? 0) + (counts ? 1 : 0));
		return { asked, slow, totals };
	});

/** Counted milliseconds from the beginning of the window, by the slow clock. */
function slowCounted({ slow, totals }: Case, instant: number): number {
	const minute = Math.floor((instant - slow.fromAt) / minuteMs);
	const before = totals[minute] ?? 0;
	const part = (totals[minute + 1] ?? before) - before;
	return before * minuteMs + part * ((instant - slow.fromAt) % minuteMs);
}

const dayMs = dayMinutes * minuteMs;
/** An instant of the window, at least a day from its ends: beyond them the slow clock cannot see. */
const instantOf = ({ slow }: Case) =>
	fc.oneof(
		fc.integer({ min: slow.fromAt + dayMs, max: slow.toAt - dayMs }),
		fc
			.integer({ min: 0, max: (slow.toAt - slow.fromAt - 2 * dayMs) / (15 * minuteMs) })
			.map((quarter) => slow.fromAt + dayMs + quarter * 15 * minuteMs),
	);
const withInstants = cases.chain((one) =>
	fc.tuple(
		fc.constant(one),
		fc.array(instantOf(one), { minLength: 12, maxLength: 12 }).map((list) => list.sort((a, b) => a - b)),
	),
);
const runs = { numRuns: 400 };

describe('the clock, against one that walks minute by minute', () => {
	test('counts the same', () => {
		fc.assert(
			fc.property(withInstants, ([one, instants]) => {
				const [fromAt = 0] = instants;
				for (const toAt of instants) {
					expect(one.asked.counted(fromAt, toAt)).toBe(slowCounted(one, toAt) - slowCounted(one, fromAt));
				}
			}),
			runs,
		);
	});

	test('is due at the earliest instant', () => {
		fc.assert(
			fc.property(withInstants, ([one, instants]) => {
				const [fromAt = 0] = instants;
				for (const toAt of instants) {
					const amountMs = slowCounted(one, toAt) - slowCounted(one, fromAt);
					const due = one.asked.due(fromAt, amountMs);
					expect(due).toBeGreaterThanOrEqual(fromAt);
					expect(due).toBeLessThanOrEqual(toAt);
					expect(slowCounted(one, due) - slowCounted(one, fromAt)).toBe(amountMs);
					if (due > fromAt)
						expect(slowCounted(one, due - 1) - slowCounted(one, fromAt)).toBeLessThan(amountMs);
				}
			}),
			runs,
		);
	});

	test('adds up and never runs backwards', () => {
		fc.assert(
			fc.property(withInstants, ([{ asked }, instants]) => {
				const [a = 0, , b = 0, , c = 0] = instants;
				expect(asked.counted(a, b) + asked.counted(b, c)).toBe(asked.counted(a, c));
				expect(asked.counted(a, b)).toBeLessThanOrEqual(Math.min(b - a, asked.counted(a, c)));
			}),
			runs,
		);
	});

	test('lists intervals that are apart, in order, and sum up to what it counts', () => {
		fc.assert(
			fc.property(withInstants, ([{ asked }, instants]) => {
				const fromAt = instants[0] ?? 0;
				const toAt = instants.at(-1) ?? 0;
				let lastEndAt = fromAt - 1;
				let sumMs = 0;
				for (const { startAt, endAt } of asked.intervals(fromAt, toAt)) {
					expect(startAt).toBeGreaterThan(lastEndAt);
					expect(endAt).toBeGreaterThan(startAt);
					sumMs += endAt - startAt;
					lastEndAt = endAt;
				}
				expect(lastEndAt).toBeLessThanOrEqual(toAt);
				expect(sumMs).toBe(asked.counted(fromAt, toAt));
			}),
			runs,
		);
	});

	test('rounds to the opening that follows with nothing counted between', () => {
		fc.assert(
			fc.property(withInstants, ([{ asked }, instants]) => {
				const [fromAt = 0, toAt = 0] = instants;
				const amountMs = asked.counted(fromAt, toAt) + 1;
				const due = asked.due(fromAt, amountMs);
				const opening = asked.dueAtOpening(fromAt, amountMs);
				expect(opening).toBeGreaterThanOrEqual(due);
				expect(asked.counted(due, opening)).toBe(0);
				expect(asked.counted(opening, opening + 1)).toBe(1);
			}),
			runs,
		);
	});
});

test('two targets one after the other are due when their sum is', () => {
	const office = calendar({ hours: { 'mon-fri': ['09:00-12:00', '13:00-17:00'], sat: ['22:00-02:00'] } });
	const amount = fc.integer({ min: 1, max: 400 * 3_600_000 });
	const start = fc.integer({ min: Date.UTC(2005, 0), max: Date.UTC(2030, 0) });
	fc.assert(
		fc.property(start, amount, amount, (fromAt, a, b) => {
			expect(office.due(office.due(fromAt, a), b)).toBe(office.due(fromAt, a + b));
			expect(office.counted(fromAt, office.due(fromAt, a))).toBe(a);
		}),
		runs,
	);
});

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatInstant, instantOrNull } from '../../source/sla/instant.ts';
import type { Timer } from '../../source/sla/timer.ts';
import { TimerLines } from '../../source/sla/timer-lines.ts';
import { jsonLine } from '../../source/text/json.ts';

const NOW_AT = Date.parse('2026-11-20T12:00:00Z');

const name = fc.oneof(
	fc.string({ unit: 'grapheme', maxLength: 30 }),
	fc.string({ unit: 'binary', maxLength: 30 }),
	fc.constantFrom('T-1', 'a"b\\c', '\u007f\u009b31m\u202e', 'č 👍', '\u0000', '𝄞'.repeat(20_000)),
);
const at = fc.oneof(
	fc.integer({ min: 0, max: Date.parse('2400-01-01T00:00:00Z') }),
	fc.constantFrom(0, Date.parse('2026-11-20T09:00:00Z'), Date.parse('2026-11-20T09:00:00.050Z')),
	fc.constant(Date.parse('+012345-01-01T00:00:00Z')),
);
const ms = fc.oneof(fc.integer({ min: -5_000, max: 1e12 }), fc.constantFrom(0, 1_500, 60_000, 120));
const timer: fc.Arbitrary<Timer> = fc.record({
	ticket: name,
	metric: fc.constantFrom('first_answer', 'ours'),
	cycle: fc.integer({ min: 1, max: 1_000 }),
	level: fc.option(name),
	calendar: name,
	state: fc.constantFrom('on_track', 'missed'),
	startedAt: at,
	atRiskAt: fc.option(at),
	dueAt: fc.option(at),
	closedAt: fc.option(at),
	targetMs: ms,
	countedMs: ms,
	pausedMs: ms,
	reason: fc.option(name),
	gaps: fc.constant([]),
	given: fc.constant(null),
});

/** The same, by the keys of the contract. */
const object = (row: Timer): object => ({
	ticket: row.ticket,
	metric: row.metric,
	cycle: row.cycle,
	level: row.level,
	calendar: row.calendar,
	state: row.state,
	started_at: formatInstant(row.startedAt),
	at_risk_at: instantOrNull(row.atRiskAt),
	due_at: instantOrNull(row.dueAt),
	closed_at: instantOrNull(row.closedAt),
	target_s: row.targetMs / 1_000,
	counted_s: row.countedMs / 1_000,
	paused_s: row.pausedMs / 1_000,
	wall_s: Math.max(0, (row.closedAt ?? NOW_AT) - row.startedAt) / 1_000,
	reason: row.reason,
});

describe('timers as lines', () => {
	it('are the JSON of their keys, whatever their texts and times', () => {
		fc.assert(
			fc.property(fc.array(timer, { minLength: 1, maxLength: 40 }), (timers) => {
				const lines = new TimerLines(NOW_AT);
				for (const each of timers) lines.add(each);
				const expected = timers.map((each) => `${jsonLine(object(each))}\n`).join('');
				expect(Buffer.concat(lines.pieces()).toString()).toBe(expected);
			}),
			{ numRuns: 200, seed: 3 },
		);
	});
});

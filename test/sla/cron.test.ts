import fc from 'fast-check';
import { createTask } from 'node-cron';
import { describe, expect, it } from 'vitest';
import { Cron, cronProblem, SILENT } from '../../source/sla/cron.ts';

const ZONE = 'Europe/Ljubljana';
const at = (text: string): number => Date.parse(text);
const written = (instants: readonly number[]): string[] =>
	instants.map((instant) => new Date(instant).toISOString());

describe('an expression', () => {
	it.each([
		'0 8 * * 1',
		'*/5 8-18 * jan-mar mon-fri',
		'0 8 L * *',
		'0 8 * * 1#2',
		'0 0 29 2 *',
		'@daily',
	])('is good: %s', (expression) => {
		expect(cronProblem(expression)).toBeNull();
	});

	it.each([
		['0 0 30 2 *', /^it never fires/],
		['0 0 31 4,6 *', /^it never fires/],
		['0 0 29 2 1#1', /^it never fires/],
		['61 * * * *', /^not a cron expression like .*: 61/],
		['every monday', /^not a cron expression like/],
		['', /^not a cron expression like/],
	])('is refused: %s', (expression, words) => {
		expect(cronProblem(expression)).toMatch(words);
	});
});

describe('a turn', () => {
	it('is by the wall clock of its zone, in the nights in which it is changed too, and once', () => {
		const cron = new Cron('30 2 * * *', ZONE);
		expect(written(cron.between(at('2026-03-28T00:00Z'), at('2026-03-30T12:00Z'), 9))).toEqual([
			'2026-03-28T01:30:00.000Z',
			'2026-03-29T01:00:00.000Z',
			'2026-03-30T00:30:00.000Z',
		]);
		expect(written(cron.between(at('2026-10-24T12:00Z'), at('2026-10-26T12:00Z'), 9))).toEqual([
			'2026-10-25T00:30:00.000Z',
			'2026-10-26T01:30:00.000Z',
		]);
	});

	it('that has just been is not the next, and of many the last are given', () => {
		const cron = new Cron('*/10 * * * *', 'UTC');
		expect(cron.next(at('2026-11-24T12:10:00Z'))).toBe(at('2026-11-24T12:20:00Z'));
		expect(written(cron.between(at('2026-11-24T12:10:00Z'), at('2026-11-24T13:00:00Z'), 2))).toEqual([
			'2026-11-24T12:50:00.000Z',
			'2026-11-24T13:00:00.000Z',
		]);
		expect(cron.between(at('2026-11-24T12:10:00Z'), at('2026-11-24T12:19:59Z'), 2)).toEqual([]);
	});

	it('is the first minute that the scheduler itself would take', () => {
		const field = (least: number, most: number) =>
			fc.oneof(fc.constant('*'), fc.integer({ min: least, max: most }).map(String));
		const anyCron = fc.tuple(field(0, 59), field(0, 23), fc.constant('*'), fc.constant('*'), field(0, 6));
		fc.assert(
			fc.property(anyCron, fc.integer({ min: at('2026-01-01'), max: at('2027-01-01') }), (fields, fromAt) => {
				const expression = fields.join(' ');
				const task = createTask(expression, () => {}, { timezone: 'UTC', logger: SILENT });
				void task.destroy();
				const nextAt = new Cron(expression, 'UTC').next(fromAt) ?? 0;
				expect(task.match(new Date(nextAt))).toBe(true);
				// None before it, as far as a day before.
				const firstAt = Math.max(Math.floor(fromAt / 60_000) * 60_000 + 60_000, nextAt - 86_400_000);
				for (let minuteAt = firstAt; minuteAt < nextAt; minuteAt += 60_000) {
					if (task.match(new Date(minuteAt))) throw new Error(`${expression} fires at ${minuteAt}`);
				}
			}),
			{ numRuns: 20 },
		);
	});
});

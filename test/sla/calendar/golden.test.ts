import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import type { Calendar } from '../../../source/sla/calendar/calendar.ts';
import { at, calendar, iso } from './builders.ts';

const seconds = 1000;
const read = (name: string) => readFileSync(new URL(`../../cases/${name}`, import.meta.url), 'utf8');
const readLines = (name: string): unknown[] =>
	read(name)
		.trim()
		.split('\n')
		.map((line) => JSON.parse(line));

const vendorCase = v.object({
	id: v.string(),
	source: v.string(),
	timezone: v.string(),
	hours: v.record(v.string(), v.array(v.array(v.string()))),
	holidays: v.array(v.string()),
	from: v.string(),
	to: v.optional(v.string()),
	seconds: v.optional(v.number()),
	expected: v.union([v.string(), v.number()]),
});

describe('what other systems have in their test suites', () => {
	const cases = v.parse(v.array(vendorCase), JSON.parse(read('calendar.json')));

	test.each(cases.map((one) => [`${one.id} of ${one.source}`, one] as const))('%s', (_, one) => {
		const hours = Object.fromEntries(
			Object.entries(one.hours).map(([weekday, spans]) => [weekday, spans.map((span) => span.join('-'))]),
		);
		const compiled = calendar({ timezone: one.timezone, hours, holidays: one.holidays });
		if (typeof one.expected === 'number') {
			expect(compiled.counted(at(one.from), at(one.to ?? '')) / seconds).toBe(one.expected);
		} else {
			expect(iso(compiled.due(at(one.from), (one.seconds ?? Number.NaN) * seconds))).toBe(
				iso(at(one.expected)),
			);
		}
	});

	test('are all there', () => {
		expect(cases).toHaveLength(92);
	});
});

const agreement = v.object({
	calendars: v.record(
		v.string(),
		v.object({
			timezone: v.string(),
			hours: v.record(v.string(), v.array(v.string())),
			holidays: v.array(v.union([v.string(), v.record(v.string(), v.array(v.string()))])),
		}),
	),
});
const question = v.object({
	id: v.string(),
	calendar: v.string(),
	from: v.string(),
	add_s: v.optional(v.number()),
	to: v.optional(v.string()),
});
const answer = v.object({
	id: v.string(),
	due_at: v.optional(v.string()),
	counted_s: v.optional(v.number()),
});

describe('what a slow calculation found in zones with odd changes', () => {
	const { calendars } = v.parse(agreement, JSON.parse(read('due-1.yaml')));
	const compiled = new Map<string, Calendar>(
		Object.entries(calendars).map(([name, definition]) => [name, calendar(definition)]),
	);

	test('is found by the clock, line by line', () => {
		const questions = v.parse(v.array(question), readLines('due-1.input.ndjson'));
		const answers = questions.map(({ id, calendar: name, from, to, add_s = Number.NaN }) => {
			const asked = compiled.get(name);
			if (!asked) throw new Error(`no calendar ${name}`);
			if (to !== undefined) return { id, counted_s: asked.counted(at(from), at(to)) / seconds };
			return { id, due_at: iso(asked.due(at(from), add_s * seconds)) };
		});
		const expected = v.parse(v.array(answer), readLines('due-1.expected.ndjson'));
		expect(answers).toHaveLength(1500);
		expect(answers).toEqual(expected);
	});
});

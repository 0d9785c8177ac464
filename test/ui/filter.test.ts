import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseFilter } from '../../source/ui/model/filter.ts';

const NOW = Date.UTC(2026, 10, 24, 12);
const KNOWN = {
	departments: ['Billing', 'Billing EU', 'Technical Support', 'Sales'],
	levels: ['gold', 'silver'],
	metrics: ['first_answer', 'first_resolve', 'next_answer'],
	agents: ['ana', 'luka', 'maja zupan'],
	me: 'ana',
};
const parse = (line: string) => {
	const { timersAt, log, problem } = parseFilter(line, KNOWN, NOW);
	return { timers: timersAt(NOW), log, problem };
};

describe('the filter line', () => {
	it('of nothing narrows nothing', () => {
		expect(parse('')).toEqual({ timers: {}, log: {}, problem: null });
		expect(parse('   ')).toEqual({ timers: {}, log: {}, problem: null });
	});

	it.each([
		['dep:billing', { departments: ['Billing'] }],
		['dep:bill', { departments: ['Billing', 'Billing EU'] }],
		['department:Sales', { departments: ['Sales'] }],
		['DEP:SALES', { departments: ['Sales'] }],
		['dep:"technical support"', { departments: ['Technical Support'] }],
		['dep:tech', { departments: ['Technical Support'] }],
		['dep:nowhere', { departments: ['nowhere'] }],
		['dep:', {}],
		['dep:sales dep:billing', { departments: ['Sales', 'Billing'] }],
		['level:gold', { levels: ['gold'] }],
		['l:s', { levels: ['silver'] }],
		['agent:me', { agents: ['ana'] }],
		['agent:ben', { agents: ['ben'] }],
		['metric:first', { metrics: ['first_answer', 'first_resolve'] }],
		['metric:first_answer', { metrics: ['first_answer'] }],
		['metric:"first answer"', { metrics: ['first_answer'] }],
		['state:breached', { states: ['breached'] }],
		['state:at', { states: ['at_risk'] }],
		['s:m', { states: ['missed'] }],
		['printer', { texts: ['printer'] }],
		['printer fire', { texts: ['printer', 'fire'] }],
		['"on fire"', { texts: ['on fire'] }],
		['dep:sales printer', { departments: ['Sales'], texts: ['printer'] }],
		['https://x.example/a:b', { texts: ['https://x.example/a:b'] }],
	] as const)('%s', (line, log) => {
		expect(parse(line)).toEqual({ timers: log, log, problem: null });
	});

	it('takes the time left and the priority for open timers alone', () => {
		expect(parse('left<30m')).toEqual({ timers: { dueBefore: NOW + 1_800_000 }, log: {}, problem: null });
		expect(parse('left<1h30m prio:urgent')).toEqual({
			timers: { dueBefore: NOW + 5_400_000, priorities: ['urgent'] },
			log: {},
			problem: null,
		});
	});

	it('takes days and times of the close for the log alone', () => {
		const start = new Date(2026, 10, 20).getTime();
		expect(parse('since:2026-11-20 until:11-21')).toEqual({
			timers: {},
			log: { since: start, until: new Date(2026, 10, 21).getTime() },
			problem: null,
		});
		expect(parse('since:"2026-11-20 14:30"').log).toEqual({ since: start + 14.5 * 3_600_000 });
		expect(parse('since:yesterday')).toEqual({
			timers: {},
			log: {},
			problem: 'since: takes a day or a time like 2026-11-20, 11-20 or 14:30',
		});
	});

	it('says what it does not understand, and looks for it as a text all the same', () => {
		const { problem, log } = parse('customer:globex');
		expect(problem).toMatch(
			/no field "customer": department, level, agent, metric, state, priority, left<, since, until/,
		);
		expect(log).toEqual({ texts: ['customer:globex'] });
		expect(parse('left<soon').problem).toBe('left< takes a duration like 30m or 2h');
		expect(parse('left<soon').timers).toEqual({});
	});

	it('never fails on a line in the middle of being typed', () => {
		const piece = fc.oneof(
			fc.constantFrom('dep:', '"', 'left<', ' ', 'level', ':', '30m', '%', '_', '\\'),
			fc.string({ unit: 'grapheme' }),
		);
		fc.assert(
			fc.property(fc.array(piece), (pieces) => {
				const { timers, log } = parse(pieces.join(''));
				expect(timers.texts).toEqual(log.texts);
			}),
		);
	});
});

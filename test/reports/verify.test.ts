import { describe, expect, it } from 'vitest';
import { type OurTimer, type TheirTimer, verifyTicket } from '../../source/reports/verify.ts';
import { alwaysCalendar } from '../../source/sla/calendar/calendar.ts';
import { calendar } from '../sla/calendar/builders.ts';

const at = (time: string): number => Date.parse(`2026-11-24T${time}:00Z`);

const CALENDARS = new Map([
	['office', calendar({ timezone: 'UTC' })],
	['always', alwaysCalendar('UTC')],
]);

const ours = (more: Partial<OurTimer> = {}): OurTimer => ({
	metric: 'first_answer',
	level: 'Gold',
	calendar: 'office',
	state: 'on_track',
	startedAt: at('16:00'),
	dueAt: at('17:00'),
	closedAt: null,
	targetMs: 3_600_000,
	pausedMs: 0,
	reason: null,
	...more,
});

const theirs = (more: Partial<TheirTimer> = {}): TheirTimer => ({
	metric: 'first_answer',
	level: 'Gold',
	startedAt: at('16:00'),
	dueAt: at('17:00'),
	closedAt: null,
	targetMs: 3_600_000,
	...more,
});

const whys = (their: readonly TheirTimer[], our: readonly OurTimer[]): string[] =>
	verifyTicket('T-1', their, our, ['first_answer'], CALENDARS).differences.map(({ why }) => why);

describe('a due of a help desk against ours', () => {
	it('agrees to the second', () => {
		const { agreed, differences } = verifyTicket('T-1', [theirs()], [ours()], ['first_answer'], CALENDARS);
		expect({ agreed, differences }).toEqual({ agreed: 1, differences: [] });
	});

	it.each<[string, Partial<TheirTimer>, Partial<OurTimer>]>([
		['other level: Silver there, Gold here', { level: 'Silver', dueAt: at('20:00') }, {}],
		['rounding: within a minute', { dueAt: at('17:00') + 40_000 }, {}],
		['other target: 2h there, 1h here', { targetMs: 7_200_000, dueAt: at('20:00') }, {}],
		['other start: 15:00:00 there, 16:00:00 here', { startedAt: at('15:00'), dueAt: at('16:00') }, {}],
		['due_rounds: opening', { dueAt: Date.parse('2026-11-25T09:00:00Z') }, {}],
		[
			'every hour counts there, "office" here',
			{ dueAt: at('17:30'), startedAt: null },
			{ startedAt: at('16:30'), dueAt: at('18:00') },
		],
		[
			'other pauses: 30m are left out here',
			{ dueAt: at('11:00'), startedAt: null },
			{ startedAt: at('10:00'), dueAt: at('11:30'), pausedMs: 1_800_000 },
		],
		['by "office", 30m pass until its due, of 1h', { dueAt: at('16:30') }, {}],
	])('differs: %s', (why, their, our) => {
		expect(whys([theirs(their)], [ours(our)]).join()).toContain(why);
	});

	it('is missed where only one of the two has it', () => {
		expect(whys([theirs()], []).join()).toContain('ours has no such timer');
		expect(whys([], [ours()]).join()).toContain('it has no due for this');
	});

	it('is not expected where the help desk keeps no row', () => {
		const closed = { closedAt: at('18:00') };
		expect(whys([], [ours({ ...closed, state: 'cancelled', reason: 'solved' })])).toEqual([]);
		expect(whys([], [ours({ ...closed, state: 'missed', reason: 'solved' })]).join()).toContain(
			'given up late',
		);
		expect(whys([], [ours({ ...closed, state: 'fulfilled' })])).toEqual(['its log has no such row']);
	});

	it('is not compared while ours waits', () => {
		const waiting = ours({ state: 'paused', dueAt: null });
		expect(verifyTicket('T-1', [theirs()], [waiting], ['first_answer'], CALENDARS)).toEqual({
			agreed: 0,
			differences: [],
		});
	});

	it('is held against the row that closed nearest', () => {
		const rounds = [at('10:00'), at('12:00'), at('14:00')].map((closedAt) => ({
			closedAt,
			dueAt: closedAt + 60,
		}));
		const their = rounds.map((round) => theirs(round));
		const our = rounds.toReversed().map((round) => ours({ ...round, state: 'fulfilled' }));
		expect(whys(their, our)).toEqual([]);
	});
});

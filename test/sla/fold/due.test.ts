/** When a timer is due and at risk, and what a pause does (contract, section 2), where the golden cases do not show it. */
import { describe, expect, test } from 'vitest';
import type { TicketEvent } from '../../../source/sla/event.ts';
import {
	answer,
	brief,
	created,
	event,
	gold,
	office,
	only,
	question,
	status,
	timersOf,
} from '../builders.ts';

describe('a due', () => {
	const hour = gold({ first_answer: '1h' });

	test('is the close of a day that ends with the target, not the next morning', async () => {
		const { due } = await only(office({ first_answer: '8h' }), [created('09:00')], '09:00');
		expect(due).toBe('17:00');
	});

	test('kept to the very instant is fulfilled; a millisecond later it is missed', async () => {
		expect(await brief(hour, [created('09:00'), answer('10:00')], '11:00')).toEqual([
			'first_answer 1 fulfilled 10:00',
		]);
		expect(await brief(hour, [created('09:00'), answer('10:00:00.001')], '11:00')).toEqual([
			'first_answer 1 missed 10:00',
		]);
		expect(await brief(hour, [created('09:00')], '10:00')).toEqual(['first_answer 1 at_risk 10:00']);
		expect(await brief(hour, [created('09:00')], '10:00:00.001')).toEqual(['first_answer 1 breached 10:00']);
	});

	test('goes by instants: after the day’s end, with nothing more counted, is missed', async () => {
		const { state, countedMin } = await only(
			office({ first_answer: '8h' }),
			[created('09:00'), answer('18:00')],
			'19:00',
		);
		expect({ state, countedMin }).toEqual({ state: 'missed', countedMin: 480 });
	});

	test('in working days is a close: of the n-th day after the day it starts on', async () => {
		const days = (text: string, start: string, level: object = {}) =>
			only(office({ first_answer: text }, level), [created(start)], start).then(({ due }) => due);
		expect(await days('1bd', '09:00')).toBe('2026-11-23 17:00');
		expect(await days('3bd', '23:30')).toBe('2026-11-25 17:00');
		// On a Saturday it counts as Friday's.
		expect(await days('1bd', '2026-11-21 12:00')).toBe('2026-11-23 17:00');
		expect(await days('1bd', '09:00', { calendar: 'always' })).toBe('2026-11-22 00:00');
	});

	test('with due_rounds: opening is the next start where it falls on an end, and only there', async () => {
		const opening = (text: string, events: readonly TicketEvent[], now: string) =>
			only(office({ agent_work: text }, { due_rounds: 'opening' }), events, now);
		expect((await opening('8h', [created('09:00')], '09:00')).due).toBe('2026-11-23 09:00');
		expect((await opening('7h', [created('09:00')], '09:00')).due).toBe('16:00');
		expect((await opening('1bd', [created('09:00')], '09:00')).due).toBe('2026-11-24 09:00');
		// Paused with nothing left after hours, it has not breached; it goes on, and is due, at the next start.
		const paused = [created('09:00'), status('18:00', 'postponed')];
		expect(await opening('8h', paused, '2026-11-24 12:00')).toMatchObject({ state: 'paused', due: null });
		const resumed = [...paused, status('20:00', 'open')];
		expect((await opening('8h', resumed, '21:00')).due).toBe('2026-11-23 09:00');
		// Two standstills, one upon the other, are one: it never ran in between, and was not due then.
		const again = [...paused, status('2026-11-23 09:00', 'on_hold'), status('2026-11-23 11:00', 'open')];
		const voided = [created('09:00'), status('18:00', 'spam'), status('2026-11-23 09:00', 'on_hold')];
		const revived = [...voided, status('2026-11-23 11:00', 'open')];
		expect((await opening('8h', again, '2026-11-23 11:00')).due).toBe('2026-11-23 11:00');
		expect((await opening('8h', revived, '2026-11-23 11:00')).due).toBe('2026-11-23 11:00');
		const late = [...paused, status('2026-11-23 11:00', 'open')];
		expect((await opening('8h', late, '2026-11-23 12:00')).due).toBe('2026-11-23 11:00');
	});
});

describe('at risk', () => {
	test('is a share of the target, rounded down to the millisecond, or a duration', async () => {
		const risk = (atRisk: string) =>
			only(gold({ first_answer: '15m' }, {}, { at_risk: atRisk }), [created('09:00')], '09:00').then(
				(timer) => timer.atRisk,
			);
		expect(await risk('25%')).toBe('09:11:15');
		expect(await risk('33.3%')).toBe('09:10:00.300');
		expect(await risk('0.29%')).toBe('09:14:57.390');
		expect(await risk('5m')).toBe('09:10');
		expect(await risk('2h')).toBe('09:00');
	});

	test('is kept while it is paused where it has come, and after', async () => {
		const agreement = gold({ agent_work: '1h' });
		const paused = [created('09:00'), status('09:50', 'on_hold')];
		expect(await only(agreement, paused, '12:00')).toMatchObject({
			state: 'paused',
			due: null,
			atRisk: '09:45',
		});
		const resumed = [...paused, status('11:00', 'open')];
		expect(await only(agreement, resumed, '11:00')).toMatchObject({
			state: 'at_risk',
			due: '11:10',
			atRisk: '09:45',
		});
		const early = [created('09:00'), status('09:40', 'on_hold')];
		expect(await only(agreement, early, '12:00')).toMatchObject({ state: 'paused', due: null, atRisk: null });
		expect(await only(agreement, [...early, status('11:00', 'open')], '11:00')).toMatchObject({
			atRisk: '11:05',
		});
	});
});

describe('a pause', () => {
	const work = gold({ agent_work: '1h' });

	test('of a timer that had breached leaves it breached, with the instants it had', async () => {
		const events = [created('09:00'), status('10:30', 'on_hold')];
		expect(await only(work, events, '12:00')).toMatchObject({
			state: 'breached',
			due: '10:00',
			atRisk: '09:45',
		});
	});

	test('that never ends before the close is judged by whether it had breached', async () => {
		const wait = gold({ pausable_update: '1h' });
		const asked = [created('08:00'), answer('08:30')];
		// The answer itself pauses it; the next one closes it, paused.
		const closed = (await timersOf(wait, [...asked, answer('12:00')], '12:00'))[0];
		expect(closed).toMatchObject({ state: 'fulfilled', due: null, countedMin: 0, pausedMin: 210 });
		const late = [...asked, question('09:00'), status('10:30', 'postponed'), answer('12:00')];
		expect((await timersOf(wait, late, '12:00'))[0]).toMatchObject({ state: 'missed', due: '10:00' });
	});

	test('is taken out, or put in, by the agreement', async () => {
		const events = [created('09:00'), answer('09:10'), question('09:50')];
		const due = (metric: object) =>
			only(gold({ first_resolve: '1h' }, { metrics: { first_resolve: metric } }), events, '09:50').then(
				(timer) => timer.due,
			);
		expect(await due({})).toBe('10:40');
		expect(await due({ pause_while: [] })).toBe('10:00');
		expect(await due({ pause_while: ['answered', 'new'] })).toBe('10:50');
	});
});

describe('a due given by the source', () => {
	const given = (time: string, dueAt: string, metric = 'first_resolve'): TicketEvent =>
		event(time, 'target', { metric, due_at: `2026-11-20T${dueAt}:00Z` });
	const resolve = office({ first_resolve: '4h' });

	test('stands instead of the level’s, outside hours too, whatever the level is then', async () => {
		expect(await only(resolve, [created('09:00'), given('09:10', '20:00')], '09:10')).toMatchObject({
			due: '20:00',
		});
		const two = {
			...resolve,
			levels: { gold: { targets: { first_resolve: '4h' } }, silver: { targets: { first_resolve: '1h' } } },
		};
		const events = [
			created('09:00'),
			given('09:10', '20:00'),
			event('09:20', 'updated', { level: 'silver' }),
		];
		expect(await only(two, events, '09:20')).toMatchObject({ due: '20:00' });
	});

	test('is moved by a pause like any other, as far as the pause counts', async () => {
		const events = [created('09:00'), given('09:00', '12:00'), answer('10:00'), question('11:00')];
		expect(await only(resolve, events, '11:00')).toMatchObject({ due: '13:00' });
		// After hours a pause counts nothing, and moves nothing.
		const evening = [created('09:00'), given('09:00', '20:00'), answer('18:00')];
		expect(await only(resolve, evening, '19:00')).toMatchObject({ state: 'paused', due: null });
		expect(await only(resolve, [...evening, question('19:00')], '19:00')).toMatchObject({ due: '20:00' });
	});

	test('to a paused timer is moved from then on by what the pause counts, and waits for its end', async () => {
		const events = [created('09:00'), answer('10:00'), given('11:00', '12:00')];
		expect(await only(resolve, events, '11:30')).toMatchObject({ state: 'paused', due: null });
		// An hour was left when it was given.
		expect(await only(resolve, [...events, question('13:00')], '13:00')).toMatchObject({ due: '14:00' });
	});

	test('that had come when it was given is breached at once, paused or not', async () => {
		const paused = [created('09:00'), answer('10:00'), given('11:00', '10:30')];
		const breached = { state: 'breached', due: '10:30' };
		expect(await only(resolve, paused, '11:00')).toMatchObject(breached);
		expect(await only(resolve, [...paused, question('13:00')], '13:00')).toMatchObject(breached);
		expect(await only(resolve, [...paused, status('13:00', 'resolved')], '14:00')).toMatchObject({
			...breached,
			state: 'missed',
		});
		expect(await only(resolve, [created('09:00'), given('11:00', '10:30')], '11:00')).toMatchObject(breached);
		// Another due takes its place, as any due that is given later does.
		const mended = [...paused, given('11:30', '12:00')];
		expect(await only(resolve, mended, '11:30')).toMatchObject({ state: 'paused', due: null });
	});

	test('goes on with a timer that was void or closed for a while', async () => {
		const work = office({ agent_work: '4h' });
		const events = [created('09:00'), given('09:30', '12:00', 'agent_work'), status('10:00', 'resolved')];
		expect(await only(work, [...events, question('11:00')], '11:00')).toMatchObject({ due: '13:00' });
		const voided = [...events.slice(0, 2), status('10:00', 'spam'), given('10:30', '10:40', 'agent_work')];
		expect(await only(work, [...voided, status('11:00', 'open')], '11:00')).toMatchObject({ due: '13:00' });
	});

	test('of a metric with no open timer changes nothing', async () => {
		const events = [created('09:00', { agent: 'ana' }), given('09:10', '10:00', 'next_resolve')];
		expect(await brief(gold({ first_resolve: '4h', next_resolve: '1h' }), events, '09:30')).toEqual([
			'first_resolve 1 on_track 13:00',
		]);
	});
});

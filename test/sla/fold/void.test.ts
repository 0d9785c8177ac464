/** Tickets that become void, are given up late, or are reopened (contract, section 3). */
import { describe, expect, test } from 'vitest';
import type { TicketEvent } from '../../../source/sla/event.ts';
import { answer, brief, created, event, gold, only, question, status, timersOf } from '../builders.ts';

describe('void', () => {
	const both = gold({ first_answer: '1h', first_resolve: '4h' });

	test('cancels whatever is open, also what is overdue, and says why', async () => {
		const reasons = async (last: TicketEvent) => brief(both, [created('09:00'), last], '12:00');
		expect(await reasons(status('10:30', 'spam'))).toEqual([
			'first_answer 1 cancelled 10:00 spam',
			'first_resolve 1 cancelled 13:00 spam',
		]);
		expect(await reasons(status('10:30', 'deleted'))).toEqual([
			'first_answer 1 cancelled 10:00 deleted',
			'first_resolve 1 cancelled 13:00 deleted',
		]);
		expect(await reasons(event('10:30', 'merged', { into: 'T-2' }))).toEqual([
			'first_answer 1 cancelled 10:00 merged',
			'first_resolve 1 cancelled 13:00 merged',
		]);
	});

	test('left again opens the same timers, with the time between not counted', async () => {
		const events = [created('09:00'), status('09:30', 'spam'), answer('09:40'), status('11:00', 'open')];
		expect(await timersOf(both, events, '11:00')).toMatchObject([
			{ timer: 'first_answer 1', due: '11:30', countedMin: 30, pausedMin: 90 },
			{ timer: 'first_resolve 1', due: '14:30' },
		]);
	});

	test('from one void status to another changes no reason', async () => {
		const events = [created('09:00'), status('09:30', 'spam'), event('09:40', 'merged')];
		expect(await brief(gold({ first_answer: '1h' }), events, '10:00')).toEqual([
			'first_answer 1 cancelled 10:00 spam',
		]);
	});

	test('left for a solved status closes what that closes', async () => {
		const events = [created('09:00'), status('09:30', 'spam'), status('10:00', 'resolved')];
		expect(await brief(both, events, '12:00')).toEqual([
			'first_resolve 1 fulfilled 13:30',
			'first_answer 1 cancelled 10:30 solved',
		]);
	});

	test('combined with a pause goes on as it was', async () => {
		const work = gold({ agent_work: '1h' });
		const events = [created('09:00'), status('09:20', 'on_hold'), status('09:40', 'spam')];
		expect(await only(work, [...events, status('10:00', 'on_hold')], '10:00')).toMatchObject({
			state: 'paused',
			due: null,
		});
		const running = [...events, status('10:00', 'open')];
		expect(await only(work, running, '10:00')).toMatchObject({ due: '10:40', countedMin: 20, pausedMin: 40 });
	});

	test('from the beginning starts nothing', async () => {
		expect(await brief(both, [created('09:00', { status: 'spam' }), question('09:10')], '12:00')).toEqual([]);
	});
});

describe('giving up late is a miss', () => {
	test('by solving, by needing no answer, by ending a contact', async () => {
		const solved = [created('09:00'), status('10:30', 'closed')];
		expect(await brief(gold({ first_answer: '1h' }), solved, '12:00')).toEqual([
			'first_answer 1 missed 10:00 solved',
		]);
		const asked = [created('09:00'), answer('09:10'), question('09:20')];
		const next = gold({ next_answer: '1h' });
		expect(await brief(next, [...asked, event('10:00', 'no_answer_needed')], '12:00')).toEqual([
			'next_answer 1 cancelled 10:20 no_answer_needed',
		]);
		expect(await brief(next, [...asked, event('11:00', 'no_answer_needed')], '12:00')).toEqual([
			'next_answer 1 missed 10:20 no_answer_needed',
		]);
		const chat = [created('09:00'), event('09:00', 'chat_started'), event('09:02', 'chat_ended')];
		expect(await brief(gold({ chat_answer: '1m' }), chat, '12:00')).toEqual([
			'chat_answer 1 missed 09:01 chat_ended',
		]);
		expect(await brief(gold({ chat_answer: '5m' }), chat, '12:00')).toEqual([
			'chat_answer 1 cancelled 09:05 chat_ended',
		]);
	});
});

describe('what resumes', () => {
	const life = gold({ total_resolution: '2h', next_resolve: '1h' });

	test('opens again with what it had counted, and only its last close counts', async () => {
		const events = [created('09:00'), status('10:00', 'resolved'), question('12:00')];
		expect(await timersOf(life, events, '12:00')).toMatchObject([
			{ timer: 'next_resolve 1', due: '13:00' },
			{ timer: 'total_resolution 1', state: 'on_track', due: '13:00', countedMin: 60 },
		]);
		const again = [...events, status('14:00', 'closed')];
		expect(await brief(life, again, '15:00')).toEqual([
			'next_resolve 1 missed 13:00',
			'total_resolution 1 missed 13:00',
		]);
	});

	test('from resolved to closed is no reopening', async () => {
		const events = [created('09:00'), status('10:00', 'resolved'), status('11:00', 'closed')];
		expect(await brief(life, events, '15:00')).toEqual(['total_resolution 1 fulfilled 11:00']);
	});

	test('under another reference, with its whole history there, lets nothing count here, unless it comes back', async () => {
		const events = [
			created('09:00', { agent: 'ana' }),
			answer('09:10'),
			status('09:20', 'open'),
			event('09:00', 'moved', { into: 'U-7' }),
		];
		const metrics = gold({ first_answer: '1h', first_assign: '1h', next_answer: '1h', first_resolve: '4h' });
		expect(await brief(metrics, events, '09:30')).toEqual([]);
		const back = [...events, event('09:00', 'moved', { into: null })];
		expect(await brief(metrics, back, '09:30')).toEqual(await brief(metrics, events.slice(0, 3), '09:30'));
	});
});

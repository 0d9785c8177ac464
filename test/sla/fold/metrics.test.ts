/** What starts and ends the built-in metrics (contract, section 3), where the golden cases do not show it. */
import { describe, expect, test } from 'vitest';
import type { TicketEvent } from '../../../source/sla/event.ts';
import { answer, brief, created, event, gold, only, question, status } from '../builders.ts';

describe('next_answer', () => {
	const next = gold({ next_answer: '1h' });
	const start = [created('09:00'), answer('09:10')];

	test('starts with the customer’s first message of a round; later ones do not restart it', async () => {
		const events = [...start, question('09:20'), question('09:40'), answer('10:00'), question('11:00')];
		expect(await brief(next, events, '11:00')).toEqual([
			'next_answer 1 fulfilled 10:20',
			'next_answer 2 on_track 12:00',
		]);
	});

	test('starts with a status that changes to open, and not with one that was open', async () => {
		expect(await brief(next, [...start, status('09:30', 'open')], '09:30')).toEqual([
			'next_answer 1 on_track 10:30',
		]);
		const open = [...start, question('09:20'), event('09:25', 'no_answer_needed'), status('09:30', 'open')];
		expect(await brief(next, open, '09:30')).toEqual(['next_answer 1 cancelled 10:20 no_answer_needed']);
	});

	test('waits until first_answer has closed, however that was', async () => {
		expect(await brief(next, [created('09:00'), question('09:20')], '09:30')).toEqual([]);
		const solved = [created('09:00'), status('09:10', 'resolved'), question('09:20')];
		expect(await brief(next, solved, '09:30')).toEqual(['next_answer 1 on_track 10:20']);
		// Of a ticket that an agent made, the customer's first word wants a first answer.
		const byAgent = [created('09:00', { actor: 'agent' }), answer('09:10'), question('09:20')];
		expect(await brief(gold({ first_answer: '1h', next_answer: '1h' }), byAgent, '09:30')).toEqual([
			'first_answer 1 on_track 10:20',
		]);
	});

	test('starts anew after no_answer_needed', async () => {
		const events = [...start, question('09:20'), event('09:25', 'no_answer_needed'), question('11:00')];
		expect(await brief(next, events, '11:00')).toEqual([
			'next_answer 1 cancelled 10:20 no_answer_needed',
			'next_answer 2 on_track 12:00',
		]);
	});

	test('counts cycles for which the level has no target', async () => {
		const agreement = gold({ next_answer: { high: '1h' } });
		const events = [
			...start,
			question('09:20'),
			answer('09:30'),
			event('09:40', 'updated', { priority: 'high' }),
			question('10:00'),
		];
		expect(await brief(agreement, events, '10:00')).toEqual(['next_answer 2 on_track 11:00']);
	});
});

describe('an answer', () => {
	const first = gold({ first_answer: '1h' });
	const closes = async (last: TicketEvent) =>
		(await brief(first, [created('09:00'), last], '09:30'))[0]?.includes('fulfilled');

	test('is an agent’s public message that no machine wrote, or a status answered', async () => {
		expect(await closes(answer('09:10'))).toBe(true);
		expect(await closes(status('09:10', 'answered'))).toBe(true);
		const said = (keys: object) => closes(event('09:10', 'message', keys));
		expect(await said({ actor: 'agent', public: false })).toBe(false);
		expect(await said({ actor: 'agent', auto: true })).toBe(false);
		expect(await said({ actor: 'bot' })).toBe(false);
		expect(await said({ actor: 'system' })).toBe(false);
	});

	test('with resolve_counts_as_answer is solving too', async () => {
		const agreement = gold(
			{ first_answer: '1h' },
			{ metrics: { first_answer: { resolve_counts_as_answer: true } } },
		);
		expect(await brief(agreement, [created('09:00'), status('09:30', 'closed')], '10:00')).toEqual([
			'first_answer 1 fulfilled 10:00',
		]);
		expect(await brief(agreement, [created('09:00'), status('10:30', 'closed')], '11:00')).toEqual([
			'first_answer 1 missed 10:00',
		]);
	});

	test('on a solved ticket ends what waits for it and starts no update', async () => {
		const agreement = gold({ periodic_update: '1h' });
		const events = [created('09:00'), answer('09:10'), status('09:20', 'resolved'), answer('09:30')];
		expect(await brief(agreement, events, '12:00')).toEqual(['periodic_update 1 cancelled 10:10 solved']);
	});
});

describe('a created', () => {
	test('in a solved status closes at once what that closes, and cancels the rest', async () => {
		const agreement = gold({
			first_answer: '1h',
			first_assign: '1h',
			first_resolve: '4h',
			total_resolution: '4h',
		});
		expect(await brief(agreement, [created('09:00', { status: 'closed' })], '12:00')).toEqual([
			'first_resolve 1 fulfilled 13:00',
			'total_resolution 1 fulfilled 13:00',
			'first_answer 1 cancelled 10:00 solved',
			'first_assign 1 cancelled 10:00 solved',
		]);
	});

	test('with an agent is assigned at once; answered, it starts paused', async () => {
		expect(await brief(gold({ first_assign: '1h' }), [created('09:00', { agent: 'ana' })], '12:00')).toEqual([
			'first_assign 1 fulfilled 10:00',
		]);
		expect(
			await only(gold({ first_resolve: '1h' }), [created('09:00', { status: 'answered' })], '12:00'),
		).toMatchObject({ state: 'paused', due: null });
	});

	test('that comes a second time is an update, of no status', async () => {
		const events = [created('09:00'), created('09:30', { status: 'closed', priority: 'high' })];
		expect(await brief(gold({ first_answer: { high: '30m', default: '1h' } }), events, '09:30')).toEqual([
			'first_answer 1 at_risk 09:30',
		]);
	});

	test('is waited for: what is dated before it counts nothing, what is not does', async () => {
		const first = gold({ first_answer: '1h' });
		expect(await brief(first, [answer('09:10')], '12:00')).toEqual([]);
		expect(await brief(first, [answer('09:10'), created('09:00')], '12:00')).toEqual([
			'first_answer 1 fulfilled 10:00',
		]);
		expect(await brief(first, [answer('08:59'), created('09:00')], '09:10')).toEqual([
			'first_answer 1 on_track 10:00',
		]);
		// Of the same instant, whichever came first.
		expect(await brief(first, [answer('09:00'), created('09:00')], '09:10')).toEqual([
			'first_answer 1 fulfilled 10:00',
		]);
	});
});

describe('live contacts', () => {
	const chat = gold({ chat_answer: '1m' });
	const live = (time: string, what: string): TicketEvent => event(time, `chat_${what}`);

	test('have a timer each; a second start before the end changes nothing', async () => {
		const events = [
			created('09:00'),
			live('09:00', 'started'),
			live('09:00:30', 'started'),
			live('09:00:40', 'answered'),
			live('09:05', 'started'),
			live('09:10', 'ended'),
			live('10:00', 'started'),
		];
		expect(await brief(chat, events, '10:00')).toEqual([
			'chat_answer 1 fulfilled 09:01',
			'chat_answer 2 on_track 10:01',
		]);
	});

	test('on a solved ticket are given up when it reaches another solved status', async () => {
		const solved = [created('09:00'), status('10:00', 'resolved'), live('10:05', 'started')];
		expect(await brief(chat, solved, '10:05')).toEqual(['chat_answer 1 on_track 10:06']);
		expect(await brief(chat, [...solved, status('10:05:30', 'resolved')], '10:05:30')).toEqual([
			'chat_answer 1 on_track 10:06',
		]);
		expect(await brief(chat, [...solved, status('10:05:30', 'closed')], '10:10')).toEqual([
			'chat_answer 1 cancelled 10:06 solved',
		]);
		expect(await brief(chat, [...solved, status('10:07', 'closed')], '10:10')).toEqual([
			'chat_answer 1 missed 10:06 solved',
		]);
		const answered = [...solved, live('10:05:20', 'answered'), status('10:05:30', 'closed')];
		expect(await brief(chat, answered, '10:10')).toEqual(['chat_answer 1 fulfilled 10:06']);
	});
});

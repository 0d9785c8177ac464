/** Metrics that an agreement defines (contract, section 3). */
import { describe, expect, test } from 'vitest';
import type { TicketEvent } from '../../../source/sla/event.ts';
import { agreementOf, brief, created, event, gold, question, status, timersOf } from '../builders.ts';

describe('a metric of the agreement’s own', () => {
	const own = (metric: object): object => gold({ hands_on: '1h' }, { metrics: { hands_on: metric } });

	test('starts, stops and pauses by kinds of events and by statuses', async () => {
		const metric = {
			starts_on: ['assigned'],
			stops_on: ['resolved', 'closed'],
			pause_while: ['on_hold'],
			cycles: 'each',
		};
		const events = [
			...[created('09:00'), event('09:10', 'assigned', { agent: 'ana' }), status('09:20', 'on_hold')],
			...[status('09:50', 'open'), status('10:20', 'resolved'), event('11:00', 'assigned', { agent: 'bor' })],
		];
		expect(await timersOf(own(metric), events, '11:00')).toMatchObject([
			{ timer: 'hands_on 1', state: 'fulfilled', due: '10:40', countedMin: 40 },
			{ timer: 'hands_on 2', state: 'on_track', due: '12:00' },
		]);
	});

	test('takes the types of events as kinds, and every status', async () => {
		const kinds = [
			...[
				'created',
				'message',
				'status',
				'assigned',
				'target',
				'updated',
				'no_answer_needed',
				'merged',
				'chat_started',
			],
			...['new', 'open', 'answered', 'postponed', 'on_hold', 'resolved', 'closed', 'spam', 'deleted'],
		];
		for (const kind of kinds)
			await agreementOf(own({ starts_on: [kind], stops_on: [kind], cancels_on: [kind] }));
		await expect(agreementOf(own({ starts_on: ['creation'], stops_on: ['answer'] }))).rejects.toThrow(
			'metrics.hands_on.starts_on.0: expected one of created, ',
		);
	});

	test('names what cancelled it, late or not', async () => {
		const metric = { starts_on: ['created'], stops_on: ['answer'], cancels_on: ['internal_note', 'on_hold'] };
		expect(await brief(own(metric), [created('09:00'), status('09:30', 'on_hold')], '12:00')).toEqual([
			'hands_on 1 cancelled 10:00 on_hold',
		]);
		expect(await brief(own(metric), [created('09:00'), status('10:30', 'on_hold')], '12:00')).toEqual([
			'hands_on 1 missed 10:00 on_hold',
		]);
	});

	test('stops at once under the status that its ticket is made in', async () => {
		const metric = { starts_on: ['created'], stops_on: ['resolved', 'closed'] };
		expect(await brief(own(metric), [created('09:00', { status: 'closed' })], '12:00')).toEqual([
			'hands_on 1 fulfilled 10:00',
		]);
	});

	test('is cancelled at once under the status and the agent that its ticket is made with', async () => {
		const metric = { starts_on: ['created'], stops_on: ['answer'], cancels_on: ['closed', 'agent_present'] };
		expect(await brief(own(metric), [created('09:00', { status: 'closed' })], '12:00')).toEqual([
			'hands_on 1 cancelled 10:00 closed',
		]);
		expect(await brief(own(metric), [created('09:00', { agent: 'ana' })], '12:00')).toEqual([
			'hands_on 1 cancelled 10:00 agent_present',
		]);
	});

	test('is cancelled at once where it starts on a ticket that is solved', async () => {
		const metric = { starts_on: ['unassigned'], stops_on: ['assigned'], cancels_on: ['solved'] };
		const events = [
			created('09:00'),
			status('09:30', 'resolved'),
			event('10:00', 'assigned', { agent: null }),
		];
		expect(await brief(own(metric), events, '12:00')).toEqual(['hands_on 1 cancelled 11:00 solved']);
	});

	test('that resumes goes on at its next start, and when the ticket is reopened', async () => {
		const metric = { starts_on: ['assigned'], stops_on: ['unassigned', 'solved'], cycles: 'resume' };
		const assign = (time: string, agent: string | null): TicketEvent => event(time, 'assigned', { agent });
		const events = [created('09:00'), assign('09:00', 'ana'), assign('09:20', null), assign('10:00', 'bor')];
		expect(await timersOf(own(metric), events, '10:00')).toMatchObject([
			{ timer: 'hands_on 1', due: '10:40', countedMin: 20 },
		]);
		const solved = [...events, status('10:10', 'resolved'), question('12:00')];
		expect(await timersOf(own(metric), solved, '12:00')).toMatchObject([
			{ timer: 'hands_on 1', due: '12:30', countedMin: 30 },
		]);
	});
});

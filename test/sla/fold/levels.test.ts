/** Which level and which version of the agreement judge a ticket (contract, section 3). */
import { describe, expect, test } from 'vitest';
import type { TicketEvent } from '../../../source/sla/event.ts';
import type { AgreementVersion } from '../../../source/sla/fold.ts';
import { agreementOf, answer, at, brief, created, event, gold, only, status } from '../builders.ts';

describe('a level', () => {
	const levels = {
		gold: { targets: { first_answer: { high: '30m', default: '1h' } } },
		silver: { targets: { first_answer: '2h', first_resolve: '8h' } },
		bronze: { targets: {} },
	};
	const vip = { field: 'customer_group', is: 'vip' };
	const due = async (agreement: object, events: readonly TicketEvent[]) =>
		brief({ levels, ...agreement }, events, '09:00');

	test('is the first that matches, or the last of those that continue', async () => {
		const rules = (goesOn: boolean) => [
			{ when: vip, level: 'gold', continue: goesOn },
			{ when: { field: 'department', is: 'legal' }, level: 'silver' },
		];
		const ticket = [created('09:00', { customer_group: 'vip', department: 'legal' })];
		expect(await due({ rules: rules(false) }, ticket)).toEqual(['first_answer 1 on_track 10:00']);
		expect(await due({ rules: rules(true) }, ticket)).toEqual([
			'first_answer 1 on_track 11:00',
			'first_resolve 1 on_track 17:00',
		]);
		const plain = [created('09:00', { customer_group: 'vip' })];
		expect(await due({ rules: rules(true) }, plain)).toEqual(['first_answer 1 on_track 10:00']);
		expect(await due({ rules: rules(true) }, [created('09:00')])).toEqual([]);
	});

	test('is found after every event, or only at the creation', async () => {
		const rules = [{ when: vip, level: 'gold' }];
		const events = [created('09:00'), event('09:00', 'updated', { customer_group: 'vip' })];
		expect(await due({ rules, default_level: 'silver' }, events)).toHaveLength(1);
		expect(await due({ rules, default_level: 'silver', apply: 'on_create' }, events)).toHaveLength(2);
	});

	test('by hand wins, until it is taken back', async () => {
		const by = (level: string | null): TicketEvent => event('09:00', 'updated', { level });
		const agreement = { default_level: 'silver' };
		expect(await due(agreement, [created('09:00'), by('gold')])).toEqual(['first_answer 1 on_track 10:00']);
		expect(await due(agreement, [created('09:00'), by('gold'), by(null)])).toHaveLength(2);
	});

	test('or priority that changes moves open timers as if it had held from their start; closed ones never', async () => {
		const agreement = { levels, default_level: 'gold' };
		const raise = event('10:30', 'updated', { priority: 'high' });
		expect(await brief(agreement, [created('09:00'), raise], '10:30')).toEqual([
			'first_answer 1 breached 09:30',
		]);
		expect(await brief(agreement, [created('09:00'), answer('09:50'), raise], '11:00')).toEqual([
			'first_answer 1 fulfilled 10:00',
		]);
		const none = event('09:30', 'updated', { level: 'bronze' });
		expect(await brief(agreement, [created('09:00'), none], '12:00')).toEqual([]);
		const back = [created('09:00'), none, event('09:45', 'updated', { level: null })];
		expect(await brief(agreement, back, '09:45')).toEqual(['first_answer 1 at_risk 10:00']);
	});

	test('that changes while the timer is paused counts from the start, the pause left out', async () => {
		const agreement = gold({ agent_work: { high: '1h', default: '2h' } });
		const events = [created('09:00'), status('10:00', 'on_hold')];
		const raised = [...events, event('10:30', 'updated', { priority: 'high' })];
		// An hour was counted when it was paused: the due is that very instant.
		expect(await only(agreement, events, '11:00')).toMatchObject({ state: 'paused', due: null });
		expect(await only(agreement, raised, '11:00')).toMatchObject({ state: 'breached', due: '10:00' });
	});
});

describe('keys that no event has', () => {
	test('are kept in custom, whatever the event, and rules see them', async () => {
		const agreement = {
			levels: { gold: { targets: { first_answer: '1h' } }, silver: { targets: { first_answer: '2h' } } },
			rules: [{ when: { field: 'custom.mood', is: 'angry' }, level: 'gold' }],
			default_level: 'silver',
		};
		const due = (...events: readonly TicketEvent[]) => brief(agreement, events, '09:00');
		expect(await due(created('09:00', { mood: 'angry' }))).toEqual(['first_answer 1 on_track 10:00']);
		expect(await due(created('09:00', { custom: { mood: 'angry' } }))).toEqual([
			'first_answer 1 on_track 10:00',
		]);
		const message = event('09:00', 'message', { actor: 'customer', mood: 'angry' });
		expect(await due(created('09:00'), message)).toEqual(['first_answer 1 on_track 10:00']);
		expect(await due(created('09:00', { mood: 'angry' }), event('09:00', 'updated', { shelf: 3 }))).toEqual([
			'first_answer 1 on_track 10:00',
		]);
	});

	test('are not those that only another event has', async () => {
		const seen = created('09:00', { level: 'gold', subject: 'x' });
		expect(seen).toMatchObject({ fields: { subject: 'x', custom: { level: 'gold' } } });
		expect(event('09:00', 'status', { status: 'open', subject: 'x', level: 'gold' })).not.toHaveProperty(
			'custom',
		);
	});
});

describe('a version of the agreement', () => {
	const version = async (
		hours: number,
		inForceAt: string,
		movesOpen: boolean,
	): Promise<AgreementVersion> => ({
		agreement: await agreementOf(gold({ first_answer: `${hours}h`, first_resolve: `${hours}h` })),
		inForceAt: at(inForceAt),
		movesOpen,
	});

	test('judges the tickets made while it is in force, however late their events come', async () => {
		const versions = [await version(1, '00:00', false), await version(2, '09:30', false)];
		expect(await brief(versions, [created('09:00'), answer('10:30')], '11:00')).toEqual([
			'first_answer 1 missed 10:00',
			'first_resolve 1 breached 10:00',
		]);
		expect((await brief(versions, [created('09:30')], '11:00'))[0]).toBe('first_answer 1 at_risk 11:30');
		// Before there was any, the first judges.
		expect((await brief([await version(1, '09:30', false)], [created('09:00')], '09:10'))[0]).toBe(
			'first_answer 1 on_track 10:00',
		);
	});

	test('with changes: open_tickets moves what is open then, and nothing that was closed', async () => {
		const versions = [await version(1, '00:00', false), await version(2, '10:30', true)];
		const events = [created('09:00'), answer('10:20')];
		expect(await brief(versions, events, '10:25')).toEqual([
			'first_answer 1 missed 10:00',
			'first_resolve 1 breached 10:00',
		]);
		expect(await brief(versions, events, '10:30')).toEqual([
			'first_answer 1 missed 10:00',
			'first_resolve 1 paused -',
		]);
	});
});

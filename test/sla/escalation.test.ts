import { describe, expect, test } from 'vitest';
import { parseAgreement } from '../../source/sla/agreement/parse.ts';
import { newAlerts, type ToldStep, type Watch, watch } from '../../source/sla/escalation.ts';
import { parseEvent } from '../../source/sla/event.ts';
import { fold } from '../../source/sla/fold.ts';
import { timerKey } from '../../source/sla/remark.ts';
import { answered, asked, at, created, type EventLine, status } from '../support/desk.ts';

/** Hours from nine to five with an hour off at noon; a first answer within two of them. */
const agreementOf = (escalations: string): string => `version: 1
timezone: UTC
calendars: { office: { hours: { mon-fri: ["09:00-12:00", "13:00-17:00"] } } }
levels:
  gold: { calendar: office, targets: { first_answer: 2h, agent_work: 4h } }
  iron: { calendar: always, targets: { first_answer: 1h } }
rules: [{ when: { field: customer_group, is: iron }, level: iron }]
default_level: gold
escalations: [${escalations}]
notify: { lead: { bell: true }, duty: { terminal: true } }
`;

async function watched(escalations: string, events: readonly EventLine[], now: string): Promise<Watch[]> {
	const { agreement, problems } = await parseAgreement(agreementOf(escalations), () => Promise.reject());
	if (!agreement) throw new Error(JSON.stringify(problems));
	const versions = [{ agreement, inForceAt: 0, movesOpen: false }];
	const nowAt = Date.parse(now);
	const folded = fold(events.map(parseEvent), versions, nowAt);
	if (!folded) throw new Error('no such ticket');
	return folded.open.map((timer) => {
		const calendar = agreement.calendars.get(timer.calendar);
		if (!calendar) throw new Error(`no calendar ${timer.calendar}`);
		const remarks = folded.remarks.get(timerKey(timer));
		return watch(timer, calendar, folded.ticket.department, remarks, agreement.escalations, nowAt);
	});
}

/** What has come of the first answer's steps, and what comes next, as clock times. */
async function steps(escalations: string, events: readonly EventLine[], now: string): Promise<string> {
	const found = (await watched(escalations, events, now)).find(({ metric }) => metric === 'first_answer');
	const time = (instant: number): string => new Date(instant).toISOString().slice(8, 19).replace('T', ' ');
	const come = (found?.come ?? []).map(
		({ name, repeat, at: stepAt }) => `${name}${repeat > 0 ? `#${repeat}` : ''} ${time(stepAt)}`,
	);
	return `${come.join(', ')} | ${found?.nextAt ? time(found.nextAt) : 'never'}`;
}

const AT_75 = '{ metric: first_answer, at: 75%, notify: [lead] }';
const BREACH = '{ at: breach, notify: [duty] }';
const AGAIN = '{ at: breach, every: 30m, notify: [duty] }';

describe('when a step comes', () => {
	test('75% is when three quarters of the target are counted, hours off left out', async () => {
		const ticket = [created('T-1', '11:00')];
		expect(await steps(AT_75, ticket, at('13:29:59'))).toBe(' | 24 13:30:00');
		expect(await steps(AT_75, ticket, at('13:30'))).toBe('75% 24 13:30:00 | never');
	});

	test('a time before due is counted time too', async () => {
		const step = '{ before: 90m, notify: lead }';
		expect(await steps(step, [created('T-1', '11:00')], at('11:29:59'))).toBe(' | 24 11:30:00');
		expect(await steps('{ at: "90m before", notify: lead }', [created('T-1', '11:00')], at('11:30'))).toBe(
			'1h30m before 24 11:30:00 | never',
		);
	});

	test('more time than the target has: at once', async () => {
		expect(await steps('{ before: 3h, notify: lead }', [created('T-1', '11:00')], at('11:00'))).toBe(
			'3h before 24 11:00:00 | never',
		);
	});

	test('a breach is the first instant after the due, and is repeated by the counted hour', async () => {
		const ticket = [created('T-1', '09:00')];
		expect(await steps(AGAIN, ticket, at('11:00'))).toBe(' | 24 11:00:00');
		expect(await steps(AGAIN, ticket, '2026-11-24T11:00:00.001Z')).toBe('breach 24 11:00:00 | 24 11:30:00');
		expect(await steps(AGAIN, ticket, at('11:30'))).toBe(
			'breach 24 11:00:00, every 30m#1 24 11:30:00 | 24 12:00:00',
		);
		// The third is when the counter has come to it, half an hour into the afternoon.
		expect(await steps(AGAIN, ticket, at('12:30'))).toBe(
			'breach 24 11:00:00, every 30m#2 24 12:00:00 | 24 13:30:00',
		);
		// Nobody is reminded at night.
		expect(await steps(AGAIN, ticket, '2026-11-25T03:00:00Z')).toBe(
			'breach 24 11:00:00, every 30m#10 24 17:00:00 | 25 09:30:00',
		);
	});

	test('only for the levels, departments and metrics that are asked for', async () => {
		const iron = [created('T-1', '09:00', { customer_group: 'iron', department: 'Billing' })];
		const asking = (keys: string): Promise<string> =>
			steps(`{ at: 50%, notify: lead, ${keys} }`, iron, at('09:30'));
		expect(await asking('level: iron, departments: [Sales, Billing]')).toBe('50% 24 09:30:00 | never');
		expect(await asking('level: [gold]')).toBe(' | never');
		expect(await asking('departments: Sales')).toBe(' | never');
		expect(await asking('metric: first_resolve')).toBe(' | never');
	});
});

describe('a timer that waits', () => {
	const paused = [created('T-1', '09:00'), status('T-1', '10:00', 'on_hold')];
	const workSteps = async (now: string, events: readonly EventLine[]): Promise<Watch | undefined> =>
		(await watched('{ metric: agent_work, at: 50%, notify: lead }', events, now)).find(
			({ metric }) => metric === 'agent_work',
		);

	test('has no steps; when it goes on, they are put off by as long as it waited', async () => {
		expect(await workSteps(at('16:00'), paused)).toMatchObject({ come: [], nextAt: null });
		const goesOn = [...paused, status('T-1', '13:30', 'open')];
		expect(await workSteps(at('13:31'), goesOn)).toMatchObject({ come: [], nextAt: Date.parse(at('14:30')) });
	});
});

describe('what people say', () => {
	const said = (type: string, time: string, more: EventLine = {}): EventLine => ({
		ticket: 'T-1',
		at: at(time),
		type,
		metric: 'first_answer',
		cycle: 1,
		by: 'ana',
		...more,
	});

	test('an acknowledged timer is not repeated, but its breach is told', async () => {
		const ticket = [created('T-1', '09:00'), said('acknowledged', '09:30')];
		expect(await steps(AGAIN, ticket, at('11:45'))).toBe('breach 24 11:00:00 | never');
	});

	test('what comes while it is snoozed comes when that is over', async () => {
		const ticket = [created('T-1', '09:00'), said('snoozed', '10:00', { until: at('13:15') })];
		expect(await steps(AGAIN, ticket, at('13:10'))).toBe(' | 24 13:15:00');
		expect(await steps(AGAIN, ticket, at('13:15'))).toBe(
			'breach 24 13:15:00, every 30m#2 24 13:15:00 | 24 13:30:00',
		);
	});

	test('what had come before is not taken back', async () => {
		const ticket = [created('T-1', '09:00'), said('snoozed', '11:30', { until: at('16:00') })];
		expect(await steps(AGAIN, ticket, at('11:40'))).toMatch(/^breach 24 11:00:00 \| /);
	});
});

describe('an alert', () => {
	const facts = (alerts: ReturnType<typeof newAlerts>): string[] =>
		alerts.map(({ metric, step, repeat, recipient, fate }) =>
			[metric, step, repeat, recipient, fate].join(' '),
		);
	const all = `${AT_75}, ${AGAIN}, { at: 90%, notify: [lead, duty] }`;
	const late = async (told: readonly ToldStep[] = [], passesOver = false): Promise<string[]> =>
		facts(newAlerts('T-1', await watched(all, [created('T-1', '09:00')], at('11:45')), told, passesOver));

	test('tells each recipient the strongest of the steps that came together; the others are overtaken', async () => {
		expect(await late()).toEqual([
			'first_answer 75% 0 lead overtaken',
			'first_answer 90% 0 lead queued',
			'first_answer 90% 0 duty overtaken',
			'first_answer breach 0 duty queued',
			'first_answer every 30m 1 duty overtaken',
		]);
	});

	test('is not told again, and a repeat never after a later one', async () => {
		const step = { metric: 'first_answer', cycle: 1, repeat: 0 };
		const told = [
			{ ...step, step: '75%', recipient: 'lead' },
			{ ...step, step: 'breach', recipient: 'duty' },
			{ ...step, step: 'every 30m', repeat: 4, recipient: 'duty' },
		];
		expect(await late(told)).toEqual(['first_answer 90% 0 lead queued', 'first_answer 90% 0 duty queued']);
	});

	test('of what was past before anybody asked to hear of it is passed over', async () => {
		expect((await late([], true)).every((alert) => alert.endsWith('passed_over'))).toBe(true);
	});

	test('has an id that follows from what it is about, and from nothing else', async () => {
		const ids = async (now: string, ticket: string): Promise<string[]> => {
			const watches = await watched(BREACH, [created(ticket, '09:00'), asked(ticket, '09:10')], now);
			return newAlerts(ticket, watches, [], false).map(({ id }) => id);
		};
		expect(await ids(at('11:45'), 'T-1')).toEqual(await ids(at('12:45'), 'T-1'));
		expect(await ids(at('11:45'), 'T-1')).not.toEqual(await ids(at('11:45'), 'T-2'));
	});

	test('is not made of a timer that has closed', async () => {
		const closed = [created('T-1', '09:00'), answered('T-1', '11:30')];
		expect(newAlerts('T-1', await watched(all, closed, at('11:45')), [], false)).toEqual([]);
	});
});

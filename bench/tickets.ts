/** Tickets for benches: the same in every run. */
import { formatInstant } from '../source/sla/instant.ts';
import type { Line } from '../source/sources/lines.ts';

/** A Tuesday morning: the instant that everything here is made for. */
export const NOW_AT = Date.UTC(2026, 10, 24, 10);

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** Tickets came in over so many days. */
const SPREAD_DAYS = 27;
/** Of the urgent ones with an hour's target: so many are late, and so many fall due within the hour. */
const LATE = 20;
const SOON = 12;
/** One ticket in so many was answered and assigned, and waits for its resolution alone. */
const ANSWERED_EVERY = 5;
/** Of five tickets three wait for two things, one also for an agent, and one was answered. */
const TIMERS_PER_TICKET = 2;

const DEPARTMENTS = ['Technical', 'Billing', 'Sales', 'Logistics', 'Accounts'] as const;
const AGENTS = ['ana.novak', 'luka', null, 'maja.zupan', 'b.kovac'] as const;
const PRIORITIES = ['normal', 'high', 'low', 'normal'] as const;
const SUBJECTS = [
	'Invoice 2026-1187 shows the wrong VAT number',
	'Cannot log in since this morning',
	'Refund for the order is still missing, third time I write',
	'Re: Re: Fwd: delivery to the wrong address',
	'API returns 502 for every second call from our Frankfurt region, see the attached trace',
] as const;

export interface BenchTicket {
	readonly index: number;
	readonly createdAt: number;
	readonly urgent: boolean;
}

const pick = <T>(from: readonly T[], place: number): T | undefined => from[place % from.length];

export const ticketName = (index: number): string => `TCK-${String(index).padStart(7, '0')}`;

/** How many tickets leave about so many timers open. */
export const ticketCount = (timers: number): number => Math.round(timers / TIMERS_PER_TICKET);

/** So many tickets as leave about so many timers open, in the order in which they came. */
export function* floorTickets(timers: number): Generator<BenchTicket> {
	const count = ticketCount(timers) - LATE - SOON;
	const fromAt = NOW_AT - SPREAD_DAYS * DAY_MS;
	const stepMs = (SPREAD_DAYS * DAY_MS - 2 * 60 * MINUTE_MS) / count;
	for (let index = 0; index < count; index++) {
		yield { index, createdAt: Math.floor(fromAt + index * stepMs), urgent: false };
	}
	for (let place = 0; place < LATE + SOON; place++) {
		const minutes = 60 + LATE * 4 - place * 4.3;
		yield { index: count + place, createdAt: Math.floor(NOW_AT - minutes * MINUTE_MS), urgent: true };
	}
}

export function ticketEvents({ index, createdAt, urgent }: BenchTicket): Line[] {
	const ticket = ticketName(index);
	const created = {
		id: `${ticket}-1`,
		ticket,
		at: formatInstant(createdAt),
		type: 'created',
		subject: pick(SUBJECTS, index),
		department: pick(DEPARTMENTS, index * 3 + (index % 4)),
		agent: pick(AGENTS, index * 2),
		requester: `customer${index % 5_000}@example.com`,
		priority: urgent ? 'urgent' : pick(PRIORITIES, index),
		customer_group: urgent || index % 3 === 0 ? 'vip' : null,
	};
	if (urgent || index % ANSWERED_EVERY !== 0) return [lineOf(created)];
	const at = formatInstant(createdAt + 10 * MINUTE_MS);
	const agent = pick(AGENTS, index) ?? 'luka';
	return [
		lineOf(created),
		lineOf({ id: `${ticket}-2`, ticket, at, type: 'assigned', agent }),
		lineOf({ id: `${ticket}-3`, ticket, at, type: 'message', actor: 'agent' }),
	];
}

const YEAR_DAYS = 365;

/** So many tickets that are over, each closed before the first of the floor's came, within the year. */
export function* overTickets(count: number): Generator<Line[]> {
	const fromAt = NOW_AT - YEAR_DAYS * DAY_MS;
	const stepMs = ((YEAR_DAYS - SPREAD_DAYS - 2) * DAY_MS) / count;
	for (let index = 0; index < count; index++) yield overEvents(index, Math.floor(fromAt + index * stepMs));
}

/** How many events each of these has. */
export const EVENTS_OF_OVER = 7;

function overEvents(index: number, createdAt: number): Line[] {
	const ticket = `OLD-${String(index).padStart(7, '0')}`;
	const agent = pick(AGENTS, index) ?? 'luka';
	const after = (minutes: number): string => formatInstant(createdAt + minutes * MINUTE_MS);
	const events = [
		{
			...{ at: after(0), type: 'created', priority: pick(PRIORITIES, index), subject: pick(SUBJECTS, index) },
			...{
				department: pick(DEPARTMENTS, index * 3 + (index % 4)),
				requester: `customer${index % 5_000}@example.com`,
			},
			...{ customer_group: index % 3 === 0 ? 'vip' : null, organization: `Customer ${index % 300}` },
		},
		{ at: after(3), type: 'assigned', agent },
		{ at: after(11 + (index % 50)), type: 'message', actor: 'agent', agent },
		{ at: after(90), type: 'message', actor: 'customer' },
		{ at: after(100 + (index % 300)), type: 'message', actor: 'agent', agent },
		{ at: after(500 + (index % 1_000)), type: 'status', status: 'resolved' },
		{ at: after(2_000), type: 'status', status: 'closed' },
	];
	return events.map((event, place) => lineOf({ id: `${ticket}-${place + 1}`, ticket, ...event }));
}

/** An event as a line of a file. */
export function lineOf(event: object): Line {
	const text = JSON.stringify(event);
	return { number: 0, text, tooLong: false, broken: false };
}

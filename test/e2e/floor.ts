/** A small support floor on one morning, the same every time: for pictures of the screens. */
import { answered, asked, at, created, Desk, type EventLine, status } from '../support/desk.ts';

export const NOW = at('14:05');

export const AGREEMENT = `version: 1
name: Acme support
timezone: Europe/Ljubljana
calendars:
  office:
    timezone: Europe/Ljubljana
    hours: { mon-fri: ["08:00-12:00", "13:00-18:00"] }
levels:
  gold:
    calendar: always
    targets: { first_answer: 1h, next_answer: 2h, first_resolve: 8h, chat_answer: 60s }
    penalty: { per_miss: { first_answer: 50, first_resolve: 120 }, currency: EUR }
  silver:
    calendar: office
    targets: { first_answer: 4h, next_answer: 4h, first_resolve: 2bd }
    penalty: { per_miss: { first_answer: 20 }, currency: EUR }
  standard:
    calendar: office
    targets: { first_answer: 1bd, first_resolve: 5bd }
rules:
  - { name: VIP, when: { field: customer_group, is: vip }, level: gold }
  - { name: Paying, when: { field: customer_group, is: paying }, level: silver }
default_level: standard
`;

const DEPARTMENTS = ['Billing', 'Technical Support', 'Sales', 'Returns & Refunds', null] as const;
const AGENTS = ['ana.novak', 'Luka', null, 'maja.zupan@acme.example', 'b.kovac'] as const;
const GROUPS = ['vip', 'paying', null] as const;
const PRIORITIES = ['normal', 'high', 'urgent', 'low', 'normal', 'normal'] as const;
const REQUESTERS = ['Jane Doe', 'Globex AG', '山田太郎', 'orders@initech.example', 'Marko Š.'] as const;
const SUBJECTS = [
	'Invoice 2026-1187 shows the wrong VAT number',
	'Cannot log in since this morning',
	'請求書が届きません',
	'Refund for order #40217 still missing, third time I write 😡',
	'Re: Re: Fwd: delivery to the wrong address',
	'Printer on floor 2 is on fire',
	'API returns 502 for every second call from our Frankfurt region, see the attached trace and logs',
	'Čestitke! Vprašanje o pogodbi',
	'VPN',
	'👍🏽 thanks, one more thing',
] as const;

const pick = <T>(from: readonly T[], place: number): T | undefined => from[place % from.length];
const two = (value: number): string => String(value).padStart(2, '0');
const clock = (minute: number): string => `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;

function ticket(place: number): EventLine[] {
	const name = `DESK-${4100 + place * 7}`;
	const start = 6 * 60 + place * 9;
	const events: EventLine[] = [
		created(name, clock(start), {
			subject: pick(SUBJECTS, place),
			department: pick(DEPARTMENTS, place * 3 + (place % 4)),
			agent: pick(AGENTS, place * 2),
			customer_group: pick(GROUPS, place + (place % 5)),
			priority: pick(PRIORITIES, place),
			requester: pick(REQUESTERS, place),
			organization: place % 2 === 0 ? 'Globex AG' : null,
			url: `https://desk.acme.example/tickets/${4100 + place * 7}`,
			tags: place % 4 === 0 ? ['invoice', 'second-line'] : [],
		}),
	];
	if (place % 3 === 1) events.push(answered(name, clock(start + 20 + (place % 7) * 9)));
	if (place % 9 === 4) events.push(asked(name, clock(start + 90)));
	if (place % 8 === 5)
		events.push(answered(name, clock(start + 14)), status(name, clock(start + 30), 'resolved'));
	return events.filter((event) => String(event.at) <= NOW);
}

/** Fifty tickets since six in the morning: open, waiting, answered late, solved. */
export const FLOOR: readonly EventLine[] = Array.from({ length: 50 }, (_, place) => ticket(place)).flat();

/** The sizes of terminal that screens are pictured at. */
export const SIZES = [
	[80, 24],
	[120, 36],
	[200, 60],
	[40, 10],
] as const;

/** A desk with the floor in its store, brought up to now. */
export async function floorDesk(): Promise<Desk> {
	const desk = new Desk(AGREEMENT);
	await desk.import(FLOOR);
	await desk.tick(NOW);
	return desk;
}

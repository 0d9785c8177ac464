/** Random histories of a few tickets, as events and as what people say of them. */
import * as fc from 'fast-check';
import { formatInstant } from '../../source/sla/instant.ts';

export const BEGIN = Date.UTC(2026, 8, 20);
const MINUTE = 60_000;
export const END = BEGIN + 100 * 24 * 60 * MINUTE;

const ORGANIZATIONS = ['Acme', 'Globex', null] as const;
const DEPARTMENTS = ['Billing', 'Sales', null] as const;
const AGENTS = ['ana', 'bor', null] as const;
const METRICS = ['first_answer', 'first_resolve', 'total_resolution'] as const;
const TICKETS = 5;

export type RawEvent = Readonly<Record<string, unknown>> & { readonly id: string; readonly at: string };

/** Something that happens to a ticket, without when. */
const happening = fc.oneof(
	fc.record({ type: fc.constant('message'), actor: fc.constantFrom('agent', 'customer') }),
	fc.record({
		type: fc.constant('status'),
		status: fc.constantFrom('open', 'answered', 'postponed', 'resolved', 'closed', 'spam'),
	}),
	fc.record({ type: fc.constant('assigned'), agent: fc.constantFrom(...AGENTS) }),
	fc.record({
		type: fc.constant('updated'),
		organization: fc.constantFrom(...ORGANIZATIONS),
		department: fc.constantFrom(...DEPARTMENTS),
	}),
	fc.record({ type: fc.constant('updated'), customer_group: fc.constantFrom('vip', null) }),
	fc.record({
		type: fc.constantFrom('excluded', 'included'),
		metric: fc.constantFrom(...METRICS),
		cycle: fc.constant(1),
		by: fc.constant('lead'),
		reason: fc.constant('outage'),
	}),
);

const minutes = fc.integer({ min: 0, max: 100 * 24 * 60 - 1 });

/** Histories in the order of arrival, which need not be that of time. */
export const histories: fc.Arbitrary<RawEvent[]> = fc
	.tuple(
		fc.array(
			fc.record({
				organization: fc.constantFrom(...ORGANIZATIONS),
				department: fc.constantFrom(...DEPARTMENTS),
				agent: fc.constantFrom(...AGENTS),
				customer_group: fc.constantFrom('vip', null),
				minute: fc.integer({ min: 0, max: 60 * 24 * 60 }),
			}),
			{ minLength: 1, maxLength: TICKETS, size: 'max' },
		),
		fc.array(fc.tuple(fc.nat(TICKETS - 1), minutes, happening), {
			minLength: 10,
			maxLength: 60,
			size: 'max',
		}),
	)
	.map(([tickets, happenings]) => {
		const created = tickets.map(({ minute, ...fields }, index) => ({
			id: `c${index}`,
			ticket: `T-${index}`,
			at: formatInstant(BEGIN + minute * MINUTE),
			type: 'created',
			...fields,
		}));
		const later = happenings.flatMap(([index, minute, what], place) => {
			const ticket = tickets[index];
			if (!ticket || minute < ticket.minute) return [];
			return [{ id: `e${place}`, ticket: `T-${index}`, at: formatInstant(BEGIN + minute * MINUTE), ...what }];
		});
		return [...created, ...later];
	});

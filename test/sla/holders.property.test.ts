import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseAgreement } from '../../source/sla/agreement/parse.ts';
import { parseEvent } from '../../source/sla/event.ts';
import { fold } from '../../source/sla/fold.ts';
import { heldTimes } from '../../source/sla/holders.ts';
import { END, histories } from '../support/histories.ts';

const AGREEMENT = `version: 1
timezone: Europe/Ljubljana
calendars: { office: { hours: { mon-fri: ["08:00-16:00"] } } }
levels:
  gold: { targets: { first_answer: 3d, first_resolve: 9d, total_resolution: 20d, requester_wait: 2d } }
  basic: { calendar: office, targets: { first_answer: 2d, total_resolution: 3d, agent_work: 1d } }
rules: [{ when: { field: customer_group, is: vip }, level: gold }]
default_level: basic
`;

test('those who had a ticket share the time of each of its timers, and it runs out with one of them', async () => {
	const { agreement } = await parseAgreement(AGREEMENT, async () => '');
	if (!agreement) throw new Error('the agreement is wrong');
	fc.assert(
		fc.property(histories, (events) => {
			for (const ticket of new Set(events.map((event) => event.ticket))) {
				const own = events.filter((event) => event.ticket === ticket).map(parseEvent);
				const folded = fold(own, [{ agreement, inForceAt: 0, movesOpen: false }], END);
				for (const timer of [...(folded?.open ?? []), ...(folded?.closed ?? [])]) {
					const calendar = agreement.calendars.get(timer.calendar);
					if (!calendar || !folded) throw new Error('no calendar');
					const held = heldTimes(folded.holders, timer, calendar, END);
					const sum = (of: (one: (typeof held)[number]) => number): number =>
						held.reduce((total, one) => total + of(one), 0);
					const endAt = timer.closedAt ?? END;
					const isOver = timer.dueAt !== null && endAt > timer.dueAt;
					expect(sum((one) => one.countedMs)).toBe(timer.countedMs);
					expect(sum((one) => one.wallMs)).toBe(endAt - timer.startedAt);
					expect(sum((one) => one.overMs)).toBe(isOver ? endAt - (timer.dueAt ?? 0) : 0);
					expect(held.filter(({ ranOut }) => ranOut)).toHaveLength(isOver ? 1 : 0);
				}
			}
		}),
		{ numRuns: 60 },
	);
});

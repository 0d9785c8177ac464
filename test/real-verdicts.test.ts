import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AgreementVersion } from '../source/sla/fold.ts';
import { type BostonPolicies, bostonVersions } from './support/boston.ts';
import {
	calendarDays,
	countEvents,
	recountActivities,
	recountCalendarDays,
	recountIncidents,
	recountRequests,
} from './support/recounts.ts';
import { readTable } from './support/table.ts';
import {
	followingDues,
	givenVerdicts,
	PREPPIN,
	preppinAnswers,
	preppinRanking,
	preppinVersions,
	resolutions,
} from './support/verdicts.ts';

const file = (name: string): string => readFileSync(new URL(`cases/real/${name}`, import.meta.url), 'utf8');
const BUSINESS = file('boston-business-hours.csv');
const CALENDAR = file('boston-calendar-days.csv');
const GRAFFITI = file('boston-graffiti.csv');

describe('Boston’s requests of 2015', () => {
	let versions: AgreementVersion[];
	beforeAll(async () => {
		const policies: BostonPolicies = JSON.parse(file('boston-policies.json'));
		versions = await bostonVersions(policies);
	});

	it('come out as the city judged them, by the dues that it gave', async () => {
		for (const csv of [BUSINESS, CALENDAR, GRAFFITI]) {
			const { rows, agree } = await givenVerdicts(csv, versions);
			expect(rows).toBeGreaterThan(80);
			expect(agree).toBe(rows);
			const { refusals } = await resolutions(csv, versions, Date.UTC(2016, 0, 14));
			expect(refusals).toEqual([]);
		}
	});

	it('come in as many as the rows are, each with the times that its row has', async () => {
		for (const csv of [BUSINESS, CALENDAR, GRAFFITI]) {
			const { events, refusals } = await readTable(csv);
			expect(refusals).toEqual([]);
			const { created, target, status } = countEvents(events);
			expect({ created, target, status }).toEqual(recountRequests(csv).events);
		}
	});

	it('are due, but for what was set by hand, when the agreement says', async () => {
		const { rows, agree } = await followingDues(BUSINESS, versions);
		expect(agree / rows).toBeGreaterThan(0.97);
	});

	it('are judged by the holidays that were entered when they were made', async () => {
		const [first, last] = [versions.at(-2), versions.at(-1)];
		expect(versions.map(({ inForceAt }) => new Date(inForceAt).toISOString()).at(-1)).toBe(
			'2015-12-14T16:00:00.000Z',
		);
		if (!first || !last) throw new Error('there are versions');
		const asWere = await followingDues(GRAFFITI, versions);
		const asIfAlways = await followingDues(GRAFFITI, [{ ...last, inForceAt: 0 }]);
		const asIfNever = await followingDues(GRAFFITI, [first]);
		expect(asWere.agree).toBeGreaterThan(asIfAlways.agree);
		expect(asWere.agree).toBeGreaterThan(asIfNever.agree);
		expect(asWere.agree / asWere.rows).toBeGreaterThan(0.95);
	});

	it('of calendar days are due at the same time on the clock so many days later, across daylight saving too', () => {
		const daysOf = calendarDays(JSON.parse(file('boston-policies.json')));
		const { rows, agree, elapsed } = recountCalendarDays(CALENDAR, daysOf);
		expect(rows).toBeGreaterThan(80);
		expect(agree).toBe(rows);
		expect(elapsed).toBeLessThan(agree);
	});
});

describe('the closed tickets of PrepBench’s case 059', () => {
	it('are met and missed, and rank their departments, as its answers say', async () => {
		const versions = await preppinVersions(file('preppin-sla-by-department.csv'));
		const csv = file('preppin-closed.csv');
		const { timers, refusals } = await resolutions(csv, versions, Date.UTC(2020, 3, 1), { mapping: PREPPIN });
		expect(refusals).toEqual([]);
		const expected = preppinRanking(file('preppin-ranking.csv'));
		const { met, missed, ranking } = preppinAnswers(timers.values());
		expect({ met, missed }).toEqual({ met: 71, missed: 32 });
		expect(ranking.slice(0, expected.length)).toEqual(expected);
	});
});

describe('logs of one row an update or activity', () => {
	it('become the changes of status that ServiceNow’s rows show', async () => {
		const csv = file('servicenow-incidents.csv');
		const { events, refusals } = await readTable(csv);
		const recount = recountIncidents(csv);
		expect(refusals).toHaveLength(recount.refused);
		expect(refusals.every((refusal) => refusal.includes('"ident_state" "-100" is no status'))).toBe(true);
		expect(countEvents(events)).toMatchObject(recount.events);
	});

	it('become the events that each activity of the Italian log stands for', async () => {
		const csv = file('italian-helpdesk.csv');
		const { events, refusals } = await readTable(csv);
		expect(refusals).toEqual([]);
		expect(countEvents(events)).toMatchObject(recountActivities(csv).events);
	});
});

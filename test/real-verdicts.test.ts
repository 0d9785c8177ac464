import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AgreementVersion } from '../source/sla/fold.ts';
import { type BostonPolicies, bostonVersions } from './support/boston.ts';
import { readTable } from './support/table.ts';
import {
	bostonRows,
	bostonTime,
	followingDues,
	givenVerdicts,
	isLate,
	PREPPIN,
	preppinVersions,
	resolutions,
} from './support/verdicts.ts';

const file = (name: string): string => readFileSync(new URL(`cases/real/${name}`, import.meta.url), 'utf8');
const DAY_MS = 86_400_000;

/** The cells of a file none of whose cells has a comma. */
const cellsOf = (csv: string): string[][] =>
	csv
		.trim()
		.split(/\r?\n/)
		.slice(1)
		.map((line) => line.split(','));

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
		const policies = new Map(Object.entries(JSON.parse(file('boston-policies.json')).calendar_policies));
		const daysOf = new Map(
			[...policies].map(([type, policy]) => [type, Number(Object(policy).calendar_days)]),
		);
		const types = cellsOf(CALENDAR).map((cells) => cells[7] ?? '');
		let across = 0;
		for (const [place, { opened, target }] of bostonRows(CALENDAR).entries()) {
			const days = daysOf.get(types[place] ?? '') ?? Number.NaN;
			// As far as the clock on the wall went: to the minute, for some were set a few seconds off.
			const wallMs = bostonTime(target, 'UTC') - bostonTime(opened, 'UTC');
			expect(Math.abs(wallMs - days * DAY_MS)).toBeLessThan(60_000);
			if (bostonTime(target) - bostonTime(opened) !== wallMs) across++;
		}
		expect(across).toBeGreaterThan(0);
	});
});

describe('the closed tickets of PrepBench’s case 059', () => {
	it('are met and missed, and rank their departments, as its answers say', async () => {
		const versions = await preppinVersions(file('preppin-sla-by-department.csv'));
		const csv = file('preppin-closed.csv');
		const { timers, refusals } = await resolutions(csv, versions, Date.UTC(2020, 3, 1), { mapping: PREPPIN });
		expect(refusals).toEqual([]);
		const late = [...timers.values()].filter(isLate);
		expect({ met: timers.size - late.length, missed: late.length }).toEqual({ met: 71, missed: 32 });

		const shares = new Map<string, { met: number; all: number }>();
		for (const timer of timers.values()) {
			const share = shares.get(timer.level ?? '') ?? { met: 0, all: 0 };
			shares.set(timer.level ?? '', { met: share.met + (isLate(timer) ? 0 : 1), all: share.all + 1 });
		}
		const ranking = [...shares]
			.map(([department, { met, all }]) => ({ department, percent: Math.round((met / all) * 10_000) / 100 }))
			.sort((a, b) => b.percent - a.percent || a.department.localeCompare(b.department));
		const expected = cellsOf(file('preppin-ranking.csv')).map(([, department, percent]) => ({
			department,
			percent: Number(percent),
		}));
		expect(ranking.slice(0, expected.length)).toEqual(expected);
	});
});

describe('logs of one row an update or activity', () => {
	it('become the changes of status that ServiceNow’s rows show', async () => {
		const csv = file('servicenow-incidents.csv');
		const { events, refusals } = await readTable(csv);
		const rows = cellsOf(csv).filter((cells) => cells[1] !== '-100');
		expect(refusals).toHaveLength(cellsOf(csv).length - rows.length);
		expect(refusals.every((refusal) => refusal.includes('"ident_state" "-100" is no status'))).toBe(true);
		const count = (type: string): number => events.filter((event) => event.type === type).length;
		expect(count('created')).toBe(new Set(rows.map(([number]) => number)).size);
		// Counted anew: a row whose state means another status than the one before it, the first from New.
		const means: Readonly<Record<string, string>> = {
			'Awaiting Problem': 'hold',
			'Awaiting Vendor': 'hold',
			'Awaiting Evidence': 'hold',
		};
		let changes = 0;
		let assignments = 0;
		const last = new Map<string, { state: string; agent: string }>();
		for (const cells of rows) {
			const [number = '', word = ''] = cells;
			const state = means[word] ?? word;
			const agent = cells[24] ?? '';
			const before = last.get(number) ?? { state: 'New', agent: '?' };
			if (state !== before.state) changes++;
			if (agent !== before.agent) assignments++;
			last.set(number, { state, agent });
		}
		expect(count('status')).toBe(changes);
		expect(count('assigned')).toBe(assignments);
	});

	it('become the events that each activity of the Italian log stands for', async () => {
		const csv = file('italian-helpdesk.csv');
		const { events, refusals } = await readTable(csv);
		expect(refusals).toEqual([]);
		const rows = cellsOf(csv);
		const activities = (...names: string[]): number =>
			rows.filter(([, name = '']) => names.includes(name)).length;
		const count = (type: string, status?: string): number =>
			events.filter((event) => event.type === type && (status === undefined || event.status === status))
				.length;
		expect(count('created')).toBe(new Set(rows.map(([ticket]) => ticket)).size);
		expect(count('assigned')).toBe(activities('Take in charge ticket'));
		expect(count('status', 'postponed')).toBe(activities('Wait'));
		expect(count('status', 'resolved')).toBe(activities('Resolve ticket', 'RESOLVED', 'VERIFIED', 'INVALID'));
		expect(count('status', 'closed')).toBe(activities('Closed'));
	});
});

/**
 * `npm run bench -- verdicts --data FOLDER`: real tickets, whole, against the verdicts that others made of them.
 * Not a speed: each row says of how many cases the answer is the same.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type BostonPolicies, bostonVersions } from '../test/support/boston.ts';
import {
	calendarDays,
	countEvents,
	type Recount,
	recountActivities,
	recountCalendarDays,
	recountIncidents,
	recountRequests,
} from '../test/support/recounts.ts';
import { readTable } from '../test/support/table.ts';
import {
	type Agreeing,
	cellsOf,
	followingDues,
	givenVerdicts,
	PREPPIN,
	preppinAnswers,
	preppinRanking,
	preppinVersions,
	resolutions,
} from '../test/support/verdicts.ts';
import type { BenchRow } from './bench-row.ts';
import { round } from './statistics.ts';

/** What the working days alone explain of Boston's dues; the city set the others by hand. */
const FOLLOWING_PERCENT = 98.96;

type Read = (name: string) => Promise<string>;

/** Holds the files of a folder against what others say of them; without one there is nothing to judge. */
export async function benchVerdicts(_full: boolean, folder?: string): Promise<BenchRow[]> {
	if (folder === undefined) {
		process.stderr.write('verdicts: left out, for it needs real tickets: --data FOLDER\n');
		return [];
	}
	const read: Read = (name) => readFile(join(folder, name), 'utf8');
	return [...(await boston(read)), ...(await preppin(read)), ...(await logs(read))];
}

const percentOf = ({ rows, agree }: Agreeing): number => round((agree / rows) * 100);

function agreeing(name: string, counted: Agreeing, barPercent = 100): BenchRow {
	const value = percentOf(counted);
	const unit = `% of ${counted.rows.toLocaleString('en')}`;
	return { name, value, unit, bar: `>= ${barPercent}`, ok: value >= barPercent };
}

/** One rule explains more than another would; what neither does was set by hand. */
const better = (name: string, counted: Agreeing, other: Agreeing, otherRule: string): BenchRow => ({
	...agreeing(name, counted),
	bar: `> ${percentOf(other)}, ${otherRule}`,
	ok: percentOf(counted) > percentOf(other),
});

const same = (name: string, value: number, expected: number, unit: string): BenchRow => ({
	name,
	value,
	unit,
	bar: `= ${expected.toLocaleString('en')}`,
	ok: value === expected,
});

async function boston(read: Read): Promise<BenchRow[]> {
	const given = JSON.parse(await read('boston311_policies.fitted.json'));
	const policies: BostonPolicies = given;
	const versions = await bostonVersions(policies);
	const business = await read('boston311_2015_business_hours.csv');
	const days = await read('boston311_2015_calendar_days.csv');
	const graffiti = await read('boston311_2015_graffiti_calendar_versions.csv');
	const last = versions.at(-1);
	if (!last) throw new Error('Boston’s policies have no version');
	const wall = recountCalendarDays(days, calendarDays(given));
	const asWere = await followingDues(graffiti, versions);
	const newest = await followingDues(graffiti, [{ ...last, inForceAt: 0 }]);
	const elapsed = { rows: wall.rows, agree: wall.elapsed };
	return [
		agreeing('Boston, business hours: verdicts', await givenVerdicts(business, versions)),
		agreeing('Boston, calendar days: verdicts', await givenVerdicts(days, versions)),
		agreeing('Boston, graffiti: verdicts', await givenVerdicts(graffiti, versions)),
		agreeing('Boston, business hours: dues', await followingDues(business, versions), FOLLOWING_PERCENT),
		better('Boston, calendar days: same time on the clock', wall, elapsed, 'by so many times 24 hours'),
		better('Boston, graffiti: dues', asWere, newest, 'by the last holidays throughout'),
	];
}

async function preppin(read: Read): Promise<BenchRow[]> {
	const files = await Promise.all([1, 2, 3].map((part) => read(`preppin-sla/events_${part}.csv`)));
	const [first = '', ...rest] = files;
	const csv = [first.trim(), ...rest.map((text) => text.trim().split(/\r?\n/).slice(1).join('\n'))].join(
		'\n',
	);
	const versions = await preppinVersions(await read('preppin-sla/sla_by_department.csv'));
	const { timers } = await resolutions(csv, versions, Date.UTC(2020, 3, 1), { mapping: PREPPIN });
	const { met, missed, ranking } = preppinAnswers(timers.values());
	const totals = new Map(
		cellsOf(await read('preppin-sla/expected_sla_totals.csv')).map(([name, total]) => [name, Number(total)]),
	);
	const expected = preppinRanking(await read('preppin-sla/expected_department_ranking.csv'));
	const places = expected.filter(({ department, percent }, place) => {
		const ours = ranking[place];
		return ours?.department === department && ours.percent === percent;
	});
	return [
		same('PrepBench 059: met', met, totals.get('On Track to Meet SLA') ?? Number.NaN, 'tickets'),
		same('PrepBench 059: missed', missed, totals.get('Missed SLA') ?? Number.NaN, 'tickets'),
		...(await statusCounts(csv, await read('preppin-sla/expected_status_counts.csv'))),
		agreeing('PrepBench 059: places of departments', { rows: expected.length, agree: places.length }),
	];
}

const PREPPIN_STATUSES: Readonly<Record<string, string>> = {
	Logged: 'new',
	Assigned: 'open',
	'Customer Response': 'answered',
	UAT: 'postponed',
	Closed: 'closed',
};

/** The tickets that ended in each status. */
async function statusCounts(csv: string, expected: string): Promise<BenchRow[]> {
	const { events } = await readTable(csv, { mapping: PREPPIN });
	const last = new Map<unknown, { readonly at: string; readonly status: unknown }>();
	for (const { ticket, type, at, status } of events) {
		if (type !== 'created' && type !== 'status') continue;
		const before = last.get(ticket);
		if (!before || String(at) >= before.at) last.set(ticket, { at: String(at), status: status ?? 'new' });
	}
	return cellsOf(expected).map(([name = '', count]) => {
		const tickets = [...last.values()].filter(({ status }) => status === PREPPIN_STATUSES[name]);
		return same(`PrepBench 059: ${name}`, tickets.length, Number(count), 'tickets');
	});
}

async function logs(read: Read): Promise<BenchRow[]> {
	const rows = async (name: string, file: string, recount: (csv: string) => Recount): Promise<BenchRow[]> => {
		const csv = await read(file);
		const expected = recount(csv);
		const { events, refusals } = await readTable(csv);
		const counts = countEvents(events);
		return [
			...Object.entries(expected.events).map(([kind, count]) =>
				same(`${name}: ${kind}`, counts[kind] ?? 0, count, 'events'),
			),
			same(`${name}: refused`, refusals.length, expected.refused, 'rows'),
		];
	};
	return [
		...(await rows('ServiceNow', 'servicenow-incidents.csv', recountIncidents)),
		...(await rows('Italian help desk', 'italian-helpdesk.csv', recountActivities)),
		...(await rows('Boston, business hours', 'boston311_2015_business_hours.csv', recountRequests)),
		...(await rows('Boston, calendar days', 'boston311_2015_calendar_days.csv', recountRequests)),
		...(await rows('Boston, graffiti', 'boston311_2015_graffiti_calendar_versions.csv', recountRequests)),
	];
}

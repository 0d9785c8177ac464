import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Engine } from '../../source/engine/engine.ts';
import { replay } from '../../source/engine/replay.ts';
import { storedTerms } from '../../source/engine/terms.ts';
import { AXES, type Axis } from '../../source/reports/cells.ts';
import type { ReportFilter } from '../../source/reports/grouping.ts';
import { readMonthView } from '../../source/reports/month-view.ts';
import { monthSoFar } from '../../source/reports/period.ts';
import { type Group, makeReport, type Report, type ReportRequest } from '../../source/reports/report.ts';
import { parseAgreement } from '../../source/sla/agreement/parse.ts';
import { monthName } from '../../source/sla/calendar/local-period.ts';
import { parseEvent } from '../../source/sla/event.ts';
import type { ClosedTimer } from '../../source/sla/fold.ts';
import type { Store } from '../../source/store/port.ts';
import { BEGIN, END, histories, type RawEvent } from '../support/histories.ts';
import { STORES, type StoreKind } from '../support/stores.ts';

const ZONES = ['UTC', 'Europe/Ljubljana', 'America/Los_Angeles', 'Asia/Kathmandu'] as const;

const agreementIn = (zone: string): string => `version: 1
timezone: ${zone}
calendars: { office: { timezone: UTC, hours: { mon-fri: ["08:00-16:00"] } } }
levels:
  gold:
    targets: { first_answer: 3d, first_resolve: 9d, total_resolution: 20d }
    goals: { first_answer: 80%, total_resolution: 33.3% }
    penalty: { per_miss: { first_answer: 50, first_resolve: 12.5 }, currency: EUR }
  basic:
    calendar: office
    targets: { first_answer: 2d, total_resolution: 3d }
    penalty: { per_miss: { first_answer: 1500 }, currency: JPY }
rules: [{ when: { field: customer_group, is: vip }, level: gold }]
default_level: basic
`;

const [FILE] = STORES;

/** Feeds a store in pieces of these sizes, and ticks after each; at the end all time has passed. */
async function storeOf(
	events: readonly RawEvent[],
	sizes: readonly number[],
	zone: string,
	{ open }: Pick<StoreKind, 'open'> = FILE,
): Promise<Store> {
	const store = await open();
	let nowAt = BEGIN;
	const engine = new Engine({ store, now: () => nowAt, holder: 'test' });
	await store.addAgreement({ inForceAt: 0, movesOpen: false, text: agreementIn(zone), files: {} });
	for (let place = 0, turn = 0; place < events.length; turn++) {
		const batch = events.slice(place, place + (sizes[turn % sizes.length] ?? 1));
		place += batch.length;
		await store.appendEvents(
			'test',
			batch.map((raw) => ({ id: raw.id, event: parseEvent(raw), data: JSON.stringify(raw) })),
		);
		nowAt = Math.max(nowAt, ...batch.map(({ at }) => Date.parse(at)));
		await engine.tick();
	}
	nowAt = END;
	await engine.tick();
	return store;
}

/* ---- the recount: slow, plain, and with nothing of the program's but the clock ---- */

interface Counted {
	readonly timer: Pick<ClosedTimer, 'metric' | 'level' | 'startedAt' | 'dueAt' | 'countedMs'>;
	readonly as: string;
	/** The instant it belongs to. */
	readonly at: number;
	readonly names: Readonly<Record<'department' | 'agent' | 'organization', string | null>>;
	readonly wallMs: number;
	readonly overMs: number;
}

/** The zone's date of an instant, by another way than the program's. */
const dateIn = (at: number, zone: string): string =>
	new Intl.DateTimeFormat('sv', { timeZone: zone }).format(at);

async function recount(events: readonly RawEvent[], zone: string): Promise<Counted[]> {
	const { agreement } = await parseAgreement(agreementIn(zone), async () => '');
	if (!agreement) throw new Error('the agreement is wrong');
	const inTime = events.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
	const last = (ticket: string, key: string): string | null => {
		const said = inTime.findLast((event) => event.ticket === ticket && key in event);
		return typeof said?.[key] === 'string' ? said[key] : null;
	};
	const isExcluded = (ticket: string, metric: string, cycle: number): boolean =>
		inTime.findLast(
			(event) =>
				event.ticket === ticket &&
				event.metric === metric &&
				event.cycle === cycle &&
				(event.type === 'excluded' || event.type === 'included'),
		)?.type === 'excluded';
	const { timers } = replay(events.map(parseEvent), [{ agreement, inForceAt: 0, movesOpen: false }], END);
	const isClosed = (timer: object): timer is ClosedTimer => 'superseded' in timer;
	return timers.flatMap((timer): Counted[] => {
		const organization = last(timer.ticket, 'organization');
		if (isClosed(timer)) {
			const { state, closedAt, dueAt, startedAt, department, agent } = timer;
			const isMissed = state === 'missed' && dueAt !== null;
			return [
				{
					timer,
					as: isExcluded(timer.ticket, timer.metric, timer.cycle) ? 'excluded' : state,
					at: isMissed ? dueAt : closedAt,
					names: { department, agent, organization },
					wallMs: closedAt - startedAt,
					overMs: isMissed ? closedAt - dueAt : 0,
				},
			];
		}
		if (timer.state !== 'breached' || timer.dueAt === null) return [];
		const names = {
			department: last(timer.ticket, 'department'),
			agent: last(timer.ticket, 'agent'),
			organization,
		};
		return [{ timer, as: 'breached', at: timer.dueAt, names, wallMs: 0, overMs: 0 }];
	});
}

function axisValue(axis: Axis, { timer, at, names }: Counted, zone: string): string | null {
	const date = dateIn(at, zone);
	switch (axis) {
		case 'day':
			return date;
		case 'month':
			return date.slice(0, 7);
		case 'week': {
			// ISO 8601: the week of the year that its Thursday is in.
			const thursday = new Date(`${date}T12:00:00Z`);
			thursday.setUTCDate(thursday.getUTCDate() + 4 - (thursday.getUTCDay() || 7));
			const first = Date.UTC(thursday.getUTCFullYear(), 0, 1);
			const week = Math.ceil(((thursday.getTime() - first) / 86_400_000 + 1) / 7);
			return `${thursday.getUTCFullYear()}-W${String(week).padStart(2, '0')}`;
		}
		case 'level':
			return timer.level;
		case 'metric':
			return timer.metric;
		default:
			return names[axis];
	}
}

const average = (list: readonly number[]): number | null =>
	list.length === 0 ? null : list.reduce((sum, value) => sum + value, 0) / list.length;
const rank = (list: readonly number[], share: number): number | null =>
	list.toSorted((a, b) => a - b)[Math.ceil(list.length * share) - 1] ?? null;

const PRICES: Readonly<Record<string, readonly [currency: string, minor: number]>> = {
	'gold first_answer': ['EUR', 50_00],
	'gold first_resolve': ['EUR', 12_50],
	'basic first_answer': ['JPY', 1_500],
};

/** What the report should say of some timers. */
function expectFigures({ figures, missesCost }: Group, rows: readonly Counted[]): void {
	const count = (as: string): number => rows.filter((row) => row.as === as).length;
	const [fulfilled, missed, breached] = [count('fulfilled'), count('missed'), count('breached')];
	const judged = fulfilled + missed + breached;
	expect(figures).toMatchObject({
		fulfilled,
		missed,
		breached,
		cancelled: count('cancelled'),
		excluded: count('excluded'),
	});
	if (judged === 0) expect(figures.compliance).toBeNull();
	else expect(figures.compliance).toBeCloseTo((100 * fulfilled) / judged, 9);
	const done = rows.filter(({ as }) => as === 'fulfilled' || as === 'missed');
	const late = rows.filter(({ as }) => as === 'missed');
	const lists = [
		[figures.counted, done.map(({ timer }) => timer.countedMs)],
		[figures.wall, done.map(({ wallMs }) => wallMs)],
		[figures.over, late.map(({ overMs }) => overMs)],
	] as const;
	for (const [times, list] of lists) {
		expect(times.averageMs).toBe(average(list));
		for (const [shown, exact] of [
			[times.medianMs, rank(list, 0.5)],
			[times.p90Ms, rank(list, 0.9)],
		] as const) {
			if (exact === null) expect(shown).toBeNull();
			else expect(exact - (shown ?? Number.NaN)).toBeLessThan(1_000 + exact / 1_000);
			if (exact !== null) expect(shown).toBeLessThanOrEqual(exact);
		}
	}
	const cost = new Map<string, number>();
	for (const { as, timer } of rows) {
		const price = PRICES[`${timer.level} ${timer.metric}`];
		if (price && (as === 'missed' || as === 'breached'))
			cost.set(price[0], (cost.get(price[0]) ?? 0) + price[1]);
	}
	expect([...missesCost].sort()).toEqual([...cost].sort());
}

const GOALS = [
	['gold', 'first_answer', 80],
	['gold', 'total_resolution', 33.3],
] as const;

/** What the report should say of goals: of each month of which it has anything, every goal that is asked for. */
function expectGoals({ goals, filter }: Report, rows: readonly Counted[], zone: string): void {
	const { level = [], metric = [] } = filter;
	const asked = GOALS.filter(
		([ofLevel, ofMetric]) =>
			(level.length === 0 || level.some((name) => name === ofLevel)) &&
			(metric.length === 0 || metric.some((name) => name === ofMetric)),
	);
	const months = [...new Set(rows.map((row) => axisValue('month', row, zone)))].sort();
	const expected = months.flatMap((month) =>
		asked.map(([ofLevel, ofMetric, goal]) => {
			const judged = rows.filter(
				(row) =>
					axisValue('month', row, zone) === month &&
					row.timer.level === ofLevel &&
					row.timer.metric === ofMetric &&
					['fulfilled', 'missed', 'breached'].includes(row.as),
			);
			const missed = judged.filter(({ as }) => as !== 'fulfilled').length;
			const good = judged.length - missed;
			const bears = (more: number): boolean => good * 1000 >= Math.round(goal * 10) * (judged.length + more);
			let left = 0;
			while (bears(left + 1)) left++;
			while (!bears(left) && judged.length > 0) left--;
			return { month, metric: ofMetric, judged: judged.length, missed, isMet: bears(0), missesLeft: left };
		}),
	);
	const said = goals.map(({ month, metric, judged, missed, isMet, missesLeft }) => ({
		month: monthName(month),
		metric,
		judged,
		missed,
		isMet,
		missesLeft,
	}));
	expect(said).toEqual(expected);
}

const instants = fc.integer({ min: BEGIN, max: END });
/** Round ones too: there the kept sums meet the rows of the log. */
const bounds = fc.oneof(
	instants,
	fc.constantFrom(
		...[9, 10, 11].map((month) => Date.UTC(2026, month, 1)),
		Date.UTC(2026, 9, 31, 23),
		Date.UTC(2026, 10, 9),
	),
	fc.constantFrom(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY),
);
const periods = fc
	.tuple(bounds, bounds)
	.filter(([one, other]) => one !== other)
	.map(([one, other]) => ({ sinceAt: Math.min(one, other), untilAt: Math.max(one, other) }));
const filters: fc.Arbitrary<ReportFilter> = fc.record(
	{
		department: fc.subarray(['Billing', 'Sales', '']),
		level: fc.subarray(['gold', 'basic']),
		agent: fc.subarray(['ana', '']),
		metric: fc.subarray(['first_answer', 'total_resolution']),
		organization: fc.subarray(['Acme', '']),
	},
	{ requiredKeys: [] },
);

function matches(filter: ReportFilter, row: Counted, zone: string): boolean {
	return (['department', 'level', 'agent', 'metric', 'organization'] as const).every((axis) => {
		const wanted = filter[axis] ?? [];
		return wanted.length === 0 || wanted.includes(axisValue(axis, row, zone) ?? '');
	});
}

async function reportOn(store: Store, request: ReportRequest) {
	const terms = storedTerms(await store.agreements(), () => Promise.reject(new Error('no agreement')));
	return makeReport(store.reports, terms, request);
}

describe.each(STORES)('a report on $kind', (kind) => {
	test('says what a recount of the raw events says, whatever the history, the ticks, the period and the axes', async () => {
		await fc.assert(
			fc.asyncProperty(
				histories,
				fc.array(fc.integer({ min: kind.leastBatch, max: kind.leastBatch + 20 }), {
					minLength: 1,
					maxLength: 3,
				}),
				fc.constantFrom(...ZONES),
				fc.array(fc.tuple(periods, fc.uniqueArray(fc.constantFrom(...AXES), { maxLength: 3 }), filters), {
					minLength: 4,
					maxLength: 8,
				}),
				async (events, sizes, zone, asked) => {
					const store = await storeOf(events, sizes, zone, kind);
					const counted = await recount(events, zone);
					for (const [period, by, filter] of asked) {
						const report = await reportOn(store, { period, by, filter, nowAt: END, zone });
						const rows = counted.filter(
							(row) => row.at >= period.sinceAt && row.at < period.untilAt && matches(filter, row, zone),
						);
						expectFigures(report.total, rows);
						expectGoals(report, rows, zone);
						const keys = new Set(
							rows.map((row) => JSON.stringify(by.map((axis) => axisValue(axis, row, zone)))),
						);
						expect(report.groups.map(({ key }) => JSON.stringify(key)).sort()).toEqual([...keys].sort());
						for (const group of report.groups) {
							const name = JSON.stringify(group.key);
							expectFigures(
								group,
								rows.filter((row) => JSON.stringify(by.map((axis) => axisValue(axis, row, zone))) === name),
							);
						}
					}
					await store.close();
				},
			),
			{ numRuns: kind.runs(25) },
		);
	});
});

describe('a report', () => {
	test('is what the screen says of the month so far', async () => {
		await fc.assert(
			fc.asyncProperty(histories, fc.constantFrom(...ZONES), async (events, zone) => {
				const store = await storeOf(events, [7], zone);
				const terms = storedTerms(await store.agreements(), () => Promise.reject(new Error('no agreement')));
				const view = await readMonthView(store, terms, END);
				const period = monthSoFar(END, zone);
				for (const axis of ['level', 'metric', 'department', 'agent', 'organization', 'day'] as const) {
					const report = await reportOn(store, { period, by: [axis], filter: {}, nowAt: END, zone });
					expect(view.lines[axis]).toEqual(
						report.groups.map(({ key: [name], figures, missesCost, penalty }) => ({
							...{ name, figures, missesCost, penalty },
						})),
					);
					expect(view.total.figures).toEqual(report.total.figures);
					expect([view.goals, view.penalties]).toEqual([report.goals, report.total.penalty]);
					expect(view.months).toEqual(report.months);
				}
				await store.close();
			}),
			{ numRuns: 10 },
		);
	});

	test('goes by the days of another zone once the agreement does', async () => {
		await fc.assert(
			fc.asyncProperty(
				histories,
				fc.constantFrom(...ZONES),
				fc.constantFrom(...ZONES),
				async (events, first, then) => {
					const store = await storeOf(events, [7], first);
					await store.addAgreement({ inForceAt: END, movesOpen: false, text: agreementIn(then), files: {} });
					const period = { sinceAt: BEGIN, untilAt: END };
					const ask = () => reportOn(store, { period, by: ['day'], filter: {}, nowAt: END + 1, zone: then });
					// Before the engine has made the sums anew, the rows themselves are counted.
					const before = await ask();
					const late = { id: 'late', ticket: 'T-9', at: new Date(END).toISOString(), type: 'created' };
					await store.appendEvents('test', [
						{ id: 'late', event: parseEvent(late), data: JSON.stringify(late) },
					]);
					await new Engine({ store, now: () => END + 1, holder: 'test' }).tick();
					expect(await store.reports.sumsZone()).toBe(then);
					expect((await ask()).groups).toEqual(before.groups);
					await store.close();
				},
			),
			{ numRuns: 15 },
		);
	});
});

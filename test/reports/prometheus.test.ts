import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { metricFamilies, OTHERS } from '../../source/reports/metrics.ts';
import { prometheusLines } from '../../source/reports/prometheus.ts';
import { type Counter, NO_AGREEMENT } from '../../source/store/port.ts';
import type { Trouble } from '../../source/store/port-alerts.ts';
import { cleanText } from '../../source/text/clean.ts';
import { type ReadSeries, readPrometheus } from '../support/prometheus.ts';

const NOON = Date.UTC(2026, 10, 24, 12);
const STATUS = {
	tickedAt: NOON - 1_500,
	everyS: 1,
	agreementProblem: null,
	agreement: NO_AGREEMENT,
	backlog: 0,
	sources: [],
};

const breached = (department: string | null, count = 1, level: string | null = 'gold'): Counter => ({
	department,
	level,
	metric: 'first_answer',
	state: 'breached',
	count,
});

function metricsOf(
	open: readonly Counter[],
	status: Partial<typeof STATUS & { sources: unknown }> = {},
	troubles: readonly Trouble[] = [],
) {
	const families = metricFamilies({
		version: '1.2.3',
		realAt: NOON,
		status: { ...STATUS, ...status },
		isLed: true,
		open,
		closed: { today: [], month: [] },
		goals: [
			{
				...{ month: 24322, level: 'gold', metric: 'first_answer', goal: 95, judged: 100, missed: 4 },
				...{ compliance: 96, isMet: true, missesLeft: 1, burnRate: 0.8 },
				outlook: { budget: 15, budgetLeft: 11, usedUpAt: null },
			},
		],
		waiting: new Map(troubles.map(({ name }) => [name, 3])),
		troubles,
	});
	return readPrometheus(`${[...prometheusLines(families)].join('\n')}\n`);
}

const named = (series: readonly ReadSeries[], name: string): ReadSeries[] =>
	series.filter((one) => one.name === name);
const total = (series: readonly ReadSeries[]): number => series.reduce((sum, { value }) => sum + value, 0);

describe('the metrics of a store', () => {
	it('are in the format, and lose nothing, whatever departments and levels are called', () => {
		fc.assert(
			fc.property(
				fc.array(
					fc.tuple(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), fc.integer({ min: 1 })),
				),
				(kinds) => {
					const open = kinds.map(([department, level, count]) => breached(department, count % 1000, level));
					const series = named(metricsOf(open), 'slatop_open_timers_by_kind');
					expect(total(series)).toBe(open.reduce((sum, { count }) => sum + count, 0));
					const names = new Set(open.map(({ department }) => cleanText(department ?? '')));
					expect(new Set(series.map(({ labels }) => labels.department))).toEqual(names);
				},
			),
			{ numRuns: 100, seed: 5 },
		);
	});

	it('add up what looks alike, instead of telling one series twice', () => {
		const series = named(
			metricsOf([breached('Billing', 2), breached('Bill\u0007ing', 3)]),
			'slatop_open_timers_by_kind',
		);
		expect(series).toEqual([
			{
				name: 'slatop_open_timers_by_kind',
				labels: { state: 'breached', department: 'Billing', level: 'gold', metric: 'first_answer' },
				value: 5,
			},
		]);
	});

	it('have a bounded number of series, however many departments somebody invents', () => {
		const open = Array.from({ length: 5_000 }, (_, place) => breached(`dep ${place}`, place < 50 ? 9 : 1));
		const series = named(metricsOf(open), 'slatop_open_timers_by_kind');
		expect(series.length).toBe(101);
		expect(series.find(({ labels }) => labels.department === OTHERS)?.value).toBe(5_000 - 100);
		expect(series.filter(({ value }) => value === 9)).toHaveLength(50);
		expect(total(series)).toBe(50 * 9 + 4_950);
	});

	it('tell what was promised for the month, and what is left of it', () => {
		const of = (name: string): unknown =>
			named(metricsOf([]), name).map(({ labels, value }) => [labels, value]);
		const labels = { level: 'gold', metric: 'first_answer' };
		expect(of('slatop_goal_ratio')).toEqual([[labels, 0.95]]);
		expect(of('slatop_goal_compliance_ratio')).toEqual([[labels, 0.96]]);
		expect(of('slatop_goal_budget_misses_left')).toEqual([[labels, 11]]);
		expect(of('slatop_goal_burn_rate')).toEqual([[labels, 0.8]]);
	});

	it('tell what is at stake by each currency of the agreement, also where it is nothing', () => {
		const agreement = {
			...NO_AGREEMENT,
			currencies: ['EUR', 'JPY'],
			missPrices: { gold: { first_answer: { minor: 12_50, currency: 'EUR' } } },
		};
		const atRisk: Counter = { ...breached('Billing', 3), state: 'at_risk' };
		const series = named(metricsOf([atRisk], { agreement }), 'slatop_penalty_at_stake');
		expect(series.map(({ labels, value }) => [labels.currency, value])).toEqual([
			['EUR', 37.5],
			['JPY', 0],
		]);
	});

	it('tell whose alerts wait, and how many recipients and reports fail', () => {
		const failing = { problem: '500 no', since: NOON };
		const troubles = [
			{ kind: 'alerts', name: 'duty', ...failing },
			{ kind: 'alerts', name: 'pager', ...failing },
		] as const;
		const series = metricsOf([], {}, troubles);
		expect(
			named(series, 'slatop_alerts_waiting').map(({ labels, value }) => [labels.recipient, value]),
		).toEqual([
			['duty', 3],
			['pager', 3],
		]);
		expect(named(series, 'slatop_delivery_failing').map(({ labels, value }) => [labels.kind, value])).toEqual(
			[
				['alerts', 2],
				['report', 0],
			],
		);
	});

	it('tell what is not there as well: zeros, and a compliance that is not a number', () => {
		const series = metricsOf([]);
		expect(named(series, 'slatop_open_timers').map(({ labels, value }) => [labels.state, value])).toEqual([
			['on_track', 0],
			['at_risk', 0],
			['breached', 0],
			['paused', 0],
		]);
		expect(named(series, 'slatop_compliance_ratio').map(({ value }) => value)).toEqual([
			Number.NaN,
			Number.NaN,
		]);
		expect(named(series, 'slatop_engine_last_tick_timestamp_seconds')[0]?.value).toBe((NOON - 1_500) / 1_000);
	});
});

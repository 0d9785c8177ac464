/** How a store stands, as metrics: worked out from kept counters, so that the cost never follows the store's size. */
import { toMain } from '../sla/money.ts';
import { CLOSED_STATES, OPEN_STATES } from '../sla/timer.ts';
import type { AgreementFacts, Counter, KindCount, SourceStatus, StoreStatus } from '../store/port.ts';
import { TROUBLE_KINDS, type Trouble } from '../store/port-alerts.ts';
import { cleanText } from '../text/clean.ts';
import type { GoalMonth } from './goals.ts';
import type { Family, Sample } from './prometheus.ts';
import { atStake } from './stake.ts';

/** Series a metric may have: names come from tickets, and a monitoring system must bear whatever is written there. */
const MOST_DEPARTMENTS = 100;
const MOST_LEVELS = 50;
const MOST_SOURCES = 100;
const MOST_RECIPIENTS = 100;
/** What stands for the names beyond those. */
export const OTHERS = '(others)';

export interface MetricsInput {
	readonly version: string;
	/** By the real clock. */
	readonly realAt: number;
	readonly status: StoreStatus;
	/** Whether an engine holds the lease. */
	readonly isLed: boolean;
	readonly open: readonly Counter[];
	/** What has closed, by kind, since the period began. */
	readonly closed: Readonly<Record<'today' | 'month', readonly KindCount[]>>;
	/** The goals of the month under way. */
	readonly goals: readonly GoalMonth[];
	/** How many alerts wait for each recipient, and what does not go. */
	readonly waiting: ReadonlyMap<string, number>;
	readonly troubles: readonly Trouble[];
}

const seconds = (at: number | null): number => (at ?? 0) / 1_000;

const sum = (kinds: readonly KindCount[], state: string): number =>
	kinds.reduce((total, kind) => total + (kind.state === state ? kind.count : 0), 0);

/** A namer that leaves the most frequent names as they are, and gives the rest one name. */
function bounded(names: Iterable<readonly [name: string | null, count: number]>, most: number) {
	const counts = new Map<string | null, number>();
	for (const [name, count] of names) counts.set(name, (counts.get(name) ?? 0) + count);
	const kept = new Set(
		[...counts]
			.sort(([, a], [, b]) => b - a)
			.slice(0, most)
			.map(([name]) => name),
	);
	return (name: string | null): string => (kept.has(name) ? (name ?? '') : OTHERS);
}

function kindLabels(kinds: readonly KindCount[]) {
	const department = bounded(
		kinds.map((kind) => [kind.department, kind.count]),
		MOST_DEPARTMENTS,
	);
	const level = bounded(
		kinds.map((kind) => [kind.level, kind.count]),
		MOST_LEVELS,
	);
	return (kind: KindCount) => ({
		state: kind.state,
		department: department(kind.department),
		level: level(kind.level),
		metric: kind.metric,
	});
}

function openFamilies(open: readonly Counter[]): Family[] {
	const labels = kindLabels(open);
	return [
		{
			name: 'slatop_open_timers',
			help: 'Open timers by state.',
			samples: OPEN_STATES.map((state) => ({ labels: { state }, value: sum(open, state) })),
		},
		{
			name: 'slatop_open_timers_by_kind',
			help: 'Open timers by state, department, level and metric.',
			samples: open.map((kind) => ({ labels: labels(kind), value: kind.count })),
		},
	];
}

/** Fulfilled ÷ (fulfilled + missed + breached); NaN while there is nothing to divide. */
function compliance(closed: readonly KindCount[], open: readonly Counter[]): number {
	const fulfilled = sum(closed, 'fulfilled');
	const failed = sum(closed, 'missed') + sum(open, 'breached');
	return fulfilled + failed === 0 ? Number.NaN : fulfilled / (fulfilled + failed);
}

function closedFamilies({ closed, open }: MetricsInput): Family[] {
	const periods = Object.entries(closed);
	const labels = kindLabels(closed.month);
	return [
		{
			name: 'slatop_closed_timers',
			help: "Timers closed since the period began, in the agreement's time zone.",
			samples: periods.flatMap(([period, kinds]) =>
				CLOSED_STATES.map((state) => ({ labels: { period, state }, value: sum(kinds, state) })),
			),
		},
		{
			name: 'slatop_closed_timers_by_kind',
			help: 'Timers closed since the period began, by state, department, level and metric.',
			samples: periods.flatMap(([period, kinds]) =>
				kinds.map((kind) => ({ labels: { period, ...labels(kind) }, value: kind.count })),
			),
		},
		{
			name: 'slatop_compliance_ratio',
			help: 'Fulfilled timers among those fulfilled, missed, or open and breached now; NaN where there are none.',
			samples: periods.map(([period, kinds]) => ({ labels: { period }, value: compliance(kinds, open) })),
		},
	];
}

const MOST_GOALS = 500;

function goalFamilies(all: readonly GoalMonth[]): Family[] {
	const goals = all.slice(0, MOST_GOALS);
	const family = (name: string, help: string, value: (goal: GoalMonth) => number | null): Family => ({
		name,
		help,
		samples: goals.map((goal) => ({
			labels: { level: goal.level, metric: goal.metric },
			value: value(goal) ?? Number.NaN,
		})),
	});
	const ratio = (percent: number | null): number | null => percent && percent / 100;
	return [
		family('slatop_goal_ratio', 'Compliance promised for the month.', ({ goal }) => ratio(goal)),
		family(
			'slatop_goal_compliance_ratio',
			'Compliance of the month so far, a miss by its due; NaN where nothing was judged.',
			({ compliance }) => ratio(compliance),
		),
		family(
			'slatop_goal_misses_left',
			'Misses more that would still meet the goal; less than none: it is not met.',
			({ missesLeft }) => missesLeft,
		),
		family(
			'slatop_goal_budget_misses_left',
			'Misses that the whole month can still bear, if it goes on as it has begun.',
			({ outlook }) => outlook?.budgetLeft ?? null,
		),
		family(
			'slatop_goal_burn_rate',
			'Share of misses over the share that the goal allows; NaN where nothing was judged, or none is allowed.',
			({ burnRate }) => burnRate,
		),
	];
}

function sourceFamilies(sources: readonly SourceStatus[], realAt: number): Family[] {
	// Two whose names look alike would be one series with two values: the one that was heard last is told.
	const byName = new Map<string, SourceStatus>();
	for (const source of sources.toSorted((a, b) => (a.heardAt ?? 0) - (b.heardAt ?? 0)).slice(-MOST_SOURCES)) {
		byName.set(cleanText(source.source), source);
	}
	const by = (value: (source: SourceStatus) => number): Sample[] =>
		[...byName].map(([source, status]) => ({ labels: { source }, value: value(status) }));
	return [
		{
			name: 'slatop_source_last_heard_timestamp_seconds',
			help: 'When the source last brought anything; 0: never.',
			samples: by(({ heardAt }) => seconds(heardAt)),
		},
		{
			name: 'slatop_source_last_event_timestamp_seconds',
			help: 'The latest instant that an event of the source is dated; 0: none.',
			samples: by(({ lastEventAt }) => seconds(lastEventAt)),
		},
		{
			name: 'slatop_source_lag_seconds',
			help: 'Time since the source last brought anything, when this was written; NaN: never.',
			samples: by(({ heardAt }) => (heardAt === null ? Number.NaN : Math.max(0, realAt - heardAt) / 1_000)),
		},
	];
}

function engineFamilies({ status, isLed }: MetricsInput): Family[] {
	const one = (name: string, help: string, value: number): Family => ({ name, help, samples: [{ value }] });
	return [
		one(
			'slatop_engine_last_tick_timestamp_seconds',
			'When the engine last looked at the store, by the real clock; 0: never.',
			seconds(status.tickedAt),
		),
		one(
			'slatop_engine_tick_interval_seconds',
			"Time from one of the engine's ticks to the next.",
			status.everyS,
		),
		one('slatop_engine_running', '1 where an engine holds the lease on the store.', isLed ? 1 : 0),
		one('slatop_engine_backlog_events', 'Events that the engine has not taken yet.', status.backlog),
		one(
			'slatop_agreement_problem',
			'1 where the agreement file is wrong, and an older version or none is in force.',
			status.agreementProblem === null ? 0 : 1,
		),
	];
}

function deliveryFamilies({ waiting, troubles }: MetricsInput): Family[] {
	return [
		{
			name: 'slatop_alerts_waiting',
			help: 'Alerts that wait to be sent, by recipient.',
			samples: [...waiting]
				.slice(0, MOST_RECIPIENTS)
				.map(([recipient, value]) => ({ labels: { recipient: cleanText(recipient) }, value })),
		},
		{
			name: 'slatop_delivery_failing',
			help: 'Recipients whose alerts do not go, and scheduled reports that do not.',
			samples: TROUBLE_KINDS.map((kind) => ({
				labels: { kind },
				value: troubles.filter((trouble) => trouble.kind === kind).length,
			})),
		},
	];
}

function stakeSamples(open: readonly Counter[], agreement: AgreementFacts): Sample[] {
	const sums = atStake(open, agreement);
	return agreement.currencies.map((currency) => ({
		labels: { currency },
		value: toMain(sums.get(currency) ?? 0, currency),
	}));
}

/** Every metric there is, in the order in which they are printed. */
export function metricFamilies(input: MetricsInput): Family[] {
	const { version, realAt, status, open } = input;
	return [
		{
			name: 'slatop_build_info',
			help: 'The version of slatop that wrote this.',
			samples: [{ labels: { version }, value: 1 }],
		},
		...openFamilies(open),
		...closedFamilies(input),
		{
			name: 'slatop_penalty_at_stake',
			help: "What the timers at risk would cost if they were missed, by each of the agreement's currencies.",
			samples: stakeSamples(open, status.agreement),
		},
		...goalFamilies(input.goals),
		...engineFamilies(input),
		...deliveryFamilies(input),
		...sourceFamilies(status.sources, realAt),
	];
}

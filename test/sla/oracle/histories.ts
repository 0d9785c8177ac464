/** Agreements, histories and zones at random, with a liking for edges: equal instants, exact dues, clock changes. */
import * as fc from 'fast-check';
import { SlowClock } from '../calendar/slow-clock.ts';
import { type Hours, minuteMs, SlowCalendar } from './slow-calendar.ts';
import type { AgreementText, Desk, LevelText, MetricText, RuleText, TargetText } from './slow-desk.ts';
import type { EventText, Version } from './slow-ticket.ts';

const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
const ZONE = 'Europe/Ljubljana';

/** Weeks with a change of clocks in them; histories begin some days in. */
const ERAS = [
	{ from: '2026-03-16T00:00Z', zones: [ZONE, 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu'] },
	{ from: '2026-10-16T00:00Z', zones: [ZONE, 'America/New_York', 'America/Havana', 'Asia/Tehran'] },
] as const;
const WINDOW_DAYS = 45;
const FIRST_DAY = 4;
const LAST_DAY = 24;

const clocks = new Map<string, SlowClock>();
function clockOf(from: string, zone: string): SlowClock {
	const known = clocks.get(from + zone) ?? new SlowClock(zone, from, WINDOW_DAYS);
	clocks.set(from + zone, known);
	return known;
}

const everySecond = new Map<string, SlowCalendar>();
function always(from: string): SlowCalendar {
	const known = everySecond.get(from) ?? new SlowCalendar('always', clockOf(from, ZONE), () => [[0, 1440]]);
	everySecond.set(from, known);
	return known;
}

/** Hours of a day, as the agreement writes them and as minutes. */
const DAYS: readonly (readonly string[])[] = [
	[],
	['09:00-17:00'],
	['08:00-12:00', '13:00-17:00'],
	['07:00-11:00', '11:00-19:00'],
	['22:00-06:00'],
	['00:00-03:00', '21:30-24:00'],
	['00:00-24:00'],
	['01:15-02:45'],
	['02:00-03:00', '10:00-10:30'],
];

const minuteOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
const hoursOf = (texts: readonly string[]): Hours =>
	texts.map((text) => [minuteOf(text.slice(0, 5)), minuteOf(text.slice(6))]);

interface CalendarText {
	readonly timezone: string;
	readonly hours: Readonly<Record<string, readonly string[]>>;
	readonly holidays: readonly Readonly<Record<string, readonly string[]>>[];
}

const day = fc.constantFrom(...DAYS);
const calendarText = (from: string, zones: readonly string[]): fc.Arbitrary<CalendarText> =>
	fc
		.record({
			timezone: fc.constantFrom(...zones),
			weekday: day.filter((hours) => hours.length > 0),
			week: fc.array(fc.option(day, { freq: 2 }), { minLength: 7, maxLength: 7 }),
			holidays: fc.array(fc.tuple(fc.integer({ min: 0, max: WINDOW_DAYS }), day), { maxLength: 4 }),
		})
		.map(({ timezone, weekday, week, holidays }) => ({
			timezone,
			// A weekday that was drawn, and the others mostly as some common day.
			hours: Object.fromEntries(
				WEEKDAYS.map((name, place) => [name, place === 3 ? weekday : (week[place] ?? weekday)]),
			),
			holidays: [...new Map(holidays)].map(([place, hours]) => ({
				[new Date(Date.parse(from) + place * dayMs).toISOString().slice(0, 10)]: hours,
			})),
		}));

function slowCalendar(name: string, from: string, text: CalendarText): SlowCalendar {
	const holidays = new Map(text.holidays.flatMap((holiday) => Object.entries(holiday)));
	return new SlowCalendar(name, clockOf(from, text.timezone), (date) =>
		hoursOf(
			holidays.get(date.toISOString().slice(0, 10)) ?? text.hours[WEEKDAYS[date.getUTCDay()] ?? ''] ?? [],
		),
	);
}

const METRICS = [
	'first_answer',
	'next_answer',
	'first_assign',
	'first_resolve',
	'next_resolve',
	'chat_answer',
	'call_answer',
	'periodic_update',
	'pausable_update',
	'requester_wait',
	'agent_work',
	'total_resolution',
];
const OWN = ['own_one', 'own_two'];
const STATUSES = [
	'new',
	'open',
	'answered',
	'postponed',
	'on_hold',
	'resolved',
	'closed',
	'spam',
	'deleted',
] as const;
const LEVELS = ['gold', 'silver', 'bronze'];

const duration = fc.constantFrom('1m', '10m', '20m', '60m', '150m', '240m', '480m', '1440m', '1bd', '2bd');
const within = fc.oneof(
	{ weight: 3, arbitrary: duration },
	fc.record({ urgent: duration, high: duration, default: duration }),
	fc.record({ urgent: duration, normal: duration }),
);
const target = fc.oneof(
	{ weight: 3, arbitrary: within },
	fc.record({ within, calendar: fc.constantFrom('a', 'b', 'always') }),
) as fc.Arbitrary<TargetText>;

const level = fc
	.record({
		calendar: fc.constantFrom('a', 'b', 'always'),
		at_risk: fc.constantFrom('25%', '50%', '33%', '100%', '10m', '60m', '480m'),
		due_rounds: fc.constantFrom('closing', 'closing', 'opening'),
		targets: fc.tuple(...[...METRICS, ...OWN].map(() => fc.option(target, { freq: 4 }))),
	})
	.map(({ targets, ...rest }) => ({
		...rest,
		targets: Object.fromEntries(
			[...METRICS, ...OWN].flatMap((name, place) => (targets[place] ? [[name, targets[place]]] : [])),
		),
	})) as fc.Arbitrary<LevelText>;

const CONDITIONS = [
	{ field: 'customer_group', is: 'vip' },
	{ field: 'tags', contains: 'vip' },
	{
		all: [{ field: 'department', in: ['billing', 'legal'] }, { not: { field: 'priority', is: 'low' } }],
	},
	{
		any: [
			{ field: 'priority', is: 'urgent' },
			{ field: 'status', in: ['postponed', 'on_hold'] },
		],
	},
	{ field: 'agent', is: 'ana' },
];
const rule = fc.record({
	when: fc.constantFrom(...CONDITIONS),
	level: fc.constantFrom(...LEVELS),
	continue: fc.boolean(),
}) as fc.Arbitrary<RuleText>;

const KINDS = [
	'created',
	'message',
	'customer_message',
	'agent_message',
	'internal_note',
	'answer',
	'status',
	'assigned',
	'unassigned',
	'agent_present',
	'updated',
	'no_answer_needed',
	'chat_started',
	'chat_answered',
	'chat_ended',
	'reopened',
	'solved',
	...STATUSES,
];
const someOf = (names: readonly string[], least: number, most: number) =>
	fc.uniqueArray(fc.constantFrom(...names), { minLength: least, maxLength: most });
const ownMetric = fc.record({
	starts_on: someOf(KINDS, 1, 2),
	stops_on: someOf(KINDS, 1, 2),
	cancels_on: someOf(KINDS, 0, 1),
	pause_while: someOf(STATUSES, 0, 2),
	cycles: fc.constantFrom('once', 'each', 'resume'),
}) as fc.Arbitrary<MetricText>;
const metrics = fc
	.record({
		own_one: ownMetric,
		own_two: ownMetric,
		changed: fc.constantFrom<Readonly<Record<string, MetricText>>>(
			{},
			{ first_resolve: { pause_while: [] } },
			{ first_answer: { pause_while: ['postponed'], resolve_counts_as_answer: true } },
			{ next_answer: { resolve_counts_as_answer: true, pause_while: ['on_hold'] } },
			{ periodic_update: { resolve_counts_as_answer: true }, first_assign: { pause_while: ['on_hold'] } },
			{ total_resolution: { pause_while: ['new', 'resolved'] }, agent_work: { pause_while: ['open'] } },
		),
	})
	.map(({ changed, ...own }) => ({ ...own, ...changed }));

const agreementText: fc.Arbitrary<AgreementText> = fc.record(
	{
		apply: fc.constantFrom('always', 'always', 'on_create'),
		levels: fc.record({ gold: level, silver: level, bronze: level }),
		rules: fc.array(rule, { maxLength: 3 }),
		default_level: fc.constantFrom(...LEVELS),
		metrics,
	},
	{ requiredKeys: ['apply', 'levels', 'rules', 'metrics'] },
);

const GAPS = [0, 0, 1000, 60_000, 600_000, 1_200_000, hourMs, 4 * hourMs, 8 * hourMs, dayMs, 1];
const gap = fc.oneof(
	{ weight: 3, arbitrary: fc.constantFrom(...GAPS) },
	{ weight: 2, arbitrary: fc.integer({ min: 0, max: 30 * 3600 }).map((seconds) => seconds * 1000) },
);

type Content = Omit<EventText, 'ticket' | 'at' | 'due_at'> & { readonly dueIn?: number };
const priority = fc.constantFrom('low' as const, 'normal' as const, 'high' as const, 'urgent' as const);
const fields = fc.record(
	{
		priority,
		department: fc.constantFrom('billing', 'legal', 'tech'),
		customer_group: fc.constantFrom('vip', 'plain'),
		tags: fc.constantFrom([], ['vip'], ['x', 'vip']),
		agent: fc.constantFrom('ana', 'bor', null),
	},
	{ requiredKeys: [] },
);
const message = fc.record(
	{
		type: fc.constant('message'),
		actor: fc.constantFrom('agent', 'agent', 'agent', 'customer', 'customer', 'customer', 'system', 'bot'),
		public: fc.constantFrom(true, true, true, false),
		auto: fc.constantFrom(false, false, true),
	},
	{ requiredKeys: ['type', 'actor'] },
);
const content = fc.oneof(
	{ weight: 8, arbitrary: message },
	{
		weight: 7,
		arbitrary: fc.record({ type: fc.constant('status'), status: fc.constantFrom(...STATUSES) }),
	},
	{
		weight: 2,
		arbitrary: fc.record({ type: fc.constant('assigned'), agent: fc.constantFrom('ana', 'bor', null) }),
	},
	{ weight: 3, arbitrary: fields.map((given) => ({ type: 'updated', ...given })) },
	{
		weight: 1,
		arbitrary: fc.constantFrom('gold', 'silver', 'bronze', null).map((given) => ({
			type: 'updated',
			level: given,
		})),
	},
	{ weight: 1, arbitrary: fields.map((given) => ({ type: 'created', status: 'closed', ...given })) },
	{
		weight: 2,
		arbitrary: fc.record({
			type: fc.constant('target'),
			metric: fc.constantFrom('first_answer', 'next_answer', 'first_resolve', 'agent_work'),
			dueIn: fc.oneof(fc.constantFrom(...GAPS), fc.integer({ min: -dayMs, max: 3 * dayMs })),
		}),
	},
	{
		weight: 5,
		arbitrary: fc
			.constantFrom(
				...[
					'chat_started',
					'chat_started',
					'chat_started',
					'chat_answered',
					'chat_answered',
					'chat_ended',
					'call_started',
					'call_answered',
				],
				...['call_ended', 'no_answer_needed', 'no_answer_needed', 'merged'],
			)
			.map((type) => ({ type })),
	},
) as fc.Arbitrary<Content>;

const creation = fc.record(
	{
		actor: fc.constantFrom('customer', 'agent', 'agent', 'system'),
		status: fc.constantFrom(...STATUSES, 'new', 'new', 'new', 'new', 'new'),
		fields,
	},
	{ requiredKeys: ['fields'] },
);

/** One ticket's events. */
export interface History {
	readonly events: readonly EventText[];
	/** The same in another order of arrival. */
	readonly arrived: readonly EventText[];
}

export interface Story {
	/** The agreement as its file would have it, and the version after it. */
	readonly files: readonly {
		readonly text: string;
		readonly inForceAt: number;
		readonly movesOpen: boolean;
	}[];
	readonly desk: Desk;
	readonly later: readonly Version[];
	readonly tickets: readonly History[];
	readonly nowAt: number;
}

type Step = readonly [after: number, said: Content];
interface Opening {
	readonly actor?: string;
	readonly status?: string;
	readonly fields: object;
}

function historyOf(ticket: string, startAt: number, first: Opening, steps: readonly Step[]): EventText[] {
	const at = (ms: number): string => new Date(ms).toISOString();
	const { fields: given, ...named } = first;
	const history: EventText[] = [{ ticket, at: at(startAt), type: 'created', ...named, ...given }];
	let now = startAt;
	for (const [after, { dueIn, ...said }] of steps) {
		now += after;
		const due = dueIn === undefined ? {} : { due_at: at(now + dueIn) };
		history.push({ ticket, at: at(now), ...said, ...due });
	}
	return history;
}

/**
 * Another order of arrival. Events of one instant keep theirs, for it is part of what they say; so does a history
 * with two creations, for what is dated before the one that has come is refused.
 */
function shuffled(history: readonly EventText[], places: readonly number[]): readonly EventText[] {
	if (history.filter(({ type }) => type === 'created').length > 1) return history;
	const place = new Map(history.map(({ at }, index) => [at, places[index % places.length] ?? 0]));
	return history.toSorted((a, b) => (place.get(a.at) ?? 0) - (place.get(b.at) ?? 0));
}

const told = fc.record({
	start: fc.integer({ min: 0, max: 7 * 96 }),
	offset: fc.constantFrom(0, 0, 1000, 61_000, 15_001),
	first: creation,
	steps: fc.array(fc.tuple(gap, content), { maxLength: 14 }),
	places: fc.array(fc.nat(), { minLength: 5, maxLength: 5 }),
});

const drawn = fc.constantFrom(...ERAS).chain(({ from, zones }) =>
	fc.record({
		from: fc.constant(from),
		calendars: fc.record({ a: calendarText(from, zones), b: calendarText(from, zones) }),
		agreed: agreementText,
		next: fc.option(agreementText, { freq: 3 }),
		movesOpen: fc.boolean(),
		nextAfter: gap,
		told: fc.array(told, { minLength: 1, maxLength: 6 }),
		seenAfter: gap,
	}),
);

export const story: fc.Arbitrary<Story> = drawn.map((one): Story => {
	const { from, calendars, agreed, movesOpen } = one;
	const firstAt = Date.parse(from) + FIRST_DAY * dayMs;
	const lastAt = Date.parse(from) + LAST_DAY * dayMs;
	const startOf = ({ start, offset }: { start: number; offset: number }): number =>
		firstAt + start * 15 * minuteMs + offset;
	const tickets = one.told.map((ticket, place): History => {
		const events = historyOf(`T-${place}`, startOf(ticket), ticket.first, ticket.steps);
		const seen = events.filter(({ at }) => Date.parse(at) < lastAt);
		return { events: seen, arrived: shuffled(seen, ticket.places) };
	});
	let laidOut: Desk['calendars'] | null = null;
	const deskOf = (text: AgreementText): Desk => ({
		text,
		// Minute by minute: only where somebody asks.
		get calendars() {
			laidOut ??= new Map([
				...Object.entries(calendars).map(([name, text]) => [name, slowCalendar(name, from, text)] as const),
				['always', always(from)] as const,
			]);
			return laidOut;
		},
	});
	const fileOf = (text: AgreementText): string =>
		JSON.stringify({ version: 1, timezone: ZONE, calendars, ...text });
	// Metrics stay: a version that drops one is another matter.
	const next = one.next && { ...one.next, metrics: agreed.metrics };
	const nextAt = startOf(one.told[0] ?? { start: 0, offset: 0 }) + one.nextAfter;
	const lastEventAt = Math.max(...tickets.flatMap(({ events }) => events.map(({ at }) => Date.parse(at))));
	return {
		files: [
			{ text: fileOf(agreed), inForceAt: 0, movesOpen: false },
			...(next ? [{ text: fileOf(next), inForceAt: nextAt, movesOpen }] : []),
		],
		desk: deskOf(agreed),
		later: next ? [{ desk: deskOf(next), at: nextAt, movesOpen }] : [],
		tickets,
		nowAt: lastEventAt + one.seenAfter,
	};
});

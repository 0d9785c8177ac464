/** The shape of an agreement file (contract, section 4), before its names are resolved. */
import * as v from 'valibot';
import { isConditionField } from '../condition.ts';
import { parseDurationMs } from '../duration.ts';
import { KINDS } from '../metric.ts';
import { STATUSES } from '../ticket.ts';
import { suggestion } from './problems.ts';
import { escalations, recipients } from './schema-alerts.ts';
import { duration, name, named, nameList, shape, textLike } from './schema-parts.ts';
import { reports } from './schema-reports.ts';

const SHARE = 'expected a share from 0 to 100, like 95%';
const percent = v.union(
	[
		v.pipe(v.number(), v.minValue(0, SHARE), v.maxValue(100, SHARE)),
		v.pipe(
			v.string(),
			v.regex(/^\d+(\.\d+)?%$/),
			v.transform((text) => Number(text.slice(0, -1))),
			v.maxValue(100, SHARE),
		),
	],
	SHARE,
);

const byPriority = shape({
	urgent: v.optional(duration),
	high: v.optional(duration),
	normal: v.optional(duration),
	low: v.optional(duration),
	default: v.optional(duration),
});

const isObject = (input: unknown): input is object =>
	typeof input === 'object' && input !== null && !Array.isArray(input);

/** Picks the one schema that fits an input, so that an error speaks of what was meant. */
const within = v.lazy((input) => (isObject(input) ? byPriority : duration));
const placedTarget = shape({ within, calendar: v.optional(name) });
const target = v.lazy((input) =>
	isObject(input) && ('within' in input || 'calendar' in input) ? placedTarget : within,
);

const atRisk = textLike(
	'a share of the target ("25%") or a duration ("10m")',
	(text) => /^\d+(\.\d+)?%$/.test(text) || (parseDurationMs(text) ?? 0) > 0,
);

const amount = v.pipe(
	v.number('expected an amount of money as a number, like 50 (its currency stands under "currency")'),
	v.minValue(0, 'expected an amount of 0 or more'),
);

const penalty = shape({
	per_miss: v.optional(named(amount, 'expected amounts by metric'), {}),
	monthly_fee: v.optional(amount, 0),
	credits: v.optional(v.array(shape({ below: percent, percent })), []),
	cap_percent: v.optional(percent),
	currency: v.optional(
		v.pipe(name, v.regex(/^[A-Z]{3}$/, 'expected a currency of three letters, like EUR')),
		'EUR',
	),
});

const level = shape({
	calendar: v.optional(name, 'always'),
	at_risk: v.optional(atRisk, '25%'),
	due_rounds: v.optional(v.picklist(['closing', 'opening'], 'expected closing or opening'), 'closing'),
	targets: v.optional(named(target, 'expected targets by metric')),
	goals: v.optional(named(percent, 'expected shares by metric'), {}),
	responsible: v.optional(named(name, 'expected names by metric'), {}),
	penalty: v.optional(penalty),
});

const spans = v.lazy((input) =>
	Array.isArray(input)
		? v.array(v.string('expected hours like "09:00-17:00"'))
		: v.pipe(
				v.string('expected a list of hours, like ["09:00-12:00", "13:00-17:00"], or [] for a closed day'),
				v.transform((text) => [text]),
			),
);

const countryHoliday = shape({
	country: name,
	state: v.optional(name),
	region: v.optional(name),
});
const fileHoliday = shape({ file: name });
const HOLIDAY =
	'expected a date ("2026-12-24", "12-31"), a date with its hours ({ "2026-12-24": ["08:00-12:00"] }), { country: SI } or { file: holidays.ics }';
const datedHoliday = v.record(
	v.pipe(
		v.string(),
		v.check(
			(text) => /^\d/.test(text),
			({ input }) => `unknown key "${input}"${suggestion(input, ['country', 'file'])}: ${HOLIDAY}`,
		),
	),
	spans,
	HOLIDAY,
);
const holiday = v.lazy((input) => {
	if (!isObject(input)) return v.string(HOLIDAY);
	if ('country' in input) return countryHoliday;
	return 'file' in input ? fileHoliday : datedHoliday;
});

const calendar = shape({
	timezone: v.optional(name),
	hours: named(spans, 'expected hours by weekday, like mon-fri: ["09:00-17:00"]'),
	holidays: v.optional(v.array(holiday, 'expected a list of holidays'), []),
});

const scalar = v.union(
	[v.string(), v.number(), v.boolean(), v.null()],
	'expected a text, a number, true, false or null',
);
const limit = v.union([v.string(), v.number()], 'expected an instant, a date, a number or a text');
const CONDITION = 'expected a condition, like { field: priority, is: urgent }';
const comparison = shape(
	{
		field: name,
		is: v.optional(scalar),
		is_not: v.optional(scalar),
		in: v.optional(v.array(scalar, 'expected a list')),
		not_in: v.optional(v.array(scalar, 'expected a list')),
		contains: v.optional(v.string('expected a text')),
		starts_with: v.optional(v.string('expected a text')),
		matches: v.optional(v.string('expected a glob like "*.example"')),
		before: v.optional(limit),
		after: v.optional(limit),
		set: v.optional(v.boolean('expected true or false')),
	},
	CONDITION,
);
/** The field where the word "field" should stand: `{ priority: urgent }`. */
const unnamedField = (input: object): string | undefined =>
	'field' in input ? undefined : Object.keys(input).find(isConditionField);
const unnamed = (field: string) =>
	v.custom<RawComparison>(() => false, `expected { field: ${field}, is: … }, not { ${field}: … }`);
export type RawComparison = v.InferOutput<typeof comparison>;

export type RawCondition =
	| { all: RawCondition[] }
	| { any: RawCondition[] }
	| { not: RawCondition }
	| RawComparison;
const condition: v.GenericSchema<unknown, RawCondition> = v.lazy((input) => {
	const parts = v.array(condition, 'expected a list of conditions');
	if (!isObject(input)) return comparison;
	if ('all' in input) return shape({ all: parts });
	if ('any' in input) return shape({ any: parts });
	if ('not' in input) return shape({ not: condition });
	const field = unnamedField(input);
	return field === undefined ? comparison : unnamed(field);
});

const rule = shape({
	name: v.optional(name),
	when: condition,
	level: name,
	continue: v.optional(v.boolean('expected true or false'), false),
});

const signals = v.array(
	v.picklist(KINDS, ({ received }) => `expected one of ${KINDS.join(', ')}, not ${received}`),
	'expected a list of events and statuses',
);
const metric = shape({
	starts_on: v.optional(signals),
	stops_on: v.optional(signals),
	cancels_on: v.optional(signals),
	pause_while: v.optional(
		v.array(
			v.picklist(STATUSES, ({ received }) => `expected one of ${STATUSES.join(', ')}, not ${received}`),
			'expected a list of statuses',
		),
	),
	cycles: v.optional(v.picklist(['once', 'each', 'resume'], 'expected once, each or resume')),
	resolve_counts_as_answer: v.optional(v.boolean('expected true or false')),
});
export type RawMetric = v.InferOutput<typeof metric>;

const service = shape({
	name,
	departments: v.optional(nameList, []),
	hours: v.optional(name),
	responsible: v.optional(name),
});

export const agreementSchema = shape(
	{
		version: v.literal(1, ({ received }) => `expected version 1, not ${received}`),
		name: v.optional(name, 'Service level agreement'),
		timezone: v.optional(name, 'UTC'),
		apply: v.optional(v.picklist(['always', 'on_create'], 'expected always or on_create'), 'always'),
		changes: v.optional(
			v.picklist(['new_tickets', 'open_tickets'], 'expected new_tickets or open_tickets'),
			'new_tickets',
		),
		parties: v.optional(shape({ provider: v.optional(name), customer: v.optional(name) }), {}),
		services: v.optional(v.array(service, 'expected a list of services'), []),
		calendars: v.optional(named(calendar, 'expected calendars by name'), {}),
		metrics: v.optional(named(metric, 'expected metrics by name'), {}),
		levels: named(level, 'expected levels by name'),
		rules: v.optional(v.array(rule, 'expected a list of rules'), []),
		default_level: v.optional(name),
		miss_reasons: v.optional(nameList, []),
		escalations: v.optional(escalations, []),
		notify: v.optional(recipients, {}),
		reports: v.optional(reports, {}),
	},
	'expected an agreement: version, calendars, levels, rules',
);
export type RawAgreement = v.InferOutput<typeof agreementSchema>;
export type RawCalendar = RawAgreement['calendars'][string];
export type RawLevel = RawAgreement['levels'][string];
export type RawHoliday = RawCalendar['holidays'][number];
export type RawTarget = NonNullable<RawLevel['targets']>[string];

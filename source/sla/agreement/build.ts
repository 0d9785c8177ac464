/** Turns a well-shaped agreement document into an agreement: names resolved, calendars compiled. */
import { messageOf } from '../../text/message.ts';
import { alwaysCalendar, type Calendar, compileCalendar } from '../calendar/calendar.ts';
import { isValidZone } from '../calendar/zone.ts';
import { type Allowance, DAY_MS, formatAllowance, parseAllowance, parseDurationMs } from '../duration.ts';
import type { Agreement, AtRisk, Level, Penalty, Target } from '../level.ts';
import { BUILT_IN_METRICS, compileMetric, KINDS, type Metric, type MetricDefinition } from '../metric.ts';
import { PRIORITIES } from '../ticket.ts';
import { buildEscalations, buildRecipients } from './build-alerts.ts';
import { buildCalendar, type ReadFile, writtenCalendar } from './build-calendar.ts';
import { buildReports } from './build-reports.ts';
import { buildRules } from './build-rules.ts';
import { type Locator, type Path, type Problem, suggestion } from './problems.ts';
import type { RawAgreement, RawLevel, RawMetric, RawTarget } from './schema.ts';

/** Names that other parts of an agreement may use. */
export interface Known {
	readonly metrics: ReadonlyMap<string, unknown>;
	readonly levels: ReadonlyMap<string, unknown>;
}

/** Collects what is wrong while building, so that one check reports everything. */
export class Builder {
	readonly problems: Problem[] = [];
	constructor(
		private readonly locator: Pick<Locator, 'problem'>,
		readonly readFile: ReadFile,
		private readonly isStored = false,
	) {}

	report(path: Path, message: string, of: 'key' | 'value' = 'value'): void {
		this.problems.push(this.locator.problem(path, message, of));
	}

	/** What can be built but is never right; a version that is in force already keeps what it was taken with. */
	doubt(path: Path, message: string, of: 'key' | 'value' = 'value'): void {
		if (!this.isStored) this.report(path, message, of);
	}

	/** A time zone's name; one that is none is reported, and UTC stands in for it. */
	zone(name: string, path: Path): string {
		if (isValidZone(name)) return name;
		this.report(path, `unknown time zone "${name}" (expected one like Europe/Ljubljana)`);
		return 'UTC';
	}

	/** The line that something stands on, from 1. */
	lineOf(path: Path): number {
		return this.locator.problem(path, '', 'key').line;
	}

	/** What a name stands for; a name that stands for nothing is reported. */
	resolve<T>(known: ReadonlyMap<string, T>, name: string, what: string, path: Path): T | undefined {
		const found = known.get(name);
		if (found === undefined) this.report(path, `no ${what} "${name}"${suggestion(name, [...known.keys()])}`);
		return found;
	}
}

const SOME_START = Date.UTC(2020, 0, 1);
const CENTURY_MS = 36_525 * DAY_MS;

const entries = <T>(record: Readonly<Record<string, T>>): [string, T][] => Object.entries(record);

/** The built-in metrics as the agreement changes them, and those it defines. */
function buildMetrics(builder: Builder, raw: RawAgreement['metrics']): Metric[] {
	const definitions = new Map<string, MetricDefinition>(
		BUILT_IN_METRICS.map((metric) => [metric.name, metric]),
	);
	for (const [name, change] of entries(raw)) {
		const base = definitions.get(name);
		if (!base && (!change.starts_on || !change.stops_on)) {
			builder.report(['metrics', name], 'a metric of your own needs starts_on and stops_on');
		}
		if (name === 'any' || KINDS.some((kind) => kind === name)) {
			const meaning = name === 'any' ? 'every metric of an escalation' : 'a kind of event or a status';
			builder.doubt(['metrics', name], `"${name}" means ${meaning}: expected another name`, 'key');
		}
		for (const key of ['starts_on', 'stops_on'] as const) {
			if (change[key]?.length !== 0) continue;
			builder.doubt(['metrics', name, key], 'expected at least one kind of event or status');
		}
		definitions.set(name, changeMetric(name, base, change));
	}
	return [...definitions.values()].map(compileMetric);
}

function changeMetric(name: string, base: MetricDefinition | undefined, change: RawMetric): MetricDefinition {
	const stopsOn = change.stops_on ?? base?.stopsOn ?? [];
	return {
		...base,
		name,
		startsOn: change.starts_on ?? base?.startsOn ?? [],
		stopsOn: change.resolve_counts_as_answer ? [...stopsOn, 'solved'] : stopsOn,
		cancelsOn: change.cancels_on ?? base?.cancelsOn ?? [],
		pauseWhile: change.pause_while ?? base?.pauseWhile ?? [],
		cycles: change.cycles ?? base?.cycles ?? 'once',
		cancelledBySolved: base?.cancelledBySolved ?? false,
	};
}

async function buildCalendars(
	builder: Builder,
	raw: RawAgreement['calendars'],
	timezone: string,
): Promise<Map<string, Calendar>> {
	const calendars = new Map<string, Calendar>([['always', alwaysCalendar(timezone)]]);
	for (const [name, calendar] of entries(raw)) {
		const path = ['calendars', name];
		if (name === 'always') {
			builder.report(path, '"always" is the built-in calendar: choose another name', 'key');
			continue;
		}
		const zone =
			calendar.timezone === undefined ? timezone : builder.zone(calendar.timezone, [...path, 'timezone']);
		const mistakes = builder.problems.length;
		const definition = await buildCalendar(builder, name, calendar, zone);
		try {
			calendars.set(name, compileCalendar(definition));
		} catch (error) {
			// Hours that cannot be read have been reported: that there are none follows from it.
			if (builder.problems.length === mistakes) builder.report(path, messageOf(error), 'key');
			calendars.set(name, alwaysCalendar(zone)); // so that its levels are not reported too
		}
	}
	return calendars;
}

function buildAtRisk(builder: Builder, text: string, path: Path): AtRisk {
	if (!text.endsWith('%')) return { leftMs: parseDurationMs(text) ?? 0 };
	const share = Number(text.slice(0, -1));
	if (!(share > 0 && share <= 100)) {
		builder.doubt(path, `expected a share above 0% and up to 100% of the target, not "${text}"`);
	}
	return { share };
}

function buildTarget(
	builder: Builder,
	raw: RawTarget,
	calendars: ReadonlyMap<string, Calendar>,
	fallback: Calendar,
	path: Path,
): Target {
	const placed = typeof raw === 'object' && 'within' in raw ? raw : { within: raw };
	const { within } = placed;
	const byPriority = typeof within === 'string' ? { default: within } : within;
	const allowances = PRIORITIES.flatMap((priority) => {
		const allowance = parseAllowance(byPriority[priority] ?? byPriority.default ?? '');
		return allowance ? [[priority, allowance] as const] : [];
	});
	if (allowances.length === 0) builder.report(path, 'a target needs a duration for at least one priority');
	const calendar =
		placed.calendar === undefined
			? fallback
			: (builder.resolve(calendars, placed.calendar, 'calendar', [...path, 'calendar']) ?? fallback);
	for (const [, allowance] of allowances) {
		if (!isWithinReach(calendar, allowance)) {
			builder.report(
				path,
				`${formatAllowance(allowance)} is more than calendar "${calendar.name}" counts in a century`,
			);
		}
	}
	return { within: Object.fromEntries(allowances), calendar };
}

/** A target that a sparse calendar reaches in no lifetime is a mistake; found here, it can't stop the engine. */
function isWithinReach(calendar: Calendar, allowance: Allowance): boolean {
	try {
		const dueAt =
			'countedMs' in allowance
				? calendar.due(SOME_START, allowance.countedMs)
				: calendar.closeOfWorkingDay(SOME_START, allowance.workingDays);
		return dueAt - SOME_START < CENTURY_MS;
	} catch (error) {
		if (error instanceof RangeError) return false;
		throw error;
	}
}

function buildPenalty(raw: NonNullable<RawLevel['penalty']>): Penalty {
	return {
		perMiss: new Map(entries(raw.per_miss)),
		monthlyFee: raw.monthly_fee,
		credits: raw.credits.toSorted((a, b) => a.below - b.below),
		capPercent: raw.cap_percent ?? null,
		currency: raw.currency,
	};
}

function buildLevel(
	builder: Builder,
	name: string,
	raw: RawLevel,
	calendars: ReadonlyMap<string, Calendar>,
	metrics: ReadonlyMap<string, Metric>,
): Level {
	const path = ['levels', name];
	const always = calendars.get('always') ?? alwaysCalendar('UTC');
	const calendar = builder.resolve(calendars, raw.calendar, 'calendar', [...path, 'calendar']) ?? always;
	if (raw.targets === undefined) {
		builder.doubt(path, 'a level needs targets (targets: {} for one that promises nothing)', 'key');
	}
	const given = raw.targets ?? {};
	const metricKeys = { targets: given, goals: raw.goals, responsible: raw.responsible };
	for (const [key, record] of entries<object>(metricKeys)) {
		for (const metric of Object.keys(record)) {
			if (metrics.has(metric)) continue;
			const at = [...path, key, metric];
			builder.report(at, `no metric "${metric}"${suggestion(metric, [...metrics.keys()])}`, 'key');
		}
	}
	for (const [metric, share] of entries(raw.goals)) {
		if (share === 0 || share >= 1) continue;
		builder.doubt([...path, 'goals', metric], `expected a share like 95%, not one of ${share}%`);
	}
	for (const metric of Object.keys(raw.penalty?.per_miss ?? {})) {
		builder.resolve(metrics, metric, 'metric', [...path, 'penalty', 'per_miss', metric]);
	}
	const targets = entries(given).map(
		([metric, target]) =>
			[metric, buildTarget(builder, target, calendars, calendar, [...path, 'targets', metric])] as const,
	);
	return {
		name,
		calendar,
		atRisk: buildAtRisk(builder, raw.at_risk, [...path, 'at_risk']),
		dueRounds: raw.due_rounds,
		targets: new Map(targets),
		goals: new Map(entries(raw.goals)),
		responsible: new Map(entries(raw.responsible)),
		penalty: raw.penalty ? buildPenalty(raw.penalty) : null,
	};
}

function promisedOf(metrics: readonly Metric[], levels: ReadonlyMap<string, Level>): Metric[] {
	const named = new Set([...levels.values()].flatMap(({ targets }) => [...targets.keys()]));
	for (const { name, after } of metrics) if (named.has(name) && after !== undefined) named.add(after);
	return metrics.filter(({ name }) => named.has(name));
}

/** Builds the agreement; what is wrong with it is left in `builder.problems`. */
export async function buildAgreement(builder: Builder, raw: RawAgreement): Promise<Agreement> {
	const timezone = builder.zone(raw.timezone, ['timezone']);
	const metrics = buildMetrics(builder, raw.metrics);
	const metricsByName = new Map(metrics.map((metric) => [metric.name, metric]));
	const calendars = await buildCalendars(builder, raw.calendars, timezone);
	const levels = new Map(
		entries(raw.levels).map(([name, level]) => [
			name,
			buildLevel(builder, name, level, calendars, metricsByName),
		]),
	);
	if (levels.size === 0) builder.report(['levels'], 'an agreement needs at least one level');
	if (raw.default_level !== undefined) builder.resolve(levels, raw.default_level, 'level', ['default_level']);
	for (const [index, service] of raw.services.entries()) {
		if (service.hours !== undefined) {
			builder.resolve(calendars, service.hours, 'calendar', ['services', index, 'hours']);
		}
	}
	const recipients = buildRecipients(builder, raw.notify, timezone);
	const known = { metrics: metricsByName, levels };
	return {
		name: raw.name,
		timezone,
		apply: raw.apply,
		changes: raw.changes,
		parties: { provider: raw.parties.provider ?? null, customer: raw.parties.customer ?? null },
		services: raw.services.map(({ hours, responsible, ...service }) => ({
			...service,
			hours: hours ?? null,
			responsible: responsible ?? null,
		})),
		calendars,
		writtenCalendars: entries(raw.calendars).map(([name, calendar]) =>
			writtenCalendar(name, calendar, timezone),
		),
		metrics,
		promised: promisedOf(metrics, levels),
		levels,
		rules: buildRules(builder, raw.rules, levels, timezone),
		defaultLevel: raw.default_level ?? null,
		missReasons: raw.miss_reasons,
		escalations: buildEscalations(builder, raw.escalations, known, recipients),
		notify: recipients,
		reports: await buildReports(builder, raw.reports, timezone, known),
	};
}

/** Levels: named sets of targets, with the calendar that their time is counted in. */
import type { Calendar } from './calendar/calendar.ts';
import type { Condition } from './condition.ts';
import { matches } from './condition.ts';
import type { Allowance } from './duration.ts';
import type { Escalation } from './escalation.ts';
import type { Metric } from './metric.ts';
import type { Amount } from './money.ts';
import { pricesOf } from './prices.ts';
import type { Recipient } from './recipient.ts';
import type { ScheduledReport } from './scheduled-report.ts';
import type { Priority, Ticket } from './ticket.ts';

/** The time a level allows for a metric, by priority; a priority that is not there has no target. */
export interface Target {
	readonly within: Readonly<Partial<Record<Priority, Allowance>>>;
	readonly calendar: Calendar;
}

/** How little must be left of a target for its timer to be at risk. */
export type AtRisk = { readonly share: number } | { readonly leftMs: number };

/** What a breach of a level costs. Money is in the currency's main unit. */
export interface Penalty {
	readonly perMiss: ReadonlyMap<string, number>;
	readonly monthlyFee: number;
	readonly credits: readonly { readonly below: number; readonly percent: number }[];
	readonly capPercent: number | null;
	readonly currency: string;
}

export interface Level {
	readonly name: string;
	readonly calendar: Calendar;
	readonly atRisk: AtRisk;
	/** `opening`: a due on the end of an interval is the start of the next (Zendesk, Zammad). */
	readonly dueRounds: 'closing' | 'opening';
	readonly targets: ReadonlyMap<string, Target>;
	/** Compliance promised by month, in percent, by metric. */
	readonly goals: ReadonlyMap<string, number>;
	readonly responsible: ReadonlyMap<string, string>;
	readonly penalty: Penalty | null;
}

export interface Rule {
	readonly name: string;
	readonly when: Condition;
	readonly level: string;
	/** A later match replaces this one. */
	readonly continue: boolean;
}

export interface Service {
	readonly name: string;
	readonly departments: readonly string[];
	readonly hours: string | null;
	readonly responsible: string | null;
}

/** A calendar's holidays as they are written. */
export type HolidayText =
	| { readonly kind: 'country'; readonly place: string }
	| { readonly kind: 'file'; readonly file: string }
	/** `hours`: what it has instead of its weekday's, '' where none; null where only the date is written. */
	| { readonly kind: 'date'; readonly date: string; readonly hours: string | null };

export interface WrittenCalendar {
	readonly name: string;
	readonly timezone: string;
	/** Weekdays and their hours: `mon-thu`, `08:00-12:00`. */
	readonly hours: readonly (readonly [days: string, spans: readonly string[]])[];
	readonly holidays: readonly HolidayText[];
}

export interface Agreement {
	readonly name: string;
	readonly timezone: string;
	/** When rules are tried: after every event, or only at `created`. */
	readonly apply: 'always' | 'on_create';
	/** Which tickets a new version of the agreement moves. */
	readonly changes: 'new_tickets' | 'open_tickets';
	readonly parties: { readonly provider: string | null; readonly customer: string | null };
	readonly services: readonly Service[];
	readonly calendars: ReadonlyMap<string, Calendar>;
	/** The calendars as they are written, for people. */
	readonly writtenCalendars: readonly WrittenCalendar[];
	readonly metrics: readonly Metric[];
	/** Those of them that some level has a target for, and those that they wait for. */
	readonly promised: readonly Metric[];
	readonly levels: ReadonlyMap<string, Level>;
	readonly rules: readonly Rule[];
	readonly defaultLevel: string | null;
	/** Why a target may have been missed: what people choose from. */
	readonly missReasons: readonly string[];
	readonly escalations: readonly Escalation[];
	/** Who hears of them, by name. */
	readonly notify: ReadonlyMap<string, Recipient>;
	/** Reports that are made by schedule, by name. */
	readonly reports: ReadonlyMap<string, ScheduledReport>;
}

/** The currencies of an agreement's penalties, in the order of its levels. */
export const currenciesOf = ({ levels }: Agreement): readonly string[] => [
	...new Set([...levels.values()].flatMap(({ penalty }) => penalty?.currency ?? [])),
];

/** The price of a miss of a level's metric; null where it has none. */
export function priceOfMiss({ levels }: Agreement, level: string | null, metric: string): Amount | null {
	const penalty = level === null ? null : levels.get(level)?.penalty;
	return (penalty && pricesOf(penalty).perMiss.get(metric)) ?? null;
}

/** A level and what gave it: a rule's name, or null for the agreement's default. */
export interface Ruling {
	readonly level: string | null;
	readonly rule: string | null;
}

/** What the rules give a ticket: the first match, or the last of a run of `continue`d ones. */
export function ruleOn(agreement: Agreement, ticket: Ticket): Ruling {
	let ruling: Ruling = { level: agreement.defaultLevel, rule: null };
	for (const rule of agreement.rules) {
		if (!matches(rule.when, ticket)) continue;
		ruling = { level: rule.level, rule: rule.name };
		if (!rule.continue) break;
	}
	return ruling;
}

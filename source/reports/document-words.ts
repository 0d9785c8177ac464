/** What an agreement's document and a timer's explanation are worded with, in one language. */
import type { Comparison, Scalar } from '../sla/condition.ts';
import type { Moment } from '../sla/escalation.ts';
import type { Agreement, HolidayText } from '../sla/level.ts';
import type { Channel } from '../sla/recipient.ts';
import type { ReportSpan, ScheduledReport } from '../sla/scheduled-report.ts';
import type { Gap, TimerState } from '../sla/timer.ts';

/** Named facts of an explanation, each on its line. */
export type WhyLabel = 'target' | 'started' | 'level' | 'given' | 'gap' | 'due' | 'closed' | 'held';

export interface WhyWords {
	readonly labels: Readonly<Record<WhyLabel, string>>;
	/** From Sunday on. */
	readonly days: readonly string[];
	readonly state: (state: TimerState) => string;
	/** Why a timer was cancelled. */
	readonly reason: (reason: string) => string;
	readonly target: (duration: string, calendar: string, zone: string) => string;
	readonly byDefault: string;
	readonly byHand: string;
	readonly byRule: (rule: string) => string;
	readonly noLevel: string;
	readonly level: (level: string, priority: string, why: string, from: string) => string;
	readonly given: (due: string, saidAt: string) => string;
	readonly nothingCounted: string;
	readonly holiday: string;
	/** Of a day on which what was counted is longer or shorter than its wall clock says. */
	readonly clocksBack: (by: string) => string;
	readonly clocksOn: (by: string) => string;
	readonly sum: (counted: string, sum: string) => string;
	readonly andSoOn: string;
	readonly still: string;
	readonly until: (moment: string) => string;
	readonly gaps: Readonly<Record<Gap['kind'], string>>;
	readonly waits: (left: string) => string;
	readonly nobody: string;
	readonly noDepartment: string;
	readonly counted: (duration: string) => string;
	readonly ranOut: string;
	readonly over: (duration: string) => string;
	readonly real: (duration: string) => string;
	readonly noTimers: string;
}

export interface ConditionWords {
	readonly and: string;
	readonly or: string;
	readonly not: string;
	readonly field: (field: string) => string;
	readonly verbs: Readonly<Record<Exclude<Comparison['operator'], 'set'>, string>>;
	readonly isSet: string;
	readonly isNotSet: string;
	/** What a field is compared with. */
	readonly value: (field: string, value: Scalar) => string;
}

export interface AgreementWords {
	readonly between: (parties: readonly string[]) => string;
	readonly terms: (agreement: Agreement) => string;
	readonly sections: Readonly<
		Record<'services' | 'levels' | 'rules' | 'hours' | 'escalations' | 'recipients' | 'reports', string>
	>;
	readonly serviceTitles: readonly [string, string, string, string];
	readonly targetTitles: readonly [string, string, string, string, string];
	readonly noTarget: string;
	/** `30m urgent`, `4h normal and low`. */
	readonly forPriorities: (allowance: string, priorities: readonly string[]) => string;
	readonly atRiskShare: (share: number) => string;
	readonly atRiskLeft: (duration: string) => string;
	readonly roundsToOpening: string;
	readonly penalties: string;
	readonly perMiss: (price: string, metric: string) => string;
	readonly credit: (percent: number, fee: string, below: number) => string;
	readonly cap: (percent: number) => string;
	/** `mon-thu`, as the file has it. */
	readonly weekdays: (days: string) => string;
	readonly closed: string;
	readonly holidays: (holidays: string) => string;
	readonly holiday: (holiday: HolidayText) => string;
	readonly rule: (name: string, level: string, condition: string) => string;
	readonly goesOn: string;
	readonly noDefault: string;
	readonly allOthers: (level: string) => string;
	/** Where there is no rule. */
	readonly allTickets: (level: string) => string;
	readonly anyMetric: string;
	readonly moment: (moment: Moment) => string;
	readonly again: (duration: string) => string;
	readonly channel: (channel: Channel) => string;
	readonly quiet: (from: string, to: string, zone: string) => string;
	readonly span: (span: ReportSpan) => string;
	readonly axis: (axis: ScheduledReport['by'][number]) => string;
	readonly report: (what: {
		readonly name: string;
		readonly span: string;
		readonly by: string;
		readonly format: string;
		readonly cron: string;
		readonly zone: string;
		readonly to: string;
	}) => string;
	readonly destination: (to: ScheduledReport['to']) => string;
}

export interface DocumentWords {
	readonly metric: (metric: string) => string;
	readonly priority: (priority: string) => string;
	readonly why: WhyWords;
	readonly condition: ConditionWords;
	readonly agreement: AgreementWords;
}

/** What reports read: sums kept by day and month, and, where a period ends inside of one, the rows of the log themselves. */

/** What sums are kept of. Levels and metrics are told apart in each. */
export const DIMENSIONS = ['day', 'department', 'agent', 'organization'] as const;
/** `day`: by day, of all; the others by month. */
export type Dimension = (typeof DIMENSIONS)[number];

/** How a row of the log stands in a report: as it closed, or left out of compliance by somebody. */
export const JUDGEMENTS = ['fulfilled', 'missed', 'cancelled', 'excluded'] as const;
export type Judgement = (typeof JUDGEMENTS)[number];

/** What rows of the log are told apart by beside their level and metric. */
export const NAMES = ['department', 'agent', 'organization'] as const;
export type Name = (typeof NAMES)[number];

/** Only these; what is left out does not narrow it. '' stands for none. */
export type ReportFilter = { readonly [Axis in Name | 'level' | 'metric']?: readonly string[] };

/** Closed timers of one kind, added up. */
export interface LogSum {
	readonly level: string | null;
	readonly metric: string;
	readonly fulfilled: number;
	readonly missed: number;
	readonly cancelled: number;
	readonly excluded: number;
	/** Of what was fulfilled or missed; this and all that follows are nothing where times are not asked for. */
	readonly countedMs: number;
	readonly wallMs: number;
	/** Of what was missed, the real time from due to close. */
	readonly overMs: number;
	/** How counted time, real time and time over are spread, each as `Spread` encodes it, with `BETWEEN` between them. */
	readonly spreads: string;
}

/** The sums that are kept of one day or month and name, by level and metric. */
export interface KeptSums {
	/** The number of the local day since 1970-01-01, or of the local month since January of the year 0. */
	readonly period: number;
	/** The department, agent or organization; null: none, and for `day`. */
	readonly name: string | null;
	readonly sums: readonly LogSum[];
}

/** A sum of rows of the log, made when it is asked for. */
export interface CountedSum extends LogSum, Readonly<Record<Name, string | null>> {}

/** Stands in no encoded spread. */
export const BETWEEN = '.';

/** One row of the log as it counts in reports. */
export interface JudgedRow {
	readonly id: number;
	/** By which it belongs to a day and a month: `judgedAt`. */
	readonly judgedAt: number;
	readonly judgement: Judgement;
	readonly department: string | null;
	readonly agent: string | null;
	readonly organization: string | null;
	readonly level: string | null;
	readonly metric: string;
	readonly countedMs: number;
	readonly wallMs: number;
	readonly overMs: number;
}

/** Open timers of one kind that were due in one quarter of an hour, and were not done by then. */
export interface OpenBreaches {
	readonly quarterAt: number;
	readonly department: string | null;
	readonly agent: string | null;
	readonly organization: string | null;
	readonly level: string | null;
	readonly metric: string;
	readonly count: number;
}

/** From, and up to but without. */
export interface Between {
	readonly fromAt: number;
	readonly toAt: number;
}

/** A first and a last instant. */
export interface Bounds {
	readonly firstAt: number;
	readonly lastAt: number;
}

/** What was moved to a store's archive. */
export interface Archived {
	readonly tickets: number;
	/** The instants between which their rows of the log are judged: reports that reach there lack them. Null: they have none. */
	readonly judged: Bounds | null;
}

export const NOTHING_ARCHIVED: Archived = { tickets: 0, judged: null };

export interface ReportStore {
	/** The zone whose days and months sums are kept by; null while none are. */
	sumsZone(): Promise<string | null>;
	/**
	 * Kept sums of a dimension's periods, from one and up to but without another: to be gone through once. They are
	 * narrowed by what they are told apart by, and by nothing else.
	 */
	sums(
		dimension: Dimension,
		from: number,
		to: number,
		withTimes: boolean,
		only: ReportFilter,
	): Promise<Iterable<KeptSums>>;
	/** The first and the last instant by which a row of the log belongs to anything; null where there is none. */
	judgedBounds(): Promise<Bounds | null>;
	/** Rows of the log by `judgedAt`, added up, told apart by these names. The others are null. */
	counted(
		between: Between,
		names: readonly Name[],
		withTimes: boolean,
		only: ReportFilter,
	): Promise<CountedSum[]>;
	/** Open timers whose due lies between two instants. */
	openBreaches(between: Between): Promise<OpenBreaches[]>;
	/** What was moved to the archive, and is not counted in. */
	archived(): Promise<Archived>;
	/** References of tickets that were moved there, some at a time: those after one in order. */
	archivedAfter(ticket: string): Promise<string[]>;
}

/** Where there is nothing to report on. */
export const NO_REPORTS: ReportStore = {
	sumsZone: async () => null,
	sums: async () => [],
	judgedBounds: async () => null,
	counted: async () => [],
	openBreaches: async () => [],
	archived: async () => NOTHING_ARCHIVED,
	archivedAfter: async () => [],
};

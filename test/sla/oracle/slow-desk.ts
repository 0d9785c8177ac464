/** An agreement as plain data, and what it makes of a timer; read as the contract has it, sharing no code. */
import { OUT_OF_SIGHT, type SlowCalendar } from './slow-calendar.ts';

export type Priority = 'low' | 'normal' | 'high' | 'urgent';

/** `90m`, `3bd`. */
export type DurationText = `${number}m` | `${number}bd`;
export type TargetText =
	| DurationText
	| Readonly<Partial<Record<Priority | 'default', DurationText>>>
	| {
			readonly within: DurationText | Readonly<Partial<Record<Priority | 'default', DurationText>>>;
			readonly calendar?: string;
	  };

export interface LevelText {
	readonly calendar: string;
	readonly at_risk: `${number}%` | `${number}m`;
	readonly due_rounds?: 'opening' | 'closing';
	readonly targets: Readonly<Record<string, TargetText>>;
}

export interface RuleText {
	readonly when: Readonly<Record<string, unknown>>;
	readonly level: string;
	readonly continue?: boolean;
}

export interface MetricText {
	readonly starts_on?: readonly string[];
	readonly stops_on?: readonly string[];
	readonly cancels_on?: readonly string[];
	readonly pause_while?: readonly string[];
	readonly cycles?: 'once' | 'each' | 'resume';
	readonly resolve_counts_as_answer?: boolean;
}

export interface AgreementText {
	readonly apply: 'always' | 'on_create';
	readonly levels: Readonly<Record<string, LevelText>>;
	readonly rules: readonly RuleText[];
	readonly default_level?: string;
	readonly metrics: Readonly<Record<string, MetricText>>;
}

/** An agreement with its calendars laid out. */
export interface Desk {
	readonly text: AgreementText;
	readonly calendars: ReadonlyMap<string, SlowCalendar>;
}

/** From an instant on, until the next, a timer runs or stands still. */
export interface Stretch {
	readonly fromAt: number;
	readonly runs: boolean;
}

export interface SlowTimer {
	readonly metric: string;
	readonly cycle: number;
	readonly startedAt: number;
	readonly stretches: Stretch[];
	given: { readonly dueAt: number; readonly setAt: number } | null;
}

export interface Reading {
	readonly calendar: string;
	readonly targetMs: number;
	readonly dueAt: number | null;
	readonly atRiskAt: number | null;
	readonly state: 'on_track' | 'at_risk' | 'breached' | 'paused';
	readonly countedMs: number;
	readonly pausedMs: number;
}

interface Piece extends Stretch {
	readonly toAt: number;
}

const pieces = ({ stretches }: SlowTimer): Piece[] =>
	stretches.map((stretch, place) => ({ ...stretch, toAt: stretches[place + 1]?.fromAt ?? OUT_OF_SIGHT }));

function countedWhile(runs: boolean, timer: SlowTimer, calendar: SlowCalendar, untilAt: number): number {
	let sum = 0;
	for (const piece of pieces(timer)) {
		if (piece.runs === runs) sum += calendar.counted(piece.fromAt, Math.min(piece.toAt, untilAt));
	}
	return sum;
}

/** The earliest instant at which a timer has counted an amount; null where it stands still before that. */
function reached(timer: SlowTimer, calendar: SlowCalendar, amountMs: number): number | null {
	if (amountMs === 0) return timer.startedAt;
	let left = amountMs;
	for (const { fromAt, toAt, runs } of pieces(timer)) {
		if (!runs) continue;
		const here = calendar.counted(fromAt, toAt);
		if (left <= here) return calendar.due(fromAt, left);
		left -= here;
	}
	return timer.stretches.at(-1)?.runs ? OUT_OF_SIGHT : null;
}

/** `due_rounds: opening`: a due on the end of an interval is the start of the next in which the timer runs. */
function opened(timer: SlowTimer, calendar: SlowCalendar, dueAt: number): number | null {
	if (dueAt === OUT_OF_SIGHT || !calendar.closesAt(dueAt)) return dueAt;
	for (const { fromAt, toAt, runs } of pieces(timer)) {
		if (!runs || toAt < dueAt) continue;
		const opening = calendar.opening(Math.max(fromAt, dueAt));
		if (opening <= toAt) return opening;
	}
	return timer.stretches.at(-1)?.runs ? OUT_OF_SIGHT : null;
}

/** A due that the source gave: each stand-still before it moves it by what is counted meanwhile. */
function moved(
	timer: SlowTimer,
	calendar: SlowCalendar,
	{ dueAt, setAt }: { dueAt: number; setAt: number },
): number | null {
	let due = dueAt;
	for (const { fromAt, toAt, runs } of pieces(timer)) {
		const stillAt = Math.max(fromAt, setAt);
		if (runs || toAt <= setAt || due <= stillAt) continue;
		const left = calendar.counted(stillAt, due);
		if (toAt === OUT_OF_SIGHT) return null;
		if (toAt > due || calendar.counted(stillAt, toAt) > 0) due = calendar.due(toAt, left);
	}
	return due;
}

/** Since when a timer has been standing still; null while it runs. */
function stillSince({ stretches }: SlowTimer): number | null {
	let since: number | null = null;
	for (const { fromAt, runs } of stretches) since = runs ? null : (since ?? fromAt);
	return since;
}

const minutes = (text: string): number => Number.parseInt(text, 10) * 60_000;

function targetText(level: LevelText, metric: string, priority: Priority): DurationText | undefined {
	const target = level.targets[metric];
	if (target === undefined || typeof target === 'string') return target;
	const within = 'within' in target ? target.within : target;
	if (typeof within === 'string') return within;
	return within[priority] ?? within.default;
}

function calendarName(level: LevelText | undefined, metric: string): string {
	const target = level?.targets[metric];
	const own = typeof target === 'object' && 'within' in target ? target.calendar : undefined;
	return own ?? level?.calendar ?? 'always';
}

function targetOf(timer: SlowTimer, calendar: SlowCalendar, text: DurationText | undefined): number {
	if (timer.given) {
		const { dueAt, setAt } = timer.given;
		return countedWhile(true, timer, calendar, Math.min(dueAt, setAt)) + calendar.counted(setAt, dueAt);
	}
	if (text === undefined) return 0;
	if (!text.endsWith('bd')) return minutes(text);
	const closeAt = calendar.closeOfWorkingDay(timer.startedAt, Number.parseInt(text, 10));
	return closeAt === OUT_OF_SIGHT ? OUT_OF_SIGHT : calendar.counted(timer.startedAt, closeAt);
}

function leftAtRisk(level: LevelText | undefined, targetMs: number): number {
	const text = level?.at_risk ?? '25%';
	if (!text.endsWith('%')) return minutes(text);
	return Math.floor((targetMs * Number.parseInt(text, 10)) / 100);
}

/** What a level makes of a timer at an instant; null where it has no target for it. */
export function read(
	desk: Desk,
	levelName: string | null,
	priority: Priority,
	timer: SlowTimer,
	at: number,
): Reading | null {
	const level = levelName === null ? undefined : desk.text.levels[levelName];
	const text = level && targetText(level, timer.metric, priority);
	if (text === undefined && !timer.given) return null;
	const calendar = desk.calendars.get(calendarName(level, timer.metric));
	if (!calendar) throw new Error('the agreement names a calendar that is not there');
	const targetMs = targetOf(timer, calendar, text);
	const earliest = timer.given ? moved(timer, calendar, timer.given) : reached(timer, calendar, targetMs);
	const rounds = level?.due_rounds === 'opening' && !timer.given && earliest !== null;
	const known = rounds ? opened(timer, calendar, earliest) : earliest;
	const riskAt = reached(timer, calendar, Math.max(0, targetMs - leftAtRisk(level, targetMs)));
	const stillAt = stillSince(timer);
	// Paused it has no due, unless the due had come when it was, or when it was given.
	const waitsFrom = stillAt === null ? null : Math.max(stillAt, timer.given?.setAt ?? stillAt);
	const dueAt = waitsFrom !== null && known !== null && known > waitsFrom ? null : known;
	const atRiskAt = stillAt !== null && riskAt !== null && riskAt > stillAt ? null : riskAt;
	const state =
		dueAt === null
			? 'paused'
			: at > dueAt
				? 'breached'
				: atRiskAt !== null && at >= atRiskAt
					? 'at_risk'
					: 'on_track';
	return {
		calendar: calendar.name,
		targetMs,
		dueAt,
		atRiskAt,
		state,
		countedMs: countedWhile(true, timer, calendar, at),
		pausedMs: countedWhile(false, timer, calendar, at),
	};
}

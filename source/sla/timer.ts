/**
 * A timer: one metric's clock on one ticket, one cycle. While it runs it is only a start and the gaps in
 * which it did not count; what it means (due, at risk, state) is worked out from those under a level, so
 * that a change of level needs no special case: it is the same question with another level.
 */
import type { Calendar } from './calendar/calendar.ts';
import { type Allowance, shareOf } from './duration.ts';
import type { Level } from './level.ts';
import type { Priority } from './ticket.ts';

export const OPEN_STATES = ['on_track', 'at_risk', 'breached', 'paused'] as const;
export const CLOSED_STATES = ['fulfilled', 'missed', 'cancelled'] as const;
export type OpenState = (typeof OPEN_STATES)[number];
export type ClosedState = (typeof CLOSED_STATES)[number];
export type TimerState = OpenState | ClosedState;

/** Why a stretch does not count: the status pauses it, the ticket was void, or it was closed for a while. */
export type GapKind = 'paused' | 'void' | 'closed';

export interface Gap {
	readonly kind: GapKind;
	readonly fromAt: number;
	/** Infinity while it lasts. */
	toAt: number;
}

type Standstill = Readonly<Pick<Gap, 'fromAt' | 'toAt'>>;

/** A due that the source gave, and when it did. */
export interface GivenDue {
	readonly dueAt: number;
	readonly setAt: number;
}

/** A clock as the events have moved it, before any level has been asked. */
export interface Run {
	readonly metric: string;
	readonly cycle: number;
	readonly startedAt: number;
	readonly gaps: Gap[];
	given: GivenDue | null;
}

/** One row of what comes out: an open timer, or a closed one of the SLA log. */
export interface Timer {
	readonly ticket: string;
	readonly metric: string;
	readonly cycle: number;
	readonly level: string | null;
	readonly calendar: string;
	readonly state: TimerState;
	readonly startedAt: number;
	readonly atRiskAt: number | null;
	readonly dueAt: number | null;
	readonly closedAt: number | null;
	readonly targetMs: number;
	readonly countedMs: number;
	readonly pausedMs: number;
	readonly reason: string | null;
	/** The stretches that did not count, as they were when the row was made. */
	readonly gaps: readonly Gap[];
	/** The due that the source gave it instead of the level's. */
	readonly given: GivenDue | null;
}

/** What a level makes of a run at an instant. */
export interface Reading {
	readonly calendar: Calendar;
	readonly targetMs: number;
	readonly atRiskAt: number | null;
	readonly dueAt: number | null;
	readonly state: OpenState;
}

/** The level's calendar and allowance for a run; null where there is no target, and so no timer. */
function targetOf(
	run: Run,
	level: Level | null,
	priority: Priority,
	fallback: Calendar,
): { calendar: Calendar; allowance: Allowance | null } | null {
	const target = level?.targets.get(run.metric);
	const allowance = target?.within[priority];
	if (target && allowance) return { calendar: target.calendar, allowance };
	// A due given by the source needs no target of the level's, only a calendar to count in.
	return run.given ? { calendar: target?.calendar ?? level?.calendar ?? fallback, allowance: null } : null;
}

/** Counted ms of a run up to an instant: what its calendar counts, less the gaps. */
function countedMs(run: Run, calendar: Calendar, untilAt: number): number {
	return calendar.counted(run.startedAt, untilAt) - pausedMs(run, calendar, untilAt);
}

/** Counted ms of the calendar that passed in a run's gaps. */
export function pausedMs(run: Run, calendar: Calendar, untilAt: number): number {
	return run.gaps.reduce((sum, gap) => sum + calendar.counted(gap.fromAt, Math.min(gap.toAt, untilAt)), 0);
}

function targetMsOf(run: Run, calendar: Calendar, allowance: Allowance | null): number {
	if (run.given) {
		const { dueAt, setAt } = run.given;
		// What was counted when the due was given, and what it left from there.
		return countedMs(run, calendar, Math.min(setAt, dueAt)) + calendar.counted(setAt, dueAt);
	}
	if (allowance === null) return 0;
	if ('countedMs' in allowance) return allowance.countedMs;
	return calendar.counted(run.startedAt, calendar.closeOfWorkingDay(run.startedAt, allowance.workingDays));
}

/** The stretches in which a run stands still: gaps that follow one upon another are one. */
function standstills({ gaps }: { readonly gaps: readonly Gap[] }): readonly Standstill[] {
	if (gaps.length < 2) return gaps;
	const joined: { fromAt: number; toAt: number }[] = [];
	for (const { fromAt, toAt } of gaps) {
		const last = joined.at(-1);
		if (last && last.toAt >= fromAt) last.toAt = toAt;
		else joined.push({ fromAt, toAt });
	}
	return joined;
}

/**
 * The instant at which a run has counted an amount, gaps left out; null where it waits in a gap before that.
 * @param dueIn `due` of the calendar, or `dueAtOpening`
 */
export function reach(
	run: Pick<Run, 'startedAt'> & { readonly gaps: readonly Gap[] },
	calendar: Calendar,
	amountMs: number,
	dueIn: 'due' | 'dueAtOpening' = 'due',
): number | null {
	let fromAt = run.startedAt;
	let leftMs = amountMs;
	for (const gap of standstills(run)) {
		const runMs = calendar.counted(fromAt, gap.fromAt);
		if (leftMs <= runMs) {
			const at = calendar[dueIn](fromAt, leftMs);
			if (at <= gap.fromAt) return at;
		}
		leftMs = Math.max(0, leftMs - runMs);
		if (gap.toAt === Infinity) return null;
		fromAt = gap.toAt;
	}
	return calendar[dueIn](fromAt, leftMs);
}

/** A due that the source gave holds to the letter, but that each gap before it moves it by what is counted there. */
function movedDue(
	still: readonly Standstill[],
	calendar: Calendar,
	{ dueAt, setAt }: GivenDue,
): number | null {
	let movedAt = dueAt;
	for (const { fromAt, toAt } of still) {
		const stillAt = Math.max(fromAt, setAt);
		if (toAt <= setAt || movedAt <= stillAt) continue;
		if (toAt === Infinity) return null;
		if (toAt > movedAt || calendar.counted(stillAt, toAt) > 0) {
			movedAt = calendar.due(toAt, calendar.counted(stillAt, movedAt));
		}
	}
	return movedAt;
}

function atRiskLeftMs(level: Level | null, targetMs: number): number {
	const atRisk = level?.atRisk ?? { share: 25 };
	return 'leftMs' in atRisk ? atRisk.leftMs : shareOf(targetMs, atRisk.share);
}

/**
 * What a level makes of an open run at an instant: its target, its due and at-risk instants, its state.
 * Null where the level has no target for it.
 * @param fallback the calendar for a due given by the source to a ticket that has no level
 */
export function readRun(
	run: Run,
	level: Level | null,
	priority: Priority,
	at: number,
	fallback: Calendar,
): Reading | null {
	const target = targetOf(run, level, priority, fallback);
	if (!target) return null;
	const { calendar, allowance } = target;
	const targetMs = targetMsOf(run, calendar, allowance);
	const rounds = level?.dueRounds === 'opening' ? 'dueAtOpening' : 'due';
	const still = standstills(run);
	const known = run.given ? movedDue(still, calendar, run.given) : reach(run, calendar, targetMs, rounds);
	const riskMs = Math.max(0, targetMs - atRiskLeftMs(level, targetMs));
	const atRiskAt = reach(run, calendar, riskMs);
	// Paused it has no due, unless that came before, or at that very instant; or had come when it was given.
	const last = still.at(-1);
	const stillAt = last?.toAt === Infinity ? Math.max(last.fromAt, run.given?.setAt ?? -Infinity) : Infinity;
	const dueAt = known !== null && known > stillAt ? null : known;
	return { calendar, targetMs, atRiskAt, dueAt, state: stateAt({ dueAt, atRiskAt }, at) };
}

/**
 * The state of an open timer at an instant, as long as no event comes: screens need not wait for the engine's next
 * tick, and never run ahead of their own clock. Without a due it waits in a gap: had it breached before, it would
 * have kept the due.
 */
export function stateAt({ dueAt, atRiskAt }: Pick<Timer, 'dueAt' | 'atRiskAt'>, at: number): OpenState {
	if (dueAt === null) return 'paused';
	if (at > dueAt) return 'breached';
	return atRiskAt !== null && at >= atRiskAt ? 'at_risk' : 'on_track';
}

/** A timer among those of its metric on a ticket: `next_answer #2`; the first goes without a number. */
export const cycleLabel = (metric: string, cycle: number): string =>
	cycle > 1 ? `${metric} #${cycle}` : metric;

/** The next instant at which an open timer's state changes by time alone; null where time changes nothing. */
export function nextChangeAt(timer: Pick<Timer, 'state' | 'atRiskAt' | 'dueAt'>): number | null {
	if (timer.state === 'on_track') return timer.atRiskAt;
	if (timer.state === 'at_risk' && timer.dueAt !== null) return timer.dueAt + 1;
	return null;
}

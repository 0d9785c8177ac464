/** What stands on top of every screen, worked out from the store's kept counters. */
import { atStake } from '../../reports/stake.ts';
import { HOUR_MS, SECOND_MS } from '../../sla/duration.ts';
import type { Money } from '../../sla/money.ts';
import { OPEN_STATES, type OpenState } from '../../sla/timer.ts';
import type { Counter, StoreStatus, Tally } from '../../store/port.ts';
import { byName } from '../../text/order.ts';

export interface Queue {
	readonly department: string | null;
	readonly states: Readonly<Record<OpenState, number>>;
	readonly total: number;
}

/** What today has been like so far. */
export interface Today {
	/** Fulfilled ÷ (fulfilled + missed + breached); null while there is nothing to divide. */
	readonly compliance: number | null;
	/** The same by hour, for a sparkline; null for hours in which nothing closed. */
	readonly hours: readonly (number | null)[];
}

export interface Overview {
	readonly states: Readonly<Record<OpenState, number>>;
	readonly total: number;
	/** Departments, the ones in most trouble first. */
	readonly queues: readonly Queue[];
	/** Null until it has been read: the first frame does not wait for it. */
	readonly today: Today | null;
	/** What the timers at risk would cost if they were missed; null where the agreement has no prices. */
	readonly atStake: Money | null;
	readonly status: StoreStatus;
}

const noStates = (): Record<OpenState, number> => ({ on_track: 0, at_risk: 0, breached: 0, paused: 0 });

const inTrouble = (a: Queue, b: Queue): number =>
	b.states.breached - a.states.breached ||
	b.states.at_risk - a.states.at_risk ||
	b.total - a.total ||
	byName(a.department, b.department);

function queuesOf(counters: readonly Counter[]): Queue[] {
	const queues = new Map<string | null, Record<OpenState, number>>();
	for (const { department, state, count } of counters) {
		const states = queues.get(department) ?? noStates();
		states[state] += count;
		queues.set(department, states);
	}
	return [...queues]
		.map(([department, states]) => ({
			department,
			states,
			total: OPEN_STATES.reduce((sum, state) => sum + states[state], 0),
		}))
		.sort(inTrouble);
}

const share = (fulfilled: number, failed: number): number | null =>
	fulfilled + failed === 0 ? null : fulfilled / (fulfilled + failed);

function hoursOf(tallies: readonly Tally[], dayAt: number, nowAt: number): (number | null)[] {
	const hours = Math.min(24, Math.floor((nowAt - dayAt) / HOUR_MS) + 1);
	const sums = Array.from({ length: Math.max(0, hours) }, () => ({ fulfilled: 0, missed: 0 }));
	for (const { quarterAt, state, count } of tallies) {
		const hour = sums[Math.floor((quarterAt - dayAt) / HOUR_MS)];
		if (hour && (state === 'fulfilled' || state === 'missed')) hour[state] += count;
	}
	return sums.map(({ fulfilled, missed }) => share(fulfilled, missed));
}

/** What has closed since the day began at `dayAt`. */
export interface ClosedToday {
	readonly tallies: readonly Tally[];
	readonly dayAt: number;
	readonly nowAt: number;
}

function todayOf({ tallies, dayAt, nowAt }: ClosedToday, breached: number): Today {
	const closed = { fulfilled: 0, missed: 0 };
	for (const { state, count } of tallies) {
		if (state === 'fulfilled' || state === 'missed') closed[state] += count;
	}
	return {
		compliance: share(closed.fulfilled, closed.missed + breached),
		hours: hoursOf(tallies, dayAt, nowAt),
	};
}

/**
 * Since when the engine has not looked, where that is too long ago for a board that began at `startedAt`.
 * @param seenAt when the board last saw that it had looked again
 */
export function behindSince(
	{ tickedAt, everyS }: StoreStatus,
	startedAt: number,
	seenAt: number,
): number | null {
	// By whoever runs the engine: it need not be this program, nor as quick.
	const allowedMs = Math.max(3, everyS * 2 + 1) * SECOND_MS;
	// Where that is yet to come, its clock is ahead of ours, or ours was set back.
	const lookedAt = tickedAt > Date.now() ? seenAt : tickedAt;
	if (Date.now() - Math.max(lookedAt, startedAt) <= allowedMs) return null;
	return tickedAt === 0 ? startedAt : lookedAt;
}

/** @param closedToday null: not read yet */
export function overviewOf(
	counters: readonly Counter[],
	closedToday: ClosedToday | null,
	status: StoreStatus,
): Overview {
	const queues = queuesOf(counters);
	const states = noStates();
	for (const queue of queues) for (const state of OPEN_STATES) states[state] += queue.states[state];
	return {
		states,
		total: queues.reduce((sum, queue) => sum + queue.total, 0),
		queues,
		today: closedToday && todayOf(closedToday, states.breached),
		atStake: status.agreement.currencies.length > 0 ? atStake(counters, status.agreement) : null,
		status,
	};
}

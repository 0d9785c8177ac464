/** Open timers with their states as of an instant, whether or not an engine has looked since. */
import { type OpenState, stateAt } from '../sla/timer.ts';
import type { Store, TimerFilter, TimerRow } from '../store/port.ts';
import { pages } from './paging.ts';

/** Between these a timer goes by time alone. */
const RUNNING: readonly OpenState[] = ['on_track', 'at_risk', 'breached'];

/** Whether time has changed timers that no engine has brought up to an instant, or brought further. */
async function isElsewhere(store: Pick<Store, 'hasDue' | 'broughtUpTo'>, nowAt: number): Promise<boolean> {
	return (await store.hasDue(nowAt)) || ((await store.broughtUpTo()) ?? nowAt) > nowAt;
}

/** What may be in one of some states now, by the states that are stored. */
function widened(filter: TimerFilter, states: readonly string[], nowAt: number): TimerFilter {
	const isRunning = (state: string): boolean => RUNNING.some((running) => running === state);
	const due = states.every((state) => state === 'breached') ? { dueBefore: nowAt } : {};
	const rest = states.filter((state) => !isRunning(state));
	return { ...filter, ...due, states: states.some(isRunning) ? [...rest, ...RUNNING] : rest };
}

/** Pages of the open timers that a filter lets through, soonest due first; its states are those at `nowAt`. */
export async function* standingAt(
	store: Pick<Store, 'timers' | 'hasDue' | 'broughtUpTo'>,
	filter: TimerFilter,
	nowAt: number,
	limit = Number.POSITIVE_INFINITY,
): AsyncGenerator<readonly TimerRow[]> {
	if (!(await isElsewhere(store, nowAt))) {
		yield* pages((window) => store.timers(filter, window), { limit });
		return;
	}
	const { states = [] } = filter;
	const wanted = states.length === 0 ? filter : widened(filter, states, nowAt);
	let left = limit;
	for await (const rows of pages((window) => store.timers(wanted, window))) {
		const standing = rows.map((row) => ({ ...row, state: stateAt(row, nowAt) }));
		const kept = standing.filter(({ state }) => states.length === 0 || states.includes(state)).slice(0, left);
		if (kept.length > 0) yield kept;
		left -= kept.length;
		if (left <= 0) return;
	}
}

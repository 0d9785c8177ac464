/** `slatop check`: one line and an exit code, as monitoring plug-ins have them. */
import { MINUTE_MS } from '../sla/duration.ts';
import { OPEN_STATES, type OpenState } from '../sla/timer.ts';
import type { Store } from '../store/port.ts';
import { cleanText } from '../text/clean.ts';
import { plural } from '../text/figures.ts';
import { type Context, nowFlag, numberFlag } from './context.ts';
import { openExistingStore } from './open.ts';
import { print } from './output.ts';

/** The exit codes of monitoring plug-ins. */
const VERDICTS = { OK: 0, WARNING: 1, CRITICAL: 2, UNKNOWN: 3 } as const;
type Verdict = keyof typeof VERDICTS;

type Counts = Record<OpenState, number>;

async function countStates(store: Store): Promise<Counts> {
	const counts: Counts = { on_track: 0, at_risk: 0, breached: 0, paused: 0 };
	for (const { state, count } of await store.counters()) counts[state] += count;
	return counts;
}

/** Why the counts cannot be trusted; null where they can. */
async function staleness(store: Store, nowAt: number): Promise<string | null> {
	const { backlog, tickedAt, everyS } = await store.status();
	const realAt = Date.now();
	if (tickedAt === 0 && backlog === 0) return 'no engine has ever looked at this store';
	// Where an engine is at work, an event or two always wait for its next tick.
	const isAtWork = realAt - tickedAt < everyS * 2_000 + MINUTE_MS && (await store.leader(realAt)) !== null;
	if (backlog > 0 && !isAtWork) {
		return `${backlog} ${plural(backlog, 'event waits', 'events wait')} for the engine`;
	}
	if (await store.hasDue(nowAt - MINUTE_MS)) return 'no engine has looked for more than a minute';
	return null;
}

interface Limits {
	readonly breached: number;
	readonly atRisk: number | undefined;
}

function verdictOn(counts: Counts, stale: string | null, { breached, atRisk }: Limits): Verdict {
	if (counts.breached > breached) return 'CRITICAL';
	if (stale !== null) return 'UNKNOWN';
	return atRisk !== undefined && counts.at_risk > atRisk ? 'WARNING' : 'OK';
}

function performance(counts: Counts, limits: Limits): string {
	const warn = { at_risk: limits.atRisk ?? '' } as Readonly<Record<string, number | ''>>;
	return OPEN_STATES.map((state) => {
		const critical = state === 'breached' ? limits.breached : '';
		return `${state}=${counts[state]};${warn[state] ?? ''};${critical};0`;
	}).join(' ');
}

/** What is said where nothing can be; no `|`, for that is where performance data begin. */
async function unknown(reason: string): Promise<number> {
	const line = cleanText(reason.split('\n', 1).join()).replaceAll('|', '/');
	await print([`SLA UNKNOWN - ${line}`]);
	return VERDICTS.UNKNOWN;
}

/** A check that is called wrongly knows nothing: exit 2 would be an alarm. */
export const misused = (error: Error): Promise<number> => unknown(error.message);

export async function run(context: Context): Promise<number> {
	try {
		const limits: Limits = {
			breached: numberFlag(context.flags, 'maxBreached', 0, Number.MAX_SAFE_INTEGER) ?? 0,
			atRisk: numberFlag(context.flags, 'maxAtRisk', 0, Number.MAX_SAFE_INTEGER),
		};
		const store = await openExistingStore(context);
		try {
			const counts = await countStates(store);
			const stale = await staleness(store, nowFlag(context.flags));
			const verdict = verdictOn(counts, stale, limits);
			const words = `${counts.breached} breached, ${counts.at_risk} at risk, ${counts.on_track} on track, ${counts.paused} paused`;
			const note = stale === null ? '' : ` (${stale})`;
			await print([`SLA ${verdict} - ${words}${note} | ${performance(counts, limits)}`]);
			return VERDICTS[verdict];
		} finally {
			await store.close();
		}
	} catch (error) {
		return unknown(error instanceof Error ? error.message : 'failed');
	}
}

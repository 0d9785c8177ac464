/** `slatop check`: one line and an exit code, as monitoring plug-ins have them. */
import { nowOf } from '../engine/clock.ts';
import { MINUTE_MS } from '../sla/duration.ts';
import { OPEN_STATES, type OpenState } from '../sla/timer.ts';
import type { Store } from '../store/port.ts';
import { type Context, clockFlags, numberFlag } from './context.ts';
import { openStore } from './open.ts';
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
	const { backlog } = await store.status();
	if (backlog > 0) return `${backlog} ${backlog === 1 ? 'event waits' : 'events wait'} for the engine`;
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

export async function run(context: Context): Promise<number> {
	try {
		const limits: Limits = {
			breached: numberFlag(context.flags, 'maxBreached', 0, Number.MAX_SAFE_INTEGER) ?? 0,
			atRisk: numberFlag(context.flags, 'maxAtRisk', 0, Number.MAX_SAFE_INTEGER),
		};
		const store = await openStore(context);
		try {
			const counts = await countStates(store);
			const stale = await staleness(store, nowOf(clockFlags(context.flags))());
			const verdict = verdictOn(counts, stale, limits);
			const words = `${counts.breached} breached, ${counts.at_risk} at risk, ${counts.on_track} on track, ${counts.paused} paused`;
			const note = stale === null ? '' : ` (${stale})`;
			await print([`SLA ${verdict} - ${words}${note} | ${performance(counts, limits)}`]);
			return VERDICTS[verdict];
		} finally {
			await store.close();
		}
	} catch (error) {
		await print([`SLA UNKNOWN - ${error instanceof Error ? error.message.split('\n', 1).join() : 'failed'}`]);
		return VERDICTS.UNKNOWN;
	}
}

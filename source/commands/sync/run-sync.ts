/** A sync with its ending: what became of it is noted in the store, for the list of sources and the dashboard. */
import { MINUTE_MS } from '../../sla/duration.ts';
import { SourceProblem } from '../../sources/http/problem.ts';
import { type ConfiguredSource, SourceAhead, SourceGone } from '../../store/port-sources.ts';
import { cleanText } from '../../text/clean.ts';
import { messageOf } from '../../text/message.ts';
import { taskOf } from './schedule.ts';
import { type SyncReport, type SyncWork, syncSource } from './sync-source.ts';

/** Beyond the turn that it missed, a source has this long before it counts as late. */
const GRACE_MS = MINUTE_MS;
/** What does not mend itself is tried ever less often, up to this. */
const LONGEST_REST_MS = 15 * MINUTE_MS;

/** The scheduler and the store's next turn may differ by this. */
const EARLY_MS = 500;

const rest = async (): Promise<void> => {};

/** A source's next two turns after now. */
function nextTurns(source: Pick<ConfiguredSource, 'name' | 'schedule' | 'zone'>): [number, number] {
	const task = taskOf(source, rest);
	const [first, second] = task.getNextRuns(2);
	void task.destroy();
	const firstAt = first?.getTime() ?? Date.now();
	return [firstAt, second?.getTime() ?? firstAt];
}

/** Whether a source is to sync now: its turn has come, or lies further ahead than its schedule goes, as the clock was set back. */
export function isItsTurn(source: ConfiguredSource): boolean {
	const { nextAt, failures } = source;
	if (nextAt === null || Date.now() >= nextAt - EARLY_MS) return true;
	return failures === 0 && nextAt > nextTurns(source)[1];
}

/** When a source that syncs as it should is late: its next two turns have passed without success. */
export function lateAfter(source: Pick<ConfiguredSource, 'name' | 'schedule' | 'zone'>): number {
	return nextTurns(source)[1] + GRACE_MS;
}

/** When to try again after a failure: at the next turn, or later where trying would not help. */
function retryAt(source: ConfiguredSource, problem: unknown): number {
	const [nextAt] = nextTurns(source);
	if (!(problem instanceof SourceProblem)) return nextAt;
	if (problem.retryAt !== null) return Math.max(nextAt, problem.retryAt);
	if (problem.kind === 'busy' || problem.kind === 'broken' || problem.kind === 'unreachable') return nextAt;
	const restMs = Math.min(LONGEST_REST_MS, MINUTE_MS * 2 ** Math.min(source.failures, 10));
	return Math.max(nextAt, Date.now() + restMs);
}

/** Syncs a source and notes how that ended. A sync that is stopped leaves no note: it simply goes on another time. */
export async function runSync(work: SyncWork): Promise<SyncReport> {
	const { store, source, signal } = work;
	try {
		const report = await syncSource(work);
		const [nextAt] = nextTurns(source);
		await store.noteSync(source.name, { at: Date.now(), problem: null, nextAt, lateAt: lateAfter(source) });
		return report;
	} catch (error) {
		const isNobodysFault = error instanceof SourceGone || error instanceof SourceAhead;
		if (!signal.aborted && !isNobodysFault) {
			const problem = cleanText(messageOf(error));
			await store.noteSync(source.name, { at: Date.now(), problem, nextAt: retryAt(source, error) });
		}
		throw error;
	}
}

/** When a source syncs: `--every 60s` or `--cron "…"`, both run as cron expressions. */
import { createHash } from 'node:crypto';
import { createTask, type ScheduledTask } from 'node-cron';
import { cronProblem, SILENT } from '../../sla/cron.ts';
import { parseDurationMs, SECOND_MS } from '../../sla/duration.ts';

const LEAST_S = 10;
const MINUTE_S = 60;
const HOUR_S = 60 * MINUTE_S;
const DAY_S = 24 * HOUR_S;

/** Intervals that a clock's face divides into: what a cron expression can say. */
function isEven(everyS: number): boolean {
	if (everyS < MINUTE_S) return everyS >= LEAST_S && MINUTE_S % everyS === 0;
	if (everyS < HOUR_S) return everyS % MINUTE_S === 0 && HOUR_S % everyS === 0;
	return everyS % HOUR_S === 0 && DAY_S % everyS === 0;
}

/** What is wrong with a schedule; null where nothing is. */
export function scheduleProblem(schedule: string): string | null {
	const everyMs = parseDurationMs(schedule);
	if (everyMs === undefined) {
		const problem = cronProblem(schedule);
		return problem === null ? null : `${JSON.stringify(schedule)}: ${problem}`;
	}
	return isEven(everyMs / SECOND_MS)
		? null
		: `every ${schedule} does not divide a minute, an hour or a day evenly: say 30s, 60s, 5m, 15m, 1h …, or give --cron`;
}

/** Where in its interval a source's turn is: spread by name, so that not all ask at the same second. */
const offsetOf = (name: string, most: number): number =>
	createHash('sha256').update(name).digest().readUInt32BE(0) % most;

/** A schedule as a cron expression with seconds. */
function cronOf(schedule: string, name: string): string {
	const everyMs = parseDurationMs(schedule);
	if (everyMs === undefined) return schedule;
	const everyS = everyMs / SECOND_MS;
	const second = offsetOf(name, Math.min(everyS, MINUTE_S));
	if (everyS < MINUTE_S) return `${steps(second, everyS, MINUTE_S)} * * * * *`;
	const minute = offsetOf(`${name} minute`, Math.min(everyS / MINUTE_S, 60));
	if (everyS < HOUR_S) return `${second} ${steps(minute, everyS / MINUTE_S, 60)} * * * *`;
	const hour = offsetOf(`${name} hour`, Math.min(everyS / HOUR_S, 24));
	return `${second} ${minute} ${steps(hour, everyS / HOUR_S, 24)} * * *`;
}

/** `7,27,47`: every so many, from one on. */
const steps = (from: number, every: number, end: number): string =>
	Array.from({ length: Math.floor(end / every) }, (_, index) => from + index * every).join(',');

/** A task of a schedule, not started. */
export function taskOf(
	{
		name,
		schedule,
		zone,
	}: { readonly name: string; readonly schedule: string; readonly zone: string | null },
	run: () => Promise<void>,
): ScheduledTask {
	return createTask(cronOf(schedule, name), run, {
		noOverlap: true,
		logger: SILENT,
		...(zone === null ? {} : { timezone: zone }),
	});
}

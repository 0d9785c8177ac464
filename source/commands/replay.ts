/** `slatop replay EVENTS…`: runs events through the engine in a store of its own and prints every timer. */
import { isSuperseded, Replay } from '../engine/replay.ts';
import { REPLAY_FORMATS } from '../reports/format-names.ts';
import { type Column, formatTable } from '../reports/table.ts';
import { formatInstant } from '../sla/instant.ts';
import type { Timer } from '../sla/timer.ts';
import { timerJson } from '../sla/timer-json.ts';
import { jsonLine } from '../text/json.ts';
import {
	type Context,
	choiceFlag,
	EXIT_OK,
	EXIT_REFUSED,
	type Flags,
	nowFlag,
	UsageError,
} from './context.ts';
import { readEventFiles, sayRefused, sayWaiting } from './event-files.ts';
import { agreement } from './open-agreement.ts';
import { print } from './output.ts';

const instant = (at: number | null): string => (at === null ? '' : formatInstant(at));
const reasonText = (timer: Timer): string =>
	[timer.reason ?? [], isSuperseded(timer) ? 'superseded' : []].flat().join(', ');
const COLUMNS: readonly Column<Timer>[] = [
	{ title: 'TICKET', text: (timer) => timer.ticket },
	{ title: 'METRIC', text: (timer) => timer.metric },
	{ title: '#', text: (timer) => String(timer.cycle), align: 'right' },
	{ title: 'LEVEL', text: (timer) => timer.level ?? '' },
	{ title: 'STATE', text: (timer) => timer.state },
	{ title: 'STARTED', text: (timer) => instant(timer.startedAt) },
	{ title: 'DUE', text: (timer) => instant(timer.dueAt) },
	{ title: 'CLOSED', text: (timer) => instant(timer.closedAt) },
	{ title: 'REASON', text: reasonText },
];

/** Flags that speak of a comparison. @throws {UsageError} where there is none */
function checkWhatIfFlags(flags: Flags): void {
	const given = ['since', 'until'].find((name) => flags[name] !== undefined);
	if (given !== undefined) {
		throw new UsageError(`--${given} goes with --against, which compares two agreements on a past period`);
	}
}

/** With `--all`, what a later close took the place of says so. */
function rowJson(timer: Timer, nowAt: number): object {
	const json = timerJson(timer, nowAt);
	return isSuperseded(timer) ? { ...json, superseded: true } : json;
}

export async function run(context: Context): Promise<number> {
	const { input, flags } = context;
	if (flags.against !== undefined) return (await import('./what-if.ts')).run(context);
	checkWhatIfFlags(flags);
	if (input.length === 0) throw new UsageError('replay needs a file of events (or - for standard input)');
	const format = choiceFlag(flags, 'format', REPLAY_FORMATS, 'ndjson');
	const nowAt = nowFlag(flags);
	const { agreement: judged } = await agreement(context);
	const files = await readEventFiles(context, input, nowAt);
	const versions = [{ agreement: judged, inForceAt: 0, movesOpen: false }];
	const { timers, waiting } = files.histories
		.handOut(() => new Replay(versions, nowAt, flags.all === true))
		.result();
	const refused = sayRefused(files);
	await print(
		format === 'table'
			? formatTable(COLUMNS, timers)
			: timers.map((timer) => jsonLine(rowJson(timer, nowAt))),
	);
	sayWaiting(waiting);
	return refused > 0 ? EXIT_REFUSED : EXIT_OK;
}

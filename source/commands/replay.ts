/** `slatop replay EVENTS…`: runs events through the engine in a store of its own and prints every timer. */
import { Replay, type TimerTaker, takerInto } from '../engine/replay.ts';
import { REPLAY_FORMATS } from '../reports/format-names.ts';
import { type Column, formatTable } from '../reports/table.ts';
import { isSuperseded } from '../sla/fold.ts';
import { formatInstant } from '../sla/instant.ts';
import type { Timer } from '../sla/timer.ts';
import { TimerLines } from '../sla/timer-lines.ts';
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
import { print, printPieces } from './output.ts';

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

/** What a replay comes to, in a format. */
interface Printout extends TimerTaker {
	print(): Promise<void>;
}

function ndjson(nowAt: number): Printout {
	const lines = new TimerLines(nowAt);
	return {
		take(timers) {
			for (const timer of timers) lines.add(timer);
		},
		print: () => printPieces(lines.pieces()),
	};
}

function table(): Printout {
	const rows: Timer[] = [];
	return { ...takerInto(rows), print: () => print(formatTable(COLUMNS, rows)) };
}

export const PRINTOUTS = { ndjson, table };

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
	const replayed = files.histories.handOut(
		() => new Replay(versions, nowAt, PRINTOUTS[format](nowAt), flags.all === true),
	);
	const refused = sayRefused(files);
	await replayed.taker.print();
	sayWaiting(replayed.waiting);
	return refused > 0 ? EXIT_REFUSED : EXIT_OK;
}

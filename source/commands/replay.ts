/** `slatop replay EVENTS…`: runs events through the engine in a store of its own and prints every timer. */
import { createReadStream } from 'node:fs';
import { nowOf } from '../engine/clock.ts';
import { replay } from '../engine/replay.ts';
import { type Column, formatTable } from '../reports/table.ts';
import { EventRefused, type TicketEvent } from '../sla/event.ts';
import { formatInstant } from '../sla/instant.ts';
import type { Timer } from '../sla/timer.ts';
import { timerJson } from '../sla/timer-json.ts';
import { readLines } from '../sources/lines.ts';
import { readEvent } from '../sources/ndjson.ts';
import { type Context, choiceFlag, clockFlags, EXIT_OK, EXIT_REFUSED, UsageError } from './context.ts';
import { agreement } from './open.ts';
import { print } from './output.ts';

interface Read {
	readonly events: TicketEvent[];
	refused: number;
}

/** Reads a file's events; what is refused is named on stderr and left out, as is what is known already. */
async function readFile(file: string, nowAt: number, read: Read, known: Set<string>): Promise<void> {
	const name = file === '-' ? 'standard input' : file;
	const stream = file === '-' ? process.stdin : createReadStream(file, { highWaterMark: 1 << 18 });
	try {
		for await (const line of readLines(stream)) {
			try {
				const { id, event } = readEvent(line, nowAt);
				if (known.has(id)) continue;
				known.add(id);
				read.events.push(event);
			} catch (error) {
				if (!(error instanceof EventRefused)) throw error;
				read.refused++;
				process.stderr.write(`${name}:${line.number}: ${error.message}\n`);
			}
		}
	} catch (error) {
		if (error instanceof Error && 'code' in error) {
			throw new UsageError(
				`${name} cannot be read: ${error.code === 'ENOENT' ? 'there is no such file' : error.message}`,
			);
		}
		throw error;
	}
}

const instant = (at: number | null): string => (at === null ? '' : formatInstant(at));
const COLUMNS: readonly Column<Timer>[] = [
	{ title: 'TICKET', text: (timer) => timer.ticket },
	{ title: 'METRIC', text: (timer) => timer.metric },
	{ title: '#', text: (timer) => String(timer.cycle), align: 'right' },
	{ title: 'LEVEL', text: (timer) => timer.level ?? '' },
	{ title: 'STATE', text: (timer) => timer.state },
	{ title: 'STARTED', text: (timer) => instant(timer.startedAt) },
	{ title: 'DUE', text: (timer) => instant(timer.dueAt) },
	{ title: 'CLOSED', text: (timer) => instant(timer.closedAt) },
	{ title: 'REASON', text: (timer) => timer.reason ?? '' },
];

export async function run(context: Context): Promise<number> {
	const { input, flags } = context;
	if (input.length === 0) throw new UsageError('replay needs a file of events (or - for standard input)');
	const format = choiceFlag(flags, 'format', ['ndjson', 'table'], 'ndjson');
	const nowAt = nowOf(clockFlags(flags))();
	const { agreement: judged } = await agreement(context);
	const read: Read = { events: [], refused: 0 };
	const known = new Set<string>();
	for (const file of input) await readFile(file, nowAt, read, known);
	const versions = [{ agreement: judged, inForceAt: 0, movesOpen: false }];
	const { timers, waiting } = replay(read.events, versions, nowAt, flags.all === true);
	await print(
		format === 'table'
			? formatTable(COLUMNS, timers)
			: timers.map((timer) => JSON.stringify(timerJson(timer, nowAt))),
	);
	if (waiting > 0) {
		process.stderr.write(`${waiting} events wait for the "created" of their tickets: they count nothing\n`);
	}
	return read.refused > 0 ? EXIT_REFUSED : EXIT_OK;
}

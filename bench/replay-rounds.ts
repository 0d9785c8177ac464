/** Replays files as many times as asked, and prints how long each took: bundled as the program is, and run alone. */
import { readFileSync } from 'node:fs';
import { readEventFiles } from '../source/commands/event-files.ts';
import { PRINTOUTS } from '../source/commands/replay.ts';
import { loadAgreement } from '../source/engine/agreement-file.ts';
import { Replay, replay, type TimerTaker } from '../source/engine/replay.ts';
import { parseEventLine, type TicketEvent } from '../source/sla/event.ts';
import { NOW_AT } from './tickets.ts';

/** In ms, a figure a round. */
export interface ReplayTimes {
	readonly many: number[];
	readonly few: number[];
	/** Of the many, to the lines that are printed. */
	readonly printed: number[];
	/** Of the many, from events that are in memory already. */
	readonly parsed: number[];
}

const [agreementPath = '', manyFile = '', fewFile = '', rounds = '1'] = process.argv.slice(2);
const { agreement } = await loadAgreement(agreementPath);
const versions = [{ agreement, inForceAt: 0, movesOpen: false }];

class Counted implements TimerTaker {
	count = 0;

	take(timers: readonly unknown[]): void {
		this.count += timers.length;
	}
}

/** From the file to the timers, or to what is made of them. */
async function fileMs(file: string, begin: () => TimerTaker): Promise<number> {
	const began = performance.now();
	const { histories } = await readEventFiles({ input: [], flags: {}, env: process.env }, [file], NOW_AT);
	const { taker } = histories.handOut(() => new Replay(versions, NOW_AT, begin()));
	const ms = performance.now() - began;
	if (taker instanceof Counted && taker.count === 0) throw new Error('no timer came out');
	return ms;
}

function parsedMs(events: readonly TicketEvent[]): number {
	const began = performance.now();
	const { timers } = replay(events, versions, NOW_AT);
	const ms = performance.now() - began;
	if (timers.length === 0) throw new Error('no timer came out');
	return ms;
}

const toTimers = (): TimerTaker => new Counted();
const toLines = (): TimerTaker => PRINTOUTS.ndjson(NOW_AT);
const times: ReplayTimes = { many: [], few: [], printed: [], parsed: [] };
// What is measured is the engine, not its compilation.
await fileMs(fewFile, toTimers);
await fileMs(fewFile, toLines);
for (let round = 0; round < Number(rounds); round++) {
	times.few.push(await fileMs(fewFile, toTimers), await fileMs(fewFile, toTimers));
	times.many.push(await fileMs(manyFile, toTimers));
	times.printed.push(await fileMs(manyFile, toLines));
}
const lines = readFileSync(manyFile, 'utf8').trimEnd().split('\n');
const events = lines.map((line) => parseEventLine(line).event);
for (let round = 0; round < Number(rounds); round++) times.parsed.push(parsedMs(events));
process.stdout.write(JSON.stringify(times));

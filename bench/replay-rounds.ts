/** Replays files as many times as asked, and prints how long each took: bundled as the program is, and run alone. */
import { readFileSync } from 'node:fs';
import { readEventFiles } from '../source/commands/event-files.ts';
import { loadAgreement } from '../source/engine/agreement-file.ts';
import { Replay, replay } from '../source/engine/replay.ts';
import { parseEventLine, type TicketEvent } from '../source/sla/event.ts';
import { NOW_AT } from './tickets.ts';

/** In ms, a figure a round. */
export interface ReplayTimes {
	readonly many: number[];
	readonly few: number[];
	/** Of the many, from events that are in memory already. */
	readonly parsed: number[];
}

const [agreementPath = '', manyFile = '', fewFile = '', rounds = '1'] = process.argv.slice(2);
const { agreement } = await loadAgreement(agreementPath);
const versions = [{ agreement, inForceAt: 0, movesOpen: false }];

function timed(timers: readonly unknown[], began: number): number {
	const ms = performance.now() - began;
	if (timers.length === 0) throw new Error('no timer came out');
	return ms;
}

/** From the file to the timers. */
async function fileMs(file: string): Promise<number> {
	const began = performance.now();
	const { histories } = await readEventFiles({ input: [], flags: {}, env: process.env }, [file], NOW_AT);
	return timed(histories.handOut(() => new Replay(versions, NOW_AT)).result().timers, began);
}

function parsedMs(events: readonly TicketEvent[]): number {
	const began = performance.now();
	return timed(replay(events, versions, NOW_AT).timers, began);
}

const times: ReplayTimes = { many: [], few: [], parsed: [] };
// What is measured is the engine, not its compilation.
await fileMs(fewFile);
for (let round = 0; round < Number(rounds); round++) {
	times.few.push(await fileMs(fewFile), await fileMs(fewFile));
	times.many.push(await fileMs(manyFile));
}
const lines = readFileSync(manyFile, 'utf8').trimEnd().split('\n');
const events = lines.map((line) => parseEventLine(line).event);
for (let round = 0; round < Number(rounds); round++) times.parsed.push(parsedMs(events));
process.stdout.write(JSON.stringify(times));

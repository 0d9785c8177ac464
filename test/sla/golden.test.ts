import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { replay } from '../../source/engine/replay.ts';
import { parseAgreement } from '../../source/sla/agreement/parse.ts';
import { parseEventLine } from '../../source/sla/event.ts';
import { parseInstant } from '../../source/sla/instant.ts';
import { TimerLines } from '../../source/sla/timer-lines.ts';

const read = (name: string): string =>
	readFileSync(new URL(`../cases/${name}`, import.meta.url), 'utf8').trim();

/** What the replay prints, with the keys of an expected row. */
async function replayed(name: string): Promise<Record<string, unknown>[]> {
	const { agreement } = await parseAgreement(read(`${name}.yaml`), () =>
		Promise.reject(new Error('no files')),
	);
	const nowAt = parseInstant(read(`${name}.now`));
	if (!agreement || nowAt === undefined) throw new Error(`${name} cannot be read`);
	const events = read(`${name}.input.ndjson`)
		.split('\n')
		.map((line) => parseEventLine(line).event);
	const versions = [{ agreement, inForceAt: 0, movesOpen: false }];
	const lines = new TimerLines(nowAt);
	for (const timer of replay(events, versions, nowAt).timers) lines.add(timer);
	return Buffer.concat(lines.pieces())
		.toString()
		.trimEnd()
		.split('\n')
		.map((line): Record<string, unknown> => JSON.parse(line));
}

describe.each(['replay-1', 'replay-2', 'replay-3'])('golden case %s', (name) => {
	const expected = read(`${name}.expected.ndjson`)
		.split('\n')
		.map((line): Record<string, unknown> => JSON.parse(line));

	test('gives every timer, in order, field by field', async () => {
		const rows = await replayed(name);
		expect(rows).toHaveLength(expected.length);
		for (const [place, row] of expected.entries()) expect(rows[place]).toMatchObject(row);
	});
});

/** A file of events, as a help desk would export it; kept under the temporary folder. */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, rename, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simulateFloor } from '../source/sources/floor/floor.ts';
import { NOW_AT } from './tickets.ts';

const FOLDER = join(tmpdir(), 'slatop-bench');
const EDITION = 1;
const DAY_MS = 86_400_000;

/** The path of a file of so many events of the simulated floor, from its first day on. */
export async function eventFile(count: number): Promise<string> {
	await mkdir(FOLDER, { recursive: true });
	const path = join(FOLDER, `events-${EDITION}-${count}.ndjson`);
	const there = await stat(path).catch(() => null);
	if (there) return path;
	const out = createWriteStream(`${path}.making`);
	let written = 0;
	for (const event of simulateFloor({ seed: 7, fromAt: NOW_AT - 3_000 * DAY_MS })) {
		if (written++ === count) break;
		if (!out.write(`${JSON.stringify(event)}\n`)) await once(out, 'drain');
	}
	out.end();
	await once(out, 'finish');
	await rename(`${path}.making`, path);
	return path;
}

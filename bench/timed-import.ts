/** Imports a file with the built program into a store of its own, and tells how long it took and how large it grew. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatInstant } from '../source/sla/instant.ts';
import { PROGRAM } from './program.ts';
import { NOW_AT } from './tickets.ts';

const LOOK_MS = 50;

export interface TimedImport {
	/** From the start of the program to its end. */
	readonly seconds: number;
	/** The most that was resident of it; NaN where the system does not tell. */
	readonly peakMiB: number;
}

/** The most that has been resident of a process so far. */
async function peakMiB(pid: number | undefined): Promise<number> {
	const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
	return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) / 1_024;
}

export async function timedImport(file: string): Promise<TimedImport> {
	const folder = await mkdtemp(join(tmpdir(), 'slatop-bench-import-'));
	const args = ['import', file, '--store', join(folder, 'store.db'), '--now', formatInstant(NOW_AT)];
	const began = performance.now();
	const child = spawn(process.execPath, [PROGRAM, ...args], { stdio: 'ignore' });
	let peak = Number.NaN;
	const looking = setInterval(async () => {
		const seen = await peakMiB(child.pid);
		if (!Number.isNaN(seen)) peak = seen;
	}, LOOK_MS);
	try {
		const [code] = await once(child, 'exit');
		if (code !== 0) throw new Error(`the import ended with ${String(code)}`);
		return { seconds: (performance.now() - began) / 1_000, peakMiB: peak };
	} finally {
		clearInterval(looking);
		await rm(folder, { recursive: true, force: true });
	}
}

import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { BenchRow } from './bench-row.ts';
import { largest, ownStore } from './kept-stores.ts';
import { DASHBOARD_TEXTS, startDashboard } from './program.ts';
import { PtyProgram } from './pty.ts';
import { median, round } from './statistics.ts';

const SECONDS = 25;
/** What a program does as it starts is over by then. */
const SETTLE_MS = 4_000;
const BYTES_BAR = 300;
const CPU_BAR = 3;
const HTOP_PATHS = ['/usr/bin/htop', '/usr/local/bin/htop', '/bin/htop'];

interface Idle {
	readonly bytesPerSecond: number;
	readonly cpuPercent: number;
}

async function idle(program: PtyProgram): Promise<Idle> {
	await pause(SETTLE_MS);
	const bytes = program.bytes;
	const cpuMs = program.cpuMs();
	const startedAt = performance.now();
	await pause(SECONDS * 1_000);
	const seconds = (performance.now() - startedAt) / 1_000;
	return {
		bytesPerSecond: (program.bytes - bytes) / seconds,
		cpuPercent: (program.cpuMs() - cpuMs) / (seconds * 10),
	};
}

async function htopRows(): Promise<BenchRow[]> {
	const htop = HTOP_PATHS.find((path) => existsSync(path));
	if (htop === undefined) return [{ name: 'htop not installed', value: Number.NaN, unit: '' }];
	const program = new PtyProgram([], htop);
	try {
		const { bytesPerSecond } = await idle(program);
		const moves: number[] = [];
		for (let press = 0; press < 40; press++) {
			moves.push((await program.press(press % 20 < 10 ? '\u001B[B' : '\u001B[A', 60)).bytes);
		}
		return [
			{ name: 'bytes in an idle second, htop', value: round(bytesPerSecond, 0), unit: 'bytes' },
			{ name: 'bytes of a cursor move, htop', value: median(moves), unit: 'bytes' },
		];
	} finally {
		await program.stop();
	}
}

/**
 * A board that nobody touches, at 1,000,000 timers: some tens of rows on the screen, a dozen of them within
 * their last hour and counting by the second.
 */
export async function benchIdle(full: boolean): Promise<BenchRow[]> {
	const store = await ownStore(largest(full));
	const board = await startDashboard(store.path);
	let seen: Idle;
	try {
		await board.shown(...DASHBOARD_TEXTS);
		seen = await idle(board);
	} finally {
		await board.stop();
		await store.drop();
	}
	const { bytesPerSecond, cpuPercent } = seen;
	return [
		{
			name: 'bytes in an idle second',
			value: round(bytesPerSecond, 0),
			unit: 'bytes',
			bar: `<= ${BYTES_BAR}`,
			ok: bytesPerSecond <= BYTES_BAR,
		},
		{
			name: 'CPU of an idle board',
			value: round(cpuPercent, 1),
			unit: '% of a core',
			bar: `<= ${CPU_BAR}`,
			ok: cpuPercent <= CPU_BAR,
		},
		...(await htopRows()),
	];
}

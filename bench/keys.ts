import { spawn } from 'node:child_process';
import type { BenchRow } from './bench-row.ts';
import { eventFile } from './event-file.ts';
import { floorProgram } from './floors/bundle.ts';
import { largest, largestWords, ownStore } from './kept-stores.ts';
import { DASHBOARD_TEXTS, PROGRAM, startDashboard } from './program.ts';
import { type Answer, KEYS, PtyProgram } from './pty.ts';
import { median, percentile, round } from './statistics.ts';

const ROUNDS = 12;
/** Keys one program gets before it is the other's turn: there and back, so that the window stays where it is. */
const MOVES = 12;
const PAGES = 6;
const QUIET_MS = 45;
/** Warm-up, not counted: both have been compiled by then. */
const WARM_ROUNDS = 2;
/** The clock stands (almost) still: what is written is the answer to a key. The engine ticks all the same. */
const STILL = 0.001;

const BAR = 1.2;
const LATER_BAR = 1;
const MOVE_BYTES = 400;

interface Measured {
	readonly moves: Answer[];
	readonly pages: Answer[];
	cpuMs: number;
}

async function pressAll(program: PtyProgram, keys: readonly string[], into: Answer[]): Promise<void> {
	for (const key of keys) {
		const answer = await program.press(key, QUIET_MS);
		if (!Number.isNaN(answer.ms)) into.push(answer);
	}
}

const thereAndBack = (there: string, back: string, each: number): string[] => [
	...Array.from({ length: each }, () => there),
	...Array.from({ length: each }, () => back),
];

async function turn(program: PtyProgram, into: Measured): Promise<void> {
	await pressAll(program, thereAndBack('j', 'k', MOVES), into.moves);
	const before = program.cpuMs();
	await pressAll(program, thereAndBack(KEYS.pageDown, KEYS.pageUp, PAGES), into.pages);
	into.cpuMs += program.cpuMs() - before;
}

const times = (answers: readonly Answer[]): number[] => answers.map(({ ms }) => ms);

function rowsOf(what: string, full: boolean, ours: readonly Answer[], theirs: readonly Answer[]): BenchRow[] {
	const shares = [
		['p50', 0.5],
		['p99', 0.99],
	] as const;
	return shares.flatMap(([name, share]) => {
		const oursMs = percentile(times(ours), share);
		const theirsMs = percentile(times(theirs), share);
		const ratio = oursMs / theirsMs;
		return [
			{ name: `${what}, trivial Ink list, ${name}`, value: round(theirsMs, 1), unit: 'ms' },
			{ name: `${what}, ${largestWords(full)}, ${name}`, value: round(oursMs, 1), unit: 'ms' },
			{
				name: `${what}, ${name}`,
				value: round(ratio),
				unit: 'times the trivial list',
				bar: `<= ${BAR} (later <= ${LATER_BAR}${ratio <= LATER_BAR ? ', met' : ''})`,
				ok: ratio <= BAR,
			},
		];
	});
}

/** Lets the board and the floor take turns at the same keys. */
async function measure(
	store: string,
	whileMeasured?: () => Running,
): Promise<{ ours: Measured; theirs: Measured }> {
	const floor = new PtyProgram([await floorProgram('list')]);
	const board = await startDashboard(store, STILL);
	const ours: Measured = { moves: [], pages: [], cpuMs: 0 };
	const theirs: Measured = { moves: [], pages: [], cpuMs: 0 };
	const warm = (): Measured => ({ moves: [], pages: [], cpuMs: 0 });
	let running: Running | undefined;
	try {
		await floor.shown('row 34');
		await board.shown(...DASHBOARD_TEXTS);
		await board.settled(1_500);
		for (let round = -WARM_ROUNDS; round < ROUNDS; round++) {
			if (round === 0) running = whileMeasured?.();
			if (running?.hasEnded === true) break;
			await turn(floor, round < 0 ? warm() : theirs);
			await turn(board, round < 0 ? warm() : ours);
		}
	} finally {
		await floor.stop();
		await board.stop();
		running?.stop();
	}
	return { ours, theirs };
}

/** From a key to the last byte of what it changed, with 1,000,000 open timers, against a trivial Ink list. */
export async function benchKeys(full: boolean): Promise<BenchRow[]> {
	const store = await ownStore(largest(full));
	const { ours, theirs } = await measure(store.path).finally(() => store.drop());
	const bytes = median(ours.moves.map((answer) => answer.bytes));
	const cpu = (measured: Measured): number => measured.cpuMs / measured.pages.length;
	const cpuRatio = cpu(ours) / cpu(theirs);
	return [
		...rowsOf('cursor move to settled screen', full, ours.moves, theirs.moves),
		...rowsOf('page to settled screen', full, ours.pages, theirs.pages),
		{
			name: 'CPU of a whole redraw (a page)',
			value: round(cpu(ours), 1),
			unit: 'ms',
			bar: `<= ${round(cpu(theirs), 1)}, the trivial list's`,
			ok: cpuRatio <= 1,
		},
		{
			name: 'bytes of a cursor move',
			value: bytes,
			unit: 'bytes',
			bar: `<= ${MOVE_BYTES}`,
			ok: bytes <= MOVE_BYTES,
		},
		{
			name: 'bytes of a cursor move, trivial Ink list',
			value: median(theirs.moves.map((answer) => answer.bytes)),
			unit: 'bytes',
		},
	];
}

/** A program beside those that are measured. */
interface Running {
	readonly hasEnded: boolean;
	stop(): void;
}

function startImport(store: string, file: string): Running {
	const child = spawn(process.execPath, [PROGRAM, 'import', file, '--store', store], { stdio: 'ignore' });
	return {
		get hasEnded() {
			return child.exitCode !== null;
		},
		stop: () => void child.kill(),
	};
}

/** The same while events are imported into the same store, and the board's own engine folds them: as long as that lasts. */
export async function benchKeysImporting(full: boolean): Promise<BenchRow[]> {
	const count = full ? 1_000_000 : 300_000;
	const file = await eventFile(count);
	const store = await ownStore(largest(full));
	const { ours, theirs } = await measure(store.path, () => startImport(store.path, file)).finally(() =>
		store.drop(),
	);
	const during = `during an import of ${count.toLocaleString('en')}`;
	return [
		...rowsOf(`cursor move ${during}`, full, ours.moves, theirs.moves),
		...rowsOf(`page ${during}`, full, ours.pages, theirs.pages),
	];
}

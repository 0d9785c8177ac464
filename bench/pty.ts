/** A program in a 120x40 pseudo-terminal: when it writes, and how much. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type IPty, spawn } from '@lydell/node-pty';

export const COLUMNS = 120;
export const ROWS = 40;

export const KEYS = { pageDown: '\u001B[6~', pageUp: '\u001B[5~' } as const;

const LONGEST_WAIT_MS = 30_000;
/** A key that draws nothing has been answered all the same. */
const NO_ANSWER_MS = 1_000;
/** `USER_HZ`: the unit of `/proc/PID/stat`. */
const TICK_MS = 10;

// biome-ignore lint/suspicious/noControlCharactersInRegex: control sequences are what it looks for
const controlSequences = /\u001B\[[\d;?<>=]*[@-~]/g;

/** What a key cost: ms until the last byte of its answer, and the bytes. */
export interface Answer {
	readonly ms: number;
	readonly bytes: number;
}

/** Always `stop()` it. */
export class PtyProgram {
	bytes = 0;
	private readonly pty: IPty;
	private readonly startedAt = performance.now();
	private lastAt = 0;
	private output = '';
	private ended = false;
	/** What other runs have kept (a screen, a filter) must not decide what is measured. */
	private readonly state = mkdtempSync(join(tmpdir(), 'slatop-bench-state-'));
	private readonly watchers = new Set<() => void>();

	/** @param file the program, and node where it is left out */
	constructor(argv: readonly string[], file = process.execPath) {
		this.pty = spawn(file, [...argv], {
			cols: COLUMNS,
			rows: ROWS,
			env: { ...environment(), XDG_STATE_HOME: this.state },
		});
		this.pty.onData((data) => {
			this.lastAt = performance.now();
			this.bytes += Buffer.byteLength(data);
			this.output += data;
			for (const watch of [...this.watchers]) watch();
		});
		this.pty.onExit(() => {
			this.ended = true;
			for (const watch of [...this.watchers]) watch();
		});
	}

	get pid(): number {
		return this.pty.pid;
	}

	/** Ms from the start until all the texts were written. */
	async shown(...texts: readonly string[]): Promise<number> {
		await this.until(() => {
			const plain = this.output.replaceAll(controlSequences, '');
			return texts.every((text) => plain.includes(text));
		});
		return this.lastAt - this.startedAt;
	}

	/** Waits until it has written nothing for a while. */
	async settled(quietMs: number): Promise<void> {
		let seen = -1;
		while (seen !== this.bytes) {
			seen = this.bytes;
			await pause(quietMs);
		}
	}

	/** Sends keys, and waits for nothing. */
	send(keys: string): void {
		this.pty.write(keys);
	}

	/** Sends a key and waits until its answer is over: nothing more came for `quietMs`. */
	async press(key: string, quietMs: number): Promise<Answer> {
		const bytesBefore = this.bytes;
		this.output = '';
		const sentAt = performance.now();
		this.pty.write(key);
		await this.until(() => this.bytes > bytesBefore, NO_ANSWER_MS).catch((error: unknown) => {
			if (this.ended) throw error;
		});
		if (this.bytes === bytesBefore) return { ms: Number.NaN, bytes: 0 };
		await this.settled(quietMs);
		return { ms: this.lastAt - sentAt, bytes: this.bytes - bytesBefore };
	}

	/** CPU time of the whole process so far, in ms. */
	cpuMs(): number {
		const stat = readFileSync(`/proc/${this.pid}/stat`, 'utf8');
		// After the name in brackets, which may hold anything: state is field 3, utime and stime 14 and 15.
		const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
		return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
	}

	/** Resident memory of the whole process, in MiB. */
	residentMiB(): number {
		const status = readFileSync(`/proc/${this.pid}/status`, 'utf8');
		return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
	}

	async stop(): Promise<void> {
		if (!this.ended) this.pty.kill('SIGTERM');
		await this.until(() => this.ended, 2_000).catch(() => this.pty.kill('SIGKILL'));
		rmSync(this.state, { recursive: true, force: true });
	}

	private async until(isMet: () => boolean, timeoutMs = LONGEST_WAIT_MS): Promise<void> {
		await new Promise<void>((resolve, reject) => {
			const settle = (error?: Error): void => {
				clearTimeout(timer);
				this.watchers.delete(look);
				if (error) reject(error);
				else resolve();
			};
			const look = (): void => {
				if (isMet()) settle();
				else if (this.ended) settle(new Error(`the program ended early:\n${this.output.slice(-2_000)}`));
			};
			const timer = setTimeout(
				() => settle(new Error(`nothing after ${timeoutMs} ms:\n${this.output.slice(-2_000)}`)),
				timeoutMs,
			);
			this.watchers.add(look);
			look();
		});
	}
}

/** What the machine happens to have set must not decide what is drawn. */
function environment(): Record<string, string> {
	const kept = ['PATH', 'HOME', 'USER'].flatMap((name) => {
		const value = process.env[name];
		return value === undefined ? [] : [[name, value] as const];
	});
	return { ...Object.fromEntries(kept), TERM: 'xterm-256color', LANG: 'C.UTF-8', TZ: 'UTC' };
}

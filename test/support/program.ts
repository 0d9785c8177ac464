import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The built program; the tests run what ships. */
export const PROGRAM = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

const LONGEST_RUN_MS = 25_000;

export interface RunOptions {
	/** What it reads on standard input; nothing if left out. */
	readonly input?: string;
	readonly env?: Readonly<Record<string, string | undefined>>;
	readonly cwd?: string;
	/** Another program to run than the one in `dist/`. */
	readonly program?: string;
	/** The user to run it as: root may write what nobody may. */
	readonly uid?: number;
}

export interface Ran {
	readonly code: number | null;
	readonly signal: NodeJS.Signals | null;
	readonly stdout: string;
	readonly stderr: string;
}

/** A command that runs on: its output so far, and its end. */
export class Running {
	stdout = '';
	stderr = '';
	readonly ended: Promise<Ran>;
	#hasEnded = false;
	readonly #child: ChildProcess;
	readonly #watchers = new Set<() => void>();

	constructor(
		args: readonly string[],
		{ input = '', env = {}, cwd, program = PROGRAM, uid }: RunOptions = {},
	) {
		this.#child = spawn(process.execPath, [program, ...args], {
			cwd,
			uid,
			env: { ...process.env, TZ: 'UTC', NO_COLOR: undefined, FORCE_COLOR: undefined, ...env },
			stdio: ['pipe', 'pipe', 'pipe'],
			timeout: LONGEST_RUN_MS,
		});
		const { stdin, stdout, stderr } = this.#child;
		stdout?.setEncoding('utf8').on('data', (text: string) => {
			this.stdout += text;
			this.#look();
		});
		stderr?.setEncoding('utf8').on('data', (text: string) => {
			this.stderr += text;
			this.#look();
		});
		// A program that has ended without reading its input is its own affair.
		stdin?.on('error', () => {});
		stdin?.end(input);
		this.ended = new Promise((resolve, reject) => {
			this.#child.on('error', reject);
			this.#child.on('close', (code, signal) => {
				this.#hasEnded = true;
				resolve({ code, signal, stdout: this.stdout, stderr: this.stderr });
				this.#look();
			});
		});
	}

	/** Waits until the program has said something on standard error; fails where it ends without. */
	said(text: string): Promise<void> {
		return this.#until(() => this.stderr, text);
	}

	/** The same, on standard output. */
	printed(text: string): Promise<void> {
		return this.#until(() => this.stdout, text);
	}

	async #until(output: () => string, text: string): Promise<void> {
		await new Promise<void>((resolve, reject) => {
			const settle = (fault?: string): void => {
				clearTimeout(late);
				this.#watchers.delete(look);
				if (fault === undefined) resolve();
				else reject(new Error(`it ${fault} ${JSON.stringify(text)}, but:\n${this.stderr}`));
			};
			const late = setTimeout(() => settle('never said'), LONGEST_RUN_MS);
			const look = (): void => {
				if (output().includes(text)) settle();
				else if (this.#hasEnded) settle('ended and never said');
			};
			this.#watchers.add(look);
			look();
		});
	}

	get pid(): number {
		return this.#child.pid ?? 0;
	}

	kill(signal: NodeJS.Signals): void {
		this.#child.kill(signal);
	}

	#look(): void {
		for (const look of [...this.#watchers]) look();
	}
}

/** Runs the built program to its end. */
export function run(args: readonly string[], options?: RunOptions): Promise<Ran> {
	return new Running(args, options).ended;
}

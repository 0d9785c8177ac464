import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runArgsHere } from './here.ts';
import { type Ran, type RunOptions, run } from './program.ts';
import { startTerminal, type TerminalOptions, type TestTerminal } from './terminal.ts';

/** The day that the tests take place on, a Tuesday. */
const DAY = '2026-11-24';

/** An instant of that day, UTC: `at('09:30')`, `at('09:30:15')`. */
export const at = (time: string): string => `${DAY}T${time.length === 5 ? `${time}:00` : time}Z`;

export type EventLine = Readonly<Record<string, unknown>>;

/** A ticket's creation; a customer wrote it. */
export const created = (ticket: string, time: string, fields: EventLine = {}): EventLine => ({
	ticket,
	at: at(time),
	type: 'created',
	...fields,
});

/** A public answer of an agent. */
export const answered = (ticket: string, time: string): EventLine => ({
	ticket,
	at: at(time),
	type: 'message',
	actor: 'agent',
});

/** A customer's further message. */
export const asked = (ticket: string, time: string): EventLine => ({
	ticket,
	at: at(time),
	type: 'message',
	actor: 'customer',
});

export const status = (ticket: string, time: string, to: string): EventLine => ({
	ticket,
	at: at(time),
	type: 'status',
	status: to,
});

export const ndjson = (events: readonly EventLine[]): string =>
	events.map((event) => `${JSON.stringify(event)}\n`).join('');

/** Round the clock, a first answer within ten minutes, at risk in the last five. */
export const TEN_MINUTES = `version: 1
name: Ten minutes
timezone: UTC
levels:
  gold:
    calendar: always
    at_risk: 50%
    targets: { first_answer: 10m }
default_level: gold
`;

/** A store, an agreement and files in a folder of their own, and the built program to work on them. */
export class Desk {
	readonly folder = mkdtempSync(join(tmpdir(), 'slatop-desk-'));
	readonly store = join(this.folder, 'store.db');
	readonly agreement: string;
	#terminals: TestTerminal[] = [];
	#files = 0;

	constructor(agreement = TEN_MINUTES) {
		this.agreement = this.file('sla.yaml', agreement);
	}

	/** Writes a file, and gives its path. */
	file(name: string, text: string | Uint8Array): string {
		const path = join(this.folder, name);
		writeFileSync(path, text);
		return path;
	}

	/** Runs a command on this store, in this process. */
	run(
		command: string,
		args: readonly string[] = [],
		options?: Pick<RunOptions, 'input' | 'env' | 'cwd'>,
	): Promise<Ran> {
		return runArgsHere([command, ...args, '--store', this.store], { cwd: this.folder, ...options });
	}

	/**
	 * The same, by the built program: also where a command changes the process that it runs in, as an import does that
	 * is long, or of standard input.
	 */
	program(command: string, args: readonly string[] = [], options?: RunOptions): Promise<Ran> {
		return run([command, ...args, '--store', this.store], { cwd: this.folder, ...options });
	}

	/** Imports events, as somebody in another terminal would. */
	async import(events: readonly EventLine[], now = at('23:59')): Promise<Ran> {
		const path = this.file(`events-${++this.#files}.ndjson`, ndjson(events));
		const ran = await this.run('import', [path, '--now', now]);
		if (ran.code !== 0) throw new Error(`the import failed: ${ran.stdout}${ran.stderr}`);
		return ran;
	}

	/** Brings the store up to an instant. */
	async tick(now: string): Promise<Ran> {
		const ran = await this.run('tick', ['--agreement', this.agreement, '--now', now]);
		if (ran.code !== 0) throw new Error(`the tick failed: ${ran.stdout}${ran.stderr}`);
		return ran;
	}

	/** Opens the dashboard at an instant; the clock stands still unless `speed` says otherwise. */
	dashboard(
		now: string,
		{ speed = 0.001, ...options }: TerminalOptions & { readonly speed?: number } = {},
	): TestTerminal {
		const clock = ['--now', now, '--speed', String(speed)];
		const terminal = startTerminal({
			...options,
			args: ['--store', this.store, '--agreement', this.agreement, ...clock, ...(options.args ?? [])],
		});
		this.#terminals.push(terminal);
		return terminal;
	}

	/** Ends what runs on it, and removes the folder. */
	async dispose(): Promise<void> {
		for (const terminal of this.#terminals) await terminal.dispose();
		rmSync(this.folder, { recursive: true, force: true });
	}
}

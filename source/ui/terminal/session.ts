import { closeSync } from 'node:fs';
import { cleanText } from '../../text/clean.ts';
import { messageOf } from '../../text/message.ts';
import type { Gate } from './ink-stdout.ts';
import { entering, leaving, sessionModes, writeNow } from './terminal-modes.ts';

export interface SessionOptions {
	readonly stdin: NodeJS.ReadStream;
	readonly stdout: NodeJS.WriteStream;
	readonly stderr?: { write(text: string): unknown };
	/** Ask the terminal for clicks and the wheel. */
	readonly mouse?: boolean;
	/** Print the stack of an error that ends the program, not only its message. */
	readonly debug?: boolean;
	/** The name that error lines begin with. */
	readonly name?: string;
	/** Called once when the program is about to end by `exit()`, a signal or an error; it may take 500 ms. */
	readonly onExit?: () => void | Promise<void>;
}

/** The terminal, ours: on the alternate screen until it is given back. */
export interface Session extends Gate {
	/** Gives the terminal to the shell and stops the process group, as Ctrl-Z does; `fg` brings it back. */
	suspend(): void;
	/** Gives the terminal back for good. Safe to call at any time and more than once; ends nothing else. */
	close(): void;
	/**
	 * Gives the terminal back, prints the error if there is one, calls `onExit` and ends the process. Once that
	 * has begun, the first reason to leave stands.
	 */
	exit(code?: number, error?: unknown): void;
}

const SIGNALS = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;
type EndingSignal = keyof typeof SIGNALS;

const LONGEST_EXIT_MS = 500;
const LONGEST_WRITE_MS = 200;
/** A stopped process does not see this time pass; one that nobody could stop goes on after it. */
const STOP_FAILED_MS = 100;

/** Takes the terminal over. Every way out of the process gives it back. */
export function openSession(options: SessionOptions): Session {
	return new TerminalSession(options);
}

class TerminalSession implements Session {
	readonly #options: SessionOptions;
	readonly #modes: ReturnType<typeof sessionModes>;
	readonly #resumed = new Set<() => void>();
	#state: 'open' | 'suspended' | 'closed' = 'open';
	#wasRaw = false;
	#expectsContinue = false;
	#exiting = false;
	/** The terminal is gone, or about to be. */
	#hungUp = false;
	#leaving = false;

	constructor(options: SessionOptions) {
		this.#options = options;
		this.#modes = sessionModes(options.mouse ?? false);
		this.#listen();
		setBlocking(options.stdout, false);
		// Ink would do so after its first frame: a key typed before that would be echoed into the picture.
		setRaw(options.stdin, true);
		writeNow(options.stdout, entering(this.#modes));
	}

	get active(): boolean {
		return this.#state === 'open' && !this.#leaving;
	}

	onResume(listener: () => void): () => void {
		this.#resumed.add(listener);
		return () => {
			this.#resumed.delete(listener);
		};
	}

	close(): void {
		if (this.#state === 'open') this.#giveBack();
		if (this.#state === 'closed') return;
		this.#state = 'closed';
		this.#unlisten();
		setBlocking(this.#options.stdout, true);
	}

	suspend(): void {
		if (!this.active) return;
		this.#leaving = true;
		this.#whenWritten(() => {
			if (this.#exiting || this.#state !== 'open') return;
			this.#leaving = false;
			this.#stop();
		});
	}

	exit(code = 0, error?: unknown): void {
		if (this.#exiting) return;
		this.#exiting = true;
		this.#leaving = true;
		process.exitCode = code;
		const leave = () => this.#leave(code);
		setTimeout(leave, LONGEST_EXIT_MS).unref();
		this.#whenWritten(() => {
			this.close();
			if (error !== undefined) this.#report(error);
			// What goes wrong from here on is not worth a word, and must not keep us.
			Promise.resolve()
				.then(() => this.#options.onExit?.())
				.then(leave, leave);
		});
	}

	#leave(code: number): never {
		if (this.#hungUp) dropTerminal();
		return process.exit(code);
	}

	#stop(): void {
		this.#giveBack();
		// With the handler gone the signal does what it says. It goes to the whole group, as the terminal's own
		// Ctrl-Z would send it, so that a wrapper (npx, a shell script) stops too and the shell takes over.
		process.off('SIGTSTP', this.#onStop);
		this.#expectsContinue = true;
		process.kill(0, 'SIGTSTP');
		// The kernel ignores the signal where no shell could ever continue us (an orphaned group).
		setTimeout(() => {
			if (this.#state === 'suspended') this.#takeAgain();
		}, STOP_FAILED_MS);
	}

	/** A frame that a slow terminal has taken half of must not go on after the terminal was given back. */
	#whenWritten(next: () => void): void {
		const { stdout } = this.#options;
		if (!stdout.writableLength) {
			next();
			return;
		}
		let isDone = false;
		const once = () => {
			if (isDone) return;
			isDone = true;
			next();
		};
		setTimeout(once, LONGEST_WRITE_MS);
		stdout.write('', once);
	}

	#giveBack(): void {
		const { stdin, stdout } = this.#options;
		this.#state = 'suspended';
		writeNow(stdout, leaving(this.#modes));
		this.#wasRaw = stdin.isTTY && stdin.isRaw;
		setRaw(stdin, false);
	}

	#report(error: unknown): void {
		const { debug, name = 'slatop', stderr = process.stderr } = this.#options;
		const message = messageOf(error);
		const stack = debug && error instanceof Error ? error.stack?.split('\n') : undefined;
		// The message may quote a ticket.
		const lines = (stack ?? [message.split('\n', 1).join('')]).map(cleanText);
		try {
			stderr.write(`${name}: ${lines.join('\n')}\n`);
		} catch {
			// Nobody is listening any more.
		}
	}

	#takeAgain(): void {
		const { stdin, stdout } = this.#options;
		// After a SIGSTOP, which nobody can catch, the state still says 'open': all is set again all the same,
		// and raw mode is switched off first, for Node would take it for set.
		const raw = this.#state === 'open' ? stdin.isTTY && stdin.isRaw : this.#wasRaw;
		if (this.#state === 'suspended') process.on('SIGTSTP', this.#onStop);
		this.#state = 'open';
		setRaw(stdin, false);
		if (raw) setRaw(stdin, true);
		writeNow(stdout, entering(this.#modes));
		for (const listener of this.#resumed) listener();
	}

	readonly #onContinue = (): void => {
		const wasOurs = this.#expectsContinue;
		this.#expectsContinue = false;
		if (this.#state === 'closed') return;
		// The timer in suspend() may have been faster than the signal it waited for.
		if (this.#state === 'open' && wasOurs) return;
		this.#takeAgain();
	};
	readonly #onStop = (): void => this.suspend();
	readonly #onSignal = (signal: NodeJS.Signals): void => {
		if (signal === 'SIGHUP') this.#hungUp = true;
		const code = 128 + (isEnding(signal) ? SIGNALS[signal] : 0);
		// The second signal is from somebody who does not want to wait.
		if (this.#exiting) this.#leave(code);
		this.exit(code);
	};
	readonly #onHangUp = (): void => {
		this.#hungUp = true;
		this.exit(128 + SIGNALS.SIGHUP);
	};
	readonly #onError = (error: unknown): void => this.exit(1, error ?? 'unknown error');
	readonly #onProcessExit = (): void => this.close();
	/** Errors of streams that are gone while we are leaving: to be swallowed, not to become uncaught. */
	readonly #ignore = (): void => {};

	#listen(): void {
		const { stdin, stdout } = this.#options;
		for (const signal of Object.keys(SIGNALS)) process.on(signal, this.#onSignal);
		process.on('SIGTSTP', this.#onStop);
		process.on('SIGCONT', this.#onContinue);
		process.on('uncaughtException', this.#onError);
		process.on('unhandledRejection', this.#onError);
		process.on('exit', this.#onProcessExit);
		stdout.on('error', this.#onHangUp);
		stdin.on('error', this.#onHangUp);
		stdin.on('end', this.#onHangUp);
	}

	#unlisten(): void {
		const { stdin, stdout } = this.#options;
		for (const signal of Object.keys(SIGNALS)) {
			// While onExit runs, a signal still has to find somebody: the default would cut it short.
			if (!this.#exiting) process.off(signal, this.#onSignal);
		}
		process.off('SIGTSTP', this.#onStop);
		process.off('SIGCONT', this.#onContinue);
		if (!this.#exiting) {
			process.off('uncaughtException', this.#onError);
			process.off('unhandledRejection', this.#onError);
		}
		process.off('exit', this.#onProcessExit);
		stdout.on('error', this.#ignore);
		stdin.on('error', this.#ignore);
		stdout.off('error', this.#onHangUp);
		stdin.off('error', this.#onHangUp);
		stdin.off('end', this.#onHangUp);
		this.#resumed.clear();
	}
}

/**
 * Lets go of a terminal that is gone: as it ends, Node sets the modes of its terminals back and aborts (a core
 * dump, no exit code) where the system answers that there is none. It leaves closed descriptors alone.
 */
function dropTerminal(): void {
	for (const fd of [0, 1, 2]) {
		try {
			closeSync(fd);
		} catch {
			// It was not open.
		}
	}
}

function isEnding(signal: string): signal is EndingSignal {
	return Object.hasOwn(SIGNALS, signal);
}

function setRaw(stdin: NodeJS.ReadStream, raw: boolean): void {
	if (!stdin.isTTY) return;
	try {
		stdin.setRawMode(raw);
	} catch {
		// The terminal is gone.
	}
}

/**
 * Node makes writes to a terminal block the whole program until the terminal has taken them, so over a
 * stalled link not even SIGTERM would be heard. There is no public switch for it; where the inner one is
 * missing, writes block as before.
 */
function setBlocking(stream: NodeJS.WriteStream, blocking: boolean): void {
	const handle: unknown = Reflect.get(stream, '_handle');
	if (typeof handle !== 'object' || handle === null || !('setBlocking' in handle)) return;
	if (typeof handle.setBlocking === 'function') handle.setBlocking(blocking);
}

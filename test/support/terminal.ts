import { mkdtempSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type IPty, spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const BUILT_PROGRAM = [process.execPath, join(ROOT, 'dist/cli.js')];

/** What the keys that have names send. Any other text is sent as it is. */
const KEYS = {
	Up: '\u001B[A',
	Down: '\u001B[B',
	Right: '\u001B[C',
	Left: '\u001B[D',
	Home: '\u001B[H',
	End: '\u001B[F',
	PgUp: '\u001B[5~',
	PgDn: '\u001B[6~',
	Insert: '\u001B[2~',
	Delete: '\u001B[3~',
	Enter: '\r',
	Esc: '\u001B',
	Tab: '\t',
	'Shift-Tab': '\u001B[Z',
	Space: ' ',
	Backspace: '\u007F',
	F1: '\u001BOP',
	F5: '\u001B[15~',
	F10: '\u001B[21~',
} as const;

export type KeyName = keyof typeof KEYS;

/** A pause after which nobody takes an Escape and the key after it for one Alt key. */
const ESCAPE_PAUSE_MS = 50;
/** A machine that does much else lets a program wait for seconds; a test's own time ends a little later. */
const LONGEST_WAIT_MS = 20_000;
const PALETTE_16 = 1 << 24;

export interface TerminalOptions {
	/** Arguments for the program. */
	readonly args?: readonly string[];
	/** The program and its first arguments; the built `dist/cli.js` if left out. */
	readonly program?: readonly string[];
	/** On top of the defaults; `undefined` takes a variable away. */
	readonly env?: Readonly<Record<string, string | undefined>>;
	readonly cols?: number;
	readonly rows?: number;
	readonly cwd?: string;
}

/** One cell of the screen. Colours: `default`, `ansi:1` (of the 16), `palette:208` (of the 256), `#rrggbb`. */
export interface Cell {
	readonly char: string;
	/** 2 for a wide character, 0 for the cell it also covers. */
	readonly width: number;
	readonly fg: string;
	readonly bg: string;
	readonly bold: boolean;
	readonly dim: boolean;
	readonly italic: boolean;
	readonly underline: boolean;
	readonly inverse: boolean;
	readonly strikethrough: boolean;
}

/** The modes that a program must leave as it found them. */
export interface Modes {
	readonly alternateScreen: boolean;
	readonly cursorVisible: boolean;
	readonly autowrap: boolean;
	readonly bracketedPaste: boolean;
	readonly mouse: string;
	readonly synchronized: boolean;
}

/** The modes of a terminal that nobody has touched. */
export const UNTOUCHED: Modes = {
	alternateScreen: false,
	cursorVisible: true,
	autowrap: true,
	bracketedPaste: false,
	mouse: 'none',
	synchronized: false,
};

export interface Exit {
	readonly exitCode: number;
	/** The name of the signal that killed the program, if one did. */
	readonly signal: string | undefined;
}

export interface Point {
	readonly x: number;
	readonly y: number;
}

type Condition = string | RegExp | ((terminal: TestTerminal) => boolean);

/** Starts a program in a real pseudo-terminal, with an emulator as its screen. */
export function startTerminal(options: TerminalOptions = {}): TestTerminal {
	return new TestTerminal(options);
}

/** A program and the screen it draws on. Always `dispose()` it. */
export class TestTerminal {
	readonly #home: string;
	readonly #pty: IPty;
	readonly #screen: xterm.Terminal;
	readonly #exited: Promise<Exit>;
	readonly #watchers = new Set<() => void>();
	#exit: Exit | undefined;
	#cursorVisible = true;
	#bytes = 0;
	#mark = 0;
	#output = '';

	constructor({
		args = [],
		program = BUILT_PROGRAM,
		env = {},
		cols = 80,
		rows = 24,
		cwd = ROOT,
	}: TerminalOptions) {
		this.#home = mkdtempSync(join(tmpdir(), 'slatop-test-'));
		this.#screen = new xterm.Terminal({ cols, rows, allowProposedApi: true, scrollback: 1000 });
		this.#followCursor();
		const [file = process.execPath, ...first] = program;
		this.#pty = spawn(file, [...first, ...args], { cols, rows, cwd, env: environment(this.#home, env) });
		this.#pty.onData((data) => this.#receive(data));
		// A real terminal answers questions: a program that lets a ticket ask one would be given away.
		this.#screen.onData((answer) => this.#pty.write(answer));
		this.#exited = new Promise((resolve) => {
			this.#pty.onExit(({ exitCode, signal }) => {
				// The last output has to be on the screen before anybody looks.
				this.#screen.write('', () => {
					this.#exit = { exitCode, signal: signal ? signalName(signal) : undefined };
					resolve(this.#exit);
					this.#notify();
				});
			});
		});
	}

	get pid(): number {
		return this.#pty.pid;
	}

	/** The lines of the screen, without the blanks at their ends. */
	screen(): string[] {
		return Array.from({ length: this.#screen.rows }, (_, y) => this.line(y));
	}

	line(y: number): string {
		const { active } = this.#screen.buffer;
		return (
			active
				.getLine(active.baseY + y)
				?.translateToString(true)
				.trimEnd() ?? ''
		);
	}

	/** The whole screen as one text. */
	text(): string {
		return this.screen().join('\n');
	}

	/** The cell in column `x` of line `y`, both from 0. */
	cell(x: number, y: number): Cell {
		const { active } = this.#screen.buffer;
		const cell = active.getLine(active.baseY + y)?.getCell(x);
		if (cell === undefined) throw new Error(`There is no cell ${x},${y} on this screen`);
		return {
			char: cell.getChars() || (cell.getWidth() === 0 ? '' : ' '),
			width: cell.getWidth(),
			fg: cell.isFgDefault() ? 'default' : color(cell.getFgColorMode(), cell.isFgRGB(), cell.getFgColor()),
			bg: cell.isBgDefault() ? 'default' : color(cell.getBgColorMode(), cell.isBgRGB(), cell.getBgColor()),
			bold: cell.isBold() !== 0,
			dim: cell.isDim() !== 0,
			italic: cell.isItalic() !== 0,
			underline: cell.isUnderline() !== 0,
			inverse: cell.isInverse() !== 0,
			strikethrough: cell.isStrikethrough() !== 0,
		};
	}

	/** The cell where the first occurrence of `text` starts, wide characters counted as two. */
	find(text: string): Point | undefined {
		for (let y = 0; y < this.#screen.rows; y++) {
			const index = this.line(y).indexOf(text);
			if (index >= 0) return { x: this.#columnOf(index, y), y };
		}
		return undefined;
	}

	/** Sends keys by name (`Down`, `PgUp`, `Esc`, `Ctrl-C`, …) or any other text as it is. */
	async send(...keys: readonly (KeyName | `Ctrl-${string}` | (string & {}))[]): Promise<void> {
		for (const key of keys) {
			this.#pty.write(keyBytes(key));
			if (key === 'Esc') await pause(ESCAPE_PAUSE_MS);
		}
	}

	/** Sends text as it is, also where it reads like the name of a key. */
	type(text: string): void {
		this.#pty.write(text);
	}

	resize(cols: number, rows: number): void {
		this.#screen.resize(cols, rows);
		this.#pty.resize(cols, rows);
	}

	/**
	 * Waits until the screen shows a text, matches a pattern or meets a condition. Looks after every piece of
	 * output; fails with the screen in the message when time is up or the program has ended.
	 */
	async waitFor(condition: Condition): Promise<void> {
		const isMet = () => this.#meets(condition);
		await new Promise<void>((resolve, reject) => {
			const settle = (error?: Error) => {
				clearTimeout(timer);
				this.#watchers.delete(watch);
				if (error) reject(error);
				else resolve();
			};
			const watch = () => {
				// In the middle of a synchronized update a terminal shows the frame before it.
				if (this.modes.synchronized) return;
				if (isMet()) settle();
				else if (this.#exit) settle(this.#failure(`ended (${JSON.stringify(this.#exit)}) before`, condition));
			};
			const timer = setTimeout(() => {
				settle(isMet() ? undefined : this.#failure(`took more than ${LONGEST_WAIT_MS} ms until`, condition));
			}, LONGEST_WAIT_MS);
			this.#watchers.add(watch);
			watch();
		});
	}

	/** Waits until nothing was drawn for `quietMs`: for what has no text to wait for. */
	async settled(quietMs = 100): Promise<void> {
		let seen = -1;
		while (seen !== this.#bytes) {
			seen = this.#bytes;
			await pause(quietMs);
		}
	}

	/** Waits until the program has ended and its last output is on the screen. */
	async waitForExit(): Promise<Exit> {
		const abort = new AbortController();
		const late = pause(LONGEST_WAIT_MS, undefined, { signal: abort.signal }).then(() => {
			throw this.#failure(`took more than ${LONGEST_WAIT_MS} ms until`, 'its end');
		});
		try {
			return await Promise.race([this.#exited, late]);
		} finally {
			late.catch(() => {});
			abort.abort();
		}
	}

	kill(signal: NodeJS.Signals = 'SIGTERM'): void {
		process.kill(this.#pty.pid, signal);
	}

	/** Stops taking output, like a link that hangs. */
	stall(): void {
		this.#pty.pause();
	}

	unstall(): void {
		this.#pty.resume();
	}

	/** All bytes received so far. */
	get bytes(): number {
		return this.#bytes;
	}

	/** Remembers this moment for `since()` and forgets the output before it. */
	mark(): void {
		this.#mark = this.#bytes;
		this.#output = '';
	}

	/** Bytes received since `mark()`. */
	since(): number {
		return this.#bytes - this.#mark;
	}

	/** What was received since `mark()`, as it came. */
	get output(): string {
		return this.#output;
	}

	get modes(): Modes {
		const { modes, buffer } = this.#screen;
		return {
			alternateScreen: buffer.active.type === 'alternate',
			cursorVisible: this.#cursorVisible,
			autowrap: modes.wraparoundMode,
			bracketedPaste: modes.bracketedPasteMode,
			mouse: modes.mouseTrackingMode,
			synchronized: modes.synchronizedOutputMode,
		};
	}

	/** Ends the program if it still runs, and removes its directories. */
	async dispose(): Promise<void> {
		if (this.#exit === undefined) {
			try {
				this.kill('SIGKILL');
				this.unstall();
				await this.waitForExit();
			} catch {
				// It has ended by itself meanwhile.
			}
		}
		this.#screen.dispose();
		rmSync(this.#home, { recursive: true, force: true });
	}

	#receive(data: string): void {
		this.#bytes += Buffer.byteLength(data);
		this.#output += data;
		this.#screen.write(data, () => this.#notify());
	}

	#notify(): void {
		for (const watch of [...this.#watchers]) watch();
	}

	#meets(condition: Condition): boolean {
		if (typeof condition === 'function') return condition(this);
		return typeof condition === 'string' ? this.text().includes(condition) : condition.test(this.text());
	}

	#failure(what: string, condition: unknown): Error {
		const screen = this.screen().map((line) => `│${line}`);
		return new Error(`The program ${what} ${String(condition)}. The screen:\n${screen.join('\n')}`);
	}

	/** A line's text has one entry for a wide character that takes two cells. */
	#columnOf(index: number, y: number): number {
		let x = 0;
		for (let seen = 0; seen < index; ) {
			const { char, width } = this.cell(x, y);
			seen += char.length;
			x += Math.max(1, width);
		}
		return x;
	}

	/** The emulator keeps the cursor's visibility to itself. */
	#followCursor(): void {
		for (const final of ['h', 'l']) {
			this.#screen.parser.registerCsiHandler({ prefix: '?', final }, (parameters) => {
				if (parameters.includes(25)) this.#cursorVisible = final === 'h';
				return false;
			});
		}
	}
}

/** What a key sends, by its name; any other text as it is. */
export function keyBytes(key: string): string {
	const control = /^Ctrl-([a-z@[\\\]^_])$/i.exec(key)?.[1];
	if (control !== undefined) return String.fromCharCode(control.toUpperCase().charCodeAt(0) & 0x1f);
	return isKeyName(key) ? KEYS[key] : key;
}

function isKeyName(key: string): key is KeyName {
	return Object.hasOwn(KEYS, key);
}

function color(mode: number, isRgb: boolean, value: number): string {
	if (isRgb) return `#${value.toString(16).padStart(6, '0')}`;
	return mode === PALETTE_16 ? `ansi:${value}` : `palette:${value}`;
}

function signalName(signal: number): string {
	return Object.entries(constants.signals).find(([, number]) => number === signal)?.[0] ?? String(signal);
}

function environment(home: string, overrides: TerminalOptions['env']): Record<string, string> {
	const all: Record<string, string | undefined> = {
		...process.env,
		TERM: 'xterm-256color',
		LANG: 'C.UTF-8',
		TZ: 'UTC',
		XDG_DATA_HOME: join(home, 'data'),
		XDG_CONFIG_HOME: join(home, 'config'),
		XDG_STATE_HOME: join(home, 'state'),
		XDG_CACHE_HOME: join(home, 'cache'),
	};
	// What the machine that runs the tests happens to have set must not decide what they see.
	for (const name of STRANGERS) delete all[name];
	const env: Record<string, string> = {};
	for (const [name, value] of Object.entries({ ...all, ...overrides })) {
		if (value !== undefined) env[name] = value;
	}
	return env;
}

const STRANGERS = [
	'CI',
	'CONTINUOUS_INTEGRATION',
	'NO_COLOR',
	'FORCE_COLOR',
	'COLORTERM',
	'TERM_PROGRAM',
	'TMUX',
	'STY',
	'WT_SESSION',
	'LC_ALL',
	'LC_CTYPE',
	'LANGUAGE',
	'COLUMNS',
	'LINES',
	'NODE_OPTIONS',
	'NODE_ENV',
	'VITEST',
];

import { Socket } from 'node:net';
import { asciiFrame } from './ascii-frame.ts';
import { FrameWriter } from './frame-writer.ts';

/** When frames may be drawn: false while the terminal is given back (suspended, closed). */
export interface Gate {
	readonly active: boolean;
	/** Calls `listener` when the terminal is ours again; returns what ends the subscription. */
	onResume(listener: () => void): () => void;
}

/** What is needed of the real terminal stream. */
export interface TerminalStream {
	readonly columns: number;
	readonly rows: number;
	readonly isTTY: boolean;
	on(event: 'resize', listener: () => void): unknown;
	off(event: 'resize', listener: () => void): unknown;
	write(data: string, done: () => void): boolean;
	getColorDepth(env?: object): number;
}

const FALLBACK_COLUMNS = 80;
const FALLBACK_ROWS = 24;

/** Commands without text, as cli-cursor and Ink's keyboard probing send them: the session owns the modes. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control sequences are what it looks for
const onlyCommands = /^(?:\u001B\[[\d;?<>=]*[@-ln-~])+$/;

type WriteCallback = (error?: Error | null) => void;

/**
 * The stdout that Ink gets. In its debug mode Ink writes every update as one whole frame in one call; the
 * frame goes through a `FrameWriter` and only what changed goes to the terminal.
 *
 * At most one write is under way. Frames that come meanwhile replace each other, and the newest is drawn when
 * the terminal has taken the last: a slow link gets fewer frames, never a queue of them.
 *
 * It is a socket that is never connected, since that is the type Ink asks for.
 */
export class InkStdout extends Socket {
	columns: number;
	rows: number;
	readonly isTTY: boolean;
	readonly #terminal: TerminalStream;
	readonly #gate: Gate | undefined;
	readonly #ascii: boolean;
	readonly #writer: FrameWriter;
	readonly #endResume: (() => void) | undefined;
	#frame: string | undefined;
	#pending = false;
	#writing = false;
	#resizing = false;

	/** @param ascii whether the terminal shows no more than that */
	constructor(terminal: TerminalStream, gate?: Gate, { ascii = false } = {}) {
		super();
		this.#terminal = terminal;
		this.#gate = gate;
		this.#ascii = ascii;
		this.columns = terminal.columns || FALLBACK_COLUMNS;
		this.rows = terminal.rows || FALLBACK_ROWS;
		this.isTTY = terminal.isTTY;
		this.#writer = new FrameWriter(this.columns, this.rows);
		// Every mounted useTerminalSize() is one listener.
		this.setMaxListeners(0);
		terminal.on('resize', this.#onResize);
		this.#endResume = gate?.onResume(this.repaint);
	}

	/** Draws the newest frame again in full, as Ctrl-L is expected to. */
	readonly repaint = (): void => {
		this.#writer.invalidate();
		this.#pending = this.#frame !== undefined;
		this.#flush();
	};

	/** Writes what draws nothing, between two frames: a text for the clipboard. */
	writeAside(bytes: string): void {
		if (this.#gate?.active !== false) this.#terminal.write(bytes, () => {});
	}

	/** Lets go of the real stream. */
	stop(): void {
		this.#terminal.off('resize', this.#onResize);
		this.#endResume?.();
		this.#pending = false;
		this.#frame = undefined;
	}

	override write(data: Uint8Array | string, callback?: WriteCallback): boolean;
	override write(data: Uint8Array | string, encoding?: BufferEncoding, callback?: WriteCallback): boolean;
	override write(
		data: Uint8Array | string,
		encoding?: BufferEncoding | WriteCallback,
		callback?: WriteCallback,
	): boolean {
		const done = typeof encoding === 'function' ? encoding : callback;
		const frame = typeof data === 'string' ? data : Buffer.from(data).toString();
		if (isFrame(frame)) {
			this.#frame = this.#ascii ? asciiFrame(frame) : frame;
			this.#pending = true;
			if (!this.#resizing) this.#flush();
		}
		if (done !== undefined) queueMicrotask(done);
		return true;
	}

	readonly #onResize = (): void => {
		const columns = this.#terminal.columns || FALLBACK_COLUMNS;
		const rows = this.#terminal.rows || FALLBACK_ROWS;
		if (columns === this.columns && rows === this.rows) return;
		this.columns = columns;
		this.rows = rows;
		this.#writer.resize(columns, rows);
		// Ink answers at once with the old tree squeezed into the new size, and again when the components have
		// learned of it. Only the second is worth drawing; the wait covers an app without such components.
		this.#resizing = true;
		this.emit('resize');
		setImmediate(() => {
			setImmediate(() => {
				this.#resizing = false;
				this.#pending ||= this.#frame !== undefined;
				this.#flush();
			});
		});
	};

	#flush(): void {
		if (!this.#pending || this.#writing || this.#frame === undefined) return;
		if (this.#gate?.active === false) return;
		this.#pending = false;
		const bytes = this.#writer.render(this.#frame);
		if (bytes === '') return;
		this.#writing = true;
		// The callback comes when the terminal has taken everything; an error is the session's to handle.
		this.#terminal.write(bytes, () => {
			this.#writing = false;
			this.#flush();
		});
	}

	clearLine(): boolean {
		return true;
	}

	clearScreenDown(): boolean {
		return true;
	}

	cursorTo(): boolean {
		return true;
	}

	moveCursor(): boolean {
		return true;
	}

	getColorDepth(env?: object): number {
		return this.#terminal.getColorDepth(env);
	}

	hasColors(count?: number | object, env?: object): boolean {
		const [least, from] = typeof count === 'number' ? [count, env] : [16, count];
		return 2 ** this.#terminal.getColorDepth(from) >= least;
	}

	getWindowSize(): [number, number] {
		return [this.columns, this.rows];
	}
}

/**
 * Whether Ink means this write as a frame. It also writes '' (to learn that all was written, and where its
 * non-debug mode would erase), a lone line feed when it unmounts in CI, and mode changes.
 */
function isFrame(data: string): boolean {
	return data !== '' && data !== '\n' && !onlyCommands.test(data);
}

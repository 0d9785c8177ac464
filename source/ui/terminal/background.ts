/**
 * Asking a terminal for its background (OSC 11), and keeping its answer from being taken for keys: over a slow link it
 * may come late, or in pieces, and in the middle of what somebody types.
 */
import type { Environment } from './capabilities.ts';

const ESC = '\u001B';
const BEL = '\u0007';
const QUESTION = `${ESC}]11;?${ESC}\\`;

/** An answer, and the beginning of one at the end of what was read. Its Escape may have been taken for a key before. */
const ANSWER = new RegExp(`${ESC}?\\]11;([\\da-frgb:/]*)(?:${BEL}|${ESC}\\\\)`, 'gi');
const BEGINNING = new RegExp(`(?:${ESC}|${ESC}?\\](?:1(?:1(?:;[\\da-frgb:/]{0,64}${ESC}?)?)?)?)$`, 'i');
/** An Escape that nothing follows for so long is a key. */
const ALONE_MS = 50;
/** Later than this the colours stay as they are: nobody likes them to change while he reads. */
const LASTS_MS = 2_000;
/** Red, green and blue, each of one to four hexadecimal digits. */
const COLOUR = /^rgba?:([\da-f]{1,4})\/([\da-f]{1,4})\/([\da-f]{1,4})/i;

/** Terminals that answer, or keep silent; others write out what they do not know, and screen hands nothing on. */
export const canAsk = ({ TERM = '', STY, TMUX }: Environment): boolean =>
	!/^(linux|dumb|cons|vt\d|ansi|$)/.test(TERM) &&
	(TMUX !== undefined || (STY === undefined && !/^screen/.test(TERM)));

/** Whether a colour that a terminal tells is light to the eye; null where it is no colour. */
export function isLight(colour: string): boolean | null {
	const shares = COLOUR.exec(colour)
		?.slice(1)
		.map((digits) => Number.parseInt(digits, 16) / (16 ** digits.length - 1));
	if (shares === undefined) return null;
	const [red = 0, green = 0, blue = 0] = shares;
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.5;
}

export class Background {
	private held = '';
	private endedInEscape = false;
	private askedMs = Number.NEGATIVE_INFINITY;
	private whenTold: (() => void) | null = null;

	/** @param onLight the background is light */
	constructor(private readonly onLight: () => void) {}

	/** @param write writes to the terminal at once */
	ask(write: (bytes: string) => void): void {
		this.askedMs = performance.now();
		write(QUESTION);
	}

	private get isAwaited(): boolean {
		return performance.now() - this.askedMs < LASTS_MS;
	}

	/** Waits for the answer for so long at most: who leaves before it comes would find it typed into his shell. */
	settled(ms: number): Promise<void> {
		if (!this.isAwaited) return Promise.resolve();
		return new Promise((resolve) => {
			this.whenTold = resolve;
			setTimeout(resolve, ms);
		});
	}

	/** What is left of what was read, without the terminal's answer; what may be the beginning of one waits for more. */
	take(read: string): string {
		const text = this.held + read;
		const isWhole = (part: string, place: number): boolean =>
			part.startsWith(ESC) || (this.endedInEscape && place === 0);
		const keys = text.replace(ANSWER, (answer: string, colour: string, place: number) => {
			if (!isWhole(answer, place)) return answer;
			this.told(colour);
			return '';
		});
		const begun = this.isAwaited ? BEGINNING.exec(keys) : null;
		this.held = begun && isWhole(begun[0], begun.index) ? begun[0] : '';
		const rest = keys.slice(0, keys.length - this.held.length);
		if (rest !== '' || this.held === '') this.endedInEscape = rest.endsWith(ESC);
		return rest;
	}

	/** The Escape that waits for the rest of an answer; from now on it is a key. */
	takeAlone(): string {
		if (this.held !== ESC) return '';
		this.held = '';
		this.endedInEscape = true;
		return ESC;
	}

	private told(colour: string): void {
		if (this.isAwaited && isLight(colour) === true) this.onLight();
		this.askedMs = Number.NEGATIVE_INFINITY;
		this.whenTold?.();
	}

	/** The terminal's input for Ink, which reads nothing else of it than keys. */
	keysOf(stdin: NodeJS.ReadStream): NodeJS.ReadStream {
		let alone = '';
		let timer: NodeJS.Timeout | undefined;
		const giveUp = (): void => {
			alone = this.takeAlone();
			if (alone !== '') stdin.emit('readable');
		};
		const read = (): unknown => {
			if (alone !== '') {
				const key = alone;
				alone = '';
				return key;
			}
			for (;;) {
				const chunk: unknown = stdin.read();
				if (typeof chunk !== 'string') return chunk;
				const keys = this.take(chunk);
				clearTimeout(timer);
				if (this.held === ESC) timer = setTimeout(giveUp, ALONE_MS);
				if (keys !== '') return keys;
			}
		};
		return new Proxy(stdin, {
			get(_, name): unknown {
				if (name === 'read') return read;
				const value: unknown = Reflect.get(stdin, name, stdin);
				return typeof value === 'function' ? value.bind(stdin) : value;
			},
		});
	}
}

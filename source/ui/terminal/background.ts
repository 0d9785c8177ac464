/**
 * Asking a terminal for its background (OSC 11), and keeping its answer from being taken for keys: over a slow link it
 * may come late, or in pieces, and in the middle of what somebody types.
 */
import type { Environment } from './capabilities.ts';

const ESC = '\u001B';
const BEL = '\u0007';
const QUESTION = `${ESC}]11;?${ESC}\\`;

/** An answer, and the beginning of one at the end of what was read. */
const ANSWER = new RegExp(`${ESC}?\\]11;([^${BEL}${ESC}]*)(?:${BEL}|${ESC}\\\\)`, 'g');
const BEGINNING = new RegExp(`${ESC}\\](?:1(?:1(?:;[^${BEL}${ESC}]{0,64}${ESC}?)?)?)?$`);
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

	/** What is left of what was read, without the terminal's answer. */
	take(read: string): string {
		const text = this.held + read;
		const begins = this.endedInEscape;
		this.held = '';
		const keys = text.replace(ANSWER, (answer: string, colour: string, place: number) => {
			const isWhole = answer.startsWith(ESC) || (begins && place === 0);
			if (!isWhole) return answer;
			this.told(colour);
			return '';
		});
		this.endedInEscape = keys.endsWith(ESC);
		const [beginning = ''] = (this.isAwaited && BEGINNING.exec(keys)) || [];
		this.held = beginning;
		return keys.slice(0, keys.length - beginning.length);
	}

	private told(colour: string): void {
		if (this.isAwaited && isLight(colour) === true) this.onLight();
		this.askedMs = Number.NEGATIVE_INFINITY;
		this.whenTold?.();
	}

	/** The terminal's input for Ink, which reads nothing else of it than keys. */
	keysOf(stdin: NodeJS.ReadStream): NodeJS.ReadStream {
		const read = (): unknown => {
			for (;;) {
				const chunk: unknown = stdin.read();
				if (typeof chunk !== 'string') return chunk;
				const keys = this.take(chunk);
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

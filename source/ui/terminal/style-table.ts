import { linkBytes } from './links.ts';

/** A look of a cell: attributes as bits, colours as the SGR parameters that set them ('' is default). */
interface Style {
	readonly attributes: number;
	readonly foreground: string;
	readonly background: string;
	/** The number of the link that it is in; 0: in none. */
	readonly link: number;
}

interface Attribute {
	readonly bit: number;
	readonly on: string;
	readonly off: string;
}

const BOLD = 1;
const DIM = 2;
const UNDERLINE = 8;
const INVERSE = 32;
const STRIKE = 128;
const OVERLINE = 256;

const ATTRIBUTES: readonly Attribute[] = [
	{ bit: BOLD, on: '1', off: '22' },
	{ bit: DIM, on: '2', off: '22' },
	{ bit: 4, on: '3', off: '23' },
	{ bit: UNDERLINE, on: '4', off: '24' },
	{ bit: 16, on: '5', off: '25' },
	{ bit: INVERSE, on: '7', off: '27' },
	{ bit: 64, on: '8', off: '28' },
	{ bit: STRIKE, on: '9', off: '29' },
	{ bit: OVERLINE, on: '53', off: '55' },
];

/** What can be seen of a space besides its background. */
const SHOWN_ON_BLANK = UNDERLINE | INVERSE | STRIKE | OVERLINE;

const PLAIN: Style = { attributes: 0, foreground: '', background: '', link: 0 };

/** The style of a cell nobody wrote on; its id in every table. */
export const DEFAULT_STYLE = 0;

/** More styles or sequences than a theme can have: somebody is feeding us noise. */
const MOST_STYLES = 4096;
const MOST_SEQUENCES = 16_384;
const LONGEST_SEQUENCE = 128;

/**
 * Styles as small integers, so that comparing two cells compares two numbers. The table remembers what
 * each SGR sequence makes of each style and the shortest bytes from one style to another.
 */
export class StyleTable {
	readonly #styles: Style[] = [];
	readonly #ids = new Map<string, number>();
	readonly #applied: Map<string, number>[] = [];
	readonly #changes = new Map<number, string>();
	readonly #blanks: number[] = [];
	#sequences = 0;

	constructor() {
		this.clear();
	}

	/** Forgets everything: ids handed out before have no meaning afterwards. */
	clear(): void {
		this.#styles.length = 0;
		this.#applied.length = 0;
		this.#blanks.length = 0;
		this.#ids.clear();
		this.#changes.clear();
		this.#sequences = 0;
		this.#intern(PLAIN);
	}

	/** True when the table should be cleared before the next frame. */
	get isFull(): boolean {
		return this.#styles.length > MOST_STYLES || this.#sequences > MOST_SEQUENCES;
	}

	/** The style that the SGR parameters `parameters` ('1;31') make of style `id`. */
	apply(id: number, parameters: string): number {
		const known = this.#applied[id];
		const found = known?.get(parameters);
		if (found !== undefined) return found;
		if (parameters.length > LONGEST_SEQUENCE) return id;
		const result = this.#intern(applied(this.#style(id), parameters));
		known?.set(parameters, result);
		this.#sequences++;
		return result;
	}

	/** The style in a link, or (0) in none. */
	inLink(id: number, link: number): number {
		const style = this.#style(id);
		return style.link === link ? id : this.#intern({ ...style, link });
	}

	/** The style with all that cannot be seen on a space taken away. */
	blank(id: number): number {
		return this.#blanks[id] ?? DEFAULT_STYLE;
	}

	/** The shortest sequences that lead from one style to another; '' when they are the same. */
	change(from: number, to: number): string {
		if (from === to) return '';
		const key = from * 65_536 + to;
		const found = this.#changes.get(key);
		if (found !== undefined) return found;
		const [before, after] = [this.#style(from), this.#style(to)];
		const sequence =
			(before.link === after.link ? '' : linkBytes(after.link)) + shortestChange(before, after);
		this.#changes.set(key, sequence);
		this.#sequences++;
		return sequence;
	}

	#style(id: number): Style {
		return this.#styles[id] ?? PLAIN;
	}

	#intern(style: Style): number {
		const key = `${style.attributes}/${style.foreground}/${style.background}/${style.link}`;
		const known = this.#ids.get(key);
		if (known !== undefined) return known;
		const id = this.#styles.length;
		this.#ids.set(key, id);
		this.#styles.push(style);
		this.#applied.push(new Map());
		this.#blanks.push(id);
		if ((style.attributes & SHOWN_ON_BLANK) === 0) {
			const { background, link } = style;
			this.#blanks[id] = this.#intern({ ...PLAIN, background, link });
		}
		return id;
	}
}

function shortestChange(from: Style, to: Style): string {
	const codes: string[] = [];
	let attributes = from.attributes;
	for (const { bit, off } of ATTRIBUTES) {
		if ((attributes & bit) === 0 || (to.attributes & bit) !== 0) continue;
		codes.push(off);
		// Bold and dim have one switch-off between them: the other may have to be set again below.
		attributes &= off === '22' ? ~(BOLD | DIM) : ~bit;
	}
	for (const { bit, on } of ATTRIBUTES) {
		if ((to.attributes & bit) !== 0 && (attributes & bit) === 0) codes.push(on);
	}
	if (from.foreground !== to.foreground) codes.push(to.foreground || '39');
	if (from.background !== to.background) codes.push(to.background || '49');
	if (codes.length === 0) return '';
	const stepwise = `\u001B[${codes.join(';')}m`;
	const afresh = fromDefault(to);
	return afresh.length <= stepwise.length ? afresh : stepwise;
}

function fromDefault(to: Style): string {
	const codes = ATTRIBUTES.filter(({ bit }) => (to.attributes & bit) !== 0).map(({ on }) => on);
	if (to.foreground) codes.push(to.foreground);
	if (to.background) codes.push(to.background);
	return codes.length === 0 ? '\u001B[m' : `\u001B[0;${codes.join(';')}m`;
}

function applied(style: Style, parameters: string): Style {
	let { attributes, foreground, background } = style;
	const codes = parameters.split(';');
	for (let index = 0; index < codes.length; index++) {
		const [code = '', ...sub] = (codes[index] ?? '').split(':');
		const number = Number(code);
		if (number === 38 || number === 48 || number === 58) {
			const tail = sub.length > 0 ? sub : codes.slice(index + 1, index + 5);
			const { color, used } = extendedColor(tail, sub.length > 0);
			if (sub.length === 0) index += used;
			if (color === undefined) continue;
			if (number === 38) foreground = `38;${color}`;
			if (number === 48) background = `48;${color}`;
		} else if (number === 0) {
			({ attributes, foreground, background } = PLAIN);
		} else if (number === 39) {
			foreground = '';
		} else if (number === 49) {
			background = '';
		} else if ((number >= 30 && number <= 37) || (number >= 90 && number <= 97)) {
			foreground = String(number);
		} else if ((number >= 40 && number <= 47) || (number >= 100 && number <= 107)) {
			background = String(number);
		} else {
			attributes = withAttribute(attributes, number, sub[0]);
		}
	}
	return { attributes, foreground, background, link: style.link };
}

function withAttribute(attributes: number, number: number, sub: string | undefined): number {
	// '4:0' takes an underline away; every other kind of underline is drawn as the plain one.
	const code = String(number === 6 ? 5 : number === 4 && sub === '0' ? 24 : number);
	let result = attributes;
	for (const { bit, on, off } of ATTRIBUTES) {
		if (code === on) result |= bit;
		if (code === off) result &= ~bit;
	}
	return result;
}

/** Reads what follows 38, 48 or 58: `5;n` or `2;r;g;b`, in colon form also with a colour space (`2::r:g:b`). */
function extendedColor(tail: readonly string[], colons: boolean): { color?: string; used: number } {
	const kind = tail[0];
	const count = kind === '5' ? 1 : kind === '2' ? 3 : 0;
	if (count === 0) return { used: tail.length > 0 ? 1 : 0 };
	const first = colons && count === 3 && tail.length > 4 ? 2 : 1;
	const parts = tail.slice(first, first + count).map(Number);
	const used = 1 + count;
	if (parts.length < count || parts.some((part) => !Number.isInteger(part) || part > 255)) return { used };
	return { color: `${kind};${parts.join(';')}`, used };
}

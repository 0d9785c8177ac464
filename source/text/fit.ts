import stringWidth from 'string-width';
import { runsOfSegments, segments } from './segments.ts';

const MOST_CACHED = 8192;

const plainAscii = /^[\x20-\x7E]*$/;
const widths = new Map<string, number>();

/** How many cells a clean text takes. */
export function textWidth(text: string): number {
	if (plainAscii.test(text)) return text.length;
	const known = widths.get(text);
	if (known !== undefined) return known;
	let width = 0;
	for (const run of runsOfSegments(text)) width += stringWidth(run.join(''));
	if (widths.size >= MOST_CACHED) widths.clear();
	widths.set(text, width);
	return width;
}

export interface FitOptions {
	/** Fill up with spaces: 'end' aligns the text left, 'start' right. Off by default: every cell costs. */
	readonly pad?: 'start' | 'end';
	/** Mark a cut with `~`, for terminals that cannot show `…`. */
	readonly ascii?: boolean;
}

/** Cuts a clean text to at most `width` cells, keeping its beginning: `Invoice 12…`. */
export function fitStart(text: string, width: number, options: FitOptions = {}): string {
	return fitted(text, width, options, keepStart);
}

/** Cuts a clean text to at most `width` cells, keeping its end: `…/report.csv`. */
export function fitEnd(text: string, width: number, options: FitOptions = {}): string {
	return fitted(text, width, options, keepEnd);
}

/** Of a path all but its last part. */
const FOLDERS = /(?<=^|\s)\/\S*\/(?=[^\s/])/g;

/**
 * Cuts a clean message to at most `width` cells. Where it is too long, the paths in it are cut first: what is the matter,
 * and what to do, stands behind them. `store …/store.db is locked by another program: try again`
 */
export function fitMessage(text: string, width: number, options: FitOptions = {}): string {
	if (textWidth(text) <= width) return text;
	return fitStart(text.replaceAll(FOLDERS, options.ascii ? '~/' : '…/'), width, options);
}

type Keep = (text: string, width: number, mark: string) => string;

function fitted(text: string, width: number, options: FitOptions, keep: Keep): string {
	const room = Math.max(0, Math.floor(width));
	const cut = textWidth(text) <= room ? text : keep(text, room, options.ascii ? '~' : '…');
	if (options.pad === undefined) return cut;
	// A wide character that did not fit in whole leaves a cell that only padding can fill.
	const blanks = ' '.repeat(room - textWidth(cut));
	return options.pad === 'start' ? blanks + cut : cut + blanks;
}

const keepStart: Keep = (text, width, mark) => {
	if (width === 0) return '';
	if (plainAscii.test(text)) return text.slice(0, width - 1) + mark;
	return first(graphemesOf(text), width - 1).join('') + mark;
};

const keepEnd: Keep = (text, width, mark) => {
	if (width === 0) return '';
	if (plainAscii.test(text)) return mark + text.slice(text.length - width + 1);
	return (
		mark +
		first(graphemesOf(text).reverse(), width - 1)
			.reverse()
			.join('')
	);
};

function graphemesOf(text: string): string[] {
	return Array.from(segments(text));
}

function first(pieces: readonly string[], width: number): string[] {
	let taken = 0;
	const end = pieces.findIndex((piece) => {
		taken += textWidth(piece);
		return taken > width;
	});
	return pieces.slice(0, end === -1 ? pieces.length : end);
}

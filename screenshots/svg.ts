/** A terminal's screen as an SVG, cell by cell: what the emulator holds is what is seen, in any viewer. */
import type { Cell } from '../test/support/terminal.ts';

const CELL = { width: 8.4, height: 18 };
const FONT = { size: 14, baseline: 13.5 };
const MARGIN = 14;
const BACKGROUND = '#16181d';
const FOREGROUND = '#d6d9df';
/** The sixteen colours of the picture's terminal. */
const PALETTE = [
	...['#2b303b', '#e05561', '#8cc265', '#d9a441', '#4aa5f0', '#c162de', '#42b3c2', '#c8ccd4'],
	...['#7f8694', '#ff616e', '#a5e075', '#f0c35e', '#4dc4ff', '#de73ff', '#4cd1e0', '#ffffff'],
];
const GREY_FROM = 232;
const CUBE_FROM = 16;
const CUBE_STEPS = [0, 95, 135, 175, 215, 255];

const hex = (parts: readonly number[]): string =>
	`#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`;

/** A colour of the 256. */
function paletteColour(index: number): string {
	if (index < CUBE_FROM) return PALETTE[index] ?? FOREGROUND;
	if (index >= GREY_FROM) return hex(Array.from({ length: 3 }, () => 8 + (index - GREY_FROM) * 10));
	const place = index - CUBE_FROM;
	return hex(
		[Math.floor(place / 36), Math.floor(place / 6) % 6, place % 6].map((step) => CUBE_STEPS[step] ?? 0),
	);
}

function colour(name: string, byDefault: string): string {
	const [kind = '', index = ''] = name.split(':');
	if (kind === 'ansi' || kind === 'palette') return paletteColour(Number(index));
	return name.startsWith('#') ? name : byDefault;
}

interface Look {
	readonly fg: string;
	readonly bg: string;
	readonly weight: string;
	readonly opacity: string;
}

function lookOf(cell: Cell): Look {
	const fg = colour(cell.fg, FOREGROUND);
	const bg = colour(cell.bg, BACKGROUND);
	return {
		fg: cell.inverse ? bg : fg,
		bg: cell.inverse ? fg : bg,
		weight: cell.bold ? ' font-weight="bold"' : '',
		opacity: cell.dim ? ' opacity="0.6"' : '',
	};
}

const fixed = (value: number): string => String(Math.round(value * 100) / 100);
const escaped = (text: string): string =>
	text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** What part of a cell's height a block covers, from where: fonts leave gaps between blocks, so they are drawn. */
function blockOf(char: string): readonly [top: number, height: number] | null {
	if (char === '█') return [0, 1];
	if (char === '▀') return [0, 0.5];
	const eighths = '▁▂▃▄▅▆▇'.indexOf(char) + 1;
	return eighths > 0 && char !== '' ? [1 - eighths / 8, eighths / 8] : null;
}

/** Cells of one line that look the same, and are all text or all the same block. */
interface Run {
	readonly x: number;
	cells: number;
	text: string;
	readonly look: Look;
	readonly block: readonly [number, number] | null;
	readonly char: string;
}

function runsOf(cells: readonly Cell[]): Run[] {
	const runs: Run[] = [];
	for (const [x, cell] of cells.entries()) {
		const last = runs.at(-1);
		if (cell.width === 0) {
			if (last) last.cells++;
			continue;
		}
		const look = lookOf(cell);
		const block = blockOf(cell.char);
		const isSame =
			last !== undefined &&
			JSON.stringify(last.look) === JSON.stringify(look) &&
			(block || last.block ? last.char === cell.char : cell.width === 1 && last.text.length === last.cells);
		if (isSame) {
			last.cells++;
			last.text += cell.char;
		} else runs.push({ x, cells: 1, text: cell.char, look, block, char: cell.char });
	}
	return runs;
}

const rect = (x: number, y: number, width: number, height: number, fill: string): string =>
	`<rect x="${fixed(x)}" y="${fixed(y)}" width="${fixed(width)}" height="${fixed(height)}" fill="${fill}"/>`;

function drawRun({ x, cells, text, look, block }: Run, line: number): string[] {
	const left = MARGIN + x * CELL.width;
	const top = MARGIN + line * CELL.height;
	const width = cells * CELL.width;
	const drawn = look.bg === BACKGROUND ? [] : [rect(left, top, width, CELL.height, look.bg)];
	if (block)
		return [...drawn, rect(left, top + block[0] * CELL.height, width, block[1] * CELL.height, look.fg)];
	const start = text.length - text.trimStart().length;
	const shown = text.trim();
	if (shown === '') return drawn;
	// As wide as its cells, whatever font the viewer has.
	const length = (cells - (text.length - shown.length)) * CELL.width;
	const at = `x="${fixed(left + start * CELL.width)}" y="${fixed(top + FONT.baseline)}" textLength="${fixed(length)}"`;
	const style = `fill="${look.fg}"${look.weight}${look.opacity}`;
	return [...drawn, `<text ${at} lengthAdjust="spacingAndGlyphs" ${style}>${escaped(shown)}</text>`];
}

/** Lines of cells as a picture. */
export function svgOf(lines: readonly (readonly Cell[])[], title: string): string {
	const columns = Math.max(...lines.map((cells) => cells.length));
	const width = fixed(columns * CELL.width + 2 * MARGIN);
	const height = fixed(lines.length * CELL.height + 2 * MARGIN);
	const body = lines.flatMap((cells, line) => runsOf(cells).flatMap((run) => drawRun(run, line)));
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
		`<title>${escaped(title)}</title>`,
		`<rect width="100%" height="100%" rx="8" fill="${BACKGROUND}"/>`,
		`<g font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="${FONT.size}" xml:space="preserve" shape-rendering="crispEdges">`,
		...body,
		'</g>',
		'</svg>',
		'',
	].join('\n');
}

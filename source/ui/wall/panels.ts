/** Figures with a label each, side by side and below each other, as large as the room allows. */
import { fitStart, textWidth } from '../../text/fit.ts';
import type { Theme, Token } from '../theme.ts';
import { bigSize, bigText, fittingScale, type Scale } from './big-text.ts';

export interface Panel {
	readonly figure: string;
	/** The word under the figure. */
	readonly label: string;
	/** A sign before the word, so that it is told by more than colour. */
	readonly sign: string;
	readonly token: Token;
}

export interface Room {
	readonly columns: number;
	readonly lines: number;
}

/** How panels share the room. */
interface Grid {
	readonly across: number;
	readonly cells: number;
	readonly lines: number;
	/** 0: as plain text. */
	readonly figure: Scale;
	readonly label: Scale;
	/** Whether the signs stand before the labels; the word alone tells as much. */
	readonly hasSigns: boolean;
}

/** What is left free between panels. */
const GAP = 2;
/** A figure keeps its size as it grows, up to so many digits. */
const LEAST_DIGITS = '888';
/** A label may have this share of a panel's height. */
const LABEL_SHARE = 0.34;
/** Figures of this scale are large enough for labels to have their part of the room. */
const LARGE = 2;

const longer = (a: string, b: string): string => (a.length >= b.length ? a : b);
const labelText = ({ sign, label }: Panel, hasSigns: boolean): string =>
	hasSigns ? `${sign} ${label}` : label;

/** How so many panels side by side would share the room. */
function gridOf(
	panels: readonly Panel[],
	across: number,
	room: Room,
	isUnicode: boolean,
	isLabelLarge: boolean,
): Grid {
	const cells = Math.floor(room.columns / across) - GAP;
	const lines = Math.floor(room.lines / Math.ceil(panels.length / across));
	const labelScale = (hasSigns: boolean): Scale => {
		const labels = panels.map((panel) => labelText(panel, hasSigns));
		return isLabelLarge
			? fittingScale(labels, { cells, lines: Math.floor(lines * LABEL_SHARE) }, isUnicode)
			: 0;
	};
	const signed = labelScale(true);
	const label = signed === 0 ? labelScale(false) : signed;
	const hasSigns = signed > 0 || label === 0;
	const labelLines = panels.map((panel) => bigSize(labelText(panel, hasSigns), label, isUnicode)?.lines ?? 0);
	const forLabels = label === 0 ? 1 : Math.max(...labelLines) + 1;
	const figures = panels.map(({ figure }) => longer(figure, LEAST_DIGITS));
	const figure = fittingScale(figures, { cells, lines: lines - forLabels }, isUnicode);
	return { across, cells, lines, figure, label, hasSigns };
}

/** Lines in the middle of a panel, each in the middle of its width; together they stay aligned. */
function centred(lines: readonly string[], cells: number): string[] {
	const width = Math.max(0, ...lines.map(textWidth));
	const left = ' '.repeat(Math.max(0, Math.floor((cells - width) / 2)));
	return lines.map((line) => left + line);
}

function panelLines(panel: Panel, grid: Grid, theme: Theme): string[] {
	const { isUnicode } = theme;
	const text = labelText(panel, grid.hasSigns);
	const figure = grid.figure > 0 ? bigText(panel.figure, grid.figure, isUnicode) : null;
	const label = grid.label > 0 ? bigText(text, grid.label, isUnicode) : null;
	const lines = [
		...centred(figure ?? [panel.figure], grid.cells),
		...(label ? [''] : []),
		...centred(label ?? [fitStart(text, grid.cells, { ascii: !isUnicode })], grid.cells),
	];
	const above = Math.max(0, Math.floor((grid.lines - lines.length) / 2));
	return [...Array.from({ length: above }, () => ''), ...lines];
}

/** So many columns are tried. */
const ACROSS = [2, 4, 1] as const;

/** The grid with the largest figures; where those are large in any case, the one with large labels. */
function bestGrid(panels: readonly Panel[], room: Room, isUnicode: boolean): Grid | undefined {
	const grids = [true, false].flatMap((isLabelLarge) =>
		ACROSS.map((across) => gridOf(panels, across, room, isUnicode, isLabelLarge)),
	);
	const isReadable = ({ figure, label }: Grid): boolean => label > 0 && figure >= LARGE;
	return grids.sort(
		(a, b) => Number(isReadable(b)) - Number(isReadable(a)) || b.figure - a.figure || b.label - a.label,
	)[0];
}

/** Panels as lines, exactly as many as the room has. */
export function drawPanels(panels: readonly Panel[], room: Room, theme: Theme): string[] {
	const grid = bestGrid(panels, room, theme.isUnicode);
	if (!grid) return [];
	const lines: string[] = [];
	for (let first = 0; first < panels.length; first += grid.across) {
		const row = panels.slice(first, first + grid.across);
		const drawn = row.map((panel) => panelLines(panel, grid, theme));
		for (let line = 0; line < grid.lines; line++) {
			const parts = row.map(({ token }, place) => {
				const text = fitStart(drawn[place]?.[line] ?? '', grid.cells, { ascii: !theme.isUnicode });
				const gap = ' '.repeat(place === row.length - 1 ? 0 : grid.cells + GAP - textWidth(text));
				return (text.trim() === '' ? text : theme.paint(token, text)) + gap;
			});
			lines.push(parts.join('').trimEnd());
		}
	}
	while (lines.length < room.lines) lines.push('');
	return lines.slice(0, room.lines);
}

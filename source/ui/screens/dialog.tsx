/** What a dialog has of the screen: the lines above the footer, and the footer as its line to be typed in. */
import { Box } from 'ink';
import { cleanText } from '../../text/clean.ts';
import { fitEnd, fitStart, textWidth } from '../../text/fit.ts';
import type { Board } from '../model/board.ts';
import type { ColumnChooser } from '../model/column-chooser.ts';
import type { Dialog } from '../model/dialog.ts';
import type { Term } from '../model/filter.ts';
import type { FilterLine } from '../model/filter-line.ts';
import type { LineEditor } from '../model/line-editor.ts';
import type { Choice, Menu } from '../model/menu.ts';
import type { Theme } from '../theme.ts';
import { fullDate } from '../when.ts';
import { fieldWord, WORDS } from '../words.ts';
import { Line } from './list.tsx';

const KEY_CELLS = 10;

/** A line across the screen with a title in it. */
function rule(title: string, width: number, theme: Theme): string {
	const { rule: dash } = theme.symbols;
	const text = fitStart(cleanText(title), Math.max(0, width - 6), { ascii: !theme.isUnicode });
	const rest = Math.max(0, width - textWidth(text) - 5);
	return `${theme.paint('faint', dash.repeat(2))} ${theme.paint('title', text)} ${theme.paint('faint', dash.repeat(rest))}`;
}

/** The first of so many entries that the chosen one is among them. */
export const firstShown = (entries: number, cursor: number, count: number): number =>
	Math.max(0, Math.min(cursor - Math.floor(count / 2), entries - count));

/** So many of the entries that the chosen one is among them, and the place of the first. */
function around<Entry>(
	entries: readonly Entry[],
	cursor: number,
	count: number,
): readonly [number, readonly Entry[]] {
	const top = firstShown(entries.length, cursor, count);
	return [top, entries.slice(top, top + count)];
}

function choiceLine(
	choice: Choice,
	keyCells: number,
	width: number,
	theme: Theme,
	isSelected: boolean,
): string {
	const ascii = !theme.isUnicode;
	const key = keyCells > 0 ? fitStart(choice.key ?? '', keyCells, { pad: 'end', ascii }) : '';
	const note = cleanText(choice.disabled ?? choice.note ?? '');
	const room = width - 2 - textWidth(key);
	const label = fitStart(cleanText(choice.label), room, { ascii });
	const behind = note === '' ? '' : fitStart(note, Math.max(0, room - textWidth(label) - 2), { ascii });
	const isOff = typeof choice.disabled === 'string';
	if (isSelected) {
		const line = ` ${key}${label}${behind === '' ? '' : `  ${behind}`}`;
		return theme.paint('selected', fitStart(line, width, { pad: 'end', ascii }));
	}
	const painted = ` ${theme.paint(isOff ? 'faint' : 'strong', key)}${theme.paint(isOff ? 'faint' : 'plain', label)}`;
	return behind === '' ? painted : `${painted}  ${theme.paint('faint', behind)}`;
}

function menuLines(menu: Menu, width: number, height: number, theme: Theme): string[] {
	const { choices, cursor, options } = menu;
	const [top, shown] = around(choices, cursor, height - 1);
	const hasKeys = choices.some(({ key }) => key !== undefined);
	const more = choices.length > shown.length ? ` ${top + 1}-${top + shown.length} / ${choices.length}` : '';
	const lines = [rule(options.title + more, width, theme)];
	if (choices.length === 0 && height > 1) {
		const text = menu.editor.text === '' ? WORDS.menu.none : WORDS.menu.nothing;
		lines.push(theme.paint('faint', ` ${text}`));
	}
	for (const [place, choice] of shown.entries()) {
		lines.push(choiceLine(choice, hasKeys ? KEY_CELLS : 0, width, theme, top + place === cursor));
	}
	return lines;
}

function columnLines(chooser: ColumnChooser, width: number, height: number, theme: Theme): string[] {
	const { columns, cursor } = chooser;
	const [top, shown] = around(columns, cursor, height - 1);
	const lines = shown.map(({ title, isShown, wouldBe }, place) => {
		const note = isShown === wouldBe ? '' : isShown ? WORDS.menu.columnAlways : WORDS.menu.columnNever;
		const choice: Choice = {
			label: `[${isShown ? 'x' : ' '}] ${title}`,
			note: !isShown && !wouldBe ? WORDS.menu.columnWide : note,
			run: () => {},
		};
		return choiceLine(choice, 0, width, theme, top + place === cursor);
	});
	return [rule(WORDS.menu.columns, width, theme), ...lines];
}

/** A term of the filter as it was understood. */
function termText(term: Term): string {
	switch (term.kind) {
		case 'left':
			return WORDS.menu.leftUnder(term.typed);
		case 'bound':
			return `${term.bound} ${fullDate(term.at)}`;
		case 'text':
			return JSON.stringify(term.text);
		case 'field': {
			const values = term.values.map((value) => (value === '' ? WORDS.noDepartment : value));
			return `${fieldWord(term.field)}: ${values.join(', ')}`;
		}
		default:
			return term satisfies never;
	}
}

/** Under the list while a filter is typed: what is wrong with it, what Tab puts in, what was understood. */
function filterHint(line: FilterLine, board: Board, theme: Theme): string {
	const { problem, terms } = board.narrowing.parsed;
	const { candidates, place } = line.completions;
	const parts: string[] = [];
	const understood = terms.map(termText).join(` ${theme.symbols.separator} `);
	if (problem !== null) parts.push(theme.paint('warning', problem));
	else if (understood !== '') parts.push(theme.paint('accent', cleanText(understood)));
	if (candidates.length > 0) {
		const around = candidates.slice(Math.max(0, place - 2));
		const shown = around.map((name) =>
			theme.paint(name === candidates[place] ? 'selected' : 'plain', cleanText(name)),
		);
		parts.push(`${theme.paint('strong', 'Tab')} ${shown.join(' ')}`);
	}
	return ` ${parts.join('  ')}`;
}

/** The lines above the footer that are the dialog's. */
export function dialogLines(dialog: Dialog, board: Board, theme: Theme): readonly string[] {
	const height = board.dialogHeight;
	switch (dialog.kind) {
		case 'menu':
			return menuLines(dialog, board.columns, height, theme);
		case 'columns':
			return columnLines(dialog, board.columns, height, theme);
		case 'filter':
			return height > 0 ? [filterHint(dialog, board, theme)] : [];
		case 'text':
			return [];
		default:
			return dialog satisfies never;
	}
}

export function DialogView({ board, theme }: { readonly board: Board; readonly theme: Theme }) {
	const { dialog } = board;
	if (!dialog) return null;
	return (
		<Box flexDirection="column" height={board.dialogHeight}>
			{dialogLines(dialog, board, theme).map((text, place) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: a line of the screen is its place
				<Line key={place} text={text} />
			))}
		</Box>
	);
}

/** A line that is typed, cut so that the cursor can be seen. */
function typedLine(prompt: string, editor: LineEditor, hint: string, width: number, theme: Theme): string {
	const ascii = !theme.isUnicode;
	const start = fitStart(prompt, Math.max(1, width - 8), { ascii });
	const room = Math.max(4, width - textWidth(start) - 1);
	const before = fitEnd(editor.before, room, { ascii });
	const [under = ' ', ...others] = Array.from(editor.after);
	const rest = fitStart(others.join(''), Math.max(0, room - textWidth(before)), { ascii });
	const faint = hint === '' || editor.text !== '' ? '' : ` ${theme.paint('faint', hint)}`;
	return `${theme.paint('accent', start)}${before}${theme.paint('selected', under)}${rest}${faint}`;
}

/** The footer while a dialog has the keys. */
export function dialogFooter(dialog: Dialog, width: number, theme: Theme): string {
	switch (dialog.kind) {
		case 'menu':
			return typedLine(dialog.options.prompt, dialog.editor, WORDS.menu.hint, width, theme);
		case 'filter':
			return typedLine('/', dialog.editor, '', width, theme);
		case 'text':
			return typedLine(dialog.options.prompt, dialog.editor, dialog.options.hint, width, theme);
		case 'columns':
			return theme.paint('faint', fitStart(WORDS.menu.columnsHint, width, { ascii: !theme.isUnicode }));
		default:
			return dialog satisfies never;
	}
}

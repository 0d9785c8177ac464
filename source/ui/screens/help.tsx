/** The help: every key that works, made from the table that makes them work. */
import { textWidth } from '../../text/fit.ts';
import { wrapWords } from '../../text/wrap.ts';
import { ACTION_GROUPS } from '../actions/all.ts';
import { shownKeys, worksOn } from '../keymap.ts';
import type { Board } from '../model/board.ts';
import type { Theme, Token } from '../theme.ts';
import { actionWords, WORDS } from '../words.ts';
import { Page } from './page.tsx';

const KEY_CELLS = 10;

type Group = keyof typeof ACTION_GROUPS;
const isGroup = (name: string): name is Group => Object.hasOwn(ACTION_GROUPS, name);
const GROUPS: readonly Group[] = Object.keys(ACTION_GROUPS).filter(isGroup);

type HelpProps = Pick<Board, 'keymap' | 'place' | 'columns'>;

/** From this width on there is room for two columns. */
const TWO_COLUMNS = 116;

/** A text in a style, with blanks behind it up to a width. */
const cell = (token: Token, text: string, width: number, theme: Theme): string =>
	theme.paint(token, text) + ' '.repeat(Math.max(0, width - textWidth(text)));

/** The actions of a group under its heading; what does nothing here is faint. */
function groupLines(group: Group, { keymap, place }: HelpProps, width: number, theme: Theme): string[] {
	const ids = ACTION_GROUPS[group].map(({ id }) => id);
	const lines = keymap.actions
		.filter(({ id }) => ids.includes(id))
		.flatMap((action) => {
			const isHere = worksOn(action, place);
			const key = cell(isHere ? 'strong' : 'faint', shownKeys(action), KEY_CELLS, theme);
			const room = width - KEY_CELLS - 2;
			return wrapWords(actionWords(action.id).help, room, !theme.isUnicode).map((help, line) => {
				const before = line === 0 ? key : ' '.repeat(KEY_CELLS);
				return ` ${before} ${cell(isHere ? 'plain' : 'faint', help, room, theme)}`;
			});
		});
	return [` ${cell('title', WORDS.groups[group], width - 1, theme)}`, ...lines, ' '.repeat(width)];
}

/** Every action, in as many columns as there is room for. */
export function helpLines(props: HelpProps, theme: Theme): string[] {
	const { columns, keymap } = props;
	const width = columns >= TWO_COLUMNS ? Math.floor(columns / 2) : columns;
	const groups = GROUPS.map((group) => groupLines(group, props, width, theme));
	const all = groups.flat();
	const hint = WORDS.keysHint(keymap.hint('down'), keymap.hint('up'));
	const title = ` ${theme.paint('title', WORDS.keys)}  `;
	const beside = textWidth(WORDS.keys) + 3;
	const hints = wrapWords(hint, columns - beside, !theme.isUnicode);
	const head = hints.map(
		(text, line) => (line === 0 ? title : ' '.repeat(beside)) + theme.paint('faint', text),
	);
	if (width === columns) return [...head, ...all.map((line) => line.trimEnd())];
	// A group is never taken apart: the columns are as equal as that allows.
	const heights = groups.map((_, place) => {
		const above = groups.slice(0, place).flat().length;
		return Math.max(above, all.length - above);
	});
	const left = heights.indexOf(Math.min(...heights));
	const sides = [groups.slice(0, left).flat(), groups.slice(left).flat()] as const;
	const height = Math.max(sides[0].length, sides[1].length);
	const rows = Array.from({ length: height }, (_, place) => {
		const right = sides[1][place] ?? '';
		return ((sides[0][place] ?? ' '.repeat(width)) + right).trimEnd();
	});
	return [...head, ...rows];
}

export function HelpScreen({ board, theme }: { readonly board: Board; readonly theme: Theme }) {
	return <Page board={board} lines={helpLines(board, theme)} />;
}

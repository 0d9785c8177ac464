/** What is done with lists: narrowed, searched, put in order, marked, seen beside a ticket. */

import type { Action } from '../keymap.ts';
import type { Board, Screen } from '../model/board.ts';
import { FilterLine } from '../model/filter-line.ts';
import { type Choice, Menu } from '../model/menu.ts';
import { move } from '../model/moves.ts';
import { MOST_AGENTS } from '../model/names.ts';
import { LOG_SORT_NAMES, SORT_NAMES, type SortName } from '../model/sorting.ts';
import { LEAST_SPLIT_COLUMNS } from '../model/split.ts';
import { WORDS } from '../words.ts';
import { chooseColumns } from './columns.ts';
import { mark, markAll } from './marks.ts';

const ON_LISTS: readonly Screen[] = ['risk', 'log'];

function startFilter(board: Board): Promise<void> {
	const line = new FilterLine({
		text: board.filter,
		history: board.typed.filters,
		known: () => board.names,
		apply: (text, when) => (when === 'now' ? board.setFilter(text) : board.setFilterSoon(text)),
		close: () => board.close(),
		move: (by) => move(board, by),
	});
	// Agents are offered by name: they are read while somebody begins to type.
	return board.readAgents().then(() => board.open(line));
}

/** Why nothing can be found again; null where it can. */
const nothingSearched = ({ narrowing, keymap }: Board): string | null =>
	narrowing.search === ''
		? WORDS.refused.nothingSearched(keymap.hint('filter'), keymap.hint('next-match'))
		: null;

async function find(board: Board, by: 1 | -1): Promise<void> {
	const { narrowing, listScreen, flash } = board;
	if (!listScreen) return;
	// Of a list that is narrowed to them, every row matches.
	if (narrowing.text !== '') return move(board, by);
	const found = await narrowing.find(listScreen, by);
	if (found === 'not found') flash.say(WORDS.said.noMatch(narrowing.search), 'refused');
	else if (found === 'found from the other end') flash.say(WORDS.said.searchedRound);
}

/** Chooses an order, from its beginning. */
async function sortBy(board: Board, by: SortName): Promise<void> {
	if (by === 'agent' && (await board.readAgents()).length >= MOST_AGENTS) {
		board.flash.say(WORDS.refused.tooManyAgents(MOST_AGENTS), 'refused');
		return;
	}
	await board.narrowing.sort({ by, isReversed: false });
}

/** The orders of the list that is shown. */
function orderChoices(board: Board): Choice[] {
	const { screen, narrowing } = board;
	const { by, isReversed } = screen === 'log' ? narrowing.logSorting : narrowing.sorting;
	const key = (name: string): string =>
		name === by ? (isReversed ? WORDS.menu.reversed : WORDS.menu.now) : '';
	return screen === 'log'
		? LOG_SORT_NAMES.map((name) => ({
				label: WORDS.logSorts[name],
				key: key(name),
				run: () => narrowing.sortLog({ by: name, isReversed: false }),
			}))
		: SORT_NAMES.map((name) => ({
				label: WORDS.sorts[name],
				key: key(name),
				run: () => sortBy(board, name),
			}));
}

function reverse({ screen, narrowing }: Board): Promise<void> {
	const { sorting, logSorting } = narrowing;
	return screen === 'log'
		? narrowing.sortLog({ ...logSorting, isReversed: !logSorting.isReversed })
		: narrowing.sort({ ...sorting, isReversed: !sorting.isReversed });
}

async function chooseSorting(board: Board): Promise<void> {
	const choices = orderChoices(board);
	const menu = new Menu({
		title: WORDS.menu.sort,
		prompt: `${WORDS.menu.sort}: `,
		choicesFor: (typed) => choices.filter(({ label }) => label.toLowerCase().includes(typed.toLowerCase())),
		close: () => board.close(),
		onRefused: () => {},
	});
	await board.open(await menu.open());
}

export const LISTS: readonly Action[] = [
	{ id: 'filter', keys: ['/'], screens: ON_LISTS, run: startFilter },
	{
		id: 'next-match',
		keys: ['n'],
		screens: ON_LISTS,
		disabled: nothingSearched,
		run: (board) => find(board, 1),
	},
	{
		id: 'previous-match',
		keys: ['N'],
		screens: ON_LISTS,
		disabled: nothingSearched,
		run: (board) => find(board, -1),
	},
	{ id: 'sort', keys: ['s'], screens: ON_LISTS, run: chooseSorting },
	{ id: 'reverse', keys: ['S'], screens: ON_LISTS, run: reverse },
	{ id: 'columns', keys: ['c'], screens: ON_LISTS, run: chooseColumns },
	{ id: 'mark', keys: ['m'], screens: ON_LISTS, run: mark },
	{ id: 'mark-all', keys: ['M'], screens: ON_LISTS, run: markAll },
	{
		id: 'split',
		keys: ['v', '|'],
		screens: ON_LISTS,
		disabled: ({ columns }) =>
			columns < LEAST_SPLIT_COLUMNS ? WORDS.refused.tooNarrow(LEAST_SPLIT_COLUMNS) : null,
		run: ({ split }) => split.toggle(),
	},
];

/** The command palette: every action by name, and places to go to: a line, a time, a ticket. */

import fuzzysort from 'fuzzysort';
import { type Action, shownKeys, worksOn } from '../keymap.ts';
import { timeOfDayIn } from '../time-typed.ts';
import { fullDate } from '../when.ts';
import { actionWords, WORDS } from '../words.ts';
import type { Board } from './board.ts';
import { type Choice, Menu } from './menu.ts';
import { goToLine } from './moves.ts';
import { keyAt } from './narrowing.ts';

/** Lines that are gone to by number: to count further would take longer than a key may. */
const MOST_LINES = 10_000;
const MOST_FOUND = 50;
/** Letters that are found far apart are found all the same. */
const LEAST_LIKE = 0.2;

interface ActionChoice extends Choice {
	readonly action: Action;
}

function actionChoice(board: Board, action: Action): ActionChoice {
	const { place } = board;
	const only = action.screens?.map((screen) => WORDS.screens[screen]).join(', ') ?? '';
	const disabled = worksOn(action, place) ? (action.disabled?.(board) ?? null) : WORDS.refused.onlyOn(only);
	return {
		action,
		label: actionWords(action.id).help,
		key: shownKeys(action),
		disabled,
		run: async () => {
			board.typed.actions.add(action.id);
			await action.run(board);
		},
	};
}

/** Those used of late first, then all in the order of the help. */
function allActions(board: Board): readonly ActionChoice[] {
	const recent = [...board.typed.actions.all].reverse();
	const place = ({ id }: Action): number => {
		const at = recent.indexOf(id);
		return at < 0 ? recent.length : at;
	};
	return board.keymap.actions
		.filter(({ id }) => id !== 'palette')
		.toSorted((a, b) => place(a) - place(b))
		.map((action) => actionChoice(board, action));
}

function lineChoice(board: Board, typed: string): Choice[] {
	if (!/^\d{1,9}$/.test(typed) || !board.listScreen) return [];
	const number = Number(typed);
	return [
		{
			label: WORDS.menu.goToLine(number),
			disabled: number > MOST_LINES ? WORDS.refused.tooFar(MOST_LINES) : null,
			run: () => goToLine(board, number),
		},
	];
}

/** To what falls due at a time, and into the past. */
function timeChoices(board: Board, typed: string): Choice[] {
	const at = timeOfDayIn(typed, board.nowAt);
	if (at === undefined) return [];
	const when = fullDate(at);
	const { by, isReversed } = board.narrowing.sorting;
	const goesByDue = by === 'due' && !isReversed;
	const choices: Choice[] = [];
	if (board.screen === 'risk') {
		choices.push({
			label: WORDS.menu.goToDue(when),
			disabled: goesByDue ? null : WORDS.refused.notByDue,
			run: () => board.risk.goTo(keyAt(at)),
		});
	}
	if (board.screen === 'log') {
		const { logSorting } = board.narrowing;
		choices.push({
			label: WORDS.menu.goToClosed(when),
			disabled: logSorting.by === 'closed' && !logSorting.isReversed ? null : WORDS.refused.notByClose,
			run: () => board.log.goTo(keyAt(at)),
		});
	}
	if (at < board.options.now() && board.travel.isPossible) {
		choices.push({
			label: WORDS.menu.travelTo(when),
			run: () => void board.goTo(at),
		});
	}
	return choices;
}

/** `T-1042`, `ticket T-1042`; `why T-1042`. */
const ABOUT_TICKET = /^(?:(ticket|why) +)?(\S+)$/i;

/** What is asked for of a ticket; where there is none, that is said if it was asked for by its command. */
async function ticketChoice(board: Board, typed: string): Promise<Choice[]> {
	const [, command, about] = ABOUT_TICKET.exec(typed) ?? [];
	if (about === undefined) return [];
	const asksWhy = command?.toLowerCase() === 'why';
	const label = asksWhy ? WORDS.menu.whyTicket : WORDS.menu.goToTicket;
	for (const reference of new Set([about, about.toUpperCase()])) {
		const detail = await board.shownStore.detail(reference);
		if (!detail) continue;
		const run = async (): Promise<void> => {
			await board.showTicket(reference);
			if (asksWhy) await board.toggleExplanation();
		};
		return [{ label: label(reference), note: detail.ticket.subject ?? '', run }];
	}
	return command === undefined ? [] : [noTicketChoice(label(about), about)];
}

const noTicketChoice = (label: string, reference: string): Choice => ({
	label,
	disabled: WORDS.refused.noSuchTicket(reference),
	run: () => {},
});

async function choicesFor(board: Board, typed: string): Promise<readonly Choice[]> {
	const all = allActions(board);
	if (typed === '') return all;
	const found = fuzzysort.go(typed, all, {
		keys: [({ label }) => label, ({ key = '' }) => key, ({ action }) => action.id],
		limit: MOST_FOUND,
		threshold: LEAST_LIKE,
	});
	const choices = [
		...(await ticketChoice(board, typed)),
		...lineChoice(board, typed),
		...timeChoices(board, typed),
		...found.map(({ obj }) => obj),
	];
	// Nothing else is meant: a ticket that is not here.
	const isWord = !/\s/.test(typed);
	return choices.length === 0 && isWord ? [noTicketChoice(WORDS.menu.goToTicket(typed), typed)] : choices;
}

/** Opens the palette. */
export async function openPalette(board: Board): Promise<void> {
	const menu = new Menu({
		title: WORDS.menu.palette,
		prompt: ':',
		choicesFor: (typed) => choicesFor(board, typed),
		history: board.typed.commands,
		close: () => board.close(),
		onRefused: (reason) => board.flash.say(reason ?? WORDS.menu.nothing, 'refused'),
	});
	await board.open(await menu.open());
}

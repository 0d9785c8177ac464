/** What can be typed, each with Enter: the table that the dispatch and the help are made from. */
import { cleanText } from '../../text/clean.ts';
import type { Board } from '../model/board.ts';
import { WORDS } from '../words.ts';
import type { Reporter } from './reporter.ts';
import { ticketSentences, timerSentence, todaySentence } from './sentences.ts';

/** What a command has to do with. */
export interface Listener {
	readonly board: Board;
	readonly reporter: Reporter;
	/** How many rows of the list were read out. */
	heard: number;
	/** Ends the program. */
	readonly leave: () => void;
}

export type CommandName = keyof typeof WORDS.accessible.commands;

type Command = (listener: Listener, about: string) => Promise<readonly string[]> | readonly string[];

/** Rows of the list at a time. */
const PAGE = 10;

async function page(listener: Listener): Promise<readonly string[]> {
	const { board, heard } = listener;
	const rows = await board.risk.top(heard + PAGE);
	const next = rows.slice(heard);
	listener.heard = rows.length;
	if (rows.length === 0) return [board.filter === '' ? WORDS.noTimers : WORDS.noneMatch('filter')];
	if (next.length === 0) return [WORDS.accessible.thatIsAll];
	return next.map((row, place) => `${heard + place + 1}. ${timerSentence(row, board.nowAt)}`);
}

/** A ticket by its reference; of none, the one that falls due first. */
async function referenceOf({ board }: Listener, about: string): Promise<string> {
	if (about !== '') return about;
	return (await board.risk.top(1))[0]?.ticket ?? '';
}

const COMMANDS: Readonly<Record<CommandName, Command>> = {
	status: ({ board, reporter }) => [reporter.summary(), todaySentence(board.overview)],
	list: (listener) => {
		listener.heard = 0;
		return page(listener);
	},
	more: page,
	filter: async (listener, about) => {
		await listener.board.setFilter(about);
		listener.heard = 0;
		const { problem } = listener.board.narrowing.parsed;
		return problem === null ? page(listener) : [problem];
	},
	ticket: async (listener, about) => {
		const reference = await referenceOf(listener, about);
		const detail = await listener.board.shownStore.detail(reference);
		return detail ? ticketSentences(detail, listener.board.nowAt) : [WORDS.accessible.noTicket(reference)];
	},
	why: async (listener, about) => {
		const { shownStore, options, nowAt } = listener.board;
		const reference = await referenceOf(listener, about);
		const isThere = (await shownStore.detail(reference)) !== null;
		return isThere ? options.explain(shownStore, reference, nowAt) : [WORDS.accessible.noTicket(reference)];
	},
	help: () => Object.entries(WORDS.accessible.commands).map(([name, help]) => `${name}: ${help}`),
	quit: ({ leave }) => {
		leave();
		return [];
	},
};

const isCommand = (name: string): name is CommandName => Object.hasOwn(COMMANDS, name);

/** What a typed word means; the beginning of a name will do: l, m, q. */
function meaning(typed: string): CommandName | undefined {
	const name = typed === '' ? 'status' : typed.toLowerCase();
	return isCommand(name)
		? name
		: Object.keys(COMMANDS)
				.filter(isCommand)
				.find((known) => known.startsWith(name));
}

const wordsOf = (line: string): string[] => line.trim().split(/\s+/);

/** Whether a line calls a command. */
export const isCalled = (command: CommandName, line: string): boolean =>
	meaning(wordsOf(line)[0] ?? '') === command;

/** Does what was typed, and gives what is to be said; nothing typed asks how things stand. */
export async function answer(listener: Listener, line: string): Promise<readonly string[]> {
	const [typed = '', ...rest] = wordsOf(line);
	const meant = meaning(typed);
	if (meant === undefined) return [WORDS.accessible.noCommand(cleanText(typed))];
	const said = await COMMANDS[meant](listener, rest.join(' '));
	return said.filter((text) => text.trim() !== '');
}

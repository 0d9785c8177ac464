/** Keys as Ink gives them, as names that the keymap knows; and what is typed into the filter line. */
import type { Key } from 'ink';
import { cleanText } from '../text/clean.ts';
import { actionFor } from './keymap.ts';
import type { Board } from './model/board.ts';

const NAMED: readonly (readonly [keyof Key, string])[] = [
	['upArrow', 'up'],
	['downArrow', 'down'],
	['leftArrow', 'left'],
	['rightArrow', 'right'],
	['pageUp', 'pageup'],
	['pageDown', 'pagedown'],
	['home', 'home'],
	['end', 'end'],
	['return', 'enter'],
	['escape', 'escape'],
	['backspace', 'backspace'],
	// Terminals send 0x7f for Backspace, which Ink calls delete.
	['delete', 'backspace'],
];

/** The names of what was pressed: mostly one key; several characters where a link delivered them at once. */
export function keyNames(input: string, key: Key): string[] {
	if (key.tab) return [key.shift ? 'shift-tab' : 'tab'];
	const named = NAMED.find(([flag]) => key[flag] === true);
	if (named) return [named[1]];
	if (key.ctrl) return [`ctrl-${input}`];
	if (key.meta) return [];
	return Array.from(input, characterName);
}

const CHARACTERS: Readonly<Record<string, string>> = {
	' ': 'space',
	'\r': 'enter',
	'\n': 'enter',
	'\t': 'tab',
	'\u007f': 'backspace',
};

/** A character as a key; control characters come as such where several keys arrived at once. */
function characterName(character: string): string {
	const code = character.charCodeAt(0);
	return CHARACTERS[character] ?? (code < 0x20 ? `ctrl-${String.fromCharCode(code + 0x60)}` : character);
}

const PASTE_START = '[200~';
const PASTE_END = '[201~';

/** Feeds keys to the board. What is pasted is text for the filter line, and never a command. */
export class Keyboard {
	private isPasting = false;

	constructor(private readonly board: Board) {}

	press(input: string, key: Key): void {
		if (input.startsWith(PASTE_START)) this.isPasting = true;
		if (this.isPasting) {
			this.paste(input);
			return;
		}
		if (this.board.isFiltering) void this.board.do(() => this.edit(input, key));
		else for (const name of keyNames(input, key)) this.command(name);
	}

	private paste(input: string): void {
		const text = cleanText(input.replaceAll(PASTE_START, '').replaceAll(PASTE_END, ''));
		if (input.includes(PASTE_END)) this.isPasting = false;
		const { board } = this;
		if (board.isFiltering && text !== '') void board.do(() => board.setFilter(board.filter + text));
	}

	private command(name: string): void {
		const { board } = this;
		void board.do(() => {
			if (board.isFiltering) return this.type(name === 'space' ? ' ' : name);
			const action = actionFor(name, board.screen);
			// Under the help, keys close it; those that leave or move on do what they do as well.
			if (board.showsHelp && action?.id !== 'quit' && action?.id !== 'help') {
				board.showsHelp = false;
				if (name !== 'escape' && /^[123]$/.test(name)) return action?.run(board);
				return undefined;
			}
			return action?.run(board);
		});
	}

	private type(text: string): Promise<void> {
		return this.board.setFilter(this.board.filter + text);
	}

	private async edit(input: string, key: Key): Promise<void> {
		const { board } = this;
		if (key.return) board.isFiltering = false;
		else if (key.escape || (key.ctrl && input === 'c')) {
			board.isFiltering = false;
			await board.setFilter('');
		} else if (key.backspace || key.delete) {
			if (board.filter === '') board.isFiltering = false;
			else await board.setFilter(Array.from(board.filter).slice(0, -1).join(''));
		} else if (key.ctrl && input === 'u') await board.setFilter('');
		else if (key.ctrl && input === 'w') await board.setFilter(board.filter.replace(/\S*\s*$/, ''));
		else if (key.downArrow) await board.move(1);
		else if (key.upArrow) await board.move(-1);
		else if (!key.ctrl && !key.meta && !key.tab) await this.type(cleanText(input));
	}
}

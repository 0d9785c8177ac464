/** Keys as Ink gives them, as names that the keymap knows; and who has them: the screen, or a dialog. */
import type { Key } from 'ink';
import type { Board } from './model/board.ts';
import { isMouseReport, type MouseEvent, mouseEvent } from './terminal/mouse-event.ts';

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
	const named = NAMED.find(([flag]) => key[flag] === true)?.[1];
	if (named === 'enter' && key.meta) return ['escape', 'enter'];
	if (named === 'backspace' && key.meta) return ['ctrl-w'];
	if (named !== undefined) return [named];
	if (key.ctrl) return [`ctrl-${input}`];
	const characters = Array.from(input, characterName);
	// No key of ours is bound to Alt: what looks like it is Escape and a key that a slow link delivered at once.
	return key.meta ? ['escape', ...characters] : characters;
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

const ESCAPE = '\u001B';

const withoutEscape = (read: string): string => (read.startsWith(ESCAPE) ? read.slice(1) : read);

/**
 * How many Escapes came before a key in what was read at once and are no part of its own sequence, nor told by the
 * key itself.
 */
export function escapesBefore(read: string, key: Key): number {
	let escapes = 0;
	while (read[escapes] === ESCAPE) escapes++;
	const rest = read.slice(escapes);
	const isSequence = rest === '' || /^[[O]./.test(rest);
	return Math.max(0, isSequence || key.meta ? escapes - 1 : escapes);
}

const PASTE_START = '[200~';
const PASTE_END = '[201~';

/** Follows where a paste begins and ends, over as many reads as it takes. */
export class Pasting {
	/** Whether the last read was not yet the end of a paste. */
	isOpen = false;

	/** Whether what was read was pasted; each read must be shown to it, in order. */
	takes(read: string): boolean {
		const input = withoutEscape(read);
		if (input.startsWith(PASTE_START)) this.isOpen = true;
		const isPasted = this.isOpen;
		if (isPasted && input.includes(PASTE_END)) this.isOpen = false;
		return isPasted;
	}
}

/** A name that is a character, to be typed; keys that are not have longer ones. */
const characterOf = (name: string): string | null =>
	name === 'space' ? ' ' : Array.from(name).length === 1 ? name : null;

/** Actions that leave what lies over the screen and do what they do. */
const FROM_OVERLAY: ReadonlySet<string> = new Set([
	'risk',
	'queues',
	'log',
	'compliance',
	'agreement',
	'palette',
]);

/** Actions that do the same under it as anywhere. */
const UNDER_OVERLAY: ReadonlySet<string> = new Set([
	...['quit', 'help', 'sources', 'repaint', 'suspend'],
	...['down', 'up', 'page-down', 'page-up', 'half-down', 'half-up', 'home', 'end'],
]);

/** Feeds keys to the board. What is pasted is text for the line that is typed, and never a command. */
export class Keyboard {
	private readonly pasting = new Pasting();

	/** @param onMouse does what a click or the wheel is for; left out: nothing */
	constructor(
		private readonly board: Board,
		private readonly onMouse: (event: MouseEvent) => Promise<void> = async () => {},
	) {}

	/** @param escapes how often Escape was pressed right before, where Ink says nothing of it */
	press(read: string, key: Key, escapes = 0): void {
		const input = withoutEscape(read);
		if (escapes > 0 && !this.pasting.isOpen) {
			void this.board.do(() => this.take(Array.from({ length: escapes }, () => 'escape')));
		}
		const isPasted = this.pasting.takes(read);
		this.board.wake();
		if (!isPasted && isMouseReport(input)) {
			const event = mouseEvent(input);
			if (event) void this.board.answer(() => this.onMouse(event));
			return;
		}
		const names = isPasted ? [] : keyNames(input, key);
		// Its turn would not come before the store has answered.
		if (this.board.isInSilence && names.some((name) => this.isToQuit(name))) this.board.onQuit();
		// What a key does depends on those before it: that is decided when its turn has come.
		else void this.board.answer(() => (isPasted ? this.paste(input) : this.take(names)));
	}

	private isToQuit(name: string): boolean {
		const { dialog, keymap, place } = this.board;
		return dialog === null && keymap.find(name, place)?.id === 'quit';
	}

	private async paste(input: string): Promise<void> {
		const { dialog } = this.board;
		// Where letters are commands, what is pasted is none.
		if (dialog?.kind === 'columns') return;
		await dialog?.type(input.replaceAll(PASTE_START, '').replaceAll(PASTE_END, ''));
	}

	/** Takes keys one after another; characters in a row are typed at once. */
	private async take(names: readonly string[]): Promise<void> {
		let typed = '';
		const type = async (): Promise<void> => {
			if (typed !== '') await this.board.dialog?.type(typed);
			typed = '';
		};
		for (const name of names) {
			const character = this.board.dialog ? characterOf(name) : null;
			if (character !== null) {
				typed += character;
				continue;
			}
			await type();
			await (this.board.dialog ? this.board.dialog.press(name) : this.command(name));
		}
		await type();
	}

	private async command(name: string): Promise<void> {
		const { board } = this;
		const action = board.keymap.find(name, board.place);
		// Keys close what lies over the screen, but for those that scroll it; those that change the screen do that as well.
		if (board.overlay !== null && !UNDER_OVERLAY.has(action?.id ?? '')) {
			board.closeOver();
			if (!FROM_OVERLAY.has(action?.id ?? '')) return;
		}
		if (action) await board.run(action);
	}
}

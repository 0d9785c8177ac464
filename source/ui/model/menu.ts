/** Choices that are narrowed by what is typed: the command palette, and every question with a list of answers. */
import type { TakesKeys } from './dialog.ts';
import type { History } from './history.ts';
import { LineEditor } from './line-editor.ts';

export interface Choice {
	readonly label: string;
	/** What stands before it: its key. */
	readonly key?: string;
	/** What stands behind it, less loud. */
	readonly note?: string;
	/** Why it cannot be chosen now. */
	readonly disabled?: string | null;
	readonly run: () => void | Promise<void>;
}

export interface MenuOptions {
	readonly title: string;
	/** What stands before the line that is typed. */
	readonly prompt: string;
	/** The choices for what is typed, the likeliest first. */
	readonly choicesFor: (typed: string) => readonly Choice[] | Promise<readonly Choice[]>;
	/** Typed lines of before, with the arrow up from the first choice, and Ctrl-p. */
	readonly history?: History;
	readonly close: () => void | Promise<void>;
	/** Somebody chose what cannot be chosen; without a reason: nothing at all. */
	readonly onRefused: (reason: string | null) => void;
}

/** A page of choices, as far as PgDn goes. */
const PAGE = 8;

export class Menu implements TakesKeys {
	readonly kind = 'menu';
	readonly editor = new LineEditor();
	choices: readonly Choice[] = [];
	cursor = 0;
	/** How many there were when nothing was typed, or the one line that says so: so high it stays. */
	private atFirst = 1;

	constructor(readonly options: MenuOptions) {}

	get selected(): Choice | undefined {
		return this.choices[this.cursor];
	}

	/** Reads its choices. */
	async open(): Promise<this> {
		await this.narrow();
		this.atFirst = Math.max(1, this.choices.length);
		return this;
	}

	height(most: number): number {
		return Math.max(1, Math.min(most, this.atFirst + 1));
	}

	async type(text: string): Promise<void> {
		this.options.history?.leave();
		this.editor.type(text);
		await this.narrow();
	}

	async press(key: string): Promise<void> {
		const { history, close } = this.options;
		switch (key) {
			case 'enter':
				return this.choose();
			case 'escape':
			case 'ctrl-c':
				return close();
			case 'up':
				return this.cursor === 0 ? this.recall(history?.older()) : this.move(-1);
			case 'down':
				return history?.isOpen ? this.recall(history.newer()) : this.move(1);
			case 'shift-tab':
				return this.move(-1);
			case 'tab':
				return this.move(1);
			case 'pageup':
				return this.move(-PAGE);
			case 'pagedown':
				return this.move(PAGE);
			case 'ctrl-p':
				return this.recall(history?.older());
			case 'ctrl-n':
				return this.recall(history?.newer());
			case 'backspace':
				if (this.editor.text === '') return close();
		}
		if (!this.editor.press(key)) return;
		history?.leave();
		await this.narrow();
	}

	private async choose(): Promise<void> {
		const { history, close, onRefused } = this.options;
		const { selected } = this;
		if (!selected || typeof selected.disabled === 'string') return onRefused(selected?.disabled ?? null);
		history?.add(this.editor.text);
		await close();
		await selected.run();
	}

	private move(by: number): void {
		this.cursor = Math.max(0, Math.min(this.cursor + by, this.choices.length - 1));
	}

	private async recall(line: string | undefined): Promise<void> {
		if (line === undefined) return;
		this.editor.set(line);
		await this.narrow();
	}

	private async narrow(): Promise<void> {
		this.choices = await this.options.choicesFor(this.editor.text.trim());
		this.cursor = 0;
	}
}

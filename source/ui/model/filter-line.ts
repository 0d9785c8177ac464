/** The filter while it is typed: it narrows as it is typed, completes with Tab, and knows those of before. */
import type { TakesKeys } from './dialog.ts';
import { type Completion, completionsOf, type KnownNames } from './filter.ts';
import type { History } from './history.ts';
import { LineEditor } from './line-editor.ts';

export interface FilterLineOptions {
	/** The filter that is there. */
	readonly text: string;
	readonly history: History;
	readonly known: () => KnownNames;
	/** Narrows the lists, now or as soon as the typing pauses. */
	readonly apply: (text: string, when: 'now' | 'soon') => void | Promise<void>;
	readonly close: () => void | Promise<void>;
	/** Moves the selection in the list. */
	readonly move: (by: number) => void | Promise<void>;
}

export class FilterLine implements TakesKeys {
	readonly kind = 'filter';
	readonly editor: LineEditor;
	/** The completion that Tab goes round in, and where it is. */
	private round: { readonly completion: Completion; place: number } | null = null;

	constructor(readonly options: FilterLineOptions) {
		this.editor = new LineEditor(options.text);
	}

	height(most: number): number {
		return most > 1 ? 1 : 0;
	}

	/** What Tab would put in, and which of it stands there now; -1: none yet. */
	get completions(): { readonly candidates: readonly string[]; readonly place: number } {
		if (this.round) return { candidates: this.round.completion.candidates, place: this.round.place };
		return { candidates: completionsOf(this.editor.before, this.options.known()).candidates, place: -1 };
	}

	async type(text: string): Promise<void> {
		this.editor.type(text);
		await this.edited('soon');
	}

	async press(key: string): Promise<void> {
		const { history, close, apply, move } = this.options;
		switch (key) {
			case 'enter':
				history.add(this.editor.text);
				await apply(this.editor.text, 'now');
				return close();
			case 'escape':
			case 'ctrl-c':
				await apply('', 'now');
				return close();
			case 'tab':
				return this.complete(1);
			case 'shift-tab':
				return this.complete(-1);
			case 'up':
				if (this.editor.text !== '' && !history.isOpen) return move(-1);
				return this.recall(history.older());
			case 'down':
				return history.isOpen ? this.recall(history.newer()) : move(1);
			case 'backspace':
				if (this.editor.text === '') return close();
		}
		if (this.editor.press(key)) await this.edited('soon');
	}

	private async edited(when: 'now' | 'soon'): Promise<void> {
		this.round = null;
		this.options.history.leave();
		await this.options.apply(this.editor.text, when);
	}

	private async recall(line: string | undefined): Promise<void> {
		if (line === undefined) return;
		this.editor.set(line);
		this.round = null;
		await this.options.apply(line, 'soon');
	}

	private async complete(by: 1 | -1): Promise<void> {
		const completion = this.round?.completion ?? completionsOf(this.editor.before, this.options.known());
		const { stem, candidates, isValue } = completion;
		if (candidates.length === 0) return;
		const from = this.round?.place ?? (by > 0 ? -1 : 0);
		const place = (from + by + candidates.length) % candidates.length;
		const isOnly = candidates.length === 1;
		this.editor.set(`${stem}${candidates[place]}${isOnly && isValue ? ' ' : ''}`, this.editor.after);
		this.options.history.leave();
		this.round = isOnly ? null : { completion, place };
		await this.options.apply(this.editor.text, 'soon');
	}
}

/** A line of text that somebody is asked for: a note, the words beside a reason. */
import type { TakesKeys } from './dialog.ts';
import { LineEditor } from './line-editor.ts';

export interface TextLineOptions {
	readonly prompt: string;
	/** What it is for, where nothing is typed yet. */
	readonly hint: string;
	readonly close: () => void | Promise<void>;
	/** Enter was pressed; what was typed may be empty. */
	readonly done: (text: string) => void | Promise<void>;
}

export class TextLine implements TakesKeys {
	readonly kind = 'text';
	readonly editor = new LineEditor();

	constructor(readonly options: TextLineOptions) {}

	height(): number {
		return 0;
	}

	type(text: string): void {
		this.editor.type(text);
	}

	async press(key: string): Promise<void> {
		const { close, done } = this.options;
		if (key === 'enter') {
			await close();
			await done(this.editor.text.trim());
		} else if (key === 'escape' || key === 'ctrl-c') await close();
		else this.editor.press(key);
	}
}

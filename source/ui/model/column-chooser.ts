/** Choosing the columns of a list: which are shown, and in which order. What is chosen is seen at once. */
import { type ColumnChoice, moved, toggled } from './column-choice.ts';
import type { TakesKeys } from './dialog.ts';

/** A column, as the list has it at the width that the screen has. */
export interface ColumnState {
	readonly id: string;
	readonly title: string;
	readonly isShown: boolean;
	/** Whether it would be shown without a word from anybody. */
	readonly wouldBe: boolean;
}

export interface ColumnChooserOptions {
	/** All columns of the list, in the order that is chosen. */
	readonly columns: () => readonly ColumnState[];
	readonly choice: () => ColumnChoice;
	/** Before anybody has chosen. */
	readonly atFirst: ColumnChoice;
	readonly choose: (choice: ColumnChoice) => void;
	readonly close: () => void | Promise<void>;
}

export class ColumnChooser implements TakesKeys {
	readonly kind = 'columns';
	cursor = 0;

	constructor(private readonly options: ColumnChooserOptions) {}

	get columns(): readonly ColumnState[] {
		return this.options.columns();
	}

	height(most: number): number {
		return Math.max(1, Math.min(most, this.columns.length + 1));
	}

	/** Letters are commands here, as in the list. */
	async type(text: string): Promise<void> {
		for (const character of text) await this.press(character === ' ' ? 'space' : character);
	}

	async press(key: string): Promise<void> {
		switch (key) {
			case 'down':
			case 'j':
				return this.select(this.cursor + 1);
			case 'up':
			case 'k':
				return this.select(this.cursor - 1);
			case 'space':
			case 'x':
				return this.toggle();
			case 'J':
			case '>':
			case 'right':
				return this.move(1);
			case 'K':
			case '<':
			case 'left':
				return this.move(-1);
			case 'r':
				return this.options.choose(this.options.atFirst);
			case 'enter':
			case 'escape':
			case 'ctrl-c':
			case 'q':
			case 'c':
				return this.options.close();
		}
	}

	private select(place: number): void {
		this.cursor = Math.max(0, Math.min(place, this.columns.length - 1));
	}

	private toggle(): void {
		const column = this.columns[this.cursor];
		if (!column) return;
		this.options.choose(toggled(this.options.choice(), column.id, column.isShown, column.wouldBe));
	}

	private move(by: 1 | -1): void {
		const { columns } = this;
		const column = columns[this.cursor];
		if (!column) return;
		const ids = columns.map(({ id }) => id);
		this.options.choose(moved(this.options.choice(), ids, column.id, by));
		this.select(this.columns.findIndex(({ id }) => id === column.id));
	}
}

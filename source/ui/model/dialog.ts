/** What takes the keys while it is open: a line to be typed, a menu. It has the lowest lines of the screen. */
import type { ColumnChooser } from './column-chooser.ts';
import type { FilterLine } from './filter-line.ts';
import type { Menu } from './menu.ts';
import type { TextLine } from './text-line.ts';

export type Dialog = Menu | FilterLine | TextLine | ColumnChooser;

/** What every dialog does. */
export interface TakesKeys {
	/** Lines above the footer that it takes, at most so many. */
	height(most: number): number;
	/** Characters, typed or pasted. */
	type(text: string): void | Promise<void>;
	/** A key that is no character. */
	press(key: string): void | Promise<void>;
}

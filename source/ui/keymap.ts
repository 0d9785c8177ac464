/**
 * Every key and what it does, as data: the dispatch, the footer, the help and the palette are all made from this
 * table. What an action is called stands in the catalogue of words, by its id.
 */
import { keyLabel } from './key-names.ts';
import type { Board, Screen } from './model/board.ts';
import type { ActionId } from './words.ts';

export interface Action {
	/** Its name in the keymap, in config files, and in the catalogue of words, which says what it does. */
	readonly id: ActionId;
	/** Key names: a character, or `up`, `ctrl-u`, `enter` … The first is the one that is shown. */
	readonly keys: readonly string[];
	/** How many of its keys the help shows; left out: one. */
	readonly shown?: number;
	/** When the footer tells of it; left out: always. */
	readonly footerWhen?: (board: Board) => boolean;
	/** What the footer calls it now; left out or undefined: by its usual word. */
	readonly footerAs?: (board: Board) => string | undefined;
	/** Where it works; left out: everywhere. */
	readonly screens?: readonly Screen[];
	/** Why it cannot be done now, for people; null where it can. */
	readonly disabled?: (board: Board) => string | null;
	readonly run: (board: Board) => void | Promise<void>;
}

/** An action's keys as the footer and the help write them. */
export const shownKeys = ({ keys, shown = 1 }: Action): string =>
	keys.slice(0, shown).map(keyLabel).join(', ');

export const worksOn = ({ screens }: Action, screen: Screen): boolean => screens?.includes(screen) ?? true;

/** The actions there are, and which key does which. */
export class Keymap {
	constructor(readonly actions: readonly Action[]) {}

	/** The actions that work on a screen. */
	on(screen: Screen): readonly Action[] {
		return this.actions.filter((action) => worksOn(action, screen));
	}

	/** What a key does on a screen. */
	find(key: string, screen: Screen): Action | undefined {
		return this.actions.find((action) => action.keys.includes(key) && worksOn(action, screen));
	}

	action(id: ActionId): Action | undefined {
		return this.actions.find((action) => action.id === id);
	}

	/** How to do it, as a hint writes it: its key, or where it has none, its name for the palette. */
	hint(id: ActionId): string {
		const key = this.action(id)?.keys[0];
		return key === undefined ? `:${id}` : keyLabel(key);
	}
}

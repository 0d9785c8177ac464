/**
 * Every key and what it does, as data: the dispatch, the footer, the help and the palette are all made from this
 * table. What an action is called stands in the catalogue of words, by its id.
 */
import { keyLabel, keyNamed } from './key-names.ts';
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
}

/** Keys that somebody wants: by an action's id, one or several; none takes its keys away. */
export type Bindings = Readonly<Record<string, string | readonly string[] | null>>;

export interface KeyProblem {
	/** What was written: an action's id, or a key. */
	readonly about: string;
	readonly kind: 'noAction' | 'noKey' | 'taken' | 'keyless';
	/** The action that has the key now, or the one that was wanted. */
	readonly action?: ActionId;
}

export interface BoundActions {
	readonly actions: readonly Action[];
	/** What of the bindings could not be done, or did harm. */
	readonly problems: readonly KeyProblem[];
}

const meet = (one: Action, other: Action): boolean =>
	!one.screens || !other.screens || one.screens.some((screen) => worksOn(other, screen));

/**
 * Actions with other keys. A key that is asked for is taken from whatever had it by default; of two that ask for
 * the same on the same screen, the first has it.
 */
export function applyKeys(actions: readonly Action[], bindings: Bindings): BoundActions {
	const problems: KeyProblem[] = [];
	const wanted = new Map<ActionId, string[]>();
	const given = new Map<string, Action[]>();
	for (const [id, written] of Object.entries(bindings)) {
		const action = actions.find((known) => known.id === id);
		if (!action) {
			problems.push({ about: id, kind: 'noAction' });
			continue;
		}
		const keys: string[] = [];
		for (const text of written === null ? [] : typeof written === 'string' ? [written] : written) {
			const key = keyNamed(text);
			const holder = key === undefined ? undefined : given.get(key)?.find((other) => meet(other, action));
			if (key === undefined) problems.push({ about: text, kind: 'noKey', action: action.id });
			else if (holder) problems.push({ about: text, kind: 'taken', action: holder.id });
			else {
				keys.push(key);
				given.set(key, [...(given.get(key) ?? []), action]);
			}
		}
		wanted.set(action.id, keys);
	}
	const bound = actions.map((action): Action => {
		const keys = wanted.get(action.id);
		if (keys) return { ...action, keys, shown: Math.min(action.shown ?? 1, Math.max(1, keys.length)) };
		const left = action.keys.filter((key) => !given.get(key)?.some((other) => meet(other, action)));
		if (left.length === 0) {
			problems.push({ about: action.keys[0] ?? '', kind: 'keyless', action: action.id });
		}
		return left.length === action.keys.length ? action : { ...action, keys: left };
	});
	return { actions: bound, problems };
}

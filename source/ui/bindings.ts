/** Keys of somebody's own instead of those that actions come with, and what is wrong with them. */
import { keyLabel, keyNamed } from './key-names.ts';
import { type Action, worksOn } from './keymap.ts';
import type { ActionId } from './words.ts';

/** Keys that somebody wants: by an action's id, one or several; none takes its keys away. */
export type Bindings = Readonly<Record<string, string | readonly string[] | null>>;

export interface KeyProblem {
	readonly kind: 'noAction' | 'noKey' | 'twice' | 'taken' | 'keyless' | 'needed';
	/** What was written: an action's id, or a key. */
	readonly about: string;
	/** The action that has the key now, or the one that was wanted. */
	readonly action?: ActionId;
	/** Where it stands: under which id, and at which place of its list; without a place, the whole of it. */
	readonly entry: string;
	readonly place?: number;
}

export interface BoundActions {
	readonly actions: readonly Action[];
	/** What of the bindings could not be done, or did harm. */
	readonly problems: readonly KeyProblem[];
}

/** Whoever takes all its keys from this one could not leave any more. */
const NEEDED: ActionId = 'quit';
/** The one that it keeps, unless it is given another. */
const KEPT_KEY = 'ctrl-c';

/** Whether both work on some screen. */
const meet = (one: Action, other: Action): boolean =>
	!one.screens || !other.screens || one.screens.some((screen) => worksOn(other, screen));

/** A key as it was written, and as the terminal has it where that is another: `Ctrl-i (= Tab)`. */
function inBothWays(written: string, key: string): string {
	const label = keyLabel(key);
	return label.toLowerCase() === written.trim().toLowerCase() ? written : `${written} (= ${label})`;
}

class Binding {
	readonly problems: KeyProblem[] = [];
	/** Which actions somebody gave a key to. */
	private readonly given = new Map<string, Action[]>();
	private readonly wanted = new Map<ActionId, readonly string[]>();

	constructor(private readonly actions: readonly Action[]) {}

	/** Takes the keys that somebody wants for an action. */
	take(entry: string, written: string | readonly string[] | null): void {
		const action = this.actions.find(({ id }) => id === entry);
		if (!action) {
			this.problems.push({ kind: 'noAction', about: entry, entry });
			return;
		}
		const texts = written === null ? [] : typeof written === 'string' ? [written] : written;
		const keys: string[] = [];
		for (const [at, text] of texts.entries()) {
			const place = typeof written === 'string' ? {} : { place: at };
			const key = keyNamed(text);
			const holder = key === undefined ? undefined : this.holder(key, action);
			if (key === undefined)
				this.problems.push({ kind: 'noKey', about: text, action: action.id, entry, ...place });
			else if (holder) {
				const kind = holder === action ? 'twice' : 'taken';
				this.problems.push({ kind, about: inBothWays(text, key), action: holder.id, entry, ...place });
			} else {
				keys.push(key);
				this.give(key, action);
			}
		}
		if (keys.length === 0 && action.id === NEEDED) {
			this.problems.push({ kind: 'needed', about: keyLabel(KEPT_KEY), action: NEEDED, entry });
			this.give(KEPT_KEY, action);
		} else this.wanted.set(action.id, keys);
	}

	/** Nobody has said anything of it: it keeps a key that nobody can take. */
	keep(id: ActionId, key: string): void {
		const action = this.actions.find((known) => known.id === id);
		if (action) this.give(key, action);
	}

	/** The action with its keys: those that were wanted, or what others have left of those that it comes with. */
	bound(action: Action): Action {
		const keys = this.wanted.get(action.id);
		if (keys) return { ...action, keys, shown: Math.min(action.shown ?? 1, Math.max(1, keys.length)) };
		const left = action.keys.filter((key) => [undefined, action].includes(this.holder(key, action)));
		const [first = ''] = action.keys;
		if (left.length === 0 && first !== '') {
			const entry = this.holder(first, action)?.id ?? action.id;
			this.problems.push({ kind: 'keyless', about: keyLabel(first), action: action.id, entry });
		}
		return left.length === action.keys.length ? action : { ...action, keys: left };
	}

	private give(key: string, action: Action): void {
		this.given.set(key, [...(this.given.get(key) ?? []), action]);
	}

	/** Who has a key where this action works. */
	private holder(key: string, action: Action): Action | undefined {
		return this.given.get(key)?.find((other) => meet(other, action));
	}
}

/**
 * Actions with other keys. A key that is asked for is taken from whatever had it by default; of two that ask for
 * the same on the same screen, the first has it. There is always a key to leave with.
 */
export function applyKeys(actions: readonly Action[], bindings: Bindings): BoundActions {
	const binding = new Binding(actions);
	const needed = bindings[NEEDED];
	if (needed === undefined) binding.keep(NEEDED, KEPT_KEY);
	else binding.take(NEEDED, needed);
	for (const [entry, written] of Object.entries(bindings)) if (entry !== NEEDED) binding.take(entry, written);
	return { actions: actions.map((action) => binding.bound(action)), problems: binding.problems };
}

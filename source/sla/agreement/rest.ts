/** What is left of an agreement's document without the places that are wrong: its other mistakes are found in that. */
import type { Path } from './problems.ts';

export interface Rest {
	readonly value: unknown;
	/** Where in the whole document a place of the rest stands. */
	readonly place: (path: Path) => Path;
}

type Branch = Record<string | number, unknown>;
const isBranch = (value: unknown): value is Branch => typeof value === 'object' && value !== null;

/** Whatever stands under these has a name that other parts use: without it they would be wrong, too. */
const NAMED: readonly unknown[] = ['levels', 'calendars', 'metrics', 'notify'];
const isNeeded = (path: Path): boolean => path.length === 0 || (path.length <= 2 && NAMED.includes(path[0]));

/** What has to go for a fault to be gone: the item of a list that it is in, or the key; null where that is needed. */
function cutFor(document: Branch, fault: Path): Path | null {
	let parent: unknown = document;
	for (const [depth, key] of fault.entries()) {
		if (Array.isArray(parent)) return fault.slice(0, depth + 1);
		const child: unknown = isBranch(parent) ? parent[key] : undefined;
		// What is missing takes along what it is missing in.
		if (child === undefined) return isNeeded(fault.slice(0, depth)) ? null : fault.slice(0, depth);
		parent = child;
	}
	return isNeeded(fault) ? null : fault;
}

function parentOf(document: Branch, path: Path): unknown {
	return path.slice(0, -1).reduce<unknown>((at, key) => (isBranch(at) ? at[key] : undefined), document);
}

/** The document without its faults; null where what is left would say nothing. */
export function restOf(whole: unknown, faults: readonly Path[]): Rest | null {
	if (!isBranch(whole) || Array.isArray(whole)) return null;
	const value: Branch = structuredClone(whole);
	const lists = new Map<unknown[], Set<number>>();
	for (const fault of faults) {
		if (fault.length === 1 && fault[0] === 'version') {
			value.version = 1;
			continue;
		}
		const cut = cutFor(whole, fault);
		if (cut === null) return null;
		const [parent, key] = [parentOf(value, cut), cut.at(-1)];
		if (Array.isArray(parent)) lists.set(parent, (lists.get(parent) ?? new Set()).add(Number(key)));
		else if (isBranch(parent) && key !== undefined) delete parent[key];
	}
	const kept = new Map<unknown, number[]>();
	for (const [list, gone] of lists) {
		const indexes = [...list.keys()].filter((index) => !gone.has(index));
		const items = indexes.map((index) => list[index]);
		list.splice(0, list.length, ...items);
		kept.set(list, indexes);
	}
	return {
		value,
		place(path) {
			let parent: unknown = value;
			return path.map((key) => {
				const there = typeof key === 'number' ? (kept.get(parent)?.[key] ?? key) : key;
				parent = isBranch(parent) ? parent[key] : undefined;
				return there;
			});
		},
	};
}

/** What is kept of a dashboard from one run to the next: as data, whatever a file says. */
import * as v from 'valibot';
import type { ColumnChoice } from './column-choice.ts';
import { BY_DUE, SORT_NAMES, type Sorting } from './sorting.ts';

const NOTHING = { order: [], always: [], never: [] };
const texts = v.fallback(v.array(v.string()), []);
const columns = v.fallback(v.object({ order: texts, always: texts, never: texts }), NOTHING);

/** What cannot be read of it is as at first. */
const KEPT = v.object({
	screen: v.fallback(v.picklist(['risk', 'queues', 'log', 'compliance', 'agreement']), 'risk'),
	filter: v.fallback(v.string(), ''),
	sorting: v.fallback(v.object({ by: v.picklist(SORT_NAMES), isReversed: v.boolean() }), BY_DUE),
	columns: v.fallback(v.object({ risk: columns, log: columns }), { risk: NOTHING, log: NOTHING }),
	isSplit: v.fallback(v.boolean(), false),
	typed: v.fallback(v.object({ filters: texts, commands: texts, actions: texts }), {
		filters: [],
		commands: [],
		actions: [],
	}),
});

/** As `KEPT` has it, and never changed. */
export interface Kept {
	readonly screen: 'risk' | 'queues' | 'log' | 'compliance' | 'agreement';
	readonly filter: string;
	readonly sorting: Sorting;
	readonly columns: Readonly<Record<'risk' | 'log', ColumnChoice>>;
	readonly isSplit: boolean;
	readonly typed: Readonly<Record<'filters' | 'commands' | 'actions', readonly string[]>>;
}

/** Reads what was kept; null where it is not that at all. */
export function parseKept(text: string): Kept | null {
	try {
		const result = v.safeParse(KEPT, JSON.parse(text));
		return result.success ? result.output : null;
	} catch {
		return null;
	}
}

/** Mistakes in an agreement file, each at its line and column, in words for whoever owns the file. */
import { closest, distance } from 'fastest-levenshtein';
import type * as v from 'valibot';
import { type Document, isMap, isScalar, type LineCounter, type Node } from 'yaml';

export interface Problem {
	/** From 1. */
	readonly line: number;
	/** From 1. */
	readonly column: number;
	/** Where in the document, like `levels.gold.at_risk`. */
	readonly path: string;
	readonly message: string;
}

export type Path = readonly (string | number)[];

const isNode = (value: unknown): value is Node =>
	typeof value === 'object' && value !== null && 'range' in value;

/** The node of a path; where there is none, of the nearest of its parents. */
function nodeAt(document: Document, path: Path): Node | null {
	for (let length = path.length; length >= 0; length--) {
		const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
		if (isNode(node)) return node;
	}
	return null;
}

/** The node of the last key of a path, rather than of what stands under it. */
function keyAt(document: Document, path: Path): Node | null {
	const parent = path.length > 1 ? document.getIn(path.slice(0, -1), true) : document.contents;
	if (!isMap(parent)) return null;
	const pair = parent.items.find(({ key }) => isScalar(key) && key.value === path.at(-1));
	return pair && isNode(pair.key) ? pair.key : null;
}

/** Turns paths into lines and columns. */
export class Locator {
	constructor(
		private readonly document: Document,
		private readonly lines: LineCounter,
	) {}

	/** @param of whether the mistake is in the key itself, or in what stands under it */
	problem(path: Path, message: string, of: 'key' | 'value' = 'value'): Problem {
		const node = (of === 'key' ? keyAt(this.document, path) : null) ?? nodeAt(this.document, path);
		return { ...this.at(node?.range?.[0] ?? 0, message), path: path.join('.') };
	}

	/** Of a place in the text, which no path need lead to. */
	at(offset: number, message: string): Problem {
		const { line, col } = this.lines.linePos(offset);
		return { line: Math.max(1, line), column: Math.max(1, col), path: '', message };
	}
}

/** ` (did you mean "gold"?)` where a known name is near, else the list of what there is. */
export function suggestion(given: string, known: readonly string[]): string {
	const nearest = known.length > 0 ? closest(given, [...known]) : undefined;
	if (nearest !== undefined && distance(given, nearest) <= Math.max(2, given.length / 3)) {
		return ` (did you mean "${nearest}"?)`;
	}
	return known.length > 0 ? ` (there is: ${known.join(', ')})` : '';
}

export const pathOf = (issue: v.BaseIssue<unknown>): Path =>
	(issue.path ?? []).map(({ key }) => (typeof key === 'number' ? key : String(key)));

/** What the schema calls what it has got, where people call it otherwise. */
const RECEIVED: Readonly<Record<string, string>> = { Array: 'a list', Object: 'an object', null: 'nothing' };

/** What is to be written where a key is missing, and its name alone doesn't tell. */
const WANTED: Readonly<Record<string, string>> = {
	version: ': expected version: 1 at the top',
	levels: ': expected levels by name, with their targets',
	hours: ': expected hours by weekday, like mon-fri: ["09:00-17:00"]',
	within: ': expected a duration like "4h"',
	when: ': expected a condition, like { field: priority, is: urgent }',
	level: ': expected the name of a level',
	field: ': expected a field of a ticket, like priority',
};

/**
 * One problem of the schema, in our words.
 * @param under where in the document the schema's own part of it stands
 */
export function schemaProblem(locator: Locator, issue: v.BaseIssue<unknown>, under: Path = []): Problem {
	const path = [...under, ...pathOf(issue)];
	const key = String(path.at(-1) ?? '');
	// Said by `shape`, which knows the keys that there are.
	if (issue.message.startsWith('unknown key')) return locator.problem(path, issue.message, 'key');
	if (issue.type === 'strict_object' && issue.expected === 'never') {
		return locator.problem(path, `unknown key "${key}"`, 'key');
	}
	if (issue.type === 'strict_object' && issue.received === 'undefined') {
		return locator.problem(path, `"${key}" is missing${WANTED[key] ?? ''}`);
	}
	if (issue.type === 'strict_object' && !issue.message.startsWith('expected'))
		return locator.problem(path, `expected an object, not ${issue.received}`);
	const message = issue.message.startsWith('expected') ? issue.message : `expected ${issue.expected}`;
	const received = message.includes(', not ') ? '' : `, not ${RECEIVED[issue.received] ?? issue.received}`;
	return locator.problem(path, message + received);
}

/** `sla.yaml:12:5: levels.gold.calendar: …` */
export function formatProblem(file: string, { line, column, path, message }: Problem): string {
	return `${file}:${line}:${column}: ${path === '' ? '' : `${path}: `}${message}`;
}

/** Mistakes in the YAML itself, in words for somebody who doesn't know its grammar. */
import { type Document, isAlias, isPair, isScalar, type LineCounter, visit, type YAMLParseError } from 'yaml';
import type { Locator, Problem } from './problems.ts';

const KEY_AND_VALUE = 'expected "key: value", with a space after the colon';

/** What the parser finds, by its code and a part of its message: the first that fits. */
const WORDS: readonly (readonly [code: string, part: string, words: string])[] = [
	['TAB_AS_INDENT', '', 'a tab indents this line: expected spaces'],
	['BAD_INDENT', 'same column', 'this line begins at another column than those beside it: expected the same'],
	['BAD_INDENT', 'end with a ]', 'a list that begins above is not closed: expected "]" before this'],
	['BAD_INDENT', 'end with a }', 'an object that begins above is not closed: expected "}" before this'],
	['BLOCK_AS_IMPLICIT_KEY', 'Nested', 'a second ": " in one value: expected such a text in quotes'],
	[
		'BLOCK_AS_IMPLICIT_KEY',
		'',
		'this line begins at another column than the list above: expected the same one',
	],
	['MISSING_CHAR', 'closing', 'a text that begins with a quote has no end: expected a quote there, too'],
	['MISSING_CHAR', 'map keys', KEY_AND_VALUE],
	['MULTILINE_IMPLICIT_KEY', '', KEY_AND_VALUE],
];

function wordsOf({ code, message }: YAMLParseError, at: string): string {
	if (/call stack/.test(message)) return 'not an agreement: nested too deep';
	if (code === 'MULTIPLE_DOCS') {
		return 'a second document begins here: expected one agreement in the file, without "---" inside it';
	}
	if (code === 'DUPLICATE_KEY') {
		return `the key "${/^["']?([^"':]*)/.exec(at)?.[1]}" is there already: expected it once`;
	}
	const found = WORDS.find(([wanted, part]) => code === wanted && message.includes(part));
	return `not YAML: ${found ? found[2] : message}`;
}

/** What says nothing of the lines after it; all else leaves the parser guessing, and what it says then is noise. */
const ALONE: readonly string[] = ['DUPLICATE_KEY', 'TAB_AS_INDENT'];

/** Where a line begins that is indented deeper than the one before, which has its value on it. */
function deeperLine(
	{ code, pos }: YAMLParseError,
	next: YAMLParseError | undefined,
	text: string,
): number | null {
	if (code !== 'BLOCK_AS_IMPLICIT_KEY' || next?.code !== 'MULTILINE_IMPLICIT_KEY') return null;
	const found = /\n[ ]*(?=\S)/.exec(text.slice(pos[0]));
	return found ? pos[0] + found.index + found[0].length : null;
}

/** The parser's errors as problems, one for each mistake. */
export function syntaxProblems(
	errors: readonly YAMLParseError[],
	text: string,
	lines: LineCounter,
): {
	readonly problems: Problem[];
	/** Whether the rest can be read all the same. */
	readonly isReadable: boolean;
} {
	const first = errors.find(({ code }) => !ALONE.includes(code));
	const told = errors.filter((error, index) => {
		const tabbed = errors[index - 1]?.code === 'TAB_AS_INDENT';
		return ALONE.includes(error.code) || (error === first && !tabbed);
	});
	const problems = told.map((error) => {
		const deeperAt = deeperLine(error, errors[errors.indexOf(error) + 1], text);
		const at = deeperAt ?? error.pos[0];
		const message =
			deeperAt === null
				? wordsOf(error, text.slice(at))
				: 'not YAML: this line is indented deeper than the one above, which has its value: expected the same column';
		const { line, col } = lines.linePos(at);
		return { line, column: col, path: '', message };
	});
	return { problems, isReadable: errors.every(({ code }) => code === 'DUPLICATE_KEY') };
}

/** What is YAML, and still not what was meant: `<<`, which YAML 1.2 has not, and a `*` that is no glob's. */
export function oddities(document: Document.Parsed, locator: Locator): Problem[] {
	const problems: Problem[] = [];
	const anchors = new Set<string>();
	const say = (
		node: { readonly range?: readonly [number, number, number] | null },
		message: string,
	): void => {
		problems.push(locator.at(node.range?.[0] ?? 0, message));
	};
	visit(document, {
		Node(_key, node) {
			if (!isAlias(node)) {
				if (node.anchor !== undefined) anchors.add(node.anchor);
			} else if (!anchors.has(node.source)) {
				const { source } = node;
				say(
					node,
					`"*${source}" stands for "&${source}", which is nowhere before it: expected a text that begins with * in quotes`,
				);
			}
		},
		Pair(_key, pair) {
			if (!isPair(pair) || !isScalar(pair.key) || pair.key.value !== '<<') return;
			say(pair.key, '"<<" merges nothing in YAML 1.2: expected the keys themselves');
			return visit.SKIP;
		},
	});
	return problems;
}

/** Reads an agreement file: text in, agreement or line-exact problems out. */
import * as v from 'valibot';
import { LineCounter, parseDocument } from 'yaml';
import { messageOf } from '../../text/message.ts';
import type { Agreement } from '../level.ts';
import { Builder, buildAgreement } from './build.ts';
import type { ReadFile } from './build-calendar.ts';
import { Locator, type Problem, pathOf, schemaProblem } from './problems.ts';
import { restOf } from './rest.ts';
import { agreementSchema } from './schema.ts';
import { oddities, syntaxProblems } from './yaml-problems.ts';

export type ParsedAgreement =
	| { readonly agreement: Agreement; readonly problems?: never }
	| { readonly agreement?: never; readonly problems: readonly Problem[] };

const inPlace = (a: Problem, b: Problem): number => a.line - b.line || a.column - b.column;

/**
 * Parses and checks an agreement (YAML 1.2).
 * @param readFile reads a file the agreement names (`holidays: [{file: …}]`), relative to the agreement
 * @param isStored whether it is a version that was in force: what a check of today doubts is left as it was
 */
export async function parseAgreement(
	text: string,
	readFile: ReadFile,
	isStored = false,
): Promise<ParsedAgreement> {
	const lines = new LineCounter();
	const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'error' });
	const syntax = syntaxProblems(document.errors, text, lines);
	if (!syntax.isReadable) return { problems: syntax.problems.toSorted(inPlace) };
	const locator = new Locator(document, lines);
	const problems = [...syntax.problems, ...(isStored ? [] : oddities(document, locator))];
	let value: unknown;
	try {
		value = document.toJS({ maxAliasCount: 100 });
	} catch (error) {
		if (problems.length === 0) problems.push(locator.problem([], `not usable YAML: ${messageOf(error)}`));
		return { problems: problems.toSorted(inPlace) };
	}
	const shaped = v.safeParse(agreementSchema, value);
	if (!shaped.success) {
		problems.push(...(await allProblems(value, shaped.issues, locator, readFile)));
		return { problems: problems.toSorted(inPlace) };
	}
	const builder = new Builder(locator, readFile, isStored);
	const agreement = await buildAgreement(builder, shaped.output);
	problems.push(...builder.problems);
	return problems.length > 0 ? { problems: problems.toSorted(inPlace) } : { agreement };
}

/** A key that is missing because it is misspelt is one mistake, and told as that. */
function withoutMisspelt(problems: readonly Problem[]): Problem[] {
	const parentOf = ({ path }: Problem): string => path.slice(0, path.lastIndexOf('.') + 1);
	const meant = new Set(
		problems.flatMap((problem) => {
			const key = /^unknown key .*\(did you mean "([^"]*)"\?\)/.exec(problem.message)?.[1];
			return key === undefined ? [] : [`${parentOf(problem)}${key}`];
		}),
	);
	return problems.filter(({ path, message }) => !(meant.has(path) && /^"[^"]*" is missing/.test(message)));
}

/** The mistakes of shape, and those in what is left without them. */
async function allProblems(
	value: unknown,
	issues: readonly v.BaseIssue<unknown>[],
	locator: Locator,
	readFile: ReadFile,
): Promise<Problem[]> {
	// What stands under `<<` has been told of.
	const ofShape = issues.filter((issue) => !pathOf(issue).includes('<<'));
	const faults = issues.map(pathOf);
	const problems = withoutMisspelt(ofShape.map((issue) => schemaProblem(locator, issue)));
	const rest = restOf(value, faults);
	if (!rest) return problems;
	const shaped = v.safeParse(agreementSchema, rest.value);
	if (!shaped.success) return problems;
	const builder = new Builder(
		{ problem: (path, message, of) => locator.problem(rest.place(path), message, of) },
		readFile,
	);
	await buildAgreement(builder, shaped.output);
	// What holds a mistake may be lacking something only now.
	const broken = new Set(
		faults.flatMap((fault) => fault.map((_, depth) => fault.slice(0, depth + 1).join('.'))),
	);
	const isNew = ({ path }: Problem): boolean => !broken.has(path);
	return [...problems, ...builder.problems.filter(isNew)];
}

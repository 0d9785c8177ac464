/** Reads an agreement file: text in, agreement or line-exact problems out. */
import * as v from 'valibot';
import { LineCounter, parseDocument } from 'yaml';
import { messageOf } from '../../text/message.ts';
import type { Agreement } from '../level.ts';
import { Builder, buildAgreement } from './build.ts';
import type { ReadFile } from './build-calendar.ts';
import { Locator, type Problem, schemaProblem } from './problems.ts';
import { agreementSchema } from './schema.ts';

export type ParsedAgreement =
	| { readonly agreement: Agreement; readonly problems?: never }
	| { readonly agreement?: never; readonly problems: readonly Problem[] };

/** What the parser has found, in words. */
function yamlWords(code: string, message: string): string {
	if (code === 'MULTIPLE_DOCS') {
		return 'a second document begins here: expected one agreement in the file, without "---" inside it';
	}
	return /call stack/.test(message) ? 'not an agreement: nested too deep' : `not YAML: ${message}`;
}

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
	if (document.errors.length > 0) {
		const problems = document.errors.map(({ code, pos, message }) => {
			const { line, col } = lines.linePos(pos[0]);
			return { line, column: col, path: '', message: yamlWords(code, message) };
		});
		return { problems };
	}
	const locator = new Locator(document, lines);
	let value: unknown;
	try {
		value = document.toJS({ maxAliasCount: 100 });
	} catch (error) {
		const message = messageOf(error);
		return { problems: [locator.problem([], `not usable YAML: ${message}`)] };
	}
	const shaped = v.safeParse(agreementSchema, value);
	if (!shaped.success) {
		return { problems: shaped.issues.map((issue) => schemaProblem(locator, issue)).toSorted(inPlace) };
	}
	const builder = new Builder(locator, readFile, isStored);
	const agreement = await buildAgreement(builder, shaped.output);
	return builder.problems.length > 0 ? { problems: builder.problems.toSorted(inPlace) } : { agreement };
}

/** Reads config.yaml, and tells what is wrong in it with its line. */
import { isScalar, LineCounter, parseDocument, visit } from 'yaml';
import { Locator, type Path, type Problem, schemaProblem, suggestion } from '../../sla/agreement/problems.ts';
import { messageOf } from '../../text/message.ts';
import { WORDS } from '../words.ts';
import { type Config, DEFAULTS, SETTING_NAMES } from './settings.ts';
import { type Fault, takeSettings } from './take.ts';

export interface ReadConfig {
	readonly config: Config;
	/** What stands in the file, as data: what `takeSettings` makes the same settings of, without the file. */
	readonly value: unknown;
	/** In the order of their lines. */
	readonly problems: readonly Problem[];
}

const inPlace = (a: Problem, b: Problem): number => a.line - b.line || a.column - b.column;

/** A fault as it stands in the document. */
function located(fault: Fault, locator: Locator): Problem {
	switch (fault.kind) {
		case 'schema':
			return schemaProblem(locator, fault.issue, [fault.setting]);
		case 'noSettings':
			return locator.problem([], 'expected settings by their names, like "theme: light"');
		case 'noSetting': {
			const { name } = fault;
			return locator.problem([name], `unknown key "${name}"${suggestion(name, SETTING_NAMES)}`, 'key');
		}
		case 'noTheme': {
			const { name, known } = fault;
			return locator.problem(['theme'], `there is no theme "${name}"${suggestion(name, known)}`);
		}
		case 'key': {
			const { kind, about, action = '', entry, place } = fault.problem;
			const path: Path = ['keys', entry, ...(place === undefined ? [] : [place])];
			const message = WORDS.keyProblems[kind](about, action);
			return locator.problem(path, message, kind === 'noAction' ? 'key' : 'value');
		}
	}
}

/** @param text what stands in the file */
export function readConfig(text: string): ReadConfig {
	const lines = new LineCounter();
	// Of a key that is there twice the last one holds: that is no reason to go without all the others.
	const document = parseDocument(text, {
		lineCounter: lines,
		prettyErrors: false,
		uniqueKeys: false,
		// What the parser has to say beside would be printed over the screen.
		logLevel: 'error',
	});
	const locator = new Locator(document, lines);
	const problemAt = (at: number, message: string): Problem => {
		const { line, col } = lines.linePos(at);
		return { line: Math.max(1, line), column: Math.max(1, col), path: '', message };
	};
	const unread = (at: number, message: string): ReadConfig => ({
		config: DEFAULTS,
		value: {},
		problems: [problemAt(at, message)],
	});
	const [error] = document.errors;
	if (error) return unread(error.pos[0], `not YAML: ${error.message}`);
	const problems: Problem[] = [];
	visit(document, {
		Map: (_, map) => {
			const seen = new Set<unknown>();
			for (const { key } of map.items) {
				if (!isScalar(key)) continue;
				if (seen.has(key.value)) {
					problems.push(
						problemAt(key.range?.[0] ?? 0, `"${String(key.value)}" is there twice: this one holds`),
					);
				}
				seen.add(key.value);
			}
		},
	});
	let value: unknown;
	try {
		value = document.toJS({ maxAliasCount: 100 }) ?? {};
	} catch (failure) {
		return unread(0, `not usable YAML: ${messageOf(failure)}`);
	}
	const { config, faults } = takeSettings(value);
	problems.push(...faults.map((fault) => located(fault, locator)));
	return { config, value, problems: problems.toSorted(inPlace) };
}

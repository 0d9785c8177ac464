/** The program, from its arguments to its exit code: what is asked for, and what is said where that fails. */
import meow from 'meow';
import manifest from '../../package.json' with { type: 'json' };
import { AgreementError } from '../engine/agreement-error.ts';
import { StoreError } from '../store/port.ts';
import { cleanMessageOf } from '../text/message.ts';
import { checkCall, findCommand } from './called.ts';
import { dashed, EXIT_FAILED, EXIT_OK, UsageError } from './context.ts';
import { FLAGS, type Flag } from './flags.ts';
import { commandHelp, programHelp } from './help.ts';

const EXIT_USAGE = 2;

const meowFlags = Object.fromEntries(
	Object.entries<Flag>(FLAGS).map(([name, { type, short, multiple }]) => [
		name,
		{ type, ...(short === undefined ? {} : { shortFlag: short }), ...(multiple ? { isMultiple: true } : {}) },
	]),
);

/** What the parser would take for flags of their own: `--batch -`, `--add -1h`. */
const DASHED_VALUE = /^-(\d.*)?$/;

/** Joins a flag and an argument that begins with a dash: `--batch=-`. */
function joinDashed(argv: readonly string[]): string[] {
	const taking = Object.entries<Flag>(FLAGS)
		.filter(([, { type }]) => type !== 'boolean')
		.map(([name]) => `--${dashed(name)}`);
	const joined: string[] = [];
	for (const item of argv) {
		const last = joined.at(-1) ?? '';
		if (DASHED_VALUE.test(item) && taking.includes(last)) joined.splice(-1, 1, `${last}=${item}`);
		else joined.push(item);
	}
	return joined;
}

/** @throws {UsageError} where flags are given as they cannot be: one twice that is for once */
function parse(argv: readonly string[]) {
	try {
		return meow({
			importMeta: import.meta,
			argv: joinDashed(argv),
			pkg: manifest,
			autoHelp: false,
			autoVersion: false,
			booleanDefault: undefined,
			flags: meowFlags,
		});
	} catch (error) {
		throw new UsageError(error instanceof Error ? error.message : String(error));
	}
}

async function called(argv: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
	const { input, flags } = parse(argv);
	const [name = '', ...rest] = input;
	if (flags.version === true) {
		process.stdout.write(`slatop ${manifest.version}\n`);
		return EXIT_OK;
	}
	const command = findCommand(name === 'help' ? (rest[0] ?? '') : name);
	if (flags.help === true || name === 'help') {
		process.stdout.write(`${command.name === '' ? programHelp() : commandHelp(command)}\n`);
		return EXIT_OK;
	}
	const { run, misused } = await command.load();
	try {
		checkCall(command, rest, flags);
	} catch (error) {
		if (misused && error instanceof UsageError) return misused(error);
		throw error;
	}
	return run({ input: rest, flags, env });
}

/** Errors that are for people already; any other is a fault of ours. */
const isExpected = (error: unknown): error is Error =>
	error instanceof UsageError || error instanceof AgreementError || error instanceof StoreError;

/** Where a command that was called wrongly is explained: its own help, where there is such a command. */
function helpFor(argv: readonly string[]): string {
	try {
		const { name } = findCommand(parse(argv).input[0] ?? '');
		return name === '' ? 'slatop --help says what there is' : `slatop ${name} --help says what it takes`;
	} catch {
		return 'slatop --help says what there is';
	}
}

function explain(error: unknown, debug: boolean, argv: readonly string[]): number {
	if (debug) console.error(error);
	else if (isExpected(error)) process.stderr.write(`slatop: ${cleanMessageOf(error)}\n`);
	else {
		process.stderr.write(
			`slatop: ${cleanMessageOf(error)} (a fault in slatop: run it again with --debug to see where)\n`,
		);
	}
	const isHelped = error instanceof UsageError && error.message.includes('--help');
	if (error instanceof UsageError && !isHelped) process.stderr.write(`${helpFor(argv)}\n`);
	return error instanceof UsageError || error instanceof AgreementError ? EXIT_USAGE : EXIT_FAILED;
}

/** Runs a command, says what it failed of, and gives the exit code. @param argv what stands after the program's name */
export async function runProgram(argv: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
	try {
		return await called(argv, env);
	} catch (error) {
		return explain(error, argv.includes('--debug'), argv);
	}
}

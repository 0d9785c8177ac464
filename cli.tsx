import { closest, distance } from 'fastest-levenshtein';
import meow from 'meow';
import manifest from './package.json' with { type: 'json' };
import { UsageError } from './source/commands/context.ts';
import { commandHelp, dashed, programHelp } from './source/commands/help.ts';
import { COMMANDS, COMMON, type Command, FLAGS, type Flag } from './source/commands/table.ts';
import { AgreementError } from './source/engine/agreement-error.ts';
import { StoreError } from './source/store/port.ts';

const EXIT_FAILED = 1;
const EXIT_USAGE = 2;

/** The known name that a wrong one is nearest to, as a hint. */
function hint(given: string, known: readonly string[], prefix = ''): string {
	const begun = known.find((name) => given.length > 1 && name.startsWith(given));
	const nearest = begun ?? closest(given, [...known]);
	const isNear = begun !== undefined || distance(given, nearest) <= Math.max(2, Math.floor(given.length / 2));
	return isNear ? `: did you mean ${prefix}${nearest}?` : '';
}

function findCommand(name: string): Command {
	const command = COMMANDS.find((candidate) => candidate.name === name);
	if (command) return command;
	const known = COMMANDS.map((candidate) => candidate.name).filter((candidate) => candidate !== '');
	throw new UsageError(`there is no command "${name}"${hint(name, known, 'slatop ')}`);
}

function checkFlags(command: Command, flags: Readonly<Record<string, unknown>>): void {
	const known: readonly string[] = [...command.flags, ...COMMON];
	for (const [name, value] of Object.entries(flags)) {
		const isGiven = value !== undefined && !(Array.isArray(value) && value.length === 0);
		if (known.includes(name) || !isGiven) continue;
		const where = command.name === '' ? 'slatop' : `slatop ${command.name}`;
		throw new UsageError(`${where} has no option --${dashed(name)}${hint(name, known, '--')}`);
	}
}

/** A flag that takes an argument and was given none. */
function checkArguments(flags: Readonly<Record<string, unknown>>): void {
	for (const [name, flag] of Object.entries<Flag>(FLAGS)) {
		const value = flags[name];
		if (flag.type === 'number' && Number.isNaN(value))
			throw new UsageError(`--${dashed(name)} needs a number`);
		if (flag.type === 'string' && (value === '' || (Array.isArray(value) && value.includes('')))) {
			throw new UsageError(`--${dashed(name)} needs ${flag.argument ?? 'a value'}`);
		}
	}
}

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

async function main(argv: readonly string[]): Promise<number> {
	const { input, flags } = parse(argv);
	const [name = '', ...rest] = input;
	if (flags.version === true) {
		process.stdout.write(`slatop ${manifest.version}\n`);
		return 0;
	}
	const command = findCommand(name === 'help' ? (rest[0] ?? '') : name);
	if (flags.help === true || name === 'help') {
		process.stdout.write(`${command.name === '' ? programHelp() : commandHelp(command)}\n`);
		return 0;
	}
	const { run, misused } = await command.load();
	try {
		checkFlags(command, flags);
		checkArguments(flags);
	} catch (error) {
		if (misused && error instanceof UsageError) return misused(error);
		throw error;
	}
	return run({ input: rest, flags, env: process.env });
}

/** Errors that are for people already; any other is a fault of ours. */
const isExpected = (error: unknown): error is Error =>
	error instanceof UsageError || error instanceof AgreementError || error instanceof StoreError;

function explain(error: unknown): number {
	if (process.argv.includes('--debug')) console.error(error);
	else if (isExpected(error)) process.stderr.write(`slatop: ${error.message}\n`);
	else {
		const message = error instanceof Error ? error.message : String(error);
		process.stderr.write(`slatop: ${message} (a fault in slatop: run it again with --debug to see where)\n`);
	}
	if (error instanceof UsageError) process.stderr.write('slatop --help says what there is\n');
	return error instanceof UsageError || error instanceof AgreementError ? EXIT_USAGE : EXIT_FAILED;
}

// Whoever reads the output may stop reading (`slatop log | head`): that ends the work, quietly.
// A terminal that has gone away is the dashboard's to take leave of.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
	if (!process.stdout.isTTY) process.exit(error.code === 'EPIPE' ? 0 : EXIT_FAILED);
});

main(process.argv.slice(2)).then(
	(code) => {
		process.exitCode = code;
	},
	(error: unknown) => {
		process.exitCode = explain(error);
	},
);

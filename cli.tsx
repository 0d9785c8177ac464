import meow from 'meow';
import manifest from './package.json' with { type: 'json' };
import { checkCall, findCommand } from './source/commands/called.ts';
import { dashed, UsageError } from './source/commands/context.ts';
import { FLAGS, type Flag } from './source/commands/flags.ts';
import { commandHelp, programHelp } from './source/commands/help.ts';
import { AgreementError } from './source/engine/agreement-error.ts';
import { StoreError } from './source/store/port.ts';
import { cleanMessageOf } from './source/text/message.ts';

const EXIT_FAILED = 1;
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
		checkCall(command, rest, flags);
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
	else if (isExpected(error)) process.stderr.write(`slatop: ${cleanMessageOf(error)}\n`);
	else {
		process.stderr.write(
			`slatop: ${cleanMessageOf(error)} (a fault in slatop: run it again with --debug to see where)\n`,
		);
	}
	if (error instanceof UsageError) process.stderr.write('slatop --help says what there is\n');
	return error instanceof UsageError || error instanceof AgreementError ? EXIT_USAGE : EXIT_FAILED;
}

// Whoever reads the output may stop reading (`slatop log | head`): that ends the work, quietly; what else keeps it
// from being written is told. A terminal that has gone away is the dashboard's to take leave of.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
	if (process.stdout.isTTY) return;
	if (error.code === 'EPIPE') process.exit(0);
	const why = error.code === 'ENOSPC' ? 'no space is left where it goes' : cleanMessageOf(error);
	process.stderr.write(`slatop: the output cannot be written: ${why}\n`);
	process.exit(EXIT_FAILED);
});

main(process.argv.slice(2)).then(
	(code) => {
		process.exitCode = code;
	},
	(error: unknown) => {
		process.exitCode = explain(error);
	},
);

/** How a command was called: whether there is such a one, and whether it takes what it was given. */
import { closest, distance } from 'fastest-levenshtein';
import { dashed, type Flags, instantFlag, UsageError } from './context.ts';
import { COMMON, EVERYWHERE, FLAGS, type Flag } from './flags.ts';
import { COMMANDS, type Command } from './table.ts';

/** The known name that a wrong one is nearest to, as a hint. */
function hint(given: string, known: readonly string[], prefix = ''): string {
	const begun = known.find((name) => given.length > 1 && name.startsWith(given));
	const nearest = begun ?? closest(given, [...known]);
	const isNear = begun !== undefined || distance(given, nearest) <= Math.max(2, Math.floor(given.length / 2));
	return isNear ? `: did you mean ${prefix}${nearest}?` : '';
}

/** @throws {UsageError} where there is none of that name */
export function findCommand(name: string): Command {
	const command = COMMANDS.find((candidate) => candidate.name === name);
	if (command) return command;
	const known = COMMANDS.map((candidate) => candidate.name).filter((candidate) => candidate !== '');
	throw new UsageError(`there is no command "${name}"${hint(name, known, 'slatop ')}`);
}

const titleOf = ({ name }: Command): string => (name === '' ? 'slatop' : `slatop ${name}`);

function checkFlags(command: Command, flags: Flags): void {
	const known: readonly string[] = [...command.flags, ...COMMON, ...EVERYWHERE];
	for (const [name, value] of Object.entries(flags)) {
		const isGiven = value !== undefined && !(Array.isArray(value) && value.length === 0);
		if (known.includes(name) || !isGiven) continue;
		throw new UsageError(
			`${titleOf(command)} has no option --${dashed(name)}${hint(dashed(name), known.map(dashed), '--')}`,
		);
	}
}

/** A flag that takes an argument and was given none. */
function checkArguments(flags: Flags): void {
	for (const [name, flag] of Object.entries<Flag>(FLAGS)) {
		const value = flags[name];
		if (flag.type === 'number' && Number.isNaN(value))
			throw new UsageError(`--${dashed(name)} needs a number`);
		if (flag.type === 'string' && (value === '' || (Array.isArray(value) && value.includes('')))) {
			throw new UsageError(`--${dashed(name)} needs ${flag.argument ?? 'a value'}`);
		}
	}
}

/** How many a usage like `FILE`, `[NAME]` or `FILE…` takes at most. */
function mostOf(usage: string): number {
	if (usage.includes('…')) return Number.POSITIVE_INFINITY;
	return usage.split(' ').filter((word) => word !== '').length;
}

/** More than a command, or its verb, has a use for. What is missing it says itself, and what its verbs are. */
function checkInput(command: Command, input: readonly string[]): void {
	const [verb = ''] = input;
	const isVerb = command.verbs !== undefined && Object.hasOwn(command.verbs, verb);
	if (command.verbs && !isVerb) return;
	const usage = isVerb ? (command.verbs?.[verb] ?? '') : command.usage;
	const rest = isVerb ? input.slice(1) : input;
	const most = mostOf(usage);
	if (rest.length <= most) return;
	const title = isVerb ? `${titleOf(command)} ${verb}` : titleOf(command);
	const surplus = rest.slice(most).map((item) => JSON.stringify(item));
	throw new UsageError(
		`${title} takes ${usage === '' ? 'no arguments' : usage}: ${surplus.join(', ')} is too much`,
	);
}

/**
 * @param input what stands after the command's name
 * @throws {UsageError} where it takes none such, or not so many
 */
export function checkCall(command: Command, input: readonly string[], flags: Flags): void {
	checkFlags(command, flags);
	checkArguments(flags);
	// Also where nobody looks at the clock: a mistake in it is never silent.
	instantFlag(flags, 'now');
	checkInput(command, input);
}

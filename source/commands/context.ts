/** What every command is given, and the few things that many of them do. */
import { homedir, userInfo } from 'node:os';
import { join } from 'node:path';
import { type ClockSetting, setClock } from '../engine/clock.ts';
import { parseInstant } from '../sla/instant.ts';

/** The command was called wrongly: exit 2, with a pointer to its help. */
export class UsageError extends Error {}

/** A file that was given is not what it is to be. */
export class FileError extends UsageError {
	constructor(
		file: string,
		readonly reason: string,
	) {
		super(`${file}: ${reason}`);
	}
}

/** Some of the input was refused, and has been named: exit 2, with nothing more to say. */
export const EXIT_OK = 0;
export const EXIT_FAILED = 1;
export const EXIT_REFUSED = 2;

/** A flag as it is written: `dryRun` is --dry-run. */
export const dashed = (name: string): string =>
	name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

export type Flags = Readonly<Record<string, unknown>>;

export interface Context {
	/** What stands after the command's name. */
	readonly input: readonly string[];
	readonly flags: Flags;
	readonly env: NodeJS.ProcessEnv;
}

export interface CommandModule {
	/** Runs the command and gives its exit code. */
	run(context: Context): Promise<number>;
	/** Says that it was called wrongly, where that is told in a way of its own. */
	misused?(error: UsageError): Promise<number>;
}

export function textFlag(flags: Flags, name: string): string | undefined {
	const value = flags[name];
	return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A flag that may be given more than once, or as a list with commas. */
export function listFlag(flags: Flags, name: string): string[] {
	const value = flags[name];
	const values = Array.isArray(value) ? value : [value];
	return values.flatMap((item) => (typeof item === 'string' && item !== '' ? item.split(',') : []));
}

/** A flag that may be given more than once, each time with whatever text. */
export function repeatedFlag(flags: Flags, name: string): string[] {
	const value = flags[name];
	const values: unknown[] = Array.isArray(value) ? value : [value];
	return values.filter((item) => typeof item === 'string');
}

/** @throws {UsageError} where it is no number within the bounds */
export function numberFlag(flags: Flags, name: string, least: number, most: number): number | undefined {
	const value = flags[name];
	if (value === undefined) return undefined;
	const number = Number(value);
	if (typeof value !== 'boolean' && Number.isFinite(number) && number >= least && number <= most)
		return number;
	throw new UsageError(
		`--${dashed(name)} takes a number from ${least} to ${most}, not ${JSON.stringify(value)}`,
	);
}

/** @throws {UsageError} where it is no RFC 3339 instant */
export function instantFlag(flags: Flags, name: string): number | undefined {
	const value = textFlag(flags, name);
	if (value === undefined) return undefined;
	const at = parseInstant(value);
	if (at !== undefined) return at;
	throw new UsageError(
		`--${dashed(name)} takes an RFC 3339 time with an offset, like 2026-11-20T15:30:00Z, not ${JSON.stringify(value)}`,
	);
}

/** @throws {UsageError} where it is none of the choices */
export function choiceFlag<T extends string>(
	flags: Flags,
	name: string,
	choices: readonly T[],
	byDefault: T,
): T {
	const value = textFlag(flags, name) ?? byDefault;
	const choice = choices.find((candidate) => candidate === value);
	if (choice !== undefined) return choice;
	throw new UsageError(`--${dashed(name)} is one of ${choices.join(', ')}, not ${JSON.stringify(value)}`);
}

/** The instant a command that looks once goes by: `--now`, to the millisecond, or the real one. */
export function nowFlag(flags: Flags): number {
	return instantFlag(flags, 'now') ?? Date.now();
}

/** The clock that a command which goes on is told by: `--now`, sped up by `--speed`, or the real one. */
export function clockFlags(flags: Flags): ClockSetting {
	return setClock(instantFlag(flags, 'now'), numberFlag(flags, 'speed', 0.001, 100_000) ?? 1);
}

/** Who sits at the keyboard, also behind sudo and over SSH: what is done here is kept with this name. */
export function whoIsHere(env: NodeJS.ProcessEnv): string {
	const named = [env.SUDO_USER, env.USER, env.LOGNAME].find((name) => name !== undefined && name !== '');
	if (named !== undefined) return named;
	try {
		return userInfo().username;
	} catch {
		return 'somebody'; // a user id that the machine has no name for
	}
}

/** A place of the XDG base directories: `$XDG_DATA_HOME/slatop/…`. */
export function xdg(env: NodeJS.ProcessEnv, variable: string, byDefault: string, name: string): string {
	const base = env[variable];
	// The specification: what is not absolute is to be ignored.
	return join(base?.startsWith('/') ? base : join(homedir(), byDefault), 'slatop', name);
}

export function storePath({ flags, env }: Context): string {
	return textFlag(flags, 'store') ?? xdg(env, 'XDG_DATA_HOME', '.local/share', 'store.db');
}

/** A place in the folder that users keep their settings in. */
export const userConfigPath = (env: NodeJS.ProcessEnv, name: string): string =>
	xdg(env, 'XDG_CONFIG_HOME', '.config', name);

/** Where the user keeps an agreement of their own. */
export function userAgreementPath(env: NodeJS.ProcessEnv): string {
	return userConfigPath(env, 'sla.yaml');
}

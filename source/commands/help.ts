/** Help texts, made from the command table. */
import { COMMANDS, COMMON, type Command, FLAGS, type Flag, type FlagName } from './table.ts';

/** A flag as it is written: `dryRun` is --dry-run. */
export const dashed = (name: string): string =>
	name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

function flagLine(name: FlagName): string {
	const flag: Flag = FLAGS[name];
	const short = flag.short === undefined ? '' : `-${flag.short}, `;
	const argument = flag.argument === undefined ? '' : ` ${flag.argument}`;
	return `  ${`${short}--${dashed(name)}${argument}`.padEnd(24)} ${flag.help}`;
}

const usageLine = ({ name, usage }: Command): string =>
	['slatop', name, usage, '[options]'].filter((part) => part !== '').join(' ');

/** The help of one command. */
export function commandHelp(command: Command): string {
	const details = command.details === undefined ? [] : ['', command.details];
	const flags = [...command.flags, ...COMMON].map(flagLine);
	return [`${usageLine(command)}: ${command.summary}`, ...details, '', ...flags].join('\n');
}

/** The help of the whole program. */
export function programHelp(): string {
	const commands = COMMANDS.map(
		({ name, usage, summary }) => `  ${`slatop ${name} ${usage}`.trimEnd().padEnd(28)} ${summary}`,
	);
	const [dashboard] = COMMANDS;
	return [
		'slatop: top for your SLAs',
		'',
		...commands,
		'',
		'slatop COMMAND --help says what a command takes. Options of the dashboard:',
		'',
		...[...(dashboard?.flags ?? []), ...COMMON].map(flagLine),
		'',
		'Exit codes: 0 done, 1 failed, 2 wrong usage or refused input.',
	].join('\n');
}

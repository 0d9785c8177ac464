/** Help texts, made from the command table. */
import { dashed } from './context.ts';
import { COMMON, FLAGS, type Flag, type FlagName } from './flags.ts';
import { COMMANDS, type Command } from './table.ts';

function flagLine(name: FlagName, command: Command): string {
	const flag: Flag = FLAGS[name];
	const short = flag.short === undefined ? '' : `-${flag.short}, `;
	const argument = flag.argument === undefined ? '' : ` ${flag.argument}`;
	const help = command.ownHelp?.[name] ?? flag.help;
	return `  ${`${short}--${dashed(name)}${argument}`.padEnd(24)} ${help}`;
}

const usageLine = ({ name, usage }: Command): string =>
	['slatop', name, usage, '[options]'].filter((part) => part !== '').join(' ');

/** The help of one command. */
export function commandHelp(command: Command): string {
	const details = command.details === undefined ? [] : ['', command.details];
	const flags = [...command.flags, ...COMMON].map((name) => flagLine(name, command));
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
		...(dashboard ? [...dashboard.flags, ...COMMON].map((name) => flagLine(name, dashboard)) : []),
		'',
		'Exit codes: 0 done, 1 failed, 2 wrong usage or refused input.',
	].join('\n');
}

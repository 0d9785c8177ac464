/** The program that is killed: does what it is asked, and says when it begins. */
import type { CommandModule, Context } from '../../source/commands/context.ts';
import { live, type Plan } from './life.ts';

const COMMANDS = {
	backup: () => import('../../source/commands/backup.ts'),
	prune: () => import('../../source/commands/prune.ts'),
	rebuild: () => import('../../source/commands/rebuild.ts'),
	store: () => import('../../source/commands/store.ts'),
} as const satisfies Readonly<Record<string, () => Promise<CommandModule>>>;

interface Command {
	readonly command: keyof typeof COMMANDS;
	readonly input?: readonly string[];
	readonly flags?: Context['flags'];
}
export type Task = { readonly life: Plan } | Command;

async function run(task: Task): Promise<number> {
	if ('life' in task) {
		await live(task.life, { onBegin: begins });
		return 0;
	}
	const command = await COMMANDS[task.command]();
	begins();
	return command.run({ input: task.input ?? [], flags: task.flags ?? {}, env: {} });
}

const begins = (): void => void process.stdout.write('begins\n');

const task: Task = JSON.parse(process.argv[2] ?? '{}');
process.exitCode = await run(task);

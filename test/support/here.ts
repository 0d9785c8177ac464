import { Readable } from 'node:stream';
import { vi } from 'vitest';
import type { Context } from '../../source/commands/context.ts';
import { runProgram } from '../../source/commands/program.ts';
import type { Ran, RunOptions } from './program.ts';

let isRunning = false;

/** Does what a program would do, in this process, which has one standard output: one at a time. */
async function captured(work: () => Promise<number>): Promise<Ran> {
	if (isRunning) throw new Error('one command at a time in this process: run others as programs');
	isRunning = true;
	const said = { stdout: '', stderr: '' };
	const spies = (['stdout', 'stderr'] as const).map((name) =>
		vi.spyOn(process[name], 'write').mockImplementation((text, encoding?: unknown, written?: unknown) => {
			said[name] += typeof text === 'string' ? text : Buffer.from(text).toString('utf8');
			const done = typeof encoding === 'function' ? encoding : written;
			if (typeof done === 'function') setImmediate(() => done());
			return true;
		}),
	);
	try {
		return { code: await work(), signal: null, ...said };
	} finally {
		for (const spy of spies) spy.mockRestore();
		isRunning = false;
	}
}

/** Runs a command in this process: much sooner done than as a program of its own, where that is not the matter. */
export function runHere(
	command: { readonly run: (context: Context) => Promise<number> },
	input: readonly string[],
	flags: Context['flags'],
	env: NodeJS.ProcessEnv = {},
): Promise<Ran> {
	return captured(() => command.run({ input: [...input], flags, env }));
}

/** The same, from the arguments and standard input that a program would be given. */
export function runArgsHere(
	args: readonly string[],
	{ input = '', env = {}, cwd = process.cwd() }: Pick<RunOptions, 'input' | 'env' | 'cwd'> = {},
): Promise<Ran> {
	return captured(async () => {
		const folder = process.cwd();
		const stdin = Object.getOwnPropertyDescriptor(process, 'stdin') ?? {};
		process.chdir(cwd);
		Object.defineProperty(process, 'stdin', { ...stdin, get: () => Readable.from([Buffer.from(input)]) });
		try {
			return await runProgram(args, { ...process.env, NO_COLOR: undefined, FORCE_COLOR: undefined, ...env });
		} finally {
			process.chdir(folder);
			Object.defineProperty(process, 'stdin', stdin);
		}
	});
}

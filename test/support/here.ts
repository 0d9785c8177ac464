import { vi } from 'vitest';
import type { Context } from '../../source/commands/context.ts';
import type { Ran } from './program.ts';

/** Runs a command in this process: much sooner done than as a program of its own, where that is not the matter. */
export async function runHere(
	command: { readonly run: (context: Context) => Promise<number> },
	input: readonly string[],
	flags: Context['flags'],
	env: NodeJS.ProcessEnv = {},
): Promise<Ran> {
	const said = { stdout: '', stderr: '' };
	const spies = (['stdout', 'stderr'] as const).map((name) =>
		vi.spyOn(process[name], 'write').mockImplementation((text) => {
			said[name] += String(text);
			return true;
		}),
	);
	try {
		const code = await command.run({ input: [...input], flags, env });
		return { code, signal: null, ...said };
	} finally {
		for (const spy of spies) spy.mockRestore();
	}
}

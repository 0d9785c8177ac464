/** `slatop`: the dashboard on a store. */
import { type Context, clockFlags, EXIT_OK, numberFlag, storePath } from './context.ts';
import { agreementPath } from './open.ts';
import { showBoard } from './show-board.ts';

export async function run(context: Context): Promise<number> {
	await showBoard(context, {
		store: storePath(context),
		agreement: agreementPath(context),
		clock: clockFlags(context.flags),
		everyS: numberFlag(context.flags, 'tick', 1, 59) ?? 1,
		floor: null,
		title: 'slatop',
	});
	return EXIT_OK;
}

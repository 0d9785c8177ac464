/** `slatop`: the dashboard on a store. */
import { nowOf } from '../engine/clock.ts';
import {
	type Context,
	clockFlags,
	EXIT_OK,
	instantFlag,
	numberFlag,
	storePath,
	UsageError,
} from './context.ts';
import { agreementPlace } from './open.ts';
import { showBoard } from './show-board.ts';

export async function run(context: Context): Promise<number> {
	const clock = clockFlags(context.flags);
	const startsAt = instantFlag(context.flags, 'at');
	if (startsAt !== undefined && startsAt >= nowOf(clock)()) {
		throw new UsageError('--at is an instant of the past: what comes is not known');
	}
	await showBoard(context, {
		store: storePath(context),
		agreement: agreementPlace(context),
		clock,
		everyS: numberFlag(context.flags, 'tick', 1, 59) ?? 1,
		floor: null,
		title: 'slatop',
		...(startsAt === undefined ? {} : { startsAt }),
	});
	return EXIT_OK;
}

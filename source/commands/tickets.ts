/** `slatop tickets`: lists open timers, soonest due first. */
import { FORMATS } from '../reports/format-names.ts';
import { linesOf } from '../reports/formats.ts';
import { openListing } from '../reports/timers.ts';
import { OPEN_STATES } from '../sla/timer.ts';
import type { TimerFilter } from '../store/port.ts';
import {
	type Context,
	choiceFlag,
	EXIT_OK,
	type Flags,
	listFlag,
	nowFlag,
	numberFlag,
	repeatedFlag,
} from './context.ts';
import { terminalTables } from './draw-table.ts';
import { checkStates, staleNotice } from './listing.ts';
import { openStoreToRead } from './open.ts';
import { print } from './output.ts';
import { standingAt } from './standing.ts';

const filterOf = (flags: Flags): TimerFilter => ({
	states: checkStates(listFlag(flags, 'state'), OPEN_STATES),
	departments: listFlag(flags, 'department'),
	levels: listFlag(flags, 'level'),
	agents: listFlag(flags, 'agent'),
	metrics: listFlag(flags, 'metric'),
	texts: repeatedFlag(flags, 'text'),
});

export async function run(context: Context): Promise<number> {
	const { flags } = context;
	const format = choiceFlag(flags, 'format', FORMATS, 'table');
	const limit = numberFlag(flags, 'limit', 1, Number.MAX_SAFE_INTEGER);
	const filter = filterOf(flags);
	const nowAt = nowFlag(flags);
	const store = await openStoreToRead(context);
	try {
		staleNotice(await store.status());
		const batches = standingAt(store, filter, nowAt, limit);
		await print(linesOf(format, openListing(nowAt), batches, await terminalTables(context.env)));
	} finally {
		await store.close();
	}
	return EXIT_OK;
}

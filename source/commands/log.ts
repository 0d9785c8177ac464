/** `slatop log`: prints the SLA log. */
import { FORMATS, linesOf } from '../reports/formats.ts';
import { LOG_LISTING } from '../reports/timers.ts';
import { CLOSED_STATES } from '../sla/timer.ts';
import type { LogFilter } from '../store/port.ts';
import {
	type Context,
	choiceFlag,
	EXIT_OK,
	type Flags,
	instantFlag,
	listFlag,
	numberFlag,
} from './context.ts';
import { checkStates, staleNotice } from './listing.ts';
import { openStore } from './open.ts';
import { print } from './output.ts';
import { pages } from './paging.ts';

function filterOf(flags: Flags): LogFilter {
	const since = instantFlag(flags, 'since');
	const until = instantFlag(flags, 'until');
	return {
		...(since === undefined ? {} : { since }),
		...(until === undefined ? {} : { until }),
		states: checkStates(listFlag(flags, 'state'), CLOSED_STATES),
		departments: listFlag(flags, 'department'),
		levels: listFlag(flags, 'level'),
		agents: listFlag(flags, 'agent'),
		metrics: listFlag(flags, 'metric'),
	};
}

export async function run(context: Context): Promise<number> {
	const { flags } = context;
	const format = choiceFlag(flags, 'format', FORMATS, 'table');
	const limit = numberFlag(flags, 'limit', 1, Number.MAX_SAFE_INTEGER);
	const filter = filterOf(flags);
	const store = await openStore(context);
	try {
		staleNotice(await store.status());
		const batches = pages((window) => store.log(filter, window), limit);
		await print(linesOf(format, LOG_LISTING, batches));
	} finally {
		await store.close();
	}
	return EXIT_OK;
}

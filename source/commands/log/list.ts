/** `slatop log`: prints the SLA log, once or as it grows. */
import { setTimeout as sleep } from 'node:timers/promises';
import { FOLLOWED_FORMATS, FORMATS } from '../../reports/format-names.ts';
import { followedLines, linesOf } from '../../reports/formats.ts';
import { LOG_LISTING } from '../../reports/timers.ts';
import { CLOSED_STATES } from '../../sla/timer.ts';
import type { LogFilter, LogRow, RowKey, Store } from '../../store/port.ts';
import { LOG_ORDERS, type LogOrder } from '../../store/port-orders.ts';
import { noteLacking } from '../archived.ts';
import {
	type Context,
	choiceFlag,
	EXIT_OK,
	type Flags,
	listFlag,
	numberFlag,
	repeatedFlag,
	UsageError,
} from '../context.ts';
import { terminalTables } from '../draw-table.ts';
import { checkStates, staleNotice } from '../listing.ts';
import { openStoreToRead } from '../open.ts';
import { print } from '../output.ts';
import { pages } from '../paging.ts';
import { momentFlag } from '../report-period.ts';
import { stopAsked } from '../stop-asked.ts';

/** A row that somebody left out of compliance, beside its state. */
const STATES = [...CLOSED_STATES, 'excluded'];
/** Orders that no index has: fewer, larger windows, for each looks at every row. */
const SLOW: readonly LogOrder[] = ['started', 'left'];
const SLOW_PAGE = 100_000;
/** Rows of before that following begins with. */
const FOLLOW_ROWS = 10;
/** How often the store is looked at for new rows. */
const LOOK_MS = 500;

function filterOf(flags: Flags, zone: string): LogFilter {
	const since = momentFlag(flags, 'since', zone);
	const until = momentFlag(flags, 'until', zone);
	return {
		...(since === undefined ? {} : { since }),
		...(until === undefined ? {} : { until }),
		states: checkStates(listFlag(flags, 'state'), STATES),
		departments: listFlag(flags, 'department'),
		levels: listFlag(flags, 'level'),
		agents: listFlag(flags, 'agent'),
		metrics: listFlag(flags, 'metric'),
		organizations: listFlag(flags, 'organization'),
		texts: repeatedFlag(flags, 'text'),
	};
}

/** The last rows that were written, and those that are from now on, until somebody stops it. */
async function* newRows(
	store: Pick<Store, 'log' | 'version'>,
	filter: LogFilter,
	limit: number,
	stopped: AbortSignal,
): AsyncGenerator<readonly LogRow[]> {
	const [newest] = await store.log({}, { direction: 'before', limit: 1 }, 'logged');
	let from: RowKey | undefined = newest?.key;
	if (from) yield await store.log(filter, { direction: 'before', limit, from, inclusive: true }, 'logged');
	for (let seen = -1; !stopped.aborted; ) {
		const version = await store.version();
		if (version !== seen) {
			seen = version;
			for await (const rows of pages((window) => store.log(filter, window, 'logged'), { from })) {
				yield rows;
				from = rows.at(-1)?.key;
			}
		}
		await sleep(LOOK_MS, undefined, { signal: stopped }).catch(() => {});
	}
}

async function follow(store: Store, filter: LogFilter, { flags, env }: Context): Promise<void> {
	const format = choiceFlag(flags, 'format', FOLLOWED_FORMATS, 'table');
	if (flags.sort !== undefined || flags.reverse === true)
		throw new UsageError(
			'--follow goes by the order in which rows are written: it takes no --sort and no --reverse',
		);
	const limit = numberFlag(flags, 'limit', 0, Number.MAX_SAFE_INTEGER) ?? FOLLOW_ROWS;
	const stop = new AbortController();
	void stopAsked().then(() => stop.abort());
	const rows = newRows(store, filter, limit, stop.signal);
	for await (const line of followedLines(format, LOG_LISTING, rows, await terminalTables(env))) {
		await print([line]);
	}
}

export async function list(context: Context): Promise<number> {
	const { flags } = context;
	const store = await openStoreToRead(context);
	try {
		const status = await store.status();
		const filter = filterOf(flags, status.agreement.timezone);
		if (flags.follow === true) {
			await follow(store, filter, context);
			return EXIT_OK;
		}
		const format = choiceFlag(flags, 'format', FORMATS, 'table');
		const order = choiceFlag(flags, 'sort', LOG_ORDERS, 'closed');
		const limit = numberFlag(flags, 'limit', 1, Number.MAX_SAFE_INTEGER);
		staleNotice(status);
		const { since = Number.NEGATIVE_INFINITY, until = Number.POSITIVE_INFINITY } = filter;
		await noteLacking(store, { sinceAt: since, untilAt: until }, 'slatop log --store ARCHIVE lists them');
		const batches = pages((window) => store.log(filter, window, order), {
			isReversed: flags.reverse === true,
			...(limit === undefined ? {} : { limit }),
			...(SLOW.includes(order) ? { size: SLOW_PAGE } : {}),
		});
		await print(linesOf(format, LOG_LISTING, batches, await terminalTables(context.env)));
	} finally {
		await store.close();
	}
	return EXIT_OK;
}

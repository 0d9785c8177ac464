/** `slatop replay --against OLD`: how a past period would have come out under another agreement. */
import { loadAgreement } from '../engine/agreement-file.ts';
import { eventsUntil } from '../engine/history.ts';
import type { Period } from '../reports/period.ts';
import { type Pair, WhatIf } from '../reports/what-if.ts';
import { whatIfJson, whatIfNdjson } from '../reports/what-if-json.ts';
import { whatIfTable } from '../reports/what-if-table.ts';
import type { TicketEvent } from '../sla/event.ts';
import { fold } from '../sla/fold.ts';
import type { Agreement } from '../sla/level.ts';
import type { Store } from '../store/port.ts';
import {
	type Context,
	choiceFlag,
	EXIT_OK,
	EXIT_REFUSED,
	type Flags,
	instantFlag,
	nowFlag,
	textFlag,
	UsageError,
} from './context.ts';
import { readEventFiles } from './event-files.ts';
import { agreementPath, openStoreToRead } from './open.ts';
import { print } from './output.ts';

/** Tickets whose histories are in memory at a time. */
const BATCH_TICKETS = 500;

const WRITERS = { table: whatIfTable, json: whatIfJson, ndjson: whatIfNdjson };

type Histories = AsyncIterable<readonly TicketEvent[]> | Iterable<readonly TicketEvent[]>;

async function* storedHistories(store: Store, nowAt: number): AsyncGenerator<readonly TicketEvent[]> {
	for (let last = ''; ; ) {
		const tickets = await store.eventTicketsAfter(last, BATCH_TICKETS);
		const end = tickets.at(-1);
		if (end === undefined) return;
		last = end;
		for (const history of (await store.histories(tickets)).values()) yield eventsUntil(history, nowAt);
	}
}

function byTicket(events: readonly TicketEvent[]): Iterable<readonly TicketEvent[]> {
	const histories = new Map<string, TicketEvent[]>();
	for (const event of events) {
		const history = histories.get(event.ticket);
		if (history) history.push(event);
		else histories.set(event.ticket, [event]);
	}
	return histories.values();
}

/** Folds every history under both agreements; tells how many events wait for their tickets' `created`. */
async function compare(
	histories: Histories,
	agreements: Pair<Agreement>,
	whatIf: WhatIf,
	nowAt: number,
): Promise<number> {
	const old = [{ agreement: agreements.old, inForceAt: 0, movesOpen: false }];
	const next = [{ agreement: agreements.new, inForceAt: 0, movesOpen: false }];
	let waiting = 0;
	for await (const history of histories) {
		const folded = { old: fold(history, old, nowAt), new: fold(history, next, nowAt) };
		if (folded.old && folded.new) whatIf.take({ old: folded.old, new: folded.new });
		else waiting += history.length;
	}
	return waiting;
}

function periodOf(flags: Flags, nowAt: number): Period {
	const sinceAt = instantFlag(flags, 'since') ?? Number.NEGATIVE_INFINITY;
	const untilAt = instantFlag(flags, 'until') ?? nowAt;
	if (sinceAt >= untilAt) throw new UsageError('--since must be before --until');
	return { sinceAt, untilAt };
}

export async function run(context: Context): Promise<number> {
	const { input, flags } = context;
	const format = choiceFlag(flags, 'format', ['table', 'json', 'ndjson'], 'table');
	const nowAt = nowFlag(flags);
	const period = periodOf(flags, nowAt);
	if (flags.all !== undefined) throw new UsageError('--all does not go with --against');
	const files: Pair<string> = { old: textFlag(flags, 'against') ?? '', new: agreementPath(context) };
	const { agreement: old } = await loadAgreement(files.old);
	const { agreement: next } = await loadAgreement(files.new);
	const agreements = { old, new: next };
	const whatIf = new WhatIf(agreements, period);
	let refused = 0;
	let waiting: number;
	if (input.length > 0) {
		const read = await readEventFiles(context, input, nowAt);
		refused = read.refused;
		waiting = await compare(byTicket(read.events.filter(({ at }) => at <= nowAt)), agreements, whatIf, nowAt);
	} else {
		const store = await openStoreToRead(context);
		try {
			waiting = await compare(storedHistories(store, nowAt), agreements, whatIf, nowAt);
		} finally {
			await store.close();
		}
	}
	await print(WRITERS[format](whatIf.result(), { agreement: files, period, nowAt }));
	if (waiting > 0) {
		process.stderr.write(`${waiting} events wait for the "created" of their tickets: they count nothing\n`);
	}
	return refused > 0 ? EXIT_REFUSED : EXIT_OK;
}

/** `slatop replay --against OLD`: how a past period would have come out under another agreement. */

import { loadAgreement } from '../engine/agreement-file.ts';
import { readHistory } from '../engine/history.ts';
import { WHAT_IF_FORMATS } from '../reports/format-names.ts';
import type { Period } from '../reports/period.ts';
import { type Pair, WhatIf } from '../reports/what-if.ts';
import { whatIfJson, whatIfNdjson } from '../reports/what-if-json.ts';
import { whatIfTable } from '../reports/what-if-table.ts';
import type { TicketEvent } from '../sla/event.ts';
import { type AgreementVersion, datedBefore, fold } from '../sla/fold.ts';
import type { Agreement } from '../sla/level.ts';
import type { HistoryTaker } from '../sources/histories.ts';
import type { Store } from '../store/port.ts';
import { noteLacking } from './archived.ts';
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
import { readEventFiles, sayRefused, sayWaiting } from './event-files.ts';
import { openStoreToRead } from './open.ts';
import { agreementFor, namedAgreement } from './open-agreement.ts';
import { print } from './output.ts';

/** Tickets whose histories are in memory at a time. */
const BATCH_TICKETS = 500;

const WRITERS = { table: whatIfTable, json: whatIfJson, ndjson: whatIfNdjson };

const always = (agreement: Agreement): readonly AgreementVersion[] => [
	{ agreement, inForceAt: 0, movesOpen: false },
];

/** Folds every history under both agreements. */
class Comparison implements HistoryTaker {
	readonly whatIf: WhatIf;
	/** Events that wait for their tickets' `created`. */
	waiting = 0;
	private readonly versions: Pair<readonly AgreementVersion[]>;

	constructor(
		agreements: Pair<Agreement>,
		period: Period,
		private readonly nowAt: number,
	) {
		this.whatIf = new WhatIf(agreements, period);
		this.versions = { old: always(agreements.old), new: always(agreements.new) };
	}

	take(history: readonly TicketEvent[]): readonly number[] {
		const events = history.filter(({ at }) => at <= this.nowAt);
		const old = fold(events, this.versions.old, this.nowAt);
		const next = fold(events, this.versions.new, this.nowAt);
		if (!old || !next) {
			this.waiting += events.length;
			return [];
		}
		this.whatIf.take({ old, new: next });
		return datedBefore(history, old.ticket.createdAt);
	}
}

/** Compares the histories of a store. */
async function compareStored(store: Store, comparison: Comparison, period: Period): Promise<void> {
	await noteLacking(store, period, 'slatop prune --undo brings them back');
	for (let last: string | undefined = ''; last !== undefined; ) {
		const tickets: readonly string[] = await store.eventTicketsAfter(last, BATCH_TICKETS);
		for (const history of (await store.histories(tickets)).values()) comparison.take(readHistory(history));
		last = tickets.at(-1);
	}
}

function periodOf(flags: Flags, nowAt: number): Period {
	const sinceAt = instantFlag(flags, 'since') ?? Number.NEGATIVE_INFINITY;
	const untilAt = instantFlag(flags, 'until') ?? nowAt;
	if (sinceAt >= untilAt) throw new UsageError('--since must be before --until');
	return { sinceAt, untilAt };
}

export async function run(context: Context): Promise<number> {
	const { input, flags } = context;
	const format = choiceFlag(flags, 'format', WHAT_IF_FORMATS, 'table');
	const nowAt = nowFlag(flags);
	const period = periodOf(flags, nowAt);
	if (flags.all !== undefined) throw new UsageError('--all does not go with --against');
	const against = textFlag(flags, 'against') ?? '';
	const { agreement: old } = await loadAgreement(against);
	const read = input.length > 0 ? await readEventFiles(context, input, nowAt) : null;
	const store = read ? null : await openStoreToRead(context);
	try {
		const { name, agreement: next } = await (store ? agreementFor(store, context) : namedAgreement(context));
		const begin = (): Comparison => new Comparison({ old, new: next }, period, nowAt);
		const compared = read ? read.histories.handOut(begin) : begin();
		if (store) await compareStored(store, compared, period);
		const refused = read ? sayRefused(read) : 0;
		const subject = { agreement: { old: against, new: name }, period, nowAt };
		await print(WRITERS[format](compared.whatIf.result(), subject));
		sayWaiting(compared.waiting);
		return refused > 0 ? EXIT_REFUSED : EXIT_OK;
	} finally {
		await store?.close();
	}
}

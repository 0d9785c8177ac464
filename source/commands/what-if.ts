/** `slatop replay --against OLD`: how a past period would have come out under another agreement. */

import { loadAgreement } from '../engine/agreement-file.ts';
import { WHAT_IF_FORMATS } from '../reports/format-names.ts';
import type { Period } from '../reports/period.ts';
import { whatIfJson, whatIfNdjson } from '../reports/what-if-json.ts';
import { whatIfTable } from '../reports/what-if-table.ts';
import { noteLacking } from './archived.ts';
import { Comparison } from './comparison.ts';
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

const WRITERS = { table: whatIfTable, json: whatIfJson, ndjson: whatIfNdjson };

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
		if (store) {
			await noteLacking(store, period, 'slatop prune --undo brings them back');
			await compared.takeAll(store);
		}
		const refused = read ? sayRefused(read) : 0;
		const subject = { agreement: { old: against, new: name }, period, nowAt };
		await print(WRITERS[format](compared.whatIf.result(), subject));
		sayWaiting(compared.waiting);
		return refused > 0 ? EXIT_REFUSED : EXIT_OK;
	} finally {
		await store?.close();
	}
}

/** `slatop alert list`: what is queued, what was sent, what failed and why. */
import { deliveryFindings } from '../../alerts/findings.ts';
import { alertListing, runLines } from '../../reports/alerts.ts';
import { FORMATS } from '../../reports/format-names.ts';
import { linesOf } from '../../reports/formats.ts';
import { ALERT_STATES } from '../../store/port-alerts.ts';
import { cleanText } from '../../text/clean.ts';
import { type Context, choiceFlag, EXIT_OK, listFlag, nowFlag, numberFlag, textFlag } from '../context.ts';
import { checkStates, staleNotice } from '../listing.ts';
import { openStoreToRead } from '../open.ts';
import { print } from '../output.ts';
import { once } from '../paging.ts';
import { termsOf } from '../terms.ts';

const LIMIT = 100;

export async function run(context: Context): Promise<number> {
	const { flags } = context;
	const format = choiceFlag(flags, 'format', FORMATS, 'table');
	const limit = numberFlag(flags, 'limit', 1, Number.MAX_SAFE_INTEGER) ?? LIMIT;
	const states = checkStates(listFlag(flags, 'state'), ALERT_STATES);
	const ticket = textFlag(flags, 'ticket');
	const store = await openStoreToRead(context);
	try {
		staleNotice(await store.status());
		const alerts = await store.alerts();
		const rows = await alerts.list({ states, ...(ticket === undefined ? {} : { ticket }) }, limit);
		await print(linesOf(format, alertListing, once(rows)));
		if (rows.length === limit)
			process.stderr.write(`note: the newest ${limit} alone: --limit N shows more\n`);
		if (format !== 'table') return EXIT_OK;
		const agreement = await (await termsOf(context, store))(nowFlag(flags));
		const runs = await (await store.reportRuns()).runs();
		const progress = {
			recipients: await alerts.recipientStates(),
			waiting: await alerts.waiting(),
			runs,
		};
		const findings = deliveryFindings(agreement, progress);
		const told = findings.map(({ about, problem }) => `${about}: ${problem}`);
		await print([...told, ...runLines(agreement, runs)].map(cleanText));
		return EXIT_OK;
	} finally {
		await store.close();
	}
}

/** `slatop metrics`: how the store stands, as Prometheus text. */
import manifest from '../../package.json' with { type: 'json' };
import { metricFamilies } from '../reports/metrics.ts';
import { readGoals } from '../reports/month-view.ts';
import { prometheusLines } from '../reports/prometheus.ts';
import { writeLines } from '../reports/whole-file.ts';
import { dayStart, monthStart } from '../sla/calendar/local-period.ts';
import type { Store } from '../store/port.ts';
import { type Context, EXIT_OK, nowFlag, textFlag } from './context.ts';
import { openExistingStore } from './open.ts';
import { print } from './output.ts';
import { keptTerms } from './terms.ts';

/** Whoever collects metrics is seldom who writes them. */
const READABLE = 0o644;

/** The lines of a store's metrics, as of an instant. */
export async function metricsLines(store: Store, nowAt: number): Promise<string[]> {
	const realAt = Date.now();
	const status = await store.status();
	const { timezone } = status.agreement;
	const termsAt = await keptTerms(store);
	const alerts = await store.alerts();
	const families = metricFamilies({
		version: manifest.version,
		realAt,
		status,
		isLed: (await store.leader(realAt)) !== null,
		open: await store.counters(),
		closed: {
			today: await store.closedSince(dayStart(nowAt, timezone)),
			month: await store.closedSince(monthStart(nowAt, timezone)),
		},
		goals: termsAt ? await readGoals(store, termsAt, nowAt) : [],
		waiting: await alerts.waiting(),
		troubles: await alerts.troubles(),
	});
	return [...prometheusLines(families)];
}

export async function run(context: Context): Promise<number> {
	const nowAt = nowFlag(context.flags);
	const file = textFlag(context.flags, 'output');
	const store = await openExistingStore(context);
	try {
		const lines = await metricsLines(store, nowAt);
		if (file === undefined) await print(lines);
		else await writeLines(file, lines, READABLE);
		return EXIT_OK;
	} finally {
		await store.close();
	}
}

/** `slatop report`: compliance and penalties of a period. */
import { AXES, type Axis } from '../reports/cells.ts';
import { REPORT_FORMATS } from '../reports/format-names.ts';
import type { ReportFilter } from '../reports/grouping.ts';
import { reportLines } from '../reports/report-lines.ts';
import { withArchived } from './archived.ts';
import { type Context, choiceFlag, EXIT_OK, type Flags, listFlag, nowFlag, UsageError } from './context.ts';
import { terminalTables } from './draw-table.ts';
import { openStoreToRead } from './open.ts';
import { print } from './output.ts';
import { reportPeriod } from './report-period.ts';
import { termsOf } from './terms.ts';

function axesOf(flags: Flags): Axis[] {
	const given = listFlag(flags, 'by');
	if (given.length === 0) return ['level'];
	return [...new Set(given)].map((name) => {
		const axis = AXES.find((candidate) => candidate === name);
		if (axis !== undefined) return axis;
		throw new UsageError(`--by is one of ${AXES.join(', ')}, not "${name}"`);
	});
}

const filterOf = (flags: Flags): ReportFilter => ({
	department: listFlag(flags, 'department'),
	level: listFlag(flags, 'level'),
	agent: listFlag(flags, 'agent'),
	metric: listFlag(flags, 'metric'),
	organization: listFlag(flags, 'organization'),
});

export async function run(context: Context): Promise<number> {
	const { flags } = context;
	const format = choiceFlag(flags, 'format', REPORT_FORMATS, 'table');
	const by = axesOf(flags);
	const nowAt = nowFlag(flags);
	const store = await openStoreToRead(context);
	try {
		const termsAt = await termsOf(context, store);
		const period = reportPeriod(flags, nowAt, (await termsAt(nowAt)).timezone);
		const draw = await terminalTables(context.env);
		const order = { period, by, filter: filterOf(flags), format, nowAt };
		const lines = await withArchived(context, store, period, (reported) =>
			reportLines(reported, termsAt, draw ? { ...order, draw } : order),
		);
		await print(lines);
	} finally {
		await store.close();
	}
	return EXIT_OK;
}

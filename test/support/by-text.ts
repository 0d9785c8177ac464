/** Rows without an order of their own, as texts that can be held against those of another store. */
import { DIMENSIONS, type ReportStore } from '../../source/store/port-reports.ts';

export const byText = (rows: Iterable<object>): string[] =>
	[...rows].map((row) => JSON.stringify(row)).sort();

/** All sums that are kept for reports, by dimension. */
export const sumsByText = (reports: ReportStore): Promise<string[][]> =>
	Promise.all(
		DIMENSIONS.map(async (dimension) => {
			const kept = await reports.sums(dimension, 0, 1_000_000, true, {});
			return byText([...kept].map(({ sums, ...row }) => ({ ...row, sums: byText(sums) })));
		}),
	);

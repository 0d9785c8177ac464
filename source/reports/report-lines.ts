/** A compliance report in a format: what the command prints, and what a scheduled report is made of. */
import type { BoardStore } from '../store/port.ts';
import { type AtStake, readAtStake } from './at-stake.ts';
import type { Axis } from './cells.ts';
import { type DrawTable, markdownDocument, plainLines } from './document.ts';
import type { ReportFormat } from './format-names.ts';
import type { ReportFilter } from './grouping.ts';
import { htmlDocument } from './html-document.ts';
import type { TermsAt } from './month-terms.ts';
import type { Period } from './period.ts';
import { makeReport, type Report } from './report.ts';
import { reportDocument } from './report-document.ts';
import { reportCsv, reportJson, reportNdjson } from './report-json.ts';

export interface ReportOrder {
	readonly period: Period;
	readonly by: readonly Axis[];
	readonly filter?: ReportFilter;
	readonly format: ReportFormat;
	readonly nowAt: number;
	/** How tables are drawn where the format is `table`; left out: aligned. */
	readonly draw?: DrawTable;
}

/** A report, and what its period has before it. */
export interface FullReport extends Report {
	/** Null where the period does not go beyond now. */
	readonly stake: AtStake | null;
}

const WRITERS: Readonly<
	Record<ReportFormat, (report: FullReport, name: string, draw: DrawTable | undefined) => Iterable<string>>
> = {
	table: (report, name, draw) => plainLines(reportDocument(report, name), draw),
	markdown: (report, name) => markdownDocument(reportDocument(report, name)),
	json: reportJson,
	ndjson: reportNdjson,
	csv: reportCsv,
	html: (report, name) => htmlDocument(reportDocument(report, name)),
};

/** What reports are made from. */
export type ReportedStore = Pick<BoardStore, 'reports' | 'timers' | 'counters'>;

/** What reports and statements are made from. */
export interface BilledStore extends ReportedStore, Pick<BoardStore, 'log'> {
	/** Where the archive is counted in: its log is no part of the store's. */
	readonly archive?: Pick<BoardStore, 'log'>;
}

/** @param termsAt the agreement that holds at an instant: its present one gives the report's zone */
export async function makeFullReport(
	store: ReportedStore,
	termsAt: TermsAt,
	{ period, by, filter = {}, nowAt }: Omit<ReportOrder, 'format' | 'draw'>,
): Promise<FullReport> {
	const agreement = await termsAt(nowAt);
	const { timezone: zone } = agreement;
	const report = await makeReport(store.reports, termsAt, { period, by, filter, nowAt, zone });
	const stake = period.untilAt > nowAt ? await readAtStake(store, agreement, filter, nowAt) : null;
	return { ...report, stake };
}

/**
 * A report's lines in a format.
 * @param name what the agreement is called
 */
export const linesOfReport = (
	report: FullReport,
	name: string,
	format: ReportFormat,
	draw?: DrawTable,
): Iterable<string> => WRITERS[format](report, name, draw);

/** The lines of a report. @param termsAt as `makeFullReport` takes it; the present one gives its name too */
export async function reportLines(
	store: ReportedStore,
	termsAt: TermsAt,
	{ format, draw, ...order }: ReportOrder,
): Promise<Iterable<string>> {
	const { name } = await termsAt(order.nowAt);
	return linesOfReport(await makeFullReport(store, termsAt, order), name, format, draw);
}

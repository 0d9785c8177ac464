/** One turn of a scheduled report: made, and made up for where it goes. */
import { idOf, type Message, messageHead } from '../../alerts/message.ts';
import { dayName, localDay, startOfDay } from '../../sla/calendar/local-period.ts';
import { formatInstant } from '../../sla/instant.ts';
import type { ScheduledFormat, ScheduledReport } from '../../sla/scheduled-report.ts';
import { twoDigits } from '../../text/figures.ts';
import { headLines } from '../document.ts';
import type { TermsAt } from '../month-terms.ts';
import { reportDocument } from '../report-document.ts';
import { linesOfReport, makeFullReport, type ReportedStore } from '../report-lines.ts';
import { spanAt } from './span.ts';

export interface Turn {
	/** What a file of it is called: the same for the same turn. */
	readonly fileName: string;
	/** A file's whole text. */
	readonly text: string;
	readonly message: Message;
}

const KINDS: Readonly<Record<ScheduledFormat, { readonly ending: string; readonly type: string }>> = {
	markdown: { ending: 'md', type: 'text/markdown' },
	csv: { ending: 'csv', type: 'text/csv' },
	html: { ending: 'html', type: 'text/html' },
	json: { ending: 'json', type: 'application/json' },
};

/** `2026-11-23T0800`, by the wall clock of a zone; with seconds where there are any. */
function stamp(at: number, zone: string): string {
	const day = localDay(at, zone);
	const s = Math.floor((at - startOfDay(day, zone)) / 1_000);
	const seconds = s % 60 === 0 ? '' : twoDigits(s % 60);
	return `${dayName(day)}T${twoDigits(Math.floor(s / 3_600))}${twoDigits(Math.floor(s / 60) % 60)}${seconds}`;
}

/**
 * @param turnAt the instant of its schedule
 * @param nowAt when it is made: what is known by then
 */
export async function makeTurn(
	store: ReportedStore,
	termsAt: TermsAt,
	scheduled: ScheduledReport,
	turnAt: number,
	nowAt: number,
): Promise<Turn> {
	const { name, cron, span, by, filter, format } = scheduled;
	const { name: agreement, timezone: zone } = await termsAt(nowAt);
	const period = spanAt(span, turnAt, zone);
	const report = await makeFullReport(store, termsAt, { period, by, filter, nowAt });
	const text = `${[...linesOfReport(report, agreement, format)].join('\n')}\n`;
	const document = reportDocument(report, agreement);
	const { title } = document;
	const { ending, type } = KINDS[format];
	const content: unknown = format === 'json' ? JSON.parse(text) : text;
	const id = idOf('report', name, turnAt);
	return {
		fileName: `${name}-${stamp(turnAt, cron.zone)}.${ending}`,
		text,
		message: {
			id,
			kind: 'report',
			severity: 'notice',
			text: `${name}: ${title}`,
			lines: headLines(document).filter((line) => line !== ''),
			url: null,
			sentAt: nowAt,
			body: {
				...messageHead('report', { recipient: name, agreement, nowAt }),
				id,
				report: name,
				scheduled_at: formatInstant(turnAt),
				since: formatInstant(period.sinceAt),
				until: formatInstant(period.untilAt),
				text: title,
				format,
				content_type: type,
				content,
			},
		},
	};
}

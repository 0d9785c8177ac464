/** Who hears of what, and which reports are made, as the agreement's document has it. */
import { formatDuration } from '../sla/duration.ts';
import type { Escalation } from '../sla/escalation.ts';
import type { Agreement } from '../sla/level.ts';
import type { Recipient } from '../sla/recipient.ts';
import type { ScheduledReport } from '../sla/scheduled-report.ts';
import { cleanText } from '../text/clean.ts';
import type { AgreementWords, DocumentWords } from './document-words.ts';

const plain = (name: string): string => cleanText(name.replaceAll('_', ' '));

function escalationLine(
	{ metric, at, everyMs, levels, departments, notify }: Escalation,
	{ metric: metricWord, agreement: words }: DocumentWords,
): string {
	const whose = [...levels, ...departments].map(plain);
	const again = everyMs === null ? '' : words.again(formatDuration(everyMs));
	const about = metric === 'any' ? words.anyMetric : cleanText(metricWord(metric));
	const narrowed = whose.length > 0 ? ` (${whose.join(', ')})` : '';
	return `- ${about}${narrowed}, ${words.moment(at)}${again}: ${notify.map(cleanText).join(', ')}`;
}

function recipientLine({ name, channel, quiet }: Recipient, words: AgreementWords): string {
	const hours = quiet ? words.quiet(quiet.from, quiet.to, quiet.calendar.timezone) : '';
	return `- ${cleanText(name)}: ${cleanText(words.channel(channel))}${hours}`;
}

function reportLine({ name, cron, span, by, format, to }: ScheduledReport, words: AgreementWords): string {
	const text = words.report({
		name,
		span: words.span(span),
		by: by.map(words.axis).join(', '),
		format,
		cron: cron.expression,
		zone: cron.zone,
		to: cleanText(words.destination(to)),
	});
	return `- ${text}`;
}

const section = (title: string, lines: readonly string[]): string[] =>
	lines.length > 0 ? [`## ${title}`, '', ...lines, ''] : [];

/** The sections, as Markdown; none where there is nothing of the kind. */
export function alertSections({ escalations, notify, reports }: Agreement, words: DocumentWords): string[] {
	const { agreement } = words;
	const told = escalations.map((escalation) => escalationLine(escalation, words));
	const recipients = [...notify.values()].map((recipient) => recipientLine(recipient, agreement));
	const made = [...reports.values()].map((report) => reportLine(report, agreement));
	return [
		...section(agreement.sections.escalations, told),
		...section(agreement.sections.recipients, recipients),
		...section(agreement.sections.reports, made),
	];
}

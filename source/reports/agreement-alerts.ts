/** Who hears of what, and which reports are made, as the agreement's document has it. */

import { formatDuration } from '../sla/duration.ts';
import { type Escalation, momentName } from '../sla/escalation.ts';
import type { Agreement } from '../sla/level.ts';
import { channelWords, type Recipient } from '../sla/recipient.ts';
import { destinationWords, type ScheduledReport } from '../sla/scheduled-report.ts';
import { cleanText } from '../text/clean.ts';

const words = (name: string): string => cleanText(name.replaceAll('_', ' '));

function escalationLine({ metric, at, everyMs, levels, departments, notify }: Escalation): string {
	const whose = [...levels, ...departments].map(words);
	const again = everyMs === null ? '' : ` and every ${formatDuration(everyMs)} after`;
	const about = metric === 'any' ? 'any metric' : words(metric);
	const narrowed = whose.length > 0 ? ` (${whose.join(', ')})` : '';
	return `- ${about}${narrowed}, ${momentName(at)}${again}: ${notify.map(cleanText).join(', ')}`;
}

function recipientLine({ name, channel, quiet }: Recipient): string {
	const hours = quiet ? `, quiet ${quiet.from} to ${quiet.to} (${quiet.calendar.timezone})` : '';
	return `- ${cleanText(name)}: ${cleanText(channelWords(channel))}${hours}`;
}

function reportLine({ name, cron, span, by, format, to }: ScheduledReport): string {
	const what = `${words(span)} by ${by.join(', ')}, ${format}`;
	return `- ${name}: ${what}, at "${cron.expression}" (${cron.zone}), to ${cleanText(destinationWords(to))}`;
}

const section = (title: string, lines: readonly string[]): string[] =>
	lines.length > 0 ? [`## ${title}`, '', ...lines, ''] : [];

/** The sections, as Markdown; none where there is nothing of the kind. */
export function alertSections({ escalations, notify, reports }: Agreement): string[] {
	return [
		...section('Who hears of it', escalations.map(escalationLine)),
		...section('By what', [...notify.values()].map(recipientLine)),
		...section('Reports', [...reports.values()].map(reportLine)),
	];
}

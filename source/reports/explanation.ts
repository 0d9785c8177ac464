/** An explanation as lines that a person can check with a calendar on the wall. */
import { DateTime } from 'luxon';
import { DAY_MS, formatDuration, MINUTE_MS } from '../sla/duration.ts';
import type { CountedDay, Explanation } from '../sla/explain.ts';
import type { Held } from '../sla/holders.ts';
import { formatInstant } from '../sla/instant.ts';
import { cycleLabel } from '../sla/timer.ts';
import { cleanText } from '../text/clean.ts';
import { fitStart, textWidth } from '../text/fit.ts';
import type { DocumentWords, WhyLabel, WhyWords } from './document-words.ts';

const INDENT = '  ';
const GAP = 2;

/** How the words of a language label facts: each as wide as the widest. */
function labelling({ labels }: WhyWords): (label: WhyLabel, text: string) => string {
	const cells = Math.max(...Object.values(labels).map(textWidth)) + GAP;
	return (label, text) => `${INDENT}${fitStart(labels[label], cells, { pad: 'end' })}${text}`;
}

/** The lines, without a heading of the ticket itself. */
export function explanationLines(
	{ timer, calendar, days, gaps, levels, held, isCut }: Explanation,
	words: DocumentWords,
): string[] {
	const { why } = words;
	const fact = labelling(why);
	const zone = calendar.timezone;
	const local = (at: number, format: string): string => DateTime.fromMillis(at, { zone }).toFormat(format);
	const time = (at: number): string => local(at, at % 60_000 === 0 ? 'HH:mm' : 'HH:mm:ss');
	const weekday = (date: DateTime): string => why.days[date.weekday % 7] ?? '';
	const moment = (at: number): string =>
		`${weekday(DateTime.fromMillis(at, { zone }))} ${local(at, 'yyyy-MM-dd HH:mm:ss')}`;
	const dayName = (day: number): string => {
		const date = DateTime.fromMillis(day * DAY_MS, { zone: 'utc' });
		return `${weekday(date)} ${date.toISODate() ?? ''}`;
	};
	const reason = timer.reason === null ? '' : ` (${cleanText(why.reason(timer.reason))})`;
	const lines = [
		`${cycleLabel(words.metric(timer.metric), timer.cycle)}: ${why.state(timer.state)}${reason}`,
		fact('target', why.target(formatDuration(timer.targetMs), timer.calendar, zone)),
		fact('started', moment(timer.startedAt)),
	];
	for (const { level, priority, by, at } of levels) {
		const given = by === null ? why.byDefault : by === 'by hand' ? why.byHand : why.byRule(cleanText(by));
		const name = cleanText(level ?? why.noLevel);
		lines.push(fact('level', why.level(name, words.priority(priority), given, moment(at))));
	}
	if (timer.given) lines.push(fact('given', why.given(moment(timer.given.dueAt), moment(timer.given.setAt))));
	for (const { day, isHoliday, spans, countedMs, sumMs } of days) {
		const counted =
			spans.length === 0
				? why.nothingCounted
				: spans.map((span) => `${time(span.startAt)}-${time(span.endAt)}`).join(' ');
		const clocks = clocksIn(spans, zone, why);
		const figures = countedMs === 0 ? '' : `  ${why.sum(formatDuration(countedMs), formatDuration(sumMs))}`;
		lines.push(
			`${INDENT}${dayName(day)}  ${counted}${isHoliday ? ` ${why.holiday}` : ''}${clocks}${figures}`,
		);
	}
	if (isCut) lines.push(`${INDENT}${why.andSoOn}`);
	for (const { kind, fromAt, toAt } of gaps) {
		const until = toAt === Infinity ? why.still : why.until(moment(toAt));
		lines.push(fact('gap', `${moment(fromAt)} ${until}: ${why.gaps[kind]}`));
	}
	lines.push(
		fact(
			'due',
			timer.dueAt === null
				? why.waits(formatDuration(Math.max(0, timer.targetMs - timer.countedMs)))
				: `${moment(timer.dueAt)} (${formatInstant(timer.dueAt)})`,
		),
	);
	if (timer.closedAt !== null) lines.push(fact('closed', moment(timer.closedAt)));
	return [...lines, ...held.map((holder) => fact('held', heldText(holder, why)))];
}

/** By how much the clocks were changed inside what was counted, where they were: its hours do not add up otherwise. */
function clocksIn(spans: CountedDay['spans'], zone: string, why: WhyWords): string {
	const offset = (at: number): number => DateTime.fromMillis(at, { zone }).offset;
	const minutes = spans.reduce((sum, { startAt, endAt }) => sum + offset(endAt) - offset(startAt), 0);
	if (minutes === 0) return '';
	const by = formatDuration(Math.abs(minutes) * MINUTE_MS);
	return ` ${minutes < 0 ? why.clocksBack(by) : why.clocksOn(by)}`;
}

/** `ana (Billing): 2h10m counted, ran out here, 50m over (3h real)` */
function heldText({ agent, department, countedMs, wallMs, overMs, ranOut }: Held, why: WhyWords): string {
	const who = `${cleanText(agent ?? why.nobody)} (${cleanText(department ?? why.noDepartment)})`;
	const parts = [
		why.counted(formatDuration(countedMs)),
		...(ranOut ? [why.ranOut] : []),
		...(overMs > 0 ? [why.over(formatDuration(overMs))] : []),
	];
	return `${who}: ${parts.join(', ')} ${why.real(formatDuration(wallMs))}`;
}

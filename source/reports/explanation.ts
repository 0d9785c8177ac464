/** An explanation as lines that a person can check with a calendar on the wall. */
import { DateTime } from 'luxon';
import { DAY_MS, formatDuration } from '../sla/duration.ts';
import type { Explanation } from '../sla/explain.ts';
import type { Held } from '../sla/holders.ts';
import { formatInstant } from '../sla/instant.ts';
import type { Gap } from '../sla/timer.ts';
import { cycleLabel } from '../sla/timer.ts';
import { cleanText } from '../text/clean.ts';

const WHY_NOT: Readonly<Record<Gap['kind'], string>> = {
	paused: 'paused by its status',
	void: 'ticket was void',
	closed: 'closed, and reopened later',
};

/** The lines, without a heading of the ticket itself. */
export function explanationLines({
	timer,
	calendar,
	days,
	gaps,
	levels,
	held,
	isCut,
}: Explanation): string[] {
	const zone = calendar.timezone;
	const local = (at: number, format: string): string =>
		DateTime.fromMillis(at, { zone }).setLocale('en').toFormat(format);
	const time = (at: number): string => local(at, at % 60_000 === 0 ? 'HH:mm' : 'HH:mm:ss');
	const moment = (at: number): string => local(at, 'ccc yyyy-MM-dd HH:mm:ss');
	const dayName = (day: number): string =>
		DateTime.fromMillis(day * DAY_MS, { zone: 'utc' })
			.setLocale('en')
			.toFormat('ccc yyyy-MM-dd');
	const lines = [
		`${cycleLabel(timer.metric, timer.cycle)}: ${timer.state}${timer.reason === null ? '' : ` (${cleanText(timer.reason)})`}`,
		`  target   ${formatDuration(timer.targetMs)} of "${timer.calendar}" (${zone})`,
		`  started  ${moment(timer.startedAt)}`,
	];
	for (const { level, priority, by, at } of levels) {
		const why = by === null ? 'the default' : by === 'by hand' ? by : `rule "${cleanText(by)}"`;
		lines.push(`  level    ${cleanText(level ?? 'none')}, ${priority} priority (${why}), from ${moment(at)}`);
	}
	for (const { day, isHoliday, spans, countedMs, sumMs } of days) {
		const counted =
			spans.length === 0
				? 'nothing counted'
				: spans.map((span) => `${time(span.startAt)}-${time(span.endAt)}`).join(' ');
		const figures = countedMs === 0 ? '' : `  ${formatDuration(countedMs)}, sum ${formatDuration(sumMs)}`;
		lines.push(`  ${dayName(day)}  ${counted}${isHoliday ? ' (holiday)' : ''}${figures}`);
	}
	if (isCut) lines.push('  and so on');
	for (const { kind, fromAt, toAt } of gaps) {
		const until = toAt === Infinity ? 'still' : `to ${moment(toAt)}`;
		lines.push(`  gap      ${moment(fromAt)} ${until}: ${WHY_NOT[kind]}`);
	}
	lines.push(
		timer.dueAt === null
			? `  due      none while it waits: ${formatDuration(Math.max(0, timer.targetMs - timer.countedMs))} are left`
			: `  due      ${moment(timer.dueAt)} (${formatInstant(timer.dueAt)})`,
	);
	if (timer.closedAt !== null) lines.push(`  closed   ${moment(timer.closedAt)}`);
	return [...lines, ...held.map(heldLine)];
}

/** `held     ana (Billing): 2h10m counted, ran out here, 50m over (3h real)` */
function heldLine({ agent, department, countedMs, wallMs, overMs, ranOut }: Held): string {
	const who = `${cleanText(agent ?? 'nobody')} (${cleanText(department ?? 'no department')})`;
	const parts = [
		`${formatDuration(countedMs)} counted`,
		...(ranOut ? ['ran out here'] : []),
		...(overMs > 0 ? [`${formatDuration(overMs)} over`] : []),
	];
	return `  held     ${who}: ${parts.join(', ')} (${formatDuration(wallMs)} real)`;
}

/** Times as people type them, in the time zone of whoever looks. */
import { parseDurationMs } from '../sla/duration.ts';

const CLOCK = /^(?:(?:(\d{4})-)?(\d{1,2})-(\d{1,2})(?:[ T]+(?=\d)|$))?(?:(\d{1,2}):(\d{2})(?::(\d{2}))?)?$/;
const FROM_NOW = /^([+-])(\S+)$/;

/**
 * The instant that `14:30`, `11-24 14:30`, `2026-11-24`, `+2h` or `-30m` names; undefined where it names none. A
 * time of day is today's.
 */
export function timeOfDayIn(typed: string, nowAt: number): number | undefined {
	const text = typed.trim();
	const [, sign, duration = ''] = FROM_NOW.exec(text) ?? [];
	if (sign !== undefined) {
		const ms = parseDurationMs(duration);
		return ms === undefined ? undefined : nowAt + (sign === '+' ? ms : -ms);
	}
	const parts = CLOCK.exec(text);
	if (!parts || text === '') return undefined;
	const today = new Date(nowAt);
	const [year, month, day, hour, minute, second] = parts
		.slice(1)
		.map((part) => (part === undefined ? undefined : Number(part)));
	const at = new Date(
		year ?? today.getFullYear(),
		month === undefined ? today.getMonth() : month - 1,
		day ?? today.getDate(),
		hour ?? 0,
		minute ?? 0,
		second ?? 0,
	);
	// What does not exist (the 31st of June, 25:00) is put somewhere else: then nobody meant it.
	const isMeant =
		(month === undefined || at.getMonth() === month - 1) &&
		(day === undefined || at.getDate() === day) &&
		(hour ?? 0) < 24 &&
		(minute ?? 0) < 60 &&
		(second ?? 0) < 60;
	return isMeant ? at.getTime() : undefined;
}

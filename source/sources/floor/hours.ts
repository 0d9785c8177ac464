/** When the floor is busy, and when its agents work. */
import { weekdayOfDay, yearOfDay } from '../../sla/calendar/civil.ts';
import { firstInstant, localDate, startOfLocalDay, zoneYear } from '../../sla/calendar/zone.ts';
import { DAILY, HOURLY } from './cast.ts';

export const FLOOR_ZONE = 'Europe/Ljubljana';
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const FRIDAY = 5;
/** The rush before the weekend: from this hour on, everything must still go out. */
const RUSH_FROM_HOUR = 13;
const RUSH_TO_HOUR = 17;
const RUSH = 1.9;

interface LocalTime {
	readonly day: number;
	readonly weekday: number;
	/** Hours since midnight, with a fraction. */
	readonly hour: number;
}

function localTime(at: number): LocalTime {
	const day = localDate(at, FLOOR_ZONE);
	return { day, weekday: weekdayOfDay(day), hour: (at - startOfLocalDay(day, FLOOR_ZONE)) / HOUR_MS };
}

/** How busy the floor is at an instant, against a usual day's peak. */
export function busyness(at: number): number {
	const { weekday, hour } = localTime(at);
	const rush = weekday === FRIDAY && hour >= RUSH_FROM_HOUR && hour < RUSH_TO_HOUR ? RUSH : 1;
	return (HOURLY[Math.min(23, Math.floor(hour))] ?? 0) * (DAILY[weekday] ?? 0) * rush;
}

/** The agents' shift of a date, as hours since midnight; null: nobody is in. */
function shift(weekday: number): readonly [from: number, to: number] | null {
	if (weekday === 0) return null;
	return weekday === 6 ? [9, 13] : [7, 19.5];
}

const at = (day: number, hour: number): number =>
	firstInstant(day * DAY_MS + hour * HOUR_MS, zoneYear(FLOOR_ZONE, yearOfDay(day)));

/** The instant after so much time at work. */
export function afterWork(fromAt: number, workMs: number): number {
	let leftMs = workMs;
	let { day } = localTime(fromAt);
	for (;;) {
		const hours = shift(weekdayOfDay(day));
		if (hours) {
			const startAt = Math.max(fromAt, at(day, hours[0]));
			const endAt = at(day, hours[1]);
			if (startAt + leftMs <= endAt) return Math.floor(startAt + leftMs);
			leftMs -= Math.max(0, endAt - startAt);
		}
		day++;
	}
}

/** Half past ten, local time, of the last date at or before an instant on which the floor works all day. */
export function lastBusyMorning(nowAt: number): number {
	for (let { day } = localTime(nowAt); ; day--) {
		const weekday = weekdayOfDay(day);
		const morningAt = at(day, 10.5);
		if (weekday !== 0 && weekday !== 6 && morningAt <= nowAt) return morningAt;
	}
}

/** Times that a help desk tells without a zone, and how it is asked about them. */
import { firstInstant, zoneYear } from '../../sla/calendar/zone.ts';
import { daysInMonth } from '../../sla/instant.ts';

const WALL = /^(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d)(?::(\d\d))?$/;

/** The instant at which clocks of a zone show a time; undefined where it is none. The first where they show it twice. */
export function instantOfWall(text: string, zone: string): number | undefined {
	const parts = WALL.exec(text.trim());
	if (!parts) return undefined;
	const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
		.slice(1)
		.map((part) => Number(part ?? 0));
	const isDate = month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
	if (!isDate || hour > 23 || minute > 59 || second > 59) return undefined;
	const wallMs = Date.UTC(year, month - 1, day, hour, minute, second);
	return zone === 'UTC' ? wallMs : firstInstant(wallMs, zoneYear(zone, year));
}

/** What a zone's clocks show at an instant: `2026-11-20 15:30`, to the minute below. */
export function wallMinute(at: number, zone: string): string {
	const spans = zone === 'UTC' ? [] : zoneYear(zone, new Date(at).getUTCFullYear());
	const offsetMs = spans.find(({ endAt }) => at < endAt)?.offsetMs ?? 0;
	return utcWall(at + offsetMs).slice(0, 16);
}

/** `2026-11-20 15:30:00`, UTC. */
export const utcWall = (at: number): string => new Date(at).toISOString().slice(0, 19).replace('T', ' ');

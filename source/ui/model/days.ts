/** Where days and months begin. A room of its own, as zones take a while to load: the first frame goes without. */
import { dayNumber } from '../../sla/calendar/civil.ts';
import { localDate, startOfLocalDay } from '../../sla/calendar/zone.ts';
import { DAY_MS } from '../../sla/duration.ts';

/** When today began, where the agreement is. */
export function dayStart(nowAt: number, timezone: string): number {
	return startOfLocalDay(localDate(nowAt, timezone), timezone);
}

/** When this month began, where the agreement is. */
export function monthStart(nowAt: number, timezone: string): number {
	const date = new Date(localDate(nowAt, timezone) * DAY_MS);
	return startOfLocalDay(dayNumber(date.getUTCFullYear(), date.getUTCMonth() + 1, 1), timezone);
}

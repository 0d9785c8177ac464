/** The stretch of time that a scheduled report is about, as of its turn. */
import { localDay, localMonth, mondayOf, startOfDay, startOfMonth } from '../../sla/calendar/local-period.ts';
import type { ReportSpan } from '../../sla/scheduled-report.ts';
import type { Period } from '../period.ts';

const days = (from: number, until: number, zone: string): Period => ({
	sinceAt: startOfDay(from, zone),
	untilAt: startOfDay(until, zone),
});

const SPANS: Readonly<Record<ReportSpan, (at: number, zone: string) => Period>> = {
	// What happens at the very turn belongs to the next.
	today: (at, zone) => ({ sinceAt: startOfDay(localDay(at, zone), zone), untilAt: at }),
	yesterday: (at, zone) => days(localDay(at, zone) - 1, localDay(at, zone), zone),
	this_week: (at, zone) => ({ sinceAt: startOfDay(mondayOf(localDay(at, zone)), zone), untilAt: at }),
	last_week: (at, zone) => {
		const monday = mondayOf(localDay(at, zone));
		return days(monday - 7, monday, zone);
	},
	this_month: (at, zone) => ({ sinceAt: startOfMonth(localMonth(at, zone), zone), untilAt: at }),
	last_month: (at, zone) => {
		const month = localMonth(at, zone);
		return { sinceAt: startOfMonth(month - 1, zone), untilAt: startOfMonth(month, zone) };
	},
};

/**
 * @param at the report's turn
 * @param zone the agreement's, by whose days reports go
 */
export const spanAt = (span: ReportSpan, at: number, zone: string): Period => SPANS[span](at, zone);

/** What the escalations in force make of folded tickets: who is to hear of what, and when to look again. */
import { type Escalation, newAlerts, type ToldStep, type Watch, watch } from '../sla/escalation.ts';
import type { Folded } from '../sla/fold.ts';
import { timerKey } from '../sla/remark.ts';
import type { TicketCommit } from '../store/port.ts';
import type { AlertingStore, Hushed } from '../store/port-alerts.ts';

function watchesOf(
	{ ticket, agreement, open, remarks }: Folded,
	escalations: readonly Escalation[],
	nowAt: number,
): Watch[] {
	if (escalations.length === 0) return [];
	return open.flatMap((timer) => {
		const calendar = agreement.calendars.get(timer.calendar);
		if (!calendar) return [];
		const said = remarks.get(timerKey(timer));
		return [watch(timer, calendar, ticket.department, said, escalations, nowAt)];
	});
}

function hushedOf({ remarks }: Folded, nowAt: number): Hushed[] {
	return [...remarks.values()].flatMap(({ metric, cycle, acknowledged, snoozed }): Hushed[] => {
		const snoozedUntil = snoozed && snoozed.untilAt > nowAt ? snoozed.untilAt : null;
		const isAcknowledged = acknowledged !== null;
		return isAcknowledged || snoozedUntil !== null ? [{ metric, cycle, isAcknowledged, snoozedUntil }] : [];
	});
}

function soonest(watches: readonly Watch[]): number | null {
	const comes = watches.flatMap(({ nextAt }) => nextAt ?? []);
	return comes.length === 0 ? null : Math.min(...comes);
}

/**
 * Folded tickets, each with what is to be written of its alerts.
 * @param passesOver what has come by now is not told: it was past before anybody asked to hear of it
 */
export async function withAlerts(
	store: Pick<AlertingStore, 'toldSteps'>,
	folded: readonly Folded[],
	escalations: readonly Escalation[],
	nowAt: number,
	passesOver: boolean,
): Promise<TicketCommit[]> {
	const watched = folded.map((ticket) => watchesOf(ticket, escalations, nowAt));
	const coming = folded.filter((_, place) => watched[place]?.some(({ come }) => come.length > 0));
	const told: ReadonlyMap<string, readonly ToldStep[]> =
		coming.length === 0 ? new Map() : await store.toldSteps(coming.map(({ ticket }) => ticket.ticket));
	return folded.map((ticket, place): TicketCommit => {
		const watches = watched[place] ?? [];
		const reference = ticket.ticket.ticket;
		const alerting = {
			nextAt: soonest(watches),
			alerts: newAlerts(reference, watches, told.get(reference) ?? [], passesOver),
			hushed: hushedOf(ticket, nowAt),
		};
		return { ...ticket, alerting };
	});
}

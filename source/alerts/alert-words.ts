/** Alerts in words, for people. */
import { formatLeft } from '../sla/time-left.ts';
import type { AlertFacts, AlertRow, QueuedAlert } from '../store/port-alerts.ts';
import { cleanText } from '../text/clean.ts';
import { fitStart } from '../text/fit.ts';

/** As much of a subject as a line bears. */
const SUBJECT_CELLS = 120;

/** Ms to the due as of `nowAt`, or of the close; negative when over. Null where nothing is known of the timer. */
export function leftOf({ dueAt, closedAt, targetMs, countedMs }: AlertFacts, nowAt: number): number | null {
	if (dueAt !== null) return dueAt - (closedAt ?? nowAt);
	return targetMs === null || countedMs === null ? null : targetMs - countedMs;
}

/** `75%`, `breach`, `every 30m, 2nd time` */
export function stepWords({ step, repeat }: Pick<AlertRow, 'step' | 'repeat'>): string {
	return repeat > 0 ? `${step}, time ${repeat}` : step;
}

/** How the timer stands, in words. */
function standing(alert: QueuedAlert, nowAt: number): string {
	const { facts, repeat } = alert;
	const { state } = facts;
	const left = formatLeft(Math.abs(leftOf(facts, nowAt) ?? 0));
	switch (state) {
		case 'breached':
			return repeat > 0 ? `still breached, ${left} over (reminder ${repeat})` : `breached, ${left} over`;
		case 'on_track':
		case 'at_risk':
			return `${left} left (${stepWords(alert)})`;
		case 'paused':
			return `waits, ${left} left (${stepWords(alert)})`;
		case 'fulfilled':
		case 'missed':
		case 'cancelled':
			return `${state} since (${stepWords(alert)})`;
		case null:
			return `no longer open (${stepWords(alert)})`;
		default:
			return state satisfies never;
	}
}

/** An alert in one line: the ticket, how its timer stands, what it is about, and whose it is. */
export function alertLine(alert: QueuedAlert, nowAt: number): string {
	const { ticket, metric, facts } = alert;
	const whose = [facts.level, facts.department, facts.agent].filter((part) => part !== null).map(cleanText);
	const about = facts.subject === null ? '' : `: ${fitStart(cleanText(facts.subject), SUBJECT_CELLS)}`;
	const owners = whose.length === 0 ? '' : ` [${whose.join(', ')}]`;
	return `${cleanText(ticket)} ${cleanText(metric.replaceAll('_', ' '))} ${standing(alert, nowAt)}${about}${owners}`;
}

/** Timers, tickets and counters as sentences that can be listened to: no columns, no symbols. */
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../sla/duration.ts';
import { formatSums } from '../../sla/money.ts';
import type { Ticket } from '../../sla/ticket.ts';
import { leftMs } from '../../sla/time-left.ts';
import { type OpenState, stateAt, type TimerState } from '../../sla/timer.ts';
import type { LogRow, TicketDetail, TimerRow } from '../../store/port.ts';
import { cleanText } from '../../text/clean.ts';
import { figures, percentOf } from '../../text/figures.ts';
import type { Overview } from '../model/overview.ts';
import { STATE_ORDER } from '../screens/header.tsx';
import { metricWord, priorityWord, statusWord, WORDS } from '../words.ts';

const UNITS = [
	['day', DAY_MS],
	['hour', HOUR_MS],
	['minute', MINUTE_MS],
	['second', SECOND_MS],
] as const;

/** So many units are named: after days and hours nobody asks for minutes. */
const MOST_UNITS = 2;
/** Within an hour, seconds are only said of the last minute. */
const EXACT_MS = MINUTE_MS;

/** An amount of time: `1 hour 5 minutes`, `40 seconds`. */
export function durationWords(ms: number): string {
	// What is nearly a minute is said as one.
	let rest = Math.round(ms / SECOND_MS) * SECOND_MS;
	const first = UNITS.findIndex(([, size]) => rest >= size);
	const from = first < 0 ? UNITS.length - 1 : first;
	const least = rest < EXACT_MS ? SECOND_MS : MINUTE_MS;
	const parts = UNITS.slice(from, from + MOST_UNITS).map(([unit, size]) => {
		const count = Math.floor(rest / size);
		rest -= count * size;
		return { count, size, text: WORDS.accessible.units[unit](count) };
	});
	const said = parts.filter(({ count, size }, place) => place === 0 || (count > 0 && size >= least));
	return said.map(({ text }) => text).join(' ');
}

const leftWords = (ms: number): string =>
	ms >= 0 ? WORDS.accessible.left(durationWords(ms)) : WORDS.accessible.over(durationWords(-ms));

const joined = (parts: readonly (string | null)[]): string =>
	parts
		.filter((part) => part !== null && part !== '')
		.map((part) => cleanText(part ?? ''))
		.join(', ');

const about = ({ metric }: TimerRow | LogRow, state: TimerState): string =>
	`${WORDS.states[state]}, ${metricWord(metric)}`;

/** An open timer as it stands at an instant. */
export function timerSentence(row: TimerRow, at: number): string {
	const state: OpenState = stateAt(row, at);
	return joined([
		`${row.ticket}: ${about(row, state)}`,
		leftWords(leftMs(row, at)),
		row.department,
		row.agent ?? WORDS.unassigned,
		row.subject,
	]);
}

/** A timer that has closed. */
export function closingSentence(row: LogRow): string {
	const left = leftMs(row, row.closedAt);
	return joined([
		`${row.ticket}: ${about(row, row.state)}`,
		left < 0 ? leftWords(left) : null,
		row.department,
		row.agent,
	]);
}

/** The counters. */
export const countsSentence = ({ states }: Overview): string =>
	STATE_ORDER.map((state) => `${figures(states[state])} ${WORDS.counted[state](states[state])}`).join(', ');

/** What today has been like, and what is at stake; '' where there is nothing to tell. */
export function todaySentence({ today, atStake }: Overview): string {
	const share = today?.compliance ?? null;
	return joined([
		share === null ? null : `${WORDS.complianceToday} ${percentOf(share)}`,
		atStake && atStake.size > 0 ? WORDS.atStake(formatSums(atStake)) : null,
	]);
}

function ticketSentence(ticket: Ticket): string {
	const status = WORDS.statusLine(statusWord(ticket.status), priorityWord(ticket.priority), ticket.channel);
	return joined([
		`${ticket.ticket}: ${ticket.subject ?? ''}`,
		ticket.requester,
		ticket.department,
		ticket.agent ?? WORDS.unassigned,
		status,
	]);
}

/** One ticket: what it is, its open timers, and those that have closed. */
export function ticketSentences({ ticket, timers, log }: TicketDetail, at: number): string[] {
	const open = timers.map((row) => joined([about(row, stateAt(row, at)), leftWords(leftMs(row, at))]));
	const closed = log
		.filter(({ superseded }) => !superseded)
		.map((row) => joined([about(row, row.state), row.reason]));
	return [ticketSentence(ticket), ...open, ...closed];
}

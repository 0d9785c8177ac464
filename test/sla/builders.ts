/** Small builders for the domain's tests: an agreement, a ticket, its events, and what comes of them. */
import { parseAgreement } from '../../source/sla/agreement/parse.ts';
import { parseEvent, type TicketEvent } from '../../source/sla/event.ts';
import { type AgreementVersion, fold } from '../../source/sla/fold.ts';
import { formatInstant, parseInstant } from '../../source/sla/instant.ts';
import type { Agreement } from '../../source/sla/level.ts';
import type { Ticket } from '../../source/sla/ticket.ts';
import { newTicket, setFields } from '../../source/sla/ticket-fold.ts';
import type { Timer } from '../../source/sla/timer.ts';

/** A Friday. */
const DAY = '2026-11-20';

/** An instant of that day: `at('09:30')`; of another with its date before. */
export function at(text: string): number {
	const [time = '', date = DAY] = text.split(' ').reverse();
	const instant = parseInstant(`${date}T${time.length === 5 ? `${time}:00` : time}Z`);
	if (instant === undefined) throw new Error(`not an instant: ${text}`);
	return instant;
}

/** An agreement as its file would have it, `version: 1` beside what is given. */
export async function agreementOf(content: object): Promise<Agreement> {
	const { agreement, problems } = await parseAgreement(JSON.stringify({ version: 1, ...content }), () =>
		Promise.reject(new Error('there are no files')),
	);
	if (!agreement) throw new Error(problems.map(({ path, message }) => `${path}: ${message}`).join('\n'));
	return agreement;
}

/** A ticket as its creation leaves it, at 09:00 where not said. */
export function ticketOf(fields: object): Ticket {
	const created = parseEvent({ ticket: 'T', at: formatInstant(at('09:00')), type: 'created', ...fields });
	if (created.type !== 'created') throw new Error('not a creation');
	const ticket = newTicket(created);
	setFields(ticket, created.fields);
	return ticket;
}

/** One event of the ticket `T`: what `type` says beyond its time, as in the NDJSON. */
export const event = (time: string, type: string, keys: object = {}): TicketEvent =>
	parseEvent({ ticket: 'T', at: formatInstant(at(time)), type, ...keys });
export const created = (time: string, keys: object = {}): TicketEvent => event(time, 'created', keys);
export const answer = (time: string): TicketEvent => event(time, 'message', { actor: 'agent' });
export const question = (time: string): TicketEvent => event(time, 'message', { actor: 'customer' });
export const status = (time: string, to: string): TicketEvent => event(time, 'status', { status: to });

/** An instant of the day as a test wants to read it: `09:30`, of another with its date. */
const read = (instant: number | null): string | null => {
	if (instant === null) return null;
	const text = formatInstant(instant).replace(/:00Z$/, '').replace('Z', '');
	return text.startsWith(DAY) ? text.slice(DAY.length + 1) : text.replace('T', ' ');
};

/** What a test reads of a timer. */
export interface Seen {
	readonly timer: string;
	readonly state: string;
	readonly due: string | null;
	readonly atRisk: string | null;
	readonly closed: string | null;
	readonly reason: string | null;
	readonly countedMin: number;
	readonly pausedMin: number;
}

const seen = (timer: Timer): Seen => ({
	timer: `${timer.metric} ${timer.cycle}`,
	state: timer.state,
	due: read(timer.dueAt),
	atRisk: read(timer.atRiskAt),
	closed: read(timer.closedAt),
	reason: timer.reason,
	countedMin: timer.countedMs / 60_000,
	pausedMin: timer.pausedMs / 60_000,
});

/** A ticket's timers as they stand at an instant, closed ones that count first. */
export async function timersOf(
	agreement: object | readonly AgreementVersion[],
	events: readonly TicketEvent[],
	now: string,
): Promise<Seen[]> {
	const versions = Array.isArray(agreement)
		? (agreement as readonly AgreementVersion[])
		: [{ agreement: await agreementOf(agreement), inForceAt: 0, movesOpen: false }];
	const folded = fold(events, versions, at(now));
	if (!folded) return [];
	return [...folded.closed.filter(({ superseded }) => !superseded), ...folded.open].map(seen);
}

const OFFICE = { timezone: 'UTC', hours: { 'mon-fri': ['09:00-17:00'] } };

/** One level, `gold`, with these targets; counted round the clock where not said. */
export const gold = (targets: object, rest: object = {}, level: object = {}): object => ({
	calendars: { office: OFFICE },
	levels: { gold: { at_risk: '25%', targets, ...level } },
	default_level: 'gold',
	...rest,
});

/** As `gold`, counted from 09:00 to 17:00. */
export const office = (targets: object, level: object = {}): object =>
	gold(targets, {}, { calendar: 'office', ...level });

/** A ticket's timers in short, as `first_answer 1 missed 10:00`: with the due, or `-`, and the reason. */
export async function brief(
	agreement: object,
	events: readonly TicketEvent[],
	now: string,
): Promise<string[]> {
	const timers = await timersOf(agreement, events, now);
	return timers.map(({ timer, state, due, reason }) =>
		[timer, state, due ?? '-', reason].filter((part) => part !== null).join(' '),
	);
}

/** The one timer there is. */
export async function only(agreement: object, events: readonly TicketEvent[], now: string): Promise<Seen> {
	const [timer, ...more] = await timersOf(agreement, events, now);
	if (!timer || more.length > 0) throw new Error(`there are ${timer ? more.length + 1 : 0} timers, not one`);
	return timer;
}

/** Figures of real files, counted from their lines by other means than the import's. */
import { bostonRows, bostonTime, cellsOf } from './verdicts.ts';

const DAY_MS = 86_400_000;

/** How often each type of event comes of a file, `status postponed` by its own, and how many rows can't be taken. */
export interface Recount {
	readonly events: Readonly<Record<string, number>>;
	readonly refused: number;
}

/** The same of what the import made of it. */
export function countEvents(events: readonly Readonly<Record<string, unknown>>[]): Recount['events'] {
	const counts: Record<string, number> = {};
	const add = (kind: string): void => {
		counts[kind] = (counts[kind] ?? 0) + 1;
	};
	for (const { type, status } of events) {
		add(String(type));
		if (type === 'status') add(`status ${String(status)}`);
	}
	return counts;
}

const INCIDENT = { number: 0, state: 1, assignedTo: 24 };
/** States of which a change from one to another is no change of status. */
const WAITING: ReadonlySet<string> = new Set(['Awaiting Problem', 'Awaiting Vendor', 'Awaiting Evidence']);

/** ServiceNow's log: a row whose state means another status than the row before it, the first one from New. */
export function recountIncidents(csv: string): Recount {
	const all = cellsOf(csv);
	const rows = all.filter((cells) => cells[INCIDENT.state] !== '-100');
	const last = new Map<string, { state: string; agent: string }>();
	let changes = 0;
	let assigned = 0;
	for (const cells of rows) {
		const number = cells[INCIDENT.number] ?? '';
		const word = cells[INCIDENT.state] ?? '';
		const agent = cells[INCIDENT.assignedTo] ?? '';
		const state = WAITING.has(word) ? 'waiting' : word;
		const before = last.get(number) ?? { state: 'New', agent: '?' };
		if (state !== before.state) changes++;
		if (agent !== before.agent) assigned++;
		last.set(number, { state, agent });
	}
	return { events: { created: last.size, assigned, status: changes }, refused: all.length - rows.length };
}

const RESOLUTIONS: ReadonlySet<string> = new Set(['Resolve ticket', 'RESOLVED', 'VERIFIED', 'INVALID']);

/** The Italian log: what each activity stands for. */
export function recountActivities(csv: string): Recount {
	const rows = cellsOf(csv);
	const named = (is: (name: string) => boolean): number => rows.filter(([, name = '']) => is(name)).length;
	return {
		events: {
			created: new Set(rows.map(([ticket]) => ticket)).size,
			assigned: named((name) => name === 'Take in charge ticket'),
			'status postponed': named((name) => name === 'Wait'),
			'status resolved': named((name) => RESOLUTIONS.has(name)),
			'status closed': named((name) => name === 'Closed'),
		},
		refused: 0,
	};
}

/** Boston's requests, one row each: made, given a due, and closed, where the row has the time of it. */
export function recountRequests(csv: string): Recount {
	const rows = bostonRows(csv);
	const having = (key: 'target' | 'closed'): number => rows.filter((row) => row[key] !== '').length;
	return { events: { created: rows.length, target: having('target'), status: having('closed') }, refused: 0 };
}

export interface CalendarDays {
	readonly rows: number;
	/** Due at the same time on the clock so many days later. */
	readonly agree: number;
	/** Due so many times 24 hours later. */
	readonly elapsed: number;
}

/** Boston's calendar-day requests. */
export function recountCalendarDays(csv: string, daysOf: ReadonlyMap<string, number>): CalendarDays {
	const types = cellsOf(csv).map((cells) => cells[7] ?? '');
	let [rows, agree, elapsed] = [0, 0, 0];
	for (const [place, { opened, target }] of bostonRows(csv).entries()) {
		if (target === '') continue;
		const days = daysOf.get(types[place] ?? '') ?? Number.NaN;
		// To the minute, for some were set a few seconds off.
		const isAfter = (zone?: string): boolean =>
			Math.abs(bostonTime(target, zone) - bostonTime(opened, zone) - days * DAY_MS) < 60_000;
		rows++;
		// What the clock on the wall showed, as if it never changed.
		if (isAfter('UTC')) agree++;
		if (isAfter()) elapsed++;
	}
	return { rows, agree, elapsed };
}

/** How many calendar days each type of request was given. */
export const calendarDays = (policies: {
	readonly calendar_policies: Readonly<Record<string, { readonly calendar_days: number }>>;
}): ReadonlyMap<string, number> =>
	new Map(
		Object.entries(policies.calendar_policies).map(([type, { calendar_days }]) => [type, calendar_days]),
	);

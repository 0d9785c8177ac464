/** LiveAgent's calls: of one that comes in, when it began to ring, when it was answered, and when it ended. */
import { HOUR_MS } from '../../../sla/duration.ts';
import { formatInstant } from '../../../sla/instant.ts';
import { SourceProblem } from '../../http/problem.ts';
import { readRecords } from '../../http/records.ts';
import type { SourceEvent, Step } from '../connector.ts';
import { createdAtOf } from '../known.ts';
import { type List, since } from './client.ts';
import type { Pass } from './pass.ts';
import { type Call, INCOMING } from './records.ts';

export const CALLS = '/calls';
const PER_PAGE = 500;
/** No call lasts longer: one without an end is looked at again until then. */
const LONGEST_MS = 12 * HOUR_MS;

/** Whether an account says so that it has no calls, or none that the key may read. */
export const isWithout = ({ status }: SourceProblem): boolean =>
	status === 400 || status === 403 || status === 404;

/** The calls since those that were read; where they may not be read, or there are none, nothing. */
export async function* readCalls(pass: Pass): AsyncGenerator<Step, void, undefined> {
	const fromAt = pass.cursor.callsAt ?? pass.cursor.sinceAt;
	let nextAt = fromAt;
	let underWayAt = Number.POSITIVE_INFINITY;
	for (let cursor: string | null = null; ; ) {
		const list = await page(pass, fromAt, cursor);
		if (list === null) return;
		const { records, ...reading } = readRecords(list.rows, pass.schemas.call, 'call', 'id');
		for (const { date_created: at, date_finished: endedAt } of records) {
			nextAt = Math.max(nextAt, at);
			if (endedAt === null && at > pass.request.nowAt - LONGEST_MS) underWayAt = Math.min(underWayAt, at);
		}
		const isLast = list.next === null || list.next === cursor || list.rows.length === 0;
		// Only at its end: pages are in no order that is promised.
		if (isLast) pass.cursor = { ...pass.cursor, callsAt: Math.min(nextAt, underWayAt) };
		yield { events: await eventsOf(records, pass), ...reading, cursor: pass.cursor };
		if (isLast) return;
		cursor = list.next;
	}
}

async function page(
	{ client, settings, request }: Pass,
	fromAt: number,
	cursor: string | null,
): Promise<List | null> {
	const filters = [since('dateCreated', fromAt - settings.overlapMs, '>=')];
	try {
		return await client.list(CALLS, request.signal, { filters, perPage: PER_PAGE, cursor });
	} catch (error) {
		if (error instanceof SourceProblem && isWithout(error)) return null;
		throw error;
	}
}

async function eventsOf(calls: readonly Call[], pass: Pass): Promise<SourceEvent[]> {
	const placed: { readonly call: Call; readonly code: string }[] = [];
	for (const call of calls) {
		if (call.type !== INCOMING || call.ticket_id === null) continue;
		const code = await pass.codeOf(call.ticket_id);
		if (code !== null) placed.push({ call, code });
	}
	const known = await pass.request.recall([...new Set(placed.map(({ code }) => code))]);
	return placed.flatMap(({ call, code }) => callEvents(code, call, createdAtOf(known.get(code) ?? [])));
}

/** @param createdAt nothing happens on a ticket before it was created */
function callEvents(ticket: string, call: Call, createdAt: number | null): SourceEvent[] {
	const event = (at: number | null, part: string, more: object): SourceEvent[] =>
		at === null
			? []
			: [
					{
						ticket,
						at: formatInstant(Math.max(at, createdAt ?? at)),
						id: `k:${call.id}:${part}`,
						type: `call_${part}`,
						...more,
					},
				];
	return [
		...event(call.date_created, 'started', {}),
		...event(call.date_answered, 'answered', {}),
		...event(call.date_answered, 'answer', { type: 'message', actor: 'agent', public: true }),
		...event(call.date_finished, 'ended', {}),
	];
}

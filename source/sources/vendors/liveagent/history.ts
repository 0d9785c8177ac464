/** The history of a LiveAgent account: spans of all its tickets, in the order in which they began. */
import { SourceProblem } from '../../http/problem.ts';
import { readRecords } from '../../http/records.ts';
import type { SourceEvent, Step } from '../connector.ts';
import { type List, since } from './client.ts';
import { spanEvents } from './events.ts';
import type { Pass } from './pass.ts';
import type { Span } from './records.ts';

const PATH = '/tickets/history';
const PER_PAGE = 500;

/** Reads the spans since the last sync; a sync that was cut off goes on at the page it had come to. */
export async function* readHistory(pass: Pass): AsyncGenerator<Step, void, undefined> {
	for (;;) {
		const { rows, next } = await page(pass);
		const { records, ...reading } = readRecords(rows, pass.schemas.span, 'history', 'id');
		const topAt = records.reduce((top, { date_from }) => Math.max(top, date_from), pass.cursor.topAt);
		const isLast = next === null || next === pass.cursor.page || rows.length === 0;
		const events = await eventsOf(records, pass);
		pass.cursor = isLast
			? { ...pass.cursor, spansAt: topAt, topAt, page: null }
			: { ...pass.cursor, topAt, page: next };
		yield { events, ...reading, cursor: pass.cursor };
		if (isLast) return;
	}
}

async function page(pass: Pass): Promise<List> {
	const { spansAt, page: cursor } = pass.cursor;
	const request = {
		filters: [since('date_from', spansAt - pass.settings.overlapMs, '>=')],
		sortField: 'date_from',
		perPage: PER_PAGE,
	};
	const { signal } = pass.request;
	try {
		return await pass.client.list(PATH, signal, { ...request, cursor });
	} catch (error) {
		// A place in a list does not last for ever: where it is gone, the list is read from its beginning again.
		const isStale = cursor !== null && error instanceof SourceProblem && error.kind === 'changed';
		if (!isStale) throw error;
		pass.cursor = { ...pass.cursor, page: null };
		return pass.client.list(PATH, signal, request);
	}
}

/** A ticket that is first seen in the middle of its life has a history of its own to be asked for, with its record. */
const isBeginning = (spans: readonly Span[]): boolean => {
	const first = spans.reduce((a, b) => (b.date_from < a.date_from ? b : a));
	return first.status === 'N' || first.status === 'I';
};

async function eventsOf(spans: readonly Span[], { request, names }: Pass): Promise<SourceEvent[]> {
	const byTicket = new Map<string, Span[]>();
	for (const span of spans) {
		const own = byTicket.get(span.conversation_code);
		if (own) own.push(span);
		else byTicket.set(span.conversation_code, [span]);
	}
	const known = await request.recall([...byTicket.keys()]);
	return [...byTicket].flatMap(([code, own]) => {
		const before = known.get(code) ?? [];
		return before.length === 0 && !isBeginning(own) ? [] : spanEvents(own, before, names);
	});
}

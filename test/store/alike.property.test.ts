/** The kinds of store hold the same after the same was done to them, and tell it alike. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Engine } from '../../source/engine/engine.ts';
import { parseEvent } from '../../source/sla/event.ts';
import { formatInstant } from '../../source/sla/instant.ts';
import type { IncomingEvent, LogFilter, Store, TimerFilter, TimerRow } from '../../source/store/port.ts';
import { LOG_ORDERS, type TimerOrder } from '../../source/store/port-orders.ts';
import { NAMES } from '../../source/store/port-reports.ts';
import { byText, sumsByText } from '../support/by-text.ts';
import { BEGIN, END, histories, type RawEvent } from '../support/histories.ts';
import { STORES } from '../support/stores.ts';

const AGREEMENT = `version: 1
levels:
  gold: { calendar: always, targets: { first_answer: 30m, first_resolve: 8h, total_resolution: 20d } }
  plain: { calendar: always, targets: { first_answer: 3h, first_resolve: 40d } }
rules: [{ name: VIP, when: { field: customer_group, is: vip }, level: gold }]
default_level: plain
escalations:
  - { at: 75%, notify: [lead] }
  - { at: breach, every: 6h, notify: [lead, duty] }
notify: { lead: { bell: true }, duty: { terminal: true } }
`;
const DAY = 24 * 60 * 60_000;
const TICKS = [BEGIN + 20 * DAY, BEGIN + 55 * DAY, END];

const incoming = (raw: RawEvent): IncomingEvent => ({
	id: raw.id,
	event: parseEvent(raw),
	data: JSON.stringify(raw),
});

const day = (number: number): string => formatInstant(BEGIN + number * DAY);
/** What random histories need not have: a ticket that nobody answers, and one that was. */
const ALWAYS: readonly RawEvent[] = [
	{ id: 'waits', ticket: 'T-8', at: day(1), type: 'created', customer_group: 'vip' },
	{ id: 'done', ticket: 'T-9', at: day(2), type: 'created' },
	{ id: 'answer', ticket: 'T-9', at: day(3), type: 'message', actor: 'agent' },
];

/** What a help desk, people and an engine do to a store: the same to each. */
async function live(store: Store, events: readonly RawEvent[]): Promise<void> {
	await store.addAgreement({ inForceAt: 0, movesOpen: false, text: AGREEMENT, files: {} });
	await store.addSource(
		{ name: 'desk', kind: 'zendesk', settings: '{}', schedule: '60s', zone: null, addedAt: BEGIN },
		BEGIN,
	);
	let nowAt = BEGIN;
	const engine = new Engine({ store, now: () => nowAt, holder: 'test' });
	// Tickets are numbered where they are first folded, and the numbers of one kind of store have gaps after that: all of
	// them are there at the first tick, for the numbers stand in the keys of windows.
	const created = events.findLastIndex(({ type }) => type === 'created') + 1;
	const third = Math.max(created, Math.ceil(events.length / TICKS.length));
	for (const [turn, at] of TICKS.entries()) {
		const some = events.slice(turn * third, (turn + 1) * third).map(incoming);
		const [synced, imported] = [some.filter((_, place) => place % 2 === 0), some];
		const refused = [turn, turn, 7].map((place) => ({
			place: `ticket ${place}`,
			reason: `in turn ${turn}`,
			record: '{}',
		}));
		const step = { source: 'desk', events: synced, refused, read: [`ticket ${turn - 1}`], at, lateAt: at };
		await store.commitSync({ ...step, cursor: `${turn}` });
		await store.appendEvents('import', imported);
		await store.touchSource('import', at, at);
		await store.quarantine('import', [{ place: `a.csv:${turn}`, reason: 'no ticket', record: '' }], at);
		nowAt = at;
		await engine.tick();
	}
	await store.noteSync('desk', { at: END, problem: 'no answer', nextAt: END + 1 });
	await store.noteImported('/drop', { name: 'a.csv', size: 7, modifiedAt: BEGIN });
	await engine.stop();
	const lease = await store.acquireLease('test', END, 1_000);
	if (!lease) throw new Error('nobody else holds it');
	const alerts = await store.alerts();
	for (const recipient of await alerts.waitingRecipients(END)) {
		const [first, second] = await alerts.waitingAlerts(recipient, END, 2);
		const told = { recipient, at: END, channel: 'bell', text: 'two', said: 'heard' };
		if (first) {
			const settled = [{ row: first.row, state: 'sent', nextTryAt: null }] as const;
			await alerts.settle(lease, { delivery: { ...told, alerts: 1, ok: true }, alerts: settled });
		}
		if (second) {
			const failed = {
				recipient,
				failures: 1,
				failingSince: END,
				nextTryAt: END + 9,
				problem: 'away',
				gaveUp: 0,
			};
			const waits = [{ row: second.row, state: 'queued', nextTryAt: END + 9 }] as const;
			await alerts.settle(null, {
				delivery: { ...told, alerts: 1, ok: false },
				alerts: waits,
				recipient: failed,
			});
		}
	}
	await (await store.reportRuns()).putRun(lease, {
		report: 'monthly',
		doneAt: END,
		madeAt: null,
		said: null,
		failures: 1,
		failingSince: END,
		nextTryAt: null,
		problem: 'no folder',
	});
}

const FILTERS: readonly TimerFilter[] = [
	{},
	{ departments: ['Billing', 'Sales'] },
	{ departments: ['', 'Sales'], levels: ['plain'] },
	{ agents: [''] },
	{ states: ['paused', 'breached'], metrics: ['first_resolve'] },
	{ texts: ['t-1'] },
	{ texts: ['\\', '%'] },
	{ texts: ['ACME'] },
	{ dueFrom: BEGIN + 30 * DAY, dueBefore: BEGIN + 60 * DAY },
];
const LOG_FILTERS: readonly LogFilter[] = [
	{},
	{ states: ['excluded', 'missed'], departments: ['', 'Sales'] },
	{ organizations: ['Acme', 'Globex'], since: BEGIN + 9 * DAY, until: BEGIN + 80 * DAY },
	{ judgedSince: BEGIN + 9 * DAY, judgedUntil: BEGIN + 80 * DAY, agents: ['ana'], texts: ['glo'] },
];
const TIMER_ORDERS: readonly TimerOrder[] = ['due', 'started', 'arrived'];
const FIRST_ORDER: readonly TimerOrder[] = ['due'];

/** A window, and those above and below one of its rows. */
async function windows<Row extends { readonly key: { order: number; id: number } }>(
	read: (window: Parameters<Store['timers']>[1]) => Promise<Row[]>,
): Promise<Row[][]> {
	const all = await read({ limit: 1_000, direction: 'after' });
	const from = all[Math.floor(all.length / 2)]?.key;
	if (!from) return [all];
	return [
		all,
		await read({ limit: 3, direction: 'after', from }),
		await read({ limit: 3, direction: 'before', from, inclusive: true }),
		await read({ limit: 2, direction: 'before' }),
	];
}

/**
 * Rows as they are told, with their places among all timers for their numbers: these rise alike in either kind of
 * store, but only one of them gives a number anew that was the highest and went in the same tick.
 */
const placed =
	(numbers: readonly number[]) =>
	(rows: readonly TimerRow[]): unknown[] =>
		rows.map(({ id, key, ...row }) => ({ ...row, order: key.order, place: numbers.indexOf(id) }));

/** All that can be read of a store, in the order in which it is given where there is one. */
async function told(store: Store): Promise<Record<string, unknown>> {
	const lists: Record<string, unknown> = {};
	const open = await store.timers({}, { limit: 1_000, direction: 'after' });
	const asPlaced = placed(open.map(({ id }) => id).sort((one, other) => one - other));
	for (const [place, filter] of FILTERS.entries()) {
		for (const order of place < 2 ? TIMER_ORDERS : FIRST_ORDER) {
			const read = await windows((window) => store.timers(filter, window, order));
			lists[`timers ${order} ${JSON.stringify(filter)}`] = read.map(asPlaced);
		}
	}
	for (const [place, filter] of LOG_FILTERS.entries()) {
		for (const order of place < 1 ? LOG_ORDERS : LOG_ORDERS.slice(0, 1)) {
			lists[`log ${order} ${JSON.stringify(filter)}`] = await windows((window) =>
				store.log(filter, window, order),
			);
		}
	}
	const tickets = await store.ticketsAfter('', 100);
	const { reports } = store;
	const bounds = await reports.judgedBounds();
	const between = { fromAt: BEGIN + DAY, toAt: BEGIN + 70 * DAY };
	const alerts = await store.alerts();
	const recipients = await alerts.waitingRecipients(END + DAY);
	return {
		...lists,
		tickets,
		details: (await Promise.all(tickets.map((ticket) => store.detail(ticket)))).map(
			(detail) => detail && { ...detail, timers: asPlaced(detail.timers) },
		),
		histories: [...(await store.sourceHistories('desk', tickets))],
		agents: [await store.agentNames(9), await store.agentNames(1)],
		counters: byText(await store.counters()),
		tallies: byText(await store.tallies(BEGIN + 30 * DAY)),
		departmentTallies: byText(await store.departmentTallies(BEGIN + 30 * DAY)),
		closed: byText(await store.closedSince(BEGIN)),
		dueByHour: await store.dueByHour(BEGIN + 50 * DAY, 24 * 40),
		sources: (await store.status()).sources,
		configured: await store.configuredSources(),
		quarantine: [await store.quarantined(null, 9), await store.quarantined('desk', 2)],
		files: await store.importedFiles('/drop'),
		archived: [await reports.archived(), await reports.archivedAfter('')],
		zone: await reports.sumsZone(),
		bounds,
		sums: await sumsByText(reports),
		counted: await Promise.all(
			([[], ['department'], NAMES] as const).map(async (names) => [
				byText(await reports.counted(between, names, false, { agent: ['', 'ana'] })),
				byText(await reports.counted(between, names, true, {})),
			]),
		),
		breaches: byText(await reports.openBreaches({ fromAt: 0, toAt: END })),
		alerts: [await alerts.list({}, 500), await alerts.list({ states: ['queued'], ticket: 'T-1' }, 9)],
		recipients,
		waiting: await Promise.all(recipients.map((name) => alerts.waitingAlerts(name, END + DAY, 50))),
		waitingCounts: [...(await alerts.waiting())].sort(),
		recipientStates: await alerts.recipientStates(),
		troubles: await alerts.troubles(),
		gone: await alerts.goneSince('lead', BEGIN),
		screens: await alerts.forScreens(0),
		runs: await (await store.reportRuns()).runs(),
	};
}

test('stores of either kind tell the same of the same', async () => {
	const met = new Set<string>();
	await fc.assert(
		fc.asyncProperty(histories, async (events) => {
			const all: Record<string, unknown>[] = [];
			for (const { open } of STORES) {
				const store = await open();
				try {
					await live(store, [...ALWAYS, ...events]);
					all.push(await told(store));
				} finally {
					await store.close();
				}
			}
			const [file, ...others] = all;
			for (const other of others) expect(other).toEqual(file);
			for (const [what, rows] of Object.entries(file ?? {})) {
				if (JSON.stringify(rows).length > 99) met.add(what);
			}
		}),
		{ numRuns: 2, endOnFailure: true },
	);
	// Nothing is alike merely because there is none of it.
	expect([...met]).toEqual(
		expect.arrayContaining(['timers due {}', 'log closed {}', 'details', 'alerts', 'quarantine']),
	);
});

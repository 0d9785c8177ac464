import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AgreementFile, loadAgreement } from '../../source/engine/agreement-file.ts';
import { Engine } from '../../source/engine/engine.ts';
import { parseEvent, type TicketEvent } from '../../source/sla/event.ts';
import { type AgreementVersion, fold } from '../../source/sla/fold.ts';
import type { Timer } from '../../source/sla/timer.ts';
import { type RawEvent, simulateFloor } from '../../source/sources/floor/floor.ts';
import { STORES } from '../support/stores.ts';

const SAMPLE = readFileSync(new URL('../../data/sla.yaml', import.meta.url), 'utf8');
const ASKED = `escalations:
  - { metric: first_answer, at: 75%, notify: [lead] }
  - { before: 15m, notify: [lead, duty], level: [gold, silver] }
  - { at: breach, every: 40m, notify: [duty] }
  - { metric: first_resolve, at: 150%, notify: [boss], departments: [Billing, Technical] }
notify: { lead: { bell: true }, duty: { terminal: true }, boss: { stderr: true } }
`;
const MINUTE = 60_000;
const FROM = Date.parse('2026-11-16T08:00:00+01:00');
const TO = FROM + 30 * 60 * MINUTE;

let folder: string;
let agreement: string;
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'slatop-alerts-'));
	agreement = join(folder, 'sla.yaml');
	writeFileSync(agreement, `${SAMPLE.slice(0, SAMPLE.indexOf('\nescalations:'))}\n${ASKED}`);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A day and a quarter of a floor, of every tenth ticket; of some timers somebody says that he has seen them. */
function someEvents(seed: number): RawEvent[] {
	const events: RawEvent[] = [];
	for (const event of simulateFloor({ seed, fromAt: FROM })) {
		if (Date.parse(event.at) > TO) break;
		if (event.ticket.at(-1) !== '5') continue;
		events.push(event);
		if (event.type === 'created' && event.ticket.at(-2) === '2') {
			const seen = { type: 'acknowledged', metric: 'first_resolve', cycle: 1, by: 'ana' };
			const at = new Date(Date.parse(event.at) + 200 * MINUTE).toISOString();
			events.push({ ...seen, ticket: event.ticket, at, id: `seen ${event.ticket}` });
		}
	}
	return events;
}

/** The steps that are due by the counted time alone: no instant of any step is worked out here. */
function dueSteps(timer: Timer, department: string | null, isSeen: boolean): [string, number, string[]][] {
	const { metric, level, targetMs, countedMs, state } = timer;
	if (state === 'paused') return [];
	const due: [string, number, string[]][] = [];
	if (metric === 'first_answer' && countedMs >= targetMs * 0.75) due.push(['75%', 0, ['lead']]);
	if (level !== 'bronze' && countedMs >= targetMs - 15 * MINUTE)
		due.push(['15m before', 0, ['lead', 'duty']]);
	if (state === 'breached') {
		due.push(['breach', 0, ['duty']]);
		const repeat = Math.floor((countedMs - targetMs) / (40 * MINUTE));
		if (repeat > 0 && !isSeen) due.push(['every 40m', repeat, ['duty']]);
	}
	const isBig = department === 'Billing' || department === 'Technical';
	if (metric === 'first_resolve' && isBig && countedMs >= targetMs * 1.5) due.push(['150%', 0, ['boss']]);
	return due;
}

/** What is told by a tick at an instant, of all that is known then; each of it once. */
class Recount {
	readonly told = new Map<string, number>();
	private readonly last = new Map<string, number>();
	private readonly histories = new Map<string, TicketEvent[]>();

	constructor(private readonly versions: readonly AgreementVersion[]) {}

	tick(news: readonly RawEvent[], nowAt: number): void {
		for (const event of news.map(parseEvent)) {
			this.histories.set(event.ticket, [...(this.histories.get(event.ticket) ?? []), event]);
		}
		for (const [ticket, history] of this.histories) {
			const folded = fold(history, this.versions, nowAt);
			const isSeen = history.some(({ type }) => type === 'acknowledged');
			for (const timer of folded?.open ?? []) {
				const seen = isSeen && timer.metric === 'first_resolve' && timer.cycle === 1;
				for (const [step, repeat, recipients] of dueSteps(timer, folded?.ticket.department ?? null, seen)) {
					for (const recipient of recipients) {
						const place = [ticket, timer.metric, timer.cycle, step, recipient].join(' ');
						if ((this.last.get(place) ?? -1) >= repeat) continue;
						this.last.set(place, repeat);
						this.told.set(`${place} ${repeat}`, nowAt);
					}
				}
			}
		}
	}
}

describe.each(STORES)('alerts in the queue on $kind', (kind) => {
	test('are each due step once, at the first tick after it, whatever the ticks and the order of arrival', async () => {
		const versions = [
			{ agreement: (await loadAgreement(agreement)).agreement, inForceAt: 0, movesOpen: false },
		];
		let all = 0;
		await fc.assert(
			fc.asyncProperty(
				fc.integer({ min: 1, max: 50 }),
				fc.array(fc.integer({ min: kind.leastBatch, max: 200 }), { minLength: 1, maxLength: 6 }),
				fc.boolean(),
				async (seed, minutes, hasLate) => {
					const events = someEvents(seed);
					const store = await kind.open();
					let nowAt = FROM;
					const agreementFile = new AgreementFile(agreement);
					const engine = new Engine({
						store,
						now: () => nowAt,
						holder: 'test',
						agreementFile,
					});
					const recount = new Recount(versions);
					// Every fourth event comes three hours late.
					const arrivals = events.map((event, place) => ({
						event,
						at: Date.parse(event.at) + (hasLate && place % 4 === 3 ? 180 * MINUTE : 0),
					}));
					for (let turn = 0; nowAt < TO; turn++) {
						const before = nowAt;
						nowAt = Math.min(TO, nowAt + (minutes[turn % minutes.length] ?? 1) * MINUTE + 1);
						const news = arrivals.filter(({ at }) => at > before && at <= nowAt).map(({ event }) => event);
						await store.appendEvents(
							'test',
							news.map((raw) => ({ id: String(raw.id), event: parseEvent(raw), data: JSON.stringify(raw) })),
						);
						await engine.tick();
						recount.tick(news, nowAt);
					}
					const queued = await (await store.alerts()).list({}, 10_000);
					await store.close();
					const rows = queued.map(({ ticket, metric, cycle, step, recipient, repeat, createdAt }) =>
						[ticket, metric, cycle, step, recipient, repeat, createdAt].join(' '),
					);
					all += rows.length;
					expect(rows.sort()).toEqual([...recount.told].map(([place, at]) => `${place} ${at}`).sort());
				},
			),
			{ numRuns: kind.runs(3), seed: 5 },
		);
		expect(all).toBeGreaterThan(25 * kind.runs(3));
	});
});

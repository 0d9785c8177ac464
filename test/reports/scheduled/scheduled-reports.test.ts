import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Engine } from '../../../source/engine/engine.ts';
import { storedTerms } from '../../../source/engine/terms.ts';
import { ScheduledReports } from '../../../source/reports/scheduled/scheduled-reports.ts';
import { parseEvent } from '../../../source/sla/event.ts';
import type { Lease, Store } from '../../../source/store/port.ts';
import type { ReportRun } from '../../../source/store/port-report-runs.ts';
import { answered, at, created, TEN_MINUTES } from '../../support/desk.ts';
import { leaseOf } from '../../support/feeding.ts';
import { hanging, Receiver, refusing, well } from '../../support/receiver.ts';
import { STORES } from '../../support/stores.ts';

describe.each(STORES)('over $kind', ({ open }) => {
	let folder: string;
	let store: Store;
	let receiver: Receiver;
	beforeEach(async () => {
		folder = mkdtempSync(join(tmpdir(), 'slatop-reports-'));
		store = await open();
		receiver = await Receiver.start();
	});
	afterEach(async () => {
		await receiver.stop();
		await store.close();
		rmSync(folder, { recursive: true, force: true });
	});

	/** An engine's part in reports, on a clock in our hand. */
	class Desk {
		nowAt: number;
		readonly errors: unknown[] = [];
		private readonly engine: Engine;
		private reports: ScheduledReports;

		constructor(now: string) {
			this.nowAt = Date.parse(now);
			this.engine = new Engine({ store, now: () => this.nowAt, holder: 'test' });
			this.reports = this.newReports();
		}

		/** @param report what the agreement says of its one report */
		static async open(report: string, now = at('06:00')): Promise<Desk> {
			const desk = new Desk(now);
			const text = `${TEN_MINUTES}reports:\n  daily: { ${report} }\n`;
			await store.addAgreement({ inForceAt: 0, movesOpen: false, text, files: {} });
			const events = [
				created('T-1', '12:00', { department: 'Billing' }),
				answered('T-1', '12:05'),
				created('T-2', '12:00', { department: '=cmd|x' }),
				answered('T-2', '12:30'),
			].map((event) => ({
				id: JSON.stringify(event),
				event: parseEvent(event),
				data: JSON.stringify(event),
			}));
			await store.appendEvents('test', events);
			await desk.look(now);
			return desk;
		}

		private newReports(): ScheduledReports {
			return new ScheduledReports({
				runs: this.runs,
				store,
				terms: async () => storedTerms(await store.agreements(), () => Promise.reject()),
				now: () => this.nowAt,
				random: () => 0,
				surroundings: { env: {}, isRehearsal: false },
				onError: (error) => this.errors.push(error),
			});
		}

		private readonly runs = {
			runs: async () => (await store.reportRuns()).runs(),
			putRun: async (lease: Lease, run: ReportRun) => (await store.reportRuns()).putRun(lease, run),
			keepRuns: async (lease: Lease, names: readonly string[]) =>
				(await store.reportRuns()).keepRuns(lease, names),
		};

		async begin(now: string): Promise<void> {
			this.nowAt = Date.parse(now);
			await this.engine.tick();
			const agreement = await this.engine.agreement();
			if (!agreement) throw new Error('no agreement');
			this.reports.look(agreement, leaseOf(this.engine));
		}

		async look(now: string): Promise<void> {
			await this.begin(now);
			await this.reports.idle();
		}

		/** Dies and comes again: what is not in the store is forgotten. */
		async restart(): Promise<void> {
			await this.reports.stop();
			this.reports = this.newReports();
		}

		async run(): Promise<ReportRun | undefined> {
			return (await this.runs.runs())[0];
		}
	}

	const files = (): string[] => readdirSync(folder).sort();
	const read = (name: string): string => readFileSync(join(folder, name), 'utf8');

	describe('a report into a folder', () => {
		it('is made at its turn, once, whoever looks; a new one waits for its next turn', async () => {
			const desk = await Desk.open(
				`cron: "0 7 * * *", period: yesterday, by: department, folder: "${folder}"`,
			);
			await desk.look(at('06:59:59'));
			expect(files()).toEqual([]);
			await desk.look('2026-11-25T07:00:00Z');
			await desk.restart();
			for (const time of ['2026-11-25T07:00:01Z', '2026-11-25T12:00:00Z']) await desk.look(time);
			// 24 November's turn came an hour after the report was first seen.
			expect(files()).toEqual(['daily-2026-11-24T0700.md', 'daily-2026-11-25T0700.md']);
			expect(read('daily-2026-11-24T0700.md')).toContain('nothing was judged in this period');
			const text = read('daily-2026-11-25T0700.md');
			expect(text).toContain('# Ten minutes, 2026-11-24 00:00 to 2026-11-25 00:00');
			expect(text).toMatch(/\| Billing \| 1 \| 0 \|/);
			expect(desk.errors).toEqual([]);
		});

		it('is the same figures as CSV, safe against formulas, as JSON and as a page', async () => {
			for (const format of ['csv', 'json', 'html']) {
				const desk = await Desk.open(
					`cron: "0 7 * * *", period: yesterday, by: department, format: ${format}, folder: "${folder}"`,
					at('08:00'),
				);
				await desk.look('2026-11-25T07:00:00Z');
				await store.close();
				store = await open();
			}
			expect(read('daily-2026-11-25T0700.csv')).toContain("'=cmd|x");
			expect(JSON.parse(read('daily-2026-11-25T0700.json'))).toMatchObject({ groups: expect.any(Array) });
			expect(read('daily-2026-11-25T0700.html')).toContain('<td>=cmd|x</td>');
		});

		it('catches up after a stop with what was missed', async () => {
			const desk = await Desk.open(`cron: "0 7 * * *", period: yesterday, folder: "${folder}"`, at('08:00'));
			await desk.restart();
			await desk.look('2026-11-28T09:00:00Z');
			expect(files()).toEqual([
				'daily-2026-11-25T0700.md',
				'daily-2026-11-26T0700.md',
				'daily-2026-11-27T0700.md',
				'daily-2026-11-28T0700.md',
			]);
		});

		it('cannot be blocked by what a dead process has left, nor for good by a turn that fails', async () => {
			const desk = await Desk.open(`cron: "0 7 * * *", period: yesterday, folder: "${folder}"`, at('08:00'));
			writeFileSync(join(folder, `daily-2026-11-25T0700.md.${process.pid}.new`), '');
			// Where a folder stands no file can be put.
			mkdirSync(join(folder, 'daily-2026-11-26T0700.md', 'in the way'), { recursive: true });
			await desk.look('2026-11-25T07:00:00Z');
			expect(readFileSync(join(folder, 'daily-2026-11-25T0700.md'), 'utf8')).toContain('# Ten minutes');
			await desk.look('2026-11-26T07:00:00Z');
			expect(await desk.run()).toMatchObject({ failures: 1, problem: expect.stringContaining('T0700.md') });
			await desk.look('2026-11-27T07:00:00Z');
			expect(files()).toContain('daily-2026-11-27T0700.md');
			expect(await desk.run()).toMatchObject({ failures: 0, doneAt: Date.parse('2026-11-27T07:00:00Z') });
			expect(files().filter((name) => name.endsWith('.new'))).toHaveLength(1);
		});

		it('that is not there is told, and the report is made when it is', async () => {
			rmdirSync(folder);
			const desk = await Desk.open(`cron: "0 7 * * *", period: yesterday, folder: "${folder}"`, at('08:00'));
			await desk.look('2026-11-25T07:00:00Z');
			expect(await desk.run()).toMatchObject({ failures: 1, problem: `there is no folder ${folder}` });
			expect(await (await store.alerts()).troubles()).toMatchObject([{ kind: 'report', name: 'daily' }]);
			mkdirSync(folder);
			await desk.look('2026-11-25T07:00:04Z');
			expect(files()).toEqual([]);
			await desk.look('2026-11-25T07:00:05Z');
			expect(files()).toEqual(['daily-2026-11-25T0700.md']);
			expect(await desk.run()).toMatchObject({
				failures: 0,
				problem: null,
				said: join(folder, files()[0] ?? ''),
			});
		});
	});

	describe('a report to a webhook', () => {
		const TO = (): string => `cron: "0 7 * * *", period: yesterday, format: json, webhook: "${receiver.url}"`;

		it('is posted with all of it, its id the same when it is sent again', async () => {
			const desk = await Desk.open(TO(), at('08:00'));
			receiver.manner = refusing(500);
			await desk.look('2026-11-25T07:00:00Z');
			receiver.manner = hanging;
			const looking = desk.begin('2026-11-25T07:00:05Z');
			await receiver.got(2);
			await desk.restart();
			await looking;
			receiver.manner = well;
			await desk.look('2026-11-25T07:00:06Z');
			await desk.look('2026-11-25T07:01:00Z');
			expect(receiver.received).toHaveLength(3);
			expect(new Set(receiver.received.map(({ body }) => body.id)).size).toBe(1);
			expect(receiver.received[2]?.body).toMatchObject({
				version: 1,
				kind: 'report',
				report: 'daily',
				agreement: 'Ten minutes',
				scheduled_at: '2026-11-25T07:00:00Z',
				since: '2026-11-24T00:00:00Z',
				until: '2026-11-25T00:00:00Z',
				format: 'json',
				content_type: 'application/json',
				content: expect.objectContaining({ groups: expect.any(Array) }),
			});
		});

		it('after a stop is the last one alone', async () => {
			const desk = await Desk.open(TO(), at('08:00'));
			await desk.look('2026-11-28T09:00:00Z');
			expect(receiver.received.map(({ body }) => body.scheduled_at)).toEqual(['2026-11-28T07:00:00Z']);
		});

		it('for Slack is its headline and its figures', async () => {
			const desk = await Desk.open(TO().replace('format: json', 'template: slack'), at('08:00'));
			await desk.look('2026-11-25T07:00:00Z');
			const text = receiver.received[0]?.text ?? '';
			expect(text).toContain('daily: Ten minutes, 2026-11-24 00:00');
			expect(text).toContain('compliance  50.00%');
		});
	});
});

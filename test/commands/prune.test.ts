import { copyFileSync, existsSync, linkSync, symlinkSync } from 'node:fs';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as doctor from '../../source/commands/doctor.ts';
import * as importing from '../../source/commands/import.ts';
import * as prune from '../../source/commands/prune.ts';
import * as rebuild from '../../source/commands/rebuild.ts';
import * as report from '../../source/commands/report.ts';
import * as statement from '../../source/commands/statement.ts';
import * as copying from '../../source/commands/store.ts';
import * as tick from '../../source/commands/tick.ts';
import { bringInto, copyAgreements } from '../../source/engine/archive.ts';
import { storedTerms } from '../../source/engine/terms.ts';
import { compileVersion } from '../../source/engine/versions.ts';
import { readMonthView } from '../../source/reports/month-view.ts';
import { makeTurn } from '../../source/reports/scheduled/make-turn.ts';
import { ArchivePair } from '../../source/store/sqlite/archive-pair.ts';
import { ArchivedTickets } from '../../source/store/sqlite/archived.ts';
import { Pruning } from '../../source/store/sqlite/pruning.ts';
import { openSqliteStore } from '../../source/store/sqlite/sqlite-store.ts';
import { Desk, type EventLine, ndjson, TEN_MINUTES } from '../support/desk.ts';
import { runHere } from '../support/here.ts';
import { newPostgresUrl } from '../support/postgres.ts';
import type { Ran } from '../support/program.ts';

/** With a price for what is missed, and a report by schedule. */
const AGREEMENT = `${TEN_MINUTES.replace(
	'targets: { first_answer: 10m }',
	'targets: { first_answer: 10m }\n    penalty: { per_miss: { first_answer: 50 }, currency: EUR }',
)}reports: { monthly: { cron: "@monthly", period: last_month, folder: /nowhere } }
`;
const NOW = '2026-11-24T12:00:00Z';
const BEFORE = Date.parse('2026-11-01T00:00:00Z');

/** A ticket that is answered after some minutes, and closed an hour later unless it stays open. */
const ticket = (name: string, day: string, minutes: number, closed = true): EventLine[] => [
	{
		ticket: name,
		at: `${day}T09:00:00Z`,
		type: 'created',
		department: 'Billing',
		organization: 'Acme',
		id: `${name}-1`,
	},
	{
		ticket: name,
		at: `${day}T09:${String(minutes).padStart(2, '0')}:00Z`,
		type: 'message',
		actor: 'agent',
		id: `${name}-2`,
	},
	...(closed
		? [{ ticket: name, at: `${day}T10:30:00Z`, type: 'status', status: 'closed', id: `${name}-3` }]
		: []),
];

const STORY = [
	...ticket('OLD-1', '2026-09-02', 5),
	...ticket('OLD-2', '2026-09-03', 25),
	...ticket('OLD-3', '2026-10-05', 8),
	{
		ticket: 'OLD-3',
		at: '2026-10-05T11:00:00Z',
		type: 'excluded',
		metric: 'first_answer',
		by: 'lead',
		reason: 'outage',
		id: 'x',
	},
	...ticket('LONG-1', '2026-09-04', 30, false),
	...ticket('NEW-1', '2026-11-20', 4),
	...ticket('NEW-2', '2026-11-21', 40),
];

let desk: Desk;
let archive: string;
let events: string;
beforeEach(async () => {
	desk = new Desk(AGREEMENT);
	archive = `${desk.folder}/store-archive.db`;
	events = desk.file('story.ndjson', ndjson(STORY));
	await ran(importing, [events]);
	await ran(tick);
});
afterEach(() => desk.dispose());

const ran = (command: Parameters<typeof runHere>[0], input: string[] = [], flags = {}): Promise<Ran> =>
	runHere(command, input, { store: desk.store, agreement: desk.agreement, now: NOW, ...flags });

const AUTUMN = { by: 'month,organization', since: '2026-09', until: '2026-12', format: 'json' };
/** Every month's compliance and penalties, in all that a report tells. */
const months = async (flags = {}): Promise<string> =>
	(
		await ran(report, [], {
			...AUTUMN,
			...flags,
		})
	).stdout;
const pruned = (flags = {}): Promise<Ran> => ran(prune, [], { before: '2026-11', ...flags });

/** Which tickets a store has events of. */
async function tickets(path: string): Promise<readonly string[]> {
	const store = openSqliteStore(path);
	try {
		return await store.eventTicketsAfter('', 100);
	} finally {
		await store.close();
	}
}

describe('slatop prune', () => {
	it('moves what is over to the archive, which reports count in as if nothing had been moved', async () => {
		const before = await months();
		expect((await pruned({ dryRun: true })).stdout).toBe(`3 tickets would move to ${archive}\n`);
		expect(existsSync(archive)).toBe(false);
		expect((await pruned()).stdout).toBe(`3 tickets moved to ${archive}\n`);
		expect(await tickets(desk.store)).toEqual(['LONG-1', 'NEW-1', 'NEW-2']);
		expect(await tickets(archive)).toEqual(['OLD-1', 'OLD-2', 'OLD-3']);
		expect(await months({ archive })).toBe(before);
		const without = await ran(report, [], { since: '2026-09', until: '2026-12', by: 'month', format: 'csv' });
		expect(without.stderr).toContain('note: without 3 tickets that were moved to the archive');
		expect(without.stdout).not.toContain('2026-10');
		expect(without.stdout.split('\r\n')[0]).toMatch(/,without_archived$/);
		for (const store of [desk.store, archive]) {
			expect((await ran(rebuild, [], { store, dryRun: true })).stdout).toContain('nothing to do');
		}
		expect((await ran(doctor)).stdout).toContain(`3 tickets are in the archive, ${archive}\n`);
		expect((await pruned()).stdout).toBe(`0 tickets moved to ${archive}\n`);
	});

	it('leaves bills what they were, with the archive; without it they say in every format that they lack something', async () => {
		const billed = async (format: string, flags = {}): Promise<string> =>
			(await ran(statement, [], { month: '2026-09', format, ...flags })).stdout;
		const formats = ['table', 'markdown', 'csv', 'html', 'json'];
		const all = async (flags = {}): Promise<string[]> => {
			const texts: string[] = [];
			for (const format of formats) texts.push(await billed(format, flags));
			return texts;
		};
		const before = await all();
		// OLD-2, and LONG-1, which stays.
		for (const text of before) expect(text).toContain('100');
		await pruned();
		expect(await all({ archive })).toEqual(before);
		for (const format of formats) {
			expect(await billed(format)).toContain(
				{ csv: '2026-09,,,incomplete,,3,', json: '"without_archived":3' }[format] ??
					'INCOMPLETE: without 3 tickets that were moved to the archive',
			);
		}
		// What reaches into no month of theirs lacks nothing.
		const november = await ran(statement, [], { month: '2026-11' });
		expect(november.stdout + november.stderr).not.toMatch(/archive/);
	});

	it('is told of in reports by schedule, and on the screen, where they reach into what was moved', async () => {
		await pruned();
		const store = openSqliteStore(desk.store);
		const terms = storedTerms(await store.agreements(), () => Promise.reject(new Error('no agreement')));
		const [stored] = await store.agreements();
		const scheduled = stored && (await compileVersion(stored)).agreement.reports.get('monthly');
		if (!scheduled) throw new Error('no report');
		const turn = async (at: string): Promise<string> =>
			(await makeTurn(store, terms, scheduled, Date.parse(at), Date.parse(NOW))).text;
		expect(await turn('2026-11-01T00:00:00Z')).toContain('INCOMPLETE: without 3 tickets');
		expect(await turn('2026-12-01T00:00:00Z')).not.toContain('INCOMPLETE');
		const shown = async (at: string): Promise<readonly [number, number]> => {
			const { lacks, beforeLacks } = await readMonthView(store, terms, Date.parse(at));
			return [lacks, beforeLacks];
		};
		expect(await shown(NOW)).toEqual([0, 3]);
		expect(await shown('2026-10-24T12:00:00Z')).toEqual([3, 3]);
		await store.close();
	});

	it('leaves what is known known, and takes no event of a ticket that is in the archive', async () => {
		await pruned();
		expect((await ran(importing, [events])).stdout).toContain('0 taken, 18 already known, 0 refused');
		const late = desk.file(
			'late.ndjson',
			ndjson([{ ticket: 'OLD-1', at: '2026-11-22T09:00:00Z', type: 'status', status: 'open' }]),
		);
		const refused = await ran(importing, [late]);
		expect(refused.code).toBe(2);
		expect(refused.stdout + refused.stderr).toContain(
			'its ticket is in the archive: slatop prune --undo --ticket',
		);
		expect((await ran(prune, [], { undo: true, ticket: 'OLD-1' })).stdout).toContain('1 ticket brought back');
		expect((await ran(importing, [late])).stdout).toContain('1 taken');
		await ran(tick);
		expect(await tickets(archive)).toEqual(['OLD-2', 'OLD-3']);
		expect((await pruned()).stdout).toContain('0 tickets moved');
	});

	it('leaves it so where the store goes over to a server, and reports are what they were with the archive', async () => {
		const before = await months();
		await pruned();
		const store = await newPostgresUrl();
		expect((await runHere(copying, ['copy', desk.store, store], {})).code).toBe(0);
		expect((await ran(importing, [events], { store })).stdout).toContain(
			'0 taken, 18 already known, 0 refused',
		);
		const late = { ticket: 'OLD-1', at: '2026-11-22T09:00:00Z', type: 'status', status: 'open' };
		const refused = await ran(importing, [desk.file('late.ndjson', ndjson([late]))], { store });
		expect(refused.stdout + refused.stderr).toContain('its ticket is in the archive');
		expect(await months({ store, archive })).toBe(before);
	});

	it('is undone by the archive: all is what it was', async () => {
		const before = await months();
		await pruned();
		expect((await ran(prune, [], { undo: true })).stdout).toContain(`3 tickets brought back from ${archive}`);
		await ran(tick);
		expect(await months()).toBe(before);
		expect(await tickets(archive)).toEqual([]);
		expect((await ran(importing, [events])).stdout).toContain('0 taken, 18 already known, 0 refused');
		expect((await ran(rebuild, [], { dryRun: true })).stdout).toContain('nothing to do');
	});

	it('killed between the archive and the store loses nothing and counts nothing twice: the next run puts it right', async () => {
		const before = await months();
		const [store, archived] = [openSqliteStore(desk.store), openSqliteStore(archive)];
		await copyAgreements(store, archived);
		new ArchivePair(desk.store, archive).close();
		const pruning = new Pruning(desk.store);
		const leaving = pruning.next(BEFORE, 0);
		expect(leaving).toHaveLength(3);
		await bringInto(
			archived,
			store,
			leaving.map(({ moved }) => moved),
		);
		for (const open of [store, archived]) await open.close();
		expect(await months()).toBe(before);
		// Reports know which of the two counts.
		expect(await months({ archive })).toBe(before);
		await pruned();
		expect(await months({ archive })).toBe(before);
		// The other way: taken back, and still in the archive.
		const taken = new Pruning(archive);
		pruning.takeBack([taken.history('OLD-2')]);
		for (const open of [pruning, taken]) open.close();
		// The ticket of the newest event stays where it is.
		const more = {
			ticket: 'NEW-1',
			at: '2026-11-23T09:00:00Z',
			type: 'updated',
			url: 'https://desk.example.com/1',
		};
		await ran(importing, [desk.file('more.ndjson', ndjson([more]))]);
		await ran(tick);
		expect((await pruned()).stdout).toContain('1 ticket moved');
		expect(await months({ archive })).toBe(before);
		expect((await ran(rebuild, [], { store: archive, dryRun: true })).stdout).toContain('nothing to do');
	});

	it('is counted in once and whole beside an undo that brings tickets back between one file being held and the other', async () => {
		const before = await months();
		await pruned();
		const { archived } = ArchivedTickets.prototype;
		const brought: number[] = [];
		// The store is held when it is asked what was moved out of it, and the archive is not.
		const asked = vi.spyOn(ArchivedTickets.prototype, 'archived').mockImplementationOnce(function (
			this: ArchivedTickets,
		) {
			const heldAs = archived.call(this);
			const pair = new ArchivePair(desk.store, archive);
			brought.push(pair.takeBack(['OLD-2']));
			pair.close();
			return heldAs;
		});
		try {
			const beside = await ran(report, [], { ...AUTUMN, archive });
			expect(beside.stderr).toBe(
				'note: 3 events wait for the engine (slatop tick, slatop engine or the dashboard takes them)\n',
			);
			// OLD-1 and NEW-1 in time; LONG-1 and NEW-2 late; OLD-2 is what those events are of.
			expect(JSON.parse(beside.stdout).total).toMatchObject({ fulfilled: 2, missed: 2, excluded: 1 });
		} finally {
			asked.mockRestore();
		}
		expect(brought).toEqual([1]);
		expect(await tickets(archive)).toEqual(['OLD-1', 'OLD-3']);
		await ran(tick);
		expect(await months({ archive })).toBe(before);
	});

	it('moves nothing of a store whose log is not what its events say', async () => {
		const db = new Database(desk.store);
		db.exec(`UPDATE sla_log SET counted_ms = counted_ms + 1`);
		db.close();
		await expect(pruned()).rejects.toThrow(
			/the log of ticket OLD-1 is not what its events say: slatop rebuild/,
		);
		expect(await tickets(desk.store)).toHaveLength(6);
	});

	it('says what it needs, and takes no archive of another store', async () => {
		await expect(ran(prune)).rejects.toThrow(/prune needs --before TIME/);
		await expect(pruned({ before: '2027-01' })).rejects.toThrow(/must not be in the future/);
		await expect(pruned({ archive: desk.store })).rejects.toThrow(/must be another file/);
		await expect(ran(prune, [], { undo: true })).rejects.toThrow(/there is no archive/);
		const other = openSqliteStore(archive);
		await other.addAgreement({ inForceAt: 1, movesOpen: false, text: TEN_MINUTES, files: {} });
		await other.close();
		await expect(pruned()).rejects.toThrow(/is of another store/);
	});

	it('touches no file but its own archive: no other store, no copy of the store, no way around to the store itself', async () => {
		const all = await tickets(desk.store);
		const [other, ...links] = ['other.db', 'link.db', 'hard.db'].map((name) => `${desk.folder}/${name}`);
		await ran(importing, [events], { store: other });
		await ran(tick, [], { store: other });
		symlinkSync(desk.store, String(links[0]));
		linkSync(desk.store, String(links[1]));
		for (const undo of [true, false]) {
			for (const link of links) {
				await expect(pruned({ archive: link, undo })).rejects.toThrow(/must be another file than the store/);
			}
			await expect(pruned({ archive: other, undo })).rejects.toThrow(
				/other\.db is not the archive of .*store\.db/,
			);
		}
		for (const path of [desk.store, String(other)]) expect(await tickets(path)).toEqual(all);
		await pruned();
		const copy = `${desk.folder}/copy.db`;
		copyFileSync(desk.store, copy);
		await expect(pruned({ archive: copy })).rejects.toThrow(/is not the archive of/);
		expect(await tickets(copy)).toHaveLength(3);
		// The archive of one store is no other's.
		await expect(pruned({ store: other, archive })).rejects.toThrow(/is not the archive of/);
		expect(await tickets(archive)).toHaveLength(3);
	});

	it('goes on with an archive that says not whose it is, where the store knows all it holds', async () => {
		await pruned();
		const db = new Database(archive);
		db.exec(`DELETE FROM meta WHERE key = 'archive_of'`);
		db.close();
		expect((await ran(prune, [], { undo: true })).stdout).toContain('3 tickets brought back');
	});

	it('lets the engine and imports work on meanwhile, and leaves what has changed by then where it is', async () => {
		const before = await months();
		const [store, archived] = [openSqliteStore(desk.store), openSqliteStore(archive)];
		const pair = new ArchivePair(desk.store, archive);
		await copyAgreements(store, archived);
		const late = [
			{ ticket: 'OLD-2', at: '2026-09-03T09:10:00Z', type: 'message', actor: 'agent', id: 'late' },
			// The ticket of the newest event stays where it is.
			{ ticket: 'NEW-1', at: '2026-11-23T09:00:00Z', type: 'updated', priority: 'low' },
		];
		const step = await pair.moveNext(BEFORE, 0, async (moved) => {
			await bringInto(archived, store, moved);
			// Nobody holds the store: the import and the tick do not wait.
			await ran(importing, [desk.file('late.ndjson', ndjson(late))]);
			await ran(tick);
		});
		expect(step?.moved).toBe(2);
		expect(await tickets(desk.store)).toContain('OLD-2');
		expect(await tickets(archive)).toEqual(['OLD-1', 'OLD-3']);
		expect(await months({ archive })).not.toBe(before);
		for (const open of [pair, store, archived]) await open.close();
		expect((await pruned()).stdout).toContain('1 ticket moved');
		expect((await ran(rebuild, [], { store: archive, dryRun: true })).stdout).toContain('nothing to do');
	});

	it('loses nothing where two move the same tickets at once, and brings back once what two bring back', async () => {
		const before = await months();
		const [store, archived] = [openSqliteStore(desk.store), openSqliteStore(archive)];
		const [one, other] = [new ArchivePair(desk.store, archive), new ArchivePair(desk.store, archive)];
		await copyAgreements(store, archived);
		// The other takes what the first has brought there for what a kill has left.
		const step = await one.moveNext(BEFORE, 0, async (moved) => {
			await bringInto(archived, store, moved);
			other.settleAll();
		});
		expect(step?.moved).toBe(0);
		expect(await months({ archive })).toBe(before);
		expect(await tickets(archive)).toEqual([]);
		expect((await one.moveNext(BEFORE, 0, (moved) => bringInto(archived, store, moved)))?.moved).toBe(3);
		other.settleAll();
		expect(await months({ archive })).toBe(before);
		expect([one, other].map((pair) => pair.takeBack(['OLD-1']))).toEqual([1, 0]);
		expect(await tickets(desk.store)).toContain('OLD-1');
		for (const open of [one, other, store, archived]) await open.close();
	});
});

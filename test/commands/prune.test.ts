import { copyFileSync, linkSync, symlinkSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { archivePath, isArchiveThere, shownPlace } from '../../source/commands/archived.ts';
import * as doctor from '../../source/commands/doctor.ts';
import * as importing from '../../source/commands/import.ts';
import { openStoreAt } from '../../source/commands/open.ts';
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
import { Desk, type EventLine, ndjson, TEN_MINUTES } from '../support/desk.ts';
import { runHere } from '../support/here.ts';
import { PLACES, type Place } from '../support/places.ts';
import { watching } from '../support/portable.ts';
import { newPostgresUrl } from '../support/postgres.ts';
import type { Ran } from '../support/program.ts';

type Opening = typeof import('../../source/commands/open.ts');
vi.mock(import('../../source/commands/open.ts'), async (original) => {
	const opening = await original();
	return { ...opening, openStoreAt: vi.fn(opening.openStoreAt) };
});

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
let path: string;
let archive: string;
let events: string;
/** A store that has lived, and where its archive will be unless another place is named. */
async function begin(place: Place): Promise<void> {
	desk = new Desk(AGREEMENT);
	path = await place.store(desk.folder);
	archive = archivePath({ input: [], flags: { store: path }, env: {} });
	events = desk.file('story.ndjson', ndjson(STORY));
	await ran(importing, [events]);
	await ran(tick);
}
afterEach(() => desk.dispose());

const shown = (place: string): string => shownPlace(place, {});
const ran = (command: Parameters<typeof runHere>[0], input: string[] = [], flags = {}): Promise<Ran> =>
	watching(() => runHere(command, input, { store: path, agreement: desk.agreement, now: NOW, ...flags }));

const AUTUMN = { by: 'month,organization', since: '2026-09', until: '2026-12', format: 'json' };
/** Every month's compliance and penalties, in all that a report tells. */
const months = async (flags = {}): Promise<string> =>
	(
		await ran(report, [], {
			...AUTUMN,
			...flags,
		})
	).stdout;
const pruneOld = (flags = {}): Promise<Ran> => ran(prune, [], { before: '2026-11', ...flags });

/** Which tickets a store has events of. */
async function tickets(of: string): Promise<readonly string[]> {
	const store = await openStoreAt(of);
	try {
		return await store.eventTicketsAfter('', 100);
	} finally {
		await store.close();
	}
}

describe.each(PLACES)('slatop prune of a store $kind', (place) => {
	beforeEach(() => begin(place));

	it('moves what is over to the archive, which reports count in as if nothing had been moved', async () => {
		const before = await months();
		expect((await pruneOld({ dryRun: true })).stdout).toBe(`3 tickets would move to ${shown(archive)}\n`);
		expect(await isArchiveThere(archive, {})).toBe(false);
		expect((await pruneOld()).stdout).toBe(`3 tickets moved to ${shown(archive)}\n`);
		expect(await tickets(path)).toEqual(['LONG-1', 'NEW-1', 'NEW-2']);
		expect(await tickets(archive)).toEqual(['OLD-1', 'OLD-2', 'OLD-3']);
		expect(await months({ archive })).toBe(before);
		const without = await ran(report, [], { since: '2026-09', until: '2026-12', by: 'month', format: 'csv' });
		expect(without.stderr).toContain('note: without 3 tickets that were moved to the archive');
		expect(without.stdout).not.toContain('2026-10');
		expect(without.stdout.split('\r\n')[0]).toMatch(/,without_archived$/);
		for (const store of [path, archive]) {
			expect((await ran(rebuild, [], { store, dryRun: true })).stdout).toContain('nothing to do');
		}
		expect((await ran(doctor)).stdout).toContain(`3 tickets are in the archive, ${shown(archive)}\n`);
		expect((await pruneOld()).stdout).toBe(`0 tickets moved to ${shown(archive)}\n`);
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
		await pruneOld();
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
		await pruneOld();
		const store = await openStoreAt(path);
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
		await pruneOld();
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
		expect((await pruneOld()).stdout).toContain('0 tickets moved');
	});

	it('leaves it so where the store goes over to a server, and reports are what they were with the archive', async () => {
		const before = await months();
		await pruneOld();
		const store = await newPostgresUrl();
		expect((await runHere(copying, ['copy', path, store], {})).code).toBe(0);
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
		await pruneOld();
		expect((await ran(prune, [], { undo: true })).stdout).toContain(
			`3 tickets brought back from ${shown(archive)}`,
		);
		await ran(tick);
		expect(await months()).toBe(before);
		expect(await tickets(archive)).toEqual([]);
		expect((await ran(importing, [events])).stdout).toContain('0 taken, 18 already known, 0 refused');
		expect((await ran(rebuild, [], { dryRun: true })).stdout).toContain('nothing to do');
	});

	it('killed between the archive and the store loses nothing and counts nothing twice: the next run puts it right', async () => {
		const before = await months();
		const [store, archived] = [await openStoreAt(path), await openStoreAt(archive)];
		await copyAgreements(store, archived);
		await (await prune.openPair(path, archive, {})).close();
		const pruned = await prune.openPruned(path, {});
		const leaving = await pruned.next(BEFORE, 0);
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
		await pruneOld();
		expect(await months({ archive })).toBe(before);
		// The other way: taken back, and still in the archive.
		const other = await prune.openPruned(archive, {});
		await pruned.alone(async (held) => held.takeBack(await other.histories(['OLD-2'])));
		for (const open of [pruned, other]) await open.close();
		// The ticket of the newest event stays where it is.
		const more = {
			ticket: 'NEW-1',
			at: '2026-11-23T09:00:00Z',
			type: 'updated',
			url: 'https://desk.example.com/1',
		};
		await ran(importing, [desk.file('more.ndjson', ndjson([more]))]);
		await ran(tick);
		expect((await pruneOld()).stdout).toContain('1 ticket moved');
		expect(await months({ archive })).toBe(before);
		expect((await ran(rebuild, [], { store: archive, dryRun: true })).stdout).toContain('nothing to do');
	});

	it('is counted in once and whole beside an undo that brings tickets back between one file being held and the other', async () => {
		const before = await months();
		await pruneOld();
		const brought: number[] = [];
		const { openStoreAt: open } = await vi.importActual<Opening>('../../source/commands/open.ts');
		// The store is held, and the archive is not.
		vi.mocked(openStoreAt).mockImplementationOnce(async (...how) => {
			const held = await open(...how);
			const pair = await prune.openPair(path, archive, {});
			brought.push(await pair.takeBack(['OLD-2']));
			await pair.close();
			return held;
		});
		const beside = await ran(report, [], { ...AUTUMN, archive });
		expect(beside.stderr).toBe(
			'note: 3 events wait for the engine (slatop tick, slatop engine or the dashboard takes them)\n',
		);
		// OLD-1 and NEW-1 in time; LONG-1 and NEW-2 late; OLD-2 is what those events are of.
		expect(JSON.parse(beside.stdout).total).toMatchObject({ fulfilled: 2, missed: 2, excluded: 1 });
		expect(brought).toEqual([1]);
		expect(await tickets(archive)).toEqual(['OLD-1', 'OLD-3']);
		await ran(tick);
		expect(await months({ archive })).toBe(before);
	});

	it('moves nothing of a store whose log is not what its events say', async () => {
		await place.harm(path, `UPDATE sla_log SET counted_ms = counted_ms + 1`);
		await expect(pruneOld()).rejects.toThrow(
			/the log of ticket OLD-1 is not what its events say: slatop rebuild/,
		);
		expect(await tickets(path)).toHaveLength(6);
	});

	it('says what it needs, and takes no archive of another store', async () => {
		await expect(ran(prune)).rejects.toThrow(/prune needs --before TIME/);
		await expect(pruneOld({ before: '2027-01' })).rejects.toThrow(/must not be in the future/);
		await expect(pruneOld({ archive: path })).rejects.toThrow(/must be another file or schema/);
		await expect(pruneOld({ archive: 'mysql://me:secret@db/x' })).rejects.toThrow(
			/--archive takes a file's path or a postgres:\/\/ URL, not mysql:\/\/me@db\/x/,
		);
		await expect(ran(prune, [], { undo: true })).rejects.toThrow(/there is no archive/);
		const other = await openStoreAt(archive);
		await other.addAgreement({ inForceAt: 1, movesOpen: false, text: TEN_MINUTES, files: {} });
		await other.close();
		await expect(pruneOld()).rejects.toThrow(/is of another store/);
	});

	it('goes on with an archive that says not whose it is, where the store knows all it holds', async () => {
		await pruneOld();
		await place.harm(archive, `DELETE FROM meta WHERE key = 'archive_of'`);
		expect((await ran(prune, [], { undo: true })).stdout).toContain('3 tickets brought back');
	});

	it('lets the engine and imports work on meanwhile, and leaves what has changed by then where it is', async () => {
		const before = await months();
		const [store, archived] = [await openStoreAt(path), await openStoreAt(archive)];
		const pair = await prune.openPair(path, archive, {});
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
		expect(await tickets(path)).toContain('OLD-2');
		expect(await tickets(archive)).toEqual(['OLD-1', 'OLD-3']);
		expect(await months({ archive })).not.toBe(before);
		for (const open of [pair, store, archived]) await open.close();
		expect((await pruneOld()).stdout).toContain('1 ticket moved');
		expect((await ran(rebuild, [], { store: archive, dryRun: true })).stdout).toContain('nothing to do');
	});

	it('loses nothing where two move the same tickets at once, and brings back once what two bring back', async () => {
		const before = await months();
		const [store, archived] = [await openStoreAt(path), await openStoreAt(archive)];
		const [one, other] = [await prune.openPair(path, archive, {}), await prune.openPair(path, archive, {})];
		await copyAgreements(store, archived);
		// The other takes what the first has brought there for what a kill has left.
		const step = await one.moveNext(BEFORE, 0, async (moved) => {
			await bringInto(archived, store, moved);
			await other.settleAll();
		});
		expect(step?.moved).toBe(0);
		expect(await months({ archive })).toBe(before);
		expect(await tickets(archive)).toEqual([]);
		expect((await one.moveNext(BEFORE, 0, (moved) => bringInto(archived, store, moved)))?.moved).toBe(3);
		await other.settleAll();
		expect(await months({ archive })).toBe(before);
		expect([await one.takeBack(['OLD-1']), await other.takeBack(['OLD-1'])]).toEqual([1, 0]);
		expect(await tickets(path)).toContain('OLD-1');
		for (const open of [one, other, store, archived]) await open.close();
	});
});

describe('slatop prune', () => {
	it('touches no file but its own archive: no other store, no copy of the store, no way around to the store itself', async () => {
		await begin(PLACES[0]);
		const all = await tickets(path);
		const [other, ...links] = ['other.db', 'link.db', 'hard.db'].map((name) => `${desk.folder}/${name}`);
		await ran(importing, [events], { store: other });
		await ran(tick, [], { store: other });
		symlinkSync(path, String(links[0]));
		linkSync(path, String(links[1]));
		for (const undo of [true, false]) {
			for (const link of links) {
				await expect(pruneOld({ archive: link, undo })).rejects.toThrow(
					/must be another file or schema than the store/,
				);
			}
			await expect(pruneOld({ archive: other, undo })).rejects.toThrow(
				/other\.db is not the archive of .*\.db/,
			);
		}
		for (const of of [path, String(other)]) expect(await tickets(of)).toEqual(all);
		await pruneOld();
		const copy = `${desk.folder}/copy.db`;
		copyFileSync(path, copy);
		await expect(pruneOld({ archive: copy })).rejects.toThrow(/is not the archive of/);
		expect(await tickets(copy)).toHaveLength(3);
		// The archive of one store is no other's.
		await expect(pruneOld({ store: other, archive })).rejects.toThrow(/is not the archive of/);
		expect(await tickets(archive)).toHaveLength(3);
	});

	it('touches no schema but its own archive: no other store, no copy of the store, nor the store by another name', async () => {
		await begin(PLACES[1]);
		const all = await tickets(path);
		const other = await newPostgresUrl();
		await ran(importing, [events], { store: other });
		await ran(tick, [], { store: other });
		for (const undo of [true, false]) {
			await expect(pruneOld({ archive: `${path}&sslmode=disable`, undo })).rejects.toThrow(
				/must be another file or schema than the store/,
			);
			for (const not of [other, path.replace('@127.0.0.1', '@localhost')]) {
				await expect(pruneOld({ archive: not, undo })).rejects.toThrow(/ is not the archive of postgres:/);
			}
		}
		for (const of of [path, other]) expect(await tickets(of)).toEqual(all);
		await pruneOld();
		const copy = await newPostgresUrl();
		expect(await runHere(copying, ['copy', path, copy], {})).toMatchObject({ code: 0 });
		await expect(pruneOld({ archive: copy })).rejects.toThrow(/is not the archive of/);
		await expect(pruneOld({ store: other, archive })).rejects.toThrow(/is not the archive of/);
		for (const of of [copy, archive]) expect(await tickets(of)).toHaveLength(3);
	});

	it.each([
		['a server', 'a file', PLACES[1], PLACES[0]],
		['a file', 'a server', PLACES[0], PLACES[1]],
	])('moves tickets from %s to %s and back, also where the store has gone there meanwhile', async (...[
		,
		,
		from,
		to,
	]) => {
		await begin(from);
		const before = await months();
		const elsewhere = await to.store(desk.folder);
		expect((await pruneOld({ archive: elsewhere })).stdout).toBe(`3 tickets moved to ${shown(elsewhere)}\n`);
		expect(await months({ archive: elsewhere })).toBe(before);
		const there = await to.store(desk.folder);
		expect(await runHere(copying, ['copy', path, there], {})).toMatchObject({ code: 0 });
		path = there;
		expect(await months({ archive: elsewhere })).toBe(before);
		const back = await ran(prune, [], { undo: true, archive: elsewhere });
		expect(back.stdout).toContain('3 tickets brought back');
		await ran(tick);
		expect(await months()).toBe(before);
		expect(await tickets(elsewhere)).toEqual([]);
	});
});

import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { exportLog } from '../../source/commands/export-log.ts';
import { Engine } from '../../source/engine/engine.ts';
import { parseEvent } from '../../source/sla/event.ts';
import type { Store } from '../../source/store/port.ts';
import { openSqliteStore } from '../../source/store/sqlite/sqlite-store.ts';
import { Narrowing } from '../../source/ui/model/narrowing.ts';
import type { LogSortName } from '../../source/ui/model/sorting.ts';

const AGREEMENT = `version: 1
timezone: UTC
levels: { gold: { targets: { first_answer: 1h } } }
default_level: gold
`;
const NOW = Date.UTC(2026, 10, 24, 18);

let store: Store;
let folder: string;
beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'slatop-export-'));
	store = openSqliteStore(':memory:');
	await store.addAgreement({ inForceAt: 0, movesOpen: false, text: AGREEMENT, files: {} });
	// Answered after 30, 90 and 60 minutes, begun an hour after the other.
	const events = [30, 90, 60].flatMap((minutes, place) => {
		const ticket = `T-${place + 1}`;
		const at = Date.UTC(2026, 10, 24, 10 + place);
		return [
			{ id: `c${place}`, ticket, at: new Date(at).toISOString(), type: 'created', requester: '=1+1' },
			{
				...{ id: `a${place}`, ticket, type: 'message', actor: 'agent' },
				at: new Date(at + minutes * 60_000).toISOString(),
			},
		];
	});
	await store.appendEvents(
		'test',
		events.map((raw) => ({ id: raw.id, event: parseEvent(raw), data: JSON.stringify(raw) })),
	);
	await new Engine({ store, now: () => NOW, holder: 'test' }).tick();
});
afterAll(async () => {
	await store.close();
	rmSync(folder, { recursive: true, force: true });
});

describe('the log on the screen', () => {
	test('stands in the order that is asked for, from its top, and is followed only where it grows', async () => {
		const names = { departments: [], levels: ['gold'], metrics: [], agents: [], me: 'ana' };
		const narrowing = new Narrowing({
			store: () => store,
			known: () => names,
			nowAt: () => NOW,
		});
		await narrowing.log.resize(10);
		const sorted = async (by: LogSortName, isReversed = false): Promise<string> => {
			await narrowing.sortLog({ by, isReversed });
			return `${narrowing.log.rows.map(({ ticket }) => ticket).join(' ')} at ${narrowing.log.selected?.ticket}`;
		};
		expect(await sorted('closed')).toBe('T-1 T-2 T-3 at T-3');
		expect(narrowing.log.isFollowing).toBe(true);
		expect(await sorted('left')).toBe('T-2 T-3 T-1 at T-2');
		expect(narrowing.log.isFollowing).toBe(false);
		expect(await sorted('started', true)).toBe('T-3 T-2 T-1 at T-3');
		// A miss counts by its due, 12:00; T-1 by its close, 10:30.
		expect(await sorted('judged')).toBe('T-1 T-2 T-3 at T-1');
	});

	test('is written as it is shown, to be read by its owner alone', async () => {
		const path = join(folder, 'log.csv');
		const filter = { states: ['fulfilled'] };
		expect(await exportLog(store, { filter, by: 'left', isReversed: true, path, format: 'csv' })).toBe(2);
		const lines = readFileSync(path, 'utf8').trimEnd().split('\r\n');
		expect(lines.slice(1).map((line) => line.split(',')[0])).toEqual(['T-1', 'T-3']);
		expect(lines[1]).toContain(",'=1+1,");
		expect(statSync(path).mode & 0o777).toBe(0o600);
		const markdown = join(folder, 'log.md');
		await exportLog(store, {
			filter: {},
			by: 'closed',
			isReversed: false,
			path: markdown,
			format: 'markdown',
		});
		expect(readFileSync(markdown, 'utf8')).toContain('| T-2 |');
	});

	test('goes into the home folder where its name begins with ~', async () => {
		vi.stubEnv('HOME', folder);
		await exportLog(store, {
			filter: {},
			by: 'closed',
			isReversed: false,
			path: '~/home.csv',
			format: 'csv',
		});
		expect(existsSync(join(folder, 'home.csv'))).toBe(true);
		vi.unstubAllEnvs();
	});

	test('is never written over another file, and leaves none where it cannot be', async () => {
		const what = { filter: {}, by: 'closed', isReversed: false, format: 'ndjson' } as const;
		const path = join(folder, 'once.ndjson');
		await exportLog(store, { ...what, path });
		await expect(exportLog(store, { ...what, path })).rejects.toThrow(`${path} is there already`);
		const nowhere = join(folder, 'nowhere', 'log.ndjson');
		await expect(exportLog(store, { ...what, path: nowhere })).rejects.toThrow('cannot be written');
		expect(existsSync(nowhere)).toBe(false);
	});
});

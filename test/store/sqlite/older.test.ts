import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MIGRATIONS } from '../../../source/store/migrations.ts';
import type { Store } from '../../../source/store/port.ts';
import { openSqliteStore } from '../../../source/store/sqlite/sqlite-store.ts';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'slatop-older-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A store as it was before a step that has this in it, and with these rows; as it is opened now. */
function openedFrom(step: string, rows: string): Store {
	const path = join(folder, 'store.db');
	const before = MIGRATIONS.slice(
		0,
		MIGRATIONS.findIndex((text) => text.includes(step)),
	);
	const db = new Database(path);
	for (const text of before) db.exec(text);
	db.exec(`${rows}
		PRAGMA application_id = ${0x736c6174};
		PRAGMA user_version = ${before.length};`);
	db.close();
	return openSqliteStore(path);
}

describe('a store of before there were other orders', () => {
	it('is ordered by its tickets’ priorities once it is opened', async () => {
		const opened = openedFrom(
			'timer_by_priority',
			`INSERT INTO ticket(id, ticket, created_at, status, priority, channel, tags, custom)
			VALUES (1, 'T-1', 0, 'new', 'low', 'email', '[]', '{}'), (2, 'T-2', 0, 'new', 'urgent', 'email', '[]', '{}');
			INSERT INTO timer(ticket_id, metric, cycle, calendar, state, started_at, target_ms, counted_ms, paused_ms, sort_at)
			VALUES (1, 'first_answer', 1, 'always', 'on_track', 0, 1, 0, 0, 5), (2, 'first_answer', 1, 'always', 'on_track', 0, 1, 0, 0, 6);`,
		);
		const urgent = await opened.timers({ priorities: ['urgent'] }, { direction: 'after', limit: 9 });
		expect(urgent.map(({ ticket }) => ticket)).toEqual(['T-2']);
		await opened.close();
	});
});

describe('a store of before its sums were in order', () => {
	it('has the same sums once it is opened', async () => {
		const opened = openedFrom(
			'RENAME TO rollup',
			`INSERT INTO rollup VALUES (7, 'agent', 24321, 'ana', 'gold', 'first_answer', 2, 1, 0, 3, 9, 8, 7, '01.01.01'),
				(3, 'agent', 24321, '', '', 'first_answer', 0, 0, 4, 0, 0, 0, 0, '..');`,
		);
		const kept = [...(await opened.reports.sums('agent', 24_321, 24_322, true, {}))];
		const metric = 'first_answer';
		const cancelled = {
			...{ level: null, metric, fulfilled: 0, missed: 0, cancelled: 4, excluded: 0 },
			...{ countedMs: 0, wallMs: 0, overMs: 0, spreads: '..' },
		};
		const judged = {
			...{ level: 'gold', metric, fulfilled: 2, missed: 1, cancelled: 0, excluded: 3 },
			...{ countedMs: 9, wallMs: 8, overMs: 7, spreads: '01.01.01' },
		};
		expect(kept).toEqual([
			{ period: 24_321, name: null, sums: [cancelled] },
			{ period: 24_321, name: 'ana', sums: [judged] },
		]);
		await opened.close();
	});
});

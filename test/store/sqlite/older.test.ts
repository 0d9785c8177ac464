import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { MIGRATIONS } from '../../../source/store/migrations.ts';
import { openSqliteStore } from '../../../source/store/sqlite/sqlite-store.ts';

describe('a store of before there were other orders', () => {
	it('is ordered by its tickets’ priorities once it is opened', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'slatop-windows-'));
		const path = join(folder, 'store.db');
		const before = MIGRATIONS.slice(
			0,
			MIGRATIONS.findIndex((step) => step.includes('timer_by_priority')),
		);
		const db = new Database(path);
		for (const step of before) db.exec(step);
		db.exec(`
			INSERT INTO ticket(id, ticket, created_at, status, priority, channel, tags, custom)
			VALUES (1, 'T-1', 0, 'new', 'low', 'email', '[]', '{}'), (2, 'T-2', 0, 'new', 'urgent', 'email', '[]', '{}');
			INSERT INTO timer(ticket_id, metric, cycle, calendar, state, started_at, target_ms, counted_ms, paused_ms, sort_at)
			VALUES (1, 'first_answer', 1, 'always', 'on_track', 0, 1, 0, 0, 5), (2, 'first_answer', 1, 'always', 'on_track', 0, 1, 0, 0, 6);
			PRAGMA application_id = ${0x736c6174};
			PRAGMA user_version = ${before.length};`);
		db.close();
		const opened = openSqliteStore(path);
		const urgent = await opened.timers({ priorities: ['urgent'] }, { direction: 'after', limit: 9 });
		expect(urgent.map(({ ticket }) => ticket)).toEqual(['T-2']);
		await opened.close();
		rmSync(folder, { recursive: true });
	});
});

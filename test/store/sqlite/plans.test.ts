import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { MIGRATIONS } from '../../../source/store/migrations.ts';
import { SQLITE } from '../../../source/store/sql/dialect.ts';
import { reassignedWindowSql } from '../../../source/store/sql/windows.ts';
import { rowsOfTicketsSql } from '../../../source/store/sqlite/rows-of-tickets.ts';
import { foundQueries, hotQueries } from '../../support/hot-queries.ts';

/** How SQLite would run a statement, in its own words. */
function plan(sql: string): string {
	const db = new Database(':memory:');
	for (const step of MIGRATIONS) db.exec(step);
	const values = Array.from(sql.matchAll(/\?/g), () => 1);
	const rows = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values);
	db.close();
	return rows.map((row) => JSON.stringify(row)).join('\n');
}

describe('the plan of a hot query', () => {
	test.each(Object.entries(hotQueries(SQLITE)))('%s: is read along its index, and never sorted', (_, {
		sql,
		index,
	}) => {
		const words = plan(sql);
		expect(words).toContain(index);
		expect(words).not.toContain('TEMP B-TREE');
		// A window from an end of a list reads along the index without a bound: that is a scan of the index alone.
		expect(words.replaceAll(/SCAN \w+ USING (COVERING )?INDEX/g, '')).not.toContain('SCAN');
	});
});

describe('the plan of the windows of an agent', () => {
	test('looks at each ticket that went to another agent, and at no more', () => {
		const { sql } = reassignedWindowSql(SQLITE, { agents: ['ana'] }, { direction: 'after', limit: 40 });
		const words = plan(sql);
		expect(words).toContain('timer_of_ticket');
		expect(words.match(/SCAN \w+/g)).toEqual(['SCAN m']);
	});
});

describe('the plan of what a tick reads of its tickets', () => {
	test.each([
		['event', 'ticket', 'event_of_ticket'],
		['ticket', 'ticket', 'sqlite_autoindex_ticket_1'],
		['timer', 'ticket_id', 'timer_of_ticket'],
		['sla_log', 'ticket_id', 'sla_log_of_ticket'],
		['remark', 'ticket_id', 'PRIMARY KEY'],
		['alert_due', 'ticket', 'PRIMARY KEY'],
	] as const)('%s: is read along its index by tickets, as they are asked for', (table, key, index) => {
		const words = plan(rowsOfTicketsSql(table, [`${table}.*`], key));
		expect(words).toContain(index);
		expect(words).not.toContain('TEMP B-TREE');
		expect(words.match(/SCAN \w+/g)).toEqual(['SCAN asked']);
	});
});

describe('the plan of what is put in order afterwards', () => {
	test.each(Object.entries(foundQueries(SQLITE)))('%s: is found along its index', (_, { sql, index }) => {
		const words = plan(sql);
		expect(words).toContain(`SEARCH`);
		expect(words).toContain(index);
		expect(words).not.toContain('SCAN');
	});
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parseEvent } from '../../../source/sla/event.ts';
import { openSqliteStore } from '../../../source/store/sqlite/sqlite-store.ts';

const created = (ticket: string) => {
	const raw = { ticket, at: '2026-11-24T10:00:00Z', type: 'created' };
	return { id: ticket, event: parseEvent(raw), data: JSON.stringify(raw) };
};

it('a store that is held is as it was, and keeps nobody from writing', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'slatop-held-'));
	const path = join(folder, 'store.db');
	const store = openSqliteStore(path);
	await store.appendEvents('test', [created('T-1')]);
	const held = openSqliteStore(path, { held: true });
	try {
		await store.appendEvents('test', [created('T-2')]);
		expect(await held.eventTicketsAfter('', 9)).toEqual(['T-1']);
		expect(await store.eventTicketsAfter('', 9)).toEqual(['T-1', 'T-2']);
	} finally {
		await held.close();
		await store.close();
		rmSync(folder, { recursive: true, force: true });
	}
});

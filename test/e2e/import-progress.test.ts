import { afterEach, describe, expect, it } from 'vitest';
import { created, Desk, ndjson } from '../support/desk.ts';
import { startTerminal } from '../support/terminal.ts';

let desk: Desk;
afterEach(() => desk.dispose());

describe('a long import on a terminal', () => {
	it('draws a bar while it reads, and takes it off before it says what came of it', async () => {
		desk = new Desk();
		const many = Array.from({ length: 60_000 }, (_, place) => created(`T-${place}`, '12:00'));
		const file = desk.file('many.ndjson', ndjson(many));
		const args = ['import', file, '--store', desk.store, '--now', '2026-11-24T13:00:00Z'];
		const terminal = startTerminal({ args, cols: 120, rows: 10 });
		try {
			await terminal.waitFor(/many\.ndjson \[#*\.*\] +\d+% .* lines, .*\/s/);
			await terminal.waitFor(/60000 read, 60000 taken, 0 already known, 0 refused/);
			expect((await terminal.waitForExit()).exitCode).toBe(0);
			expect(terminal.find('lines, ')).toBeUndefined();
		} finally {
			await terminal.dispose();
		}
	});
});

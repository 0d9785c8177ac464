import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { at, created, Desk } from '../support/desk.ts';
import { header, tickets } from './reading.ts';

let desk: Desk;
beforeEach(async () => {
	desk = new Desk();
	await desk.import([
		created('T-1', '12:00', { department: 'Billing' }),
		created('T-2', '12:01', { department: 'Sales', priority: 'urgent' }),
		created('T-3', '12:02', { department: 'Billing', priority: 'urgent' }),
	]);
	await desk.tick(at('12:05'));
});
afterEach(() => desk.dispose());

const open = (state: string) => desk.dashboard(at('12:05'), { env: { XDG_STATE_HOME: state } });

describe('what a run leaves for the next', () => {
	it('is the filter, the order, the columns and what was typed', async () => {
		const state = join(desk.folder, 'state');
		const first = open(state);
		await first.waitFor('T-3');
		await first.send('/', 'dep:billing', 'Enter', 's');
		await first.waitFor('Sort:');
		await first.send('priority', 'Enter');
		await first.waitFor((screen) => tickets(screen).join() === 'T-3,T-1');
		await first.send('c');
		await first.waitFor('Columns');
		await first.send('j', 'j', 'Space', 'Esc');
		await first.waitFor((screen) => !screen.line(3).includes('METRIC'));
		await first.send('q');
		expect((await first.waitForExit()).exitCode).toBe(0);

		const second = open(state);
		await second.waitFor((screen) => tickets(screen).join() === 'T-3,T-1');
		expect(header(second)).toContain('filter: dep:billing');
		expect(second.line(3)).not.toContain('METRIC');
		await second.send('Esc');
		await second.waitFor((screen) => tickets(screen).length === 3);
		await second.send('/', 'Up');
		await second.waitFor('/dep:billing');
	});

	it('is passed over, and said so, where it cannot be read', async () => {
		const folder = join(desk.folder, 'broken', 'slatop');
		mkdirSync(folder, { recursive: true });
		writeFileSync(join(folder, 'state.json'), '{"screen":');
		const terminal = open(join(desk.folder, 'broken'));
		await terminal.waitFor('(state.json) cannot be read');
		expect(tickets(terminal)).toEqual(['T-1', 'T-2', 'T-3']);
		await terminal.send('q');
		await terminal.waitForExit();
		expect(JSON.parse(readFileSync(join(folder, 'state.json'), 'utf8'))).toMatchObject({ screen: 'risk' });
	});
});

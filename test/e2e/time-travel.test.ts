import { afterEach, describe, expect, it } from 'vitest';
import { answered, at, created, Desk } from '../support/desk.ts';
import { tickets } from './reading.ts';

let desk: Desk;
afterEach(() => desk.dispose());

/** T-1 breached at 12:10 and answered at 12:20; T-2 came at 12:30, T-3 at 12:50. */
async function morning(): Promise<Desk> {
	const one = new Desk();
	await one.import([
		created('T-1', '12:00', { subject: 'Printer' }),
		answered('T-1', '12:20'),
		created('T-2', '12:30'),
		created('T-3', '12:50'),
	]);
	return one;
}

describe('time travel', () => {
	it('goes from the live board into the past and back, with nothing ticking on the way', async () => {
		desk = await morning();
		const terminal = desk.dashboard(at('12:51'), { speed: 1 });
		await terminal.waitFor((screen) => tickets(screen).join() === 'T-2,T-3');
		await terminal.send('[');
		await terminal.waitFor(/ AS OF Tue 2026-11-24 12:36/);
		expect(tickets(terminal)).toEqual(['T-2']);
		const clock = terminal.find('AS OF');
		if (!clock) throw new Error('nothing says which instant is shown');
		expect(terminal.cell(clock.x, clock.y)).toMatchObject({ bg: 'ansi:1', bold: true });
		expect(terminal.text()).not.toContain('ENGINE');
		expect(terminal.line(terminal.screen().length - 1)).toContain('[ earlier');
		expect(terminal.line(terminal.screen().length - 1)).toContain('Esc back to now');
		await terminal.settled();
		terminal.mark();
		// Longer than a second of the clock: nothing is drawn.
		await terminal.settled(1_100);
		expect(terminal.since()).toBe(0);
		await terminal.send('[');
		await terminal.waitFor(/AS OF Tue 2026-11-24 12:21/);
		expect(tickets(terminal)).toEqual([]);
		expect(terminal.text()).toContain('No timer was open then.');
		await terminal.send('[');
		await terminal.waitFor(/AS OF Tue 2026-11-24 12:06/);
		expect(tickets(terminal)).toEqual(['T-1']);
		expect(terminal.text()).toContain('1 at risk');
		await terminal.send('Esc');
		await terminal.waitFor((screen) => !screen.text().includes('AS OF') && tickets(screen).length === 2);
	});

	it('comes back to the present by stepping past now', async () => {
		desk = await morning();
		const terminal = desk.dashboard(at('12:51'));
		await terminal.waitFor('T-3');
		await terminal.send('[', '[');
		await terminal.waitFor(/AS OF Tue 2026-11-24 12:21/);
		await terminal.send(']');
		await terminal.waitFor(/AS OF Tue 2026-11-24 12:36/);
		await terminal.send(']');
		await terminal.waitFor((screen) => !screen.text().includes('AS OF') && screen.text().includes('T-3'));
		await terminal.send('{');
		await terminal.waitFor(/AS OF Mon 2026-11-23 12:51/);
		await terminal.send('}');
		await terminal.waitFor((screen) => !screen.text().includes('AS OF') && screen.text().includes('T-3'));
	});

	it('opens with --at on a store that no engine has touched, and leaves it so', async () => {
		desk = await morning();
		const terminal = desk.dashboard(at('12:51'), { args: ['--at', at('12:15:30')] });
		await terminal.waitFor(/AS OF Tue 2026-11-24 12:15:30/);
		expect(tickets(terminal)).toEqual(['T-1']);
		expect(terminal.line(0)).toContain('1 breached');
		expect(terminal.line(0)).toMatch(/12:15:30$/);
		await terminal.send('Enter', 'w');
		await terminal.waitFor('first answer: breached');
		await terminal.send('Esc');
		await terminal.waitFor('What happened');
		// The answer is not known yet.
		expect(terminal.text()).not.toContain('message by agent');
		const untouched = await desk.run('tickets');
		expect(untouched.stderr).toContain('4 events wait for the engine');
		await terminal.send('Esc');
		await terminal.waitFor((screen) => tickets(screen).join() === 'T-1');
		// The present has an engine.
		await terminal.send('Esc');
		await terminal.waitFor((screen) => tickets(screen).join() === 'T-2,T-3');
	});

	it('does not open on the future', async () => {
		desk = await morning();
		const terminal = desk.dashboard(at('12:51'), { args: ['--at', at('12:52')] });
		expect(await terminal.waitForExit()).toMatchObject({ exitCode: 2 });
		expect(terminal.text()).toContain('--at is an instant of the past');
	});
});

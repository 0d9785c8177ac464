import Database from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import { at, created, Desk, TEN_MINUTES } from '../support/desk.ts';
import { footer, header } from './reading.ts';

const AGREEMENT = `${TEN_MINUTES}escalations:
  - { at: 50%, notify: [lead, hook] }
  - { at: breach, notify: [duty] }
notify:
  lead: { bell: true }
  duty: { terminal: true }
  hook: { webhook: "https://hooks.example.com/x", secret_env: NO_SUCH_SECRET }
`;

let desk: Desk;
afterEach(() => desk.dispose());

describe('the dashboard', () => {
	it('rings for what came before and notifies of what comes; says whose alerts fail, and on the ticket what was sent', async () => {
		desk = new Desk(AGREEMENT);
		await desk.import([created('T-1', '12:00', { subject: 'Printer' })]);
		await desk.tick(at('12:06'));
		const terminal = desk.dashboard(at('12:06'), { cols: 120, rows: 36, speed: 60 });
		// Nobody had a dashboard open when it was to ring.
		await terminal.waitFor((screen) => footer(screen).includes('T-1 first answer 4:00 left (50%): Printer'));
		await terminal.waitFor((screen) => screen.output.includes('\u0007'));
		await terminal.waitFor('ALERTS to hook fail: NO_SUCH_SECRET is not set');
		expect(header(terminal)).toContain('nothing closed yet');
		await terminal.waitFor((screen) => screen.output.includes('777;notify;slatop;T-1 first answer breached'));
		await terminal.send('Enter');
		await terminal.waitFor(/first answer, breach, to duty: sent 11-24 12:1\d/);
		// The next dashboard need not ring for it.
		const db = new Database(desk.store, { readonly: true });
		const heard = db.prepare(`SELECT value FROM meta WHERE key = 'heard_delivery'`).pluck().get();
		db.close();
		expect(Number(heard)).toBeGreaterThan(0);
		expect(terminal.text()).toMatch(/first answer, 50%, to lead: sent 11-24 12:06/);
		expect(terminal.text()).toMatch(
			/first answer, 50%, to hook: tried \d+ times?: NO_SUCH_SECRET is not set/,
		);
	});
});

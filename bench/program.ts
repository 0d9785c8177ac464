/** The built program, and its dashboard on a store of the benches. */
import { fileURLToPath } from 'node:url';
import { formatInstant } from '../source/sla/instant.ts';
import { agreementPath } from './kept-stores.ts';
import { PtyProgram } from './pty.ts';
import { NOW_AT } from './tickets.ts';

export const PROGRAM = fileURLToPath(new URL('../dist/cli.js', import.meta.url));

/** What stands at the end of the dashboard's frame, and in its first row. */
export const DASHBOARD_TEXTS = ['q quit', 'TCK-'] as const;

/**
 * Starts the dashboard.
 * @param speed of its clock; the benches of keys let it stand almost still, so that what is written answers a key
 */
export async function startDashboard(store: string, speed = 1): Promise<PtyProgram> {
	const clock = ['--now', formatInstant(NOW_AT), '--speed', String(speed)];
	return new PtyProgram([PROGRAM, '--store', store, '--agreement', await agreementPath(), ...clock]);
}

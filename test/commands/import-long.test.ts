import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { at, Desk } from '../support/desk.ts';

let desk: Desk;
beforeEach(() => {
	desk = new Desk();
});
afterEach(() => desk.dispose());

const ROWS = 12_000;
const HEADER = 'ticket,created_at,subject,resolved_at';

const row = (number: number, subject: string): string =>
	`T-${number},2026-11-20 09:00:00,"${subject}, as long as subjects are by and large: about so many letters",2026-11-20 10:00:00`;

/** A table that is written to the store by a thread of its own, for it is longer than a few thousand events. */
const table = (subjectOf: (number: number) => string): string[] => [
	HEADER,
	...Array.from({ length: ROWS }, (_, number) => row(number, subjectOf(number))),
];

describe('a long import', () => {
	it('is like a short one: nothing twice, a newer export as a change, refusals by line, all or nothing', async () => {
		const take = (lines: readonly string[], ...flags: string[]) =>
			desk.program('import', [desk.file('long.csv', lines.join('\n')), '--now', at('13:00'), ...flags]);
		const strictly = await take([...table(() => 'Refund'), 'T-x,yesterday,,'], '--strict');
		expect(strictly).toMatchObject({ code: 2 });
		expect(strictly.stdout).toContain(`${ROWS + 1} read, 0 taken, 0 already known, 1 refused`);

		const first = await take([...table(() => 'Refund'), 'T-x,yesterday,,']);
		expect(first.code).toBe(2);
		expect(first.stdout).toContain(
			`${ROWS + 1} read, ${ROWS} taken, 0 already known, 1 refused (24,000 events)`,
		);
		expect(first.stderr).toContain(`long.csv:${ROWS + 2}: "created_at" "yesterday" is not a date and time`);

		const newer = await take(table((number) => (number === 11_000 ? 'Refund, third time' : 'Refund')));
		expect(newer.stdout).toContain(`${ROWS} read, 1 taken, ${ROWS - 1} already known, 0 refused (1 event)`);
		const { stdout } = await desk.run('explain', ['T-11000', '--now', at('13:00')]);
		expect(stdout).toContain('Refund, third time');
	});
});

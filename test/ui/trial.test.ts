import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AgreementTrials } from '../../source/commands/agreement-trials.ts';
import { parseInstant } from '../../source/sla/instant.ts';
import type { Store } from '../../source/store/port.ts';
import { openSqliteStore } from '../../source/store/sqlite/sqlite-store.ts';
import { textWidth } from '../../source/text/fit.ts';
import type { Board } from '../../source/ui/model/board.ts';
import type { Trials } from '../../source/ui/model/trial.ts';
import { makeTheme, type Theme } from '../../source/ui/theme.ts';
import { speak } from '../../source/ui/words.ts';
import { startedBoard } from '../support/board.ts';
import { answered, at, created, Desk } from '../support/desk.ts';

/** Texts alone, in no style. */
const THEME: Theme = { ...makeTheme({ colors: 'none', unicode: true }), paint: (_token, text) => text };

const agreementText = (firstAnswer: string): string => `version: 1
name: Acme
timezone: UTC
levels:
  gold:
    calendar: always
    targets: { first_answer: ${firstAnswer} }
    penalty: { per_miss: { first_answer: 12.5 }, currency: EUR }
default_level: gold
`;

const billing = { department: 'Billing' };

let desk: Desk;
let store: Store;
let board: Board;
beforeEach(async () => {
	desk = new Desk(agreementText('30m'));
	await desk.import([
		created('T-1', '09:00', billing),
		answered('T-1', '09:05'),
		created('T-2', '09:00', billing),
		answered('T-2', '09:20'),
		created('T-3', '13:50', { department: 'Sales' }),
	]);
	await desk.tick(at('14:00'));
	store = await openSqliteStore(desk.store);
	board = await boardWith(new AgreementTrials(store, { path: desk.agreement, standsIn: false }, {}));
	board.columns = 120;
});
afterEach(async () => {
	await speak('en');
	await store.close();
	await desk.dispose();
});

const boardWith = (trials: Trials): Promise<Board> =>
	startedBoard(store, parseInstant(at('14:00')) ?? Number.NaN, { trials: async () => trials });

const shown = (): string => {
	const { overlay } = board;
	return overlay === null || overlay === 'help' ? '' : overlay.lines(THEME).join('\n');
};

/** Without the ends of its lines: where those are goes by how long a path is. */
const unbroken = (): string => shown().replaceAll(/\n +/g, ' ');

/** Presses a key as the keyboard hands it on: to the dialog that is open, else to the screen. */
const press = (key: string): Promise<void> =>
	board.do(async () => {
		const action = board.keymap.find(key, board.place);
		if (board.dialog) await board.dialog.press(key);
		else if (action) await board.run(action);
	});

const type = (text: string): Promise<void> => board.do(async () => board.dialog?.type(text));

/** Tries a file on a stretch of time that is chosen by what is typed. */
async function tried(path: string, span: string): Promise<void> {
	await press('5');
	await press('t');
	await type(path);
	await press('enter');
	await type(span);
	await press('enter');
}

describe('a changed agreement on the screen', () => {
	it('is tried on a past time, beside the one in force', async () => {
		await tried(desk.file('new.yaml', agreementText('10m')), 'this month');
		await expect.poll(() => shown()).toContain('Verdicts that turn  1');
		expect(shown()).toContain('compliance 100.00% -> 50.00% (-50.00 points)');
		expect(shown()).toContain('penalties 0.00 -> 12.50 EUR (+12.50)');
		expect(shown()).toMatch(/^ gold {3}Billing +first answer +2 -> 1 +0 -> 1 .*-50\.00/m);
		expect(shown()).toMatch(/^ T-2 +first answer +fulfilled -> missed +2026-11-24 09:30 +2026-11-24 09:10$/m);
		expect(shown()).toContain('2026-11-01 00:00 to 2026-11-24 14:00 (UTC)');
	});

	it('has its mistakes told, each at its place', async () => {
		const path = desk.file('new.yaml', agreementText('soon'));
		await tried(path, 'everything');
		await expect.poll(() => shown()).toContain(':7:30:');
		expect(unbroken()).toContain(`${path} cannot come into force`);
		expect(unbroken()).toContain(`${path}:7:30: levels.gold.targets.first_answer: expected a duration`);
	});

	it('is not told the mistakes of the one that it is held against', async () => {
		const trials = new AgreementTrials(
			openSqliteStore(':memory:'),
			{ path: desk.file('own.yaml', agreementText('soon')), standsIn: false },
			{},
		);
		board = await boardWith(trials);
		board.columns = 120;
		await tried(desk.file('new.yaml', agreementText('10m')), 'everything');
		await expect.poll(() => unbroken()).toMatch(/own\.yaml:7:30: /);
		expect(shown()).not.toContain('cannot come into force');
	});

	it('says so where nothing was judged in that time, and where there is no such file', async () => {
		await tried(desk.file('new.yaml', agreementText('10m')), 'last month');
		await expect.poll(() => shown()).toContain('No timer was judged in this time.');
		await tried(join(desk.folder, 'none.yaml'), 'last month');
		await expect.poll(() => unbroken()).toContain('there is no such file');
	});

	it('is offered where it lies beside the one in force; settings and pipes are not', async () => {
		desk.file('new.yaml', agreementText('10m'));
		desk.file('config.yaml', 'theme: light\n');
		// Nobody writes to it: whoever opens it waits.
		execFileSync('mkfifo', [join(desk.folder, 'pipe.yaml')]);
		await press('5');
		await press('t');
		const { dialog } = board;
		const labels = dialog?.kind === 'menu' ? dialog.choices.map(({ label }) => label) : [];
		expect(labels.some((label) => label.endsWith('new.yaml'))).toBe(true);
		expect(labels.some((label) => label.endsWith('config.yaml'))).toBe(false);
	});

	it('is not judged any further once what is shown of it was closed', async () => {
		let goOn = (): void => {};
		let stopped = false;
		const trials: Trials = {
			files: async () => [],
			run: async (_question, { signal, onProgress }) => {
				await new Promise<void>((resolve) => {
					goOn = resolve;
				});
				onProgress(100);
				stopped = signal.aborted;
				throw new Error('it was stopped');
			},
		};
		board = await boardWith(trials);
		await tried('new.yaml', 'everything');
		expect(shown()).toContain('judging by both: 0 tickets so far');
		await board.do(() => board.closeOver());
		goOn();
		await expect.poll(() => stopped).toBe(true);
		expect(board.overlay).toBeNull();
	});

	it('fits every width, in every language', async () => {
		await tried(desk.file('new.yaml', agreementText('10m')), 'this month');
		await expect.poll(() => shown()).toContain('Verdicts that turn');
		for (const language of ['en', 'sl'] as const) {
			await speak(language);
			for (let columns = 60; columns <= 200; columns += 20) {
				board.columns = columns;
				for (const line of shown().split('\n')) expect(textWidth(line), line).toBeLessThanOrEqual(columns);
			}
		}
	});
});

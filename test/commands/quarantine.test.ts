import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as imports from '../../source/commands/import.ts';
import * as sources from '../../source/commands/source.ts';
import { created, Desk, at as dayAt, ndjson } from '../support/desk.ts';
import { runHere } from '../support/here.ts';
import { told } from '../support/syncing.ts';

let desk: Desk;
beforeEach(() => {
	desk = new Desk();
});
afterEach(() => desk.dispose());

type Flags = Readonly<Record<string, string | boolean>>;

const take = (file: string, flags: Flags = {}) =>
	runHere(imports, [file], { store: desk.store, now: dayAt('13:00'), ...flags });

const quarantine = (flags: Flags = {}, ...names: string[]) =>
	runHere(sources, ['quarantine', ...names], { store: desk.store, now: dayAt('13:00'), ...flags });

const kept = async (): Promise<Record<string, unknown>[]> =>
	JSON.parse((await quarantine({ format: 'json' }, 'import')).stdout);

describe('the quarantine of imports', () => {
	it('keeps what a file was refused, by its line, and offers it again when it can be taken', async () => {
		const lines = [created('T-1', '12:00'), created('T-2', '13:30'), { ticket: 'T-3', at: dayAt('12:00') }];
		const file = desk.file('day.ndjson', `${ndjson(lines)}oops \u001b[2J\n`);
		expect((await take(file)).stdout).toContain('4 read, 1 taken');
		const table = await quarantine();
		expect(table.stdout).toContain(`${file}:4`);
		expect(table.stdout).not.toContain('\u001b');
		expect(await kept()).toMatchObject([
			{ place: `${file}:4`, times: 1, reason: expect.stringContaining('not JSON') },
			{ place: `${file}:3`, times: 1, reason: '"type" is missing', record: JSON.stringify(lines[2]) },
			{ place: `${file}:2`, times: 1, reason: expect.stringContaining('in the future'), source: 'import' },
		]);

		const early = await quarantine({ retry: true }, 'import');
		expect(early).toMatchObject({ code: 2, stdout: 'import: 0 taken, 1 still refused\n' });
		expect(early.stderr).toContain(`${file}:2: "at"`);
		expect(early.stderr).toContain('2 are no events, and stay: mend the file, and import it again');
		const later = { retry: true, place: `${file}:2`, now: dayAt('13:30') };
		expect(await quarantine(later, 'import')).toMatchObject({
			code: 0,
			stdout: 'import: 1 taken, 0 still refused\n',
		});
		expect(told(desk.store)).toContain(`T-2 ${dayAt('13:30')} created by undefined`);
		expect((await quarantine({ clear: true, place: `${file}:4` }, 'import')).stdout).toBe(
			'import: 1 record cleared\n',
		);
		expect((await kept()).map(({ place }) => place)).toEqual([`${file}:3`]);
	});

	it('is there, and empty, before anything was imported', async () => {
		await desk.import([]);
		expect(await quarantine({}, 'import')).toMatchObject({ code: 0, stdout: 'nothing is in quarantine\n' });
		await expect(quarantine({}, 'crm')).rejects.toThrow(/there is no source "crm"/);
	});

	it('forgets of a file that is imported again what is mended in it', async () => {
		const table = (time: string) =>
			`ticket,at,type,subject,description\nT-1,${time},created,Printer,the words of people\nT-2,${dayAt('12:00')},created,x\n`;
		const file = desk.file('day.csv', table('soon'));
		await take(file);
		const first = await kept();
		expect(first.map(({ place }) => place)).toEqual([`${file}:3`, `${file}:2`]);
		expect(first[1]).toMatchObject({
			record: '{"row":{"ticket":"T-1","at":"soon","type":"created","subject":"Printer"}}',
		});
		desk.file('day.csv', table(dayAt('12:00')));
		await take(file);
		expect((await kept()).map(({ place, times }) => [place, times])).toEqual([[`${file}:3`, 2]]);
	});

	it('is not for what is strict, or only tried', async () => {
		const file = desk.file('day.ndjson', 'oops\n');
		await take(desk.file('good.ndjson', ndjson([created('T-1', '12:00')])));
		await take(file, { strict: true });
		await take(file, { dryRun: true });
		for (const names of [[], ['import']]) {
			expect((await quarantine({}, ...names)).stdout).toBe('nothing is in quarantine\n');
		}
		await expect(quarantine({}, 'imprt')).rejects.toThrow('there is no source "imprt"');
	});
});

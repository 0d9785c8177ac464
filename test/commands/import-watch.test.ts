import {
	appendFileSync,
	existsSync,
	mkdirSync,
	readdirSync,
	renameSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answered, at, created, Desk, ndjson } from '../support/desk.ts';
import { Running } from '../support/program.ts';

let desk: Desk;
let folder: string;
const running: Running[] = [];
beforeEach(() => {
	desk = new Desk();
	folder = join(desk.folder, 'drop');
	mkdirSync(folder);
});
afterEach(async () => {
	for (const watch of running.splice(0)) watch.kill('SIGKILL');
	await desk.dispose();
});

async function watch(...args: string[]): Promise<Running> {
	const program = new Running([
		'import',
		'--watch',
		folder,
		'--store',
		desk.store,
		'--now',
		at('13:00'),
		...args,
	]);
	running.push(program);
	await program.said('watches ');
	return program;
}

/** Waits until something holds; whatever it takes. */
async function until(holds: () => boolean, what: string): Promise<void> {
	for (const started = performance.now(); !holds(); await pause(50)) {
		if (performance.now() - started > 20_000) throw new Error(`never: ${what}`);
	}
}
const printed = (program: Running, text: string): Promise<void> =>
	until(() => program.stdout.includes(text), `${text} in ${program.stdout}${program.stderr}`);

function tickets(): string[] {
	const db = new Database(desk.store, { readonly: true });
	try {
		return db.prepare<[], string>(`SELECT ticket FROM event ORDER BY seq`).pluck().all();
	} finally {
		db.close();
	}
}

const drop = (name: string, ...ids: string[]): string => {
	const path = join(folder, name);
	writeFileSync(path, ndjson(ids.map((id) => created(id, '12:00'))));
	return path;
};

describe('slatop import --watch', () => {
	it('takes what is there and what comes, each file once, and leaves alone what is not for it', async () => {
		drop('first.ndjson', 'T-1');
		drop('second.ndjson.part', 'X-1');
		drop('.hidden.ndjson', 'X-2');
		mkdirSync(join(folder, 'sub.ndjson'));
		symlinkSync('/etc/passwd', join(folder, 'link.ndjson'));
		const program = await watch();
		await printed(program, 'first.ndjson: 1 read, 1 taken');
		renameSync(join(folder, 'second.ndjson.part'), join(folder, 'second.ndjson'));
		drop('third.ndjson', 'T-2', 'T-3');
		await printed(program, 'second.ndjson: 1 read, 1 taken');
		await printed(program, 'third.ndjson: 2 read, 2 taken');
		expect(tickets()).toEqual(['T-1', 'X-1', 'T-2', 'T-3']);
		program.kill('SIGTERM');
		expect(await program.ended).toMatchObject({ code: 0 });
		expect(program.stdout.trimEnd().split('\n')).toHaveLength(3);
		expect(readdirSync(folder).sort()).toEqual([
			'.hidden.ndjson',
			'first.ndjson',
			'link.ndjson',
			'second.ndjson',
			'sub.ndjson',
			'third.ndjson',
		]);
		// Started again, it knows what it had; what has changed since is taken as far as it is new.
		appendFileSync(join(folder, 'first.ndjson'), ndjson([answered('T-1', '12:05')]));
		const again = await watch();
		await printed(again, 'first.ndjson: 2 read, 1 taken, 1 already known');
		expect(again.stdout.trimEnd().split('\n')).toHaveLength(1);
	});

	it('takes no half-written line of a file that comes slowly, and tells the bad ones of a whole file', async () => {
		const program = await watch();
		const path = join(folder, 'slow.ndjson');
		const text = ndjson([created('T-1', '12:00'), created('T-2', '12:01')]);
		for (const piece of [text.slice(0, 20), text.slice(20, 90), text.slice(90)]) {
			appendFileSync(path, piece);
			await pause(400);
		}
		appendFileSync(path, 'nonsense\n');
		await printed(program, 'slow.ndjson: 3 read, 2 taken, 0 already known, 1 refused');
		expect(program.stdout.trimEnd().split('\n')).toHaveLength(1);
		expect(program.stderr).toContain('slow.ndjson:3: not JSON');
	});

	it('moves what it has imported with --done, never over what is there; what is strictly refused stays', async () => {
		const done = join(desk.folder, 'done');
		mkdirSync(done);
		writeFileSync(join(done, 'a.ndjson'), 'an older one');
		drop('a.ndjson', 'T-1');
		writeFileSync(join(folder, 'bad.ndjson'), `${ndjson([created('T-2', '12:00')])}nonsense\n`);
		const program = await watch('--done', done, '--strict');
		await printed(program, 'a.ndjson: 1 read, 1 taken');
		await until(() => existsSync(join(done, 'a.ndjson.2')), 'a.ndjson was moved');
		await printed(program, 'bad.ndjson: 2 read, 0 taken, 0 already known, 1 refused');
		expect(readdirSync(folder)).toEqual(['bad.ndjson']);
		drop('bad.ndjson', 'T-2');
		await until(() => readdirSync(folder).length === 0, 'the mended file was moved');
		expect(tickets()).toEqual(['T-1', 'T-2']);
	});

	it('bears a folder that goes away and comes back, and a store that another writer holds', async () => {
		const program = await watch();
		rmSync(folder, { recursive: true });
		await program.said('cannot go on for now: ENOENT');
		mkdirSync(folder);
		const other = new Database(desk.store);
		other.exec('BEGIN IMMEDIATE');
		drop('a.ndjson', 'T-1');
		await pause(3_500);
		expect(program.stdout).toBe('');
		other.exec('ROLLBACK');
		other.close();
		await printed(program, 'a.ndjson: 1 read, 1 taken');
	});

	it('called wrongly says so', async () => {
		for (const [args, says] of [
			[['--watch', folder, 'x.ndjson'], 'takes the files of its folder, and no others'],
			[['--watch', join(folder, 'nowhere')], '--watch takes a folder'],
			[['--watch', desk.file('plain', '')], '--watch takes a folder'],
			[['--watch', folder, '--done', folder], '--done must be another folder'],
			[['x.ndjson', '--done', folder], '--done goes with --watch'],
		] as const) {
			const { code, stderr } = await desk.run('import', args);
			expect(code).toBe(2);
			expect(stderr).toContain(says);
		}
	});
});

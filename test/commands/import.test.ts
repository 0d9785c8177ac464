import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answered, at, created, Desk, ndjson } from '../support/desk.ts';
import { runArgsHere } from '../support/here.ts';
import { PROGRAM, run } from '../support/program.ts';

let desk: Desk;
beforeEach(() => {
	desk = new Desk();
});
afterEach(() => desk.dispose());

const NOW = ['--now', at('13:00')];
const GOOD = [created('T-1', '12:00'), created('T-2', '12:01'), answered('T-1', '12:02')];

describe('slatop import', () => {
	it('counts what it read, and changes nothing when it is done again', async () => {
		const file = desk.file('day.ndjson', ndjson(GOOD));
		expect(await desk.run('import', [file, ...NOW])).toMatchObject({
			code: 0,
			stdout: `${file}: 3 read, 3 taken, 0 already known, 0 refused\n`,
			stderr: '',
		});
		expect(await desk.run('import', [file, ...NOW])).toMatchObject({
			code: 0,
			stdout: `${file}: 3 read, 0 taken, 3 already known, 0 refused\n`,
		});
		// The order of its keys does not make an event another one.
		const turned = GOOD.map((event) => Object.fromEntries(Object.entries(event).reverse()));
		const { stdout } = await desk.run('import', [desk.file('turned.ndjson', ndjson(turned)), ...NOW]);
		expect(stdout).toContain('0 taken, 3 already known');
	});

	it('knows an event by its id and source alone', async () => {
		const line = (id: string, time: string) => ({ ...created('T-1', time), id });
		const first = desk.file('a.ndjson', ndjson([line('1', '12:00')]));
		const again = desk.file('b.ndjson', ndjson([line('1', '12:30')]));
		await desk.run('import', [first, ...NOW]);
		expect((await desk.run('import', [again, ...NOW])).stdout).toContain('0 taken, 1 already known');
		expect((await desk.run('import', [again, ...NOW, '--source', 'other'])).stdout).toContain('1 taken');
	});

	it('names each refused line with its file and number, and takes the others', async () => {
		const lines = [
			JSON.stringify(created('T-1', '12:00')),
			'{"ticket": "T-2", "at": ',
			'',
			JSON.stringify({ ticket: 'T-3', type: 'created' }),
			JSON.stringify({ ticket: 'T-4', at: '2026-11-24T12:00:00', type: 'created' }),
			JSON.stringify({ ticket: 'T-5', at: at('12:00'), type: 'exploded' }),
			JSON.stringify(created('T-6', '13:06')),
			JSON.stringify({ at: at('12:00'), type: 'created' }),
			JSON.stringify({ ticket: 'T-8', at: at('12:00') }),
			'[1, 2]',
			JSON.stringify({ ticket: 'T-9', at: at('12:00'), type: 'status', status: 'asleep' }),
			JSON.stringify({ ticket: 'T-1', at: at('11:59'), type: 'message', actor: 'agent' }),
			JSON.stringify({ ticket: 'T-1', at: at('12:30'), type: 'message' }),
			JSON.stringify({ ticket: 'T-1', at: '2026-02-30T12:00:00Z', type: 'message', actor: 'agent' }),
			JSON.stringify(created('T-10', '12:05')),
		];
		const file = desk.file('mixed.ndjson', lines.join('\r\n'));
		const { code, stdout, stderr } = await desk.run('import', [file, ...NOW]);
		expect(code).toBe(2);
		expect(stdout).toBe(`${file}: 14 read, 2 taken, 0 already known, 12 refused\n`);
		const refusals = stderr.trimEnd().split('\n');
		for (const [place, [line, reason]] of (
			[
				[2, /not JSON/],
				[4, /"at" is missing/],
				[5, /"at" "2026-11-24T12:00:00" is not an RFC 3339 time with an offset/],
				[6, /unknown event type "exploded"/],
				[7, /"at" 2026-11-24T13:06:00Z is in the future/],
				[8, /"ticket" is missing/],
				[9, /"type" is missing/],
				[10, /an event is a JSON object, not \[1,2\]/],
				[11, /"status" "asleep" is none of: new, open/],
				[12, /before/],
				[13, /"actor" is missing/],
				[14, /"at" "2026-02-30T12:00:00Z" is not/],
			] as const
		).entries()) {
			expect(refusals[place]).toMatch(new RegExp(`^${file.replaceAll('.', '\\.')}:${line}: `));
			expect(refusals[place]).toMatch(reason);
		}
		expect(refusals.length).toBe(12);
		await desk.tick(at('13:00'));
		expect((await desk.run('tickets', ['--format', 'ndjson', ...NOW])).stdout.match(/"T-\d+"/g)).toEqual([
			'"T-1"',
			'"T-10"',
		]);
	});

	it('tells no control sequence to the terminal when it quotes a bad line', async () => {
		const file = desk.file(
			'evil\u001b[2J.ndjson',
			`{"ticket":"T","at":"\\u001b]0;owned\\u0007","type":"created"}\n\u001b[2J{\n`,
		);
		const { code, stdout, stderr } = await desk.run('import', [file, ...NOW]);
		expect(code).toBe(2);
		expect(`${stdout}${stderr}`.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
		expect(stderr).toMatch(/evil\.ndjson:2: /);
	});

	it('takes events up to five minutes ahead of the clock', async () => {
		const file = desk.file('ahead.ndjson', ndjson([created('T-1', '13:05'), created('T-2', '13:05:01')]));
		const { code, stdout, stderr } = await desk.run('import', [file, ...NOW]);
		expect(code).toBe(2);
		expect(stdout).toContain('1 taken');
		expect(stderr).toContain(':2: ');
	});

	it('with --strict takes all or nothing', async () => {
		const file = desk.file('mixed.ndjson', `${ndjson(GOOD)}nonsense\n`);
		const refused = await desk.run('import', [file, ...NOW, '--strict']);
		expect(refused.code).toBe(2);
		expect(refused.stdout).toContain('4 read, 0 taken, 0 already known, 1 refused');
		expect(refused.stderr).toContain('nothing was taken (--strict)');
		const good = desk.file('good.ndjson', ndjson(GOOD));
		expect((await desk.run('import', [good, ...NOW, '--strict'])).stdout).toContain(
			'3 taken, 0 already known',
		);
	});

	it('with --strict takes all of several files or nothing of any', async () => {
		const good = desk.file('good.ndjson', ndjson(GOOD));
		const bad = desk.file('bad.ndjson', `${ndjson([created('T-9', '12:00')])}nonsense\n`);
		const refused = await desk.run('import', [good, bad, ...NOW, '--strict']);
		expect(refused.code).toBe(2);
		expect(refused.stdout).toContain('good.ndjson: 3 read, 0 taken, 0 already known, 0 refused');
		expect(refused.stderr).toContain('good.ndjson: nothing was taken (--strict): another file has');
		// What the first file creates the second may go on with: they are one.
		const later = desk.file('later.ndjson', ndjson([answered('T-1', '12:30')]));
		const early = desk.file('early.ndjson', ndjson([answered('T-1', '11:00')]));
		expect((await desk.run('import', [good, early, ...NOW, '--strict'])).code).toBe(2);
		const taken = await desk.run('import', [good, later, ...NOW, '--strict']);
		expect(taken).toMatchObject({ code: 0, stderr: '' });
		expect(taken.stdout).toMatch(/good.ndjson: 3 read, 3 taken.*\n.*later.ndjson: 1 read, 1 taken/);
	});

	it('with --strict takes nothing either where the store is what refuses', async () => {
		const late = desk.file('late.ndjson', ndjson([...GOOD, { ...answered('T-1', '11:00') }]));
		const refused = await desk.run('import', [late, ...NOW, '--strict']);
		expect(refused).toMatchObject({ code: 2 });
		expect(refused.stdout).toContain('4 read, 0 taken, 0 already known, 1 refused');
		const good = desk.file('good.ndjson', ndjson(GOOD));
		expect((await desk.run('import', [good, ...NOW])).stdout).toContain('3 taken, 0 already known');
	});

	it('reads standard input as -', async () => {
		const { code, stdout, stderr } = await desk.program('import', ['-', ...NOW], {
			input: `${ndjson(GOOD)}oops\n`,
		});
		expect(code).toBe(2);
		expect(stdout).toContain('standard input: 4 read, 3 taken, 0 already known, 1 refused');
		expect(stderr).toMatch(/^standard input:4: not JSON/);
	});

	it('refuses a file that is not there, a folder, and none at all, and then takes nothing', async () => {
		const good = desk.file('good.ndjson', ndjson(GOOD));
		const missing = await desk.run('import', [good, 'nowhere.ndjson', ...NOW]);
		expect(missing).toMatchObject({ code: 2, stdout: '' });
		expect(missing.stderr).toContain('nowhere.ndjson cannot be read: there is no such file');
		const folder = await desk.run('import', [desk.folder, ...NOW]);
		expect(folder).toMatchObject({ code: 2, stdout: '' });
		expect(folder.stderr).toContain('is a folder');
		const none = await desk.run('import', NOW);
		expect(none).toMatchObject({ code: 2, stdout: '' });
		expect(none.stderr).toContain('import needs a file');
		expect((await desk.run('import', [good, ...NOW])).stdout).toContain('3 taken');
	});

	it('takes a byte order mark, CRLF, blank lines and a last line without an end', async () => {
		const text = `\uFEFF${ndjson(GOOD).replaceAll('\n', '\r\n\r\n').trimEnd()}`;
		const { code, stdout } = await desk.run('import', [desk.file('bom.ndjson', text), ...NOW]);
		expect({ code, stdout }).toMatchObject({ code: 0 });
		expect(stdout).toContain('3 taken, 0 already known, 0 refused');
	});

	it('refuses a line that is not UTF-8 or longer than any event', async () => {
		const broken = Buffer.concat([
			Buffer.from('{"ticket":"T-\xff","at":"2026-11-24T12:00:00Z","type":"created"}\n', 'latin1'),
			Buffer.from(`{"ticket":"T-2","subject":"${'x'.repeat(3_000_000)}"}\n`),
			Buffer.from(ndjson(GOOD)),
		]);
		// So long an import lowers the priority of its process.
		const { code, stdout, stderr } = await desk.program('import', [
			desk.file('broken.ndjson', broken),
			...NOW,
		]);
		expect(code).toBe(2);
		expect(stdout).toContain('3 taken, 0 already known, 2 refused');
		expect(stderr).toMatch(/:1: the line is not UTF-8\n.*:2: the line is longer than 1 MiB/);
	});
});

describe('slatop import of JSON', () => {
	const take = async (name: string, text: string): Promise<string> => {
		const { stdout, stderr } = await desk.run('import', [desk.file(name, text), ...NOW]);
		return `${stdout.slice(stdout.indexOf(': ') + 2)}${stderr}`;
	};

	it('takes an array of events, on one line or on many, and knows them from NDJSON', async () => {
		expect(await take('events.json', JSON.stringify(GOOD))).toBe(
			'3 read, 3 taken, 0 already known, 0 refused\n',
		);
		expect(await take('pretty.json', JSON.stringify(GOOD, null, 2))).toContain('0 taken, 3 already known');
		expect(await take('lines.json', ndjson(GOOD))).toContain('0 taken, 3 already known');
		expect(await take('one.json', JSON.stringify(GOOD[0], null, 2))).toContain('1 read, 0 taken');
	});

	it('tells an array from lines by content, on standard input too', async () => {
		const ran = await desk.program('import', ['-', ...NOW], { input: `\uFEFF ${JSON.stringify(GOOD)}` });
		expect(ran.stdout).toContain('3 read, 3 taken');
	});

	it('names the line of each event that it refuses, and takes the others', async () => {
		const [first, second, third] = GOOD.map((event) => JSON.stringify(event));
		const broken = first?.replace(/"$|}$/, '');
		const text = `[\n${first},\n{"ticket": 7},\n${broken},\n${second},\n${third}\n`;
		const said = await take('mixed.json', text);
		expect(said).toContain('6 read, 3 taken, 0 already known, 3 refused');
		expect(said).toMatch(/mixed\.json:3: .*"ticket" must be a text/);
		expect(said).toMatch(/mixed\.json:4: not JSON/);
		expect(said).toMatch(/mixed\.json:7: not JSON/);
	});

	it('replays them too', async () => {
		const file = desk.file('events.json', JSON.stringify(GOOD));
		const { stdout } = await runArgsHere(['replay', file, '--agreement', desk.agreement, ...NOW]);
		expect(stdout.trim().split('\n')).toHaveLength(2);
	});
});

describe('the store', () => {
	const list = (path: string) => runArgsHere(['tickets', '--store', path]);
	const tick = (path: string) => runArgsHere(['tick', '--store', path, '--agreement', desk.agreement]);
	const oneLine = (stderr: string): string => {
		expect(stderr.trimEnd().split('\n')).toHaveLength(1);
		return stderr;
	};

	it('is made with its folder, for its owner alone', async () => {
		const path = join(desk.folder, 'deep', 'down', 'store.db');
		expect((await tick(path)).code).toBe(0);
		expect(statSync(path).mode & 0o777).toBe(0o600);
	});

	it('stands by default where XDG says', async () => {
		await runArgsHere(['tickets'], { env: { XDG_DATA_HOME: desk.folder } });
		expect(statSync(join(desk.folder, 'slatop', 'store.db')).isFile()).toBe(true);
		const { code } = await run(['tickets'], { env: { XDG_DATA_HOME: 'relative', HOME: desk.folder } });
		expect(code).toBe(0);
		expect(statSync(join(desk.folder, '.local/share/slatop/store.db')).isFile()).toBe(true);
	});

	it('of a newer version is refused in one line', async () => {
		await tick(desk.store);
		const db = new Database(desk.store);
		db.pragma('user_version = 99');
		db.close();
		const { code, stdout, stderr } = await list(desk.store);
		expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
		expect(oneLine(stderr)).toContain('was written by a newer slatop (schema 99');
	});

	it('that is no database, or another program’s, is refused in one line and left as it is', async () => {
		const text = desk.file('notes.db', 'These are my notes, and they are long enough. '.repeat(100));
		const refused = await list(text);
		expect(refused).toMatchObject({ code: 1, stdout: '' });
		expect(oneLine(refused.stderr)).toContain('is not a slatop store (not a database)');
		expect(statSync(text).size).toBe(4600);
		const other = join(desk.folder, 'other.db');
		const db = new Database(other);
		db.exec('CREATE TABLE bookmark (url TEXT)');
		db.close();
		const foreign = await list(other);
		expect(foreign).toMatchObject({ code: 1, stdout: '' });
		expect(oneLine(foreign.stderr)).toContain('is a database of another program');
	});

	it('that is damaged is refused in one line', async () => {
		await desk.import(
			Array.from({ length: 400 }, (_, place) => created(`T-${place}`, '12:00', { subject: 'x'.repeat(99) })),
		);
		const db = new Database(desk.store);
		db.pragma('wal_checkpoint(TRUNCATE)');
		db.close();
		const { size } = statSync(desk.store);
		writeFileSync(
			desk.store,
			Buffer.concat([
				new Database(desk.store).serialize().subarray(0, 4096),
				Buffer.alloc(size - 4096, 0x5a),
			]),
		);
		const { code, stdout, stderr } = await desk.run('tick', ['--agreement', desk.agreement]);
		expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
		expect(oneLine(stderr)).toMatch(/store .* is damaged: restore it from a backup/);
	});

	it('that may not be written is refused in one line', async () => {
		await tick(desk.store);
		chmodSync(desk.folder, 0o555);
		chmodSync(desk.store, 0o444);
		// Root may write whatever the modes say: then it is somebody else who looks.
		const somebody = process.getuid?.() === 0 ? { uid: 65_534 } : {};
		const { code, stderr } = await run(['tickets', '--store', desk.store], { ...somebody, cwd: '/' });
		chmodSync(desk.folder, 0o755);
		expect(code).toBe(1);
		expect(oneLine(stderr)).toContain('is read-only');
	});

	it('whose path is a folder, or lies under a file, is refused in one line', async () => {
		const folder = join(desk.folder, 'folder');
		mkdirSync(folder);
		for (const path of [folder, join(desk.agreement, 'store.db')]) {
			const { code, stdout, stderr } = await tick(path);
			expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
			expect(oneLine(stderr)).toContain(`store ${path} cannot be opened`);
		}
	});

	it('that no more can be written to is told in one line, and nothing is lost', async () => {
		await desk.import(GOOD);
		const many = Array.from({ length: 3_000 }, (_, place) =>
			created(`M-${place}`, '12:00', { subject: 'x'.repeat(200) }),
		);
		const file = desk.file('many.ndjson', ndjson(many));
		// A limit on the size of files stands for a disk that is full: both fail in the middle of a write.
		const limited = `trap '' XFSZ; ulimit -f 300; exec "$0" "$@"`;
		const args = [PROGRAM, 'import', file, '--store', desk.store, ...NOW];
		const { status, stdout, stderr } = spawnSync('bash', ['-c', limited, process.execPath, ...args], {
			encoding: 'utf8',
		});
		expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
		expect(oneLine(stderr)).toMatch(/store .* (cannot be read or written|could not be written)/);
		const again = await desk.run('import', [desk.file('good.ndjson', ndjson(GOOD)), ...NOW]);
		expect(again.stdout).toContain('0 taken, 3 already known');
		expect((await desk.run('import', [file, ...NOW])).stdout).toContain('3000 taken, 0 already known');
	});

	it('that somebody else is writing is waited for; kept locked, it is told in one line', async () => {
		await desk.import(GOOD);
		const other = new Database(desk.store);
		try {
			other.exec('BEGIN IMMEDIATE');
			const file = desk.file('more.ndjson', ndjson([created('T-7', '12:00')]));
			const { code, stderr } = await desk.run('import', [file, '--wait', '0.1', ...NOW]);
			expect(code).toBe(1);
			expect(oneLine(stderr)).toContain('is locked by another program');
		} finally {
			other.close();
		}
	});
});

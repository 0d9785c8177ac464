/**
 * The package as npm makes it, run away from the source tree. Its one dependency is linked from this checkout
 * instead of being installed: npm would compile it for most of a minute, or need the network.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import manifest from '../package.json' with { type: 'json' };
import { at, created, Desk } from './support/desk.ts';
import { run } from './support/program.ts';
import { startTerminal } from './support/terminal.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

let prefix: string;
let files: string[];
let program: string;

beforeAll(() => {
	prefix = mkdtempSync(join(tmpdir(), 'slatop-package-'));
	// Without scripts: `prepack` would build anew, under the feet of the tests that run beside this one.
	const npm = (...args: string[]): string =>
		execFileSync('npm', args, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
	const name = npm('pack', '--ignore-scripts', '--silent', '--pack-destination', prefix).trim();
	const tarball = join(prefix, name);
	files = execFileSync('tar', ['tzf', tarball], { encoding: 'utf8' }).trim().split('\n');
	execFileSync('tar', ['xzf', tarball, '-C', prefix]);
	const modules = join(prefix, 'package', 'node_modules');
	mkdirSync(modules);
	for (const dependency of Object.keys(manifest.dependencies)) {
		symlinkSync(realpathSync(join(ROOT, 'node_modules', dependency)), join(modules, dependency));
	}
	program = join(prefix, 'package', manifest.bin.slatop);
});
afterAll(() => rmSync(prefix, { recursive: true, force: true }));

describe('the package', () => {
	it('holds the program, its data, the readme and the licence, and nothing else', () => {
		const tops = new Set(files.map((file) => file.split('/')[1]));
		expect([...tops].sort()).toEqual([
			'LICENSE',
			'README.md',
			'SECURITY.md',
			'data',
			'dist',
			'docs',
			'package.json',
		]);
		expect(files).toContain('package/dist/cli.js');
		expect(files).toContain('package/dist/engine-worker.js');
		expect(files).toContain('package/data/sla.yaml');
		expect(files.filter((file) => /\.tsx?$|\.test\.|\.map$/.test(file))).toEqual([]);
	});

	it('needs nothing but its one native module', () => {
		expect(Object.keys(manifest.dependencies)).toEqual(['better-sqlite3']);
		expect(statSync(program).mode & 0o111).toBe(0o111);
	});

	it('runs from any folder, by its name', async () => {
		const bin = join(prefix, 'bin');
		mkdirSync(bin);
		symlinkSync(program, join(bin, 'slatop'));
		const cwd = tmpdir();
		const version = await run(['--version'], { program: join(bin, 'slatop'), cwd });
		expect(version).toMatchObject({ code: 0, stdout: `slatop ${manifest.version}\n`, stderr: '' });
		const env = { XDG_DATA_HOME: join(prefix, 'data'), XDG_CONFIG_HOME: join(prefix, 'config') };
		const list = await run(['tickets'], { program: join(bin, 'slatop'), cwd, env });
		expect(list).toMatchObject({ code: 0, stdout: 'no open timers\n', stderr: '' });
		// The sample agreement that it ships is found.
		const tick = await run(['tick'], { program: join(bin, 'slatop'), cwd, env });
		expect(tick).toMatchObject({ code: 0, stderr: '' });
	});

	it('shows the board, with its engine beside it', async () => {
		const desk = new Desk();
		const args = [
			'--store',
			desk.store,
			'--agreement',
			desk.agreement,
			'--now',
			at('12:04'),
			'--speed',
			'0.001',
		];
		await desk.import([created('T-1', '12:00')]);
		const terminal = startTerminal({ program: [process.execPath, program], args, cwd: tmpdir() });
		try {
			await terminal.waitFor('T-1');
			await terminal.send('q');
			expect((await terminal.waitForExit()).exitCode).toBe(0);
		} finally {
			await terminal.dispose();
			await desk.dispose();
		}
	});
});

/** What the first frame waits for: loading what only an engine needs would cost it a good part of its time. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { Metafile } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundle } from '../bundle.mjs';

const AWAITED = ['source/store/sqlite/sqlite-store.ts', 'source/ui/run-dashboard.tsx'];

let folder: string;
let files: Metafile['inputs'];
beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'slatop-bundle-'));
	files = (await bundle({ cli: 'cli.tsx', engine: 'source/commands/engine-worker.ts' }, folder)).inputs;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A file and all that is loaded with it. */
function loadedWith(first: string): string[] {
	const found = new Set([first]);
	for (const file of found) {
		for (const { kind, path } of files[file]?.imports ?? []) {
			if (kind !== 'dynamic-import' && Object.hasOwn(files, path)) found.add(path);
		}
	}
	return [...found];
}

describe('what the first frame waits for', () => {
	test.each(AWAITED)('%s comes without time zones, the fold and what writes timers', (file) => {
		const loaded = loadedWith(file);
		expect(loaded.length).toBeGreaterThan(20);
		expect(loaded.filter((path) => /luxon|calendar\/zone|ticket-fold|sqlite\/timers/.test(path))).toEqual([]);
	});

	test('settings come without the library that reads their file', () => {
		const loaded = loadedWith('source/commands/show-board.ts');
		expect(loaded).toContain('source/ui/config/settings.ts');
		expect(loaded.filter((path) => /node_modules\/yaml|config\/(read|take|schemas)/.test(path))).toEqual([]);
		expect(loadedWith('source/ui/config/take.ts').filter((path) => /node_modules\/yaml/.test(path))).toEqual(
			[],
		);
	});

	test('an engine has all it writes with from the start', () => {
		expect(loadedWith('source/commands/engine.ts')).toContain('source/store/sqlite/timers.ts');
		expect(loadedWith('source/commands/engine-worker.ts')).toContain('source/store/sqlite/timers.ts');
	});

	test('the built program finds it in few files, and commands without a screen load none of it', () => {
		const chunks = readdirSync('dist/chunks');
		const named = (name: string): string =>
			join('dist/chunks', chunks.find((chunk) => new RegExp(`^${name}-[A-Z0-9]+\\.js$`).test(chunk)) ?? name);
		const waited = builtWith(
			'dist/cli.js',
			named('dashboard'),
			named('run-dashboard'),
			named('sqlite-store'),
		);
		expect(waited.length).toBeLessThanOrEqual(8);
		expect(waited.map((path) => resolve(path))).toContain(resolve('dist/chunks/board.js'));
		const elsewhere = builtWith(named('tickets'), named('sqlite-store'));
		expect(elsewhere.filter((path) => readFileSync(path, 'utf8').includes('react.element'))).toEqual([]);
	});
});

/** The files of the built program that are loaded with some of them. */
function builtWith(...first: string[]): string[] {
	const found = new Set(first);
	for (const file of found) {
		for (const [, path = ''] of readFileSync(file, 'utf8').matchAll(/\b(?:from|import)"(\.[^"]+)"/g)) {
			found.add(join(dirname(file), path));
		}
	}
	return [...found];
}

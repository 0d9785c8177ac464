import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { run } from '../../source/commands/config.ts';
import { findConfig } from '../../source/commands/config-file.ts';
import { readConfig } from '../../source/ui/config/read.ts';
import { DEFAULTS, SETTING_NAMES } from '../../source/ui/config/settings.ts';
import { heldLines, starterLines } from '../../source/ui/config/starter.ts';
import { ANSI_NAMES } from '../../source/ui/theme/colour.ts';
import { THEME_NAMES } from '../../source/ui/theme/themes.ts';
import { TOKENS } from '../../source/ui/theme/tokens.ts';

let folder: string;
let env: NodeJS.ProcessEnv;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'slatop-config-'));
	env = { XDG_CONFIG_HOME: join(folder, 'config'), XDG_CACHE_HOME: join(folder, 'cache') };
	mkdirSync(join(folder, 'config', 'slatop'), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const file = (): string => join(folder, 'config', 'slatop', 'config.yaml');
const cache = (): string => join(folder, 'cache', 'slatop', 'config.json');
const write = (text: string): void => writeFileSync(file(), text);

describe('the file of settings', () => {
	it('need not be there', async () => {
		expect(await findConfig(env)).toEqual({ config: DEFAULTS, problems: [] });
	});

	it('is read, and what it says is kept as data until it changes', async () => {
		write('theme: light\n');
		expect((await findConfig(env)).config.theme).toBe('light');
		const kept = readFileSync(cache(), 'utf8');
		expect(kept).toContain('light');
		// Whoever reads what was kept, and not the file, sees this.
		writeFileSync(cache(), kept.replace('light', 'mono'));
		expect((await findConfig(env)).config.theme).toBe('mono');
		write('theme: high-contrast\n');
		expect((await findConfig(env)).config.theme).toBe('high-contrast');
	});

	it('of the same size, written at the same time, is another file all the same', async () => {
		write('theme: light\n');
		utimesSync(file(), 1, 1);
		await findConfig(env);
		rmSync(file());
		write('theme: lighT\n');
		utimesSync(file(), 1, 1);
		expect((await findConfig(env)).problems).toHaveLength(1);
	});

	it.each(['', '{', '{"stamp":1}', 'null', '[]'])('is read where what was kept is %j', async (scrap) => {
		write('theme: light\n');
		await findConfig(env);
		writeFileSync(cache(), scrap);
		expect((await findConfig(env)).config.theme).toBe('light');
	});

	it('that cannot be read is told, and nothing depends on it', async () => {
		mkdirSync(file());
		expect(await findConfig(env)).toEqual({
			config: DEFAULTS,
			problems: ['config.yaml: this is no file of settings'],
		});
	});

	it('with mistakes is told every time', async () => {
		write('theme: light\nbell: 7\n');
		for (let time = 0; time < 2; time++) {
			expect(await findConfig(env)).toEqual({
				config: { ...DEFAULTS, theme: 'light' },
				problems: ['config.yaml:2:7: bell: expected true or false, not 7'],
			});
		}
	});
});

describe('slatop config', () => {
	/** Runs it here, and gives what it prints. */
	async function ran(...input: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
		const said = { stdout: '', stderr: '' };
		for (const name of ['stdout', 'stderr'] as const) {
			vi.spyOn(process[name], 'write').mockImplementation((text) => {
				said[name] += String(text);
				return true;
			});
		}
		try {
			const code = await run({ input, flags: {}, env });
			return { code, ...said };
		} finally {
			vi.restoreAllMocks();
		}
	}

	it('writes a starter that is right, once, and shows what holds', async () => {
		expect((await ran('check')).stdout).toContain('there is none');
		expect((await ran('init')).code).toBe(0);
		expect((await ran('check')).code).toBe(0);
		expect((await ran('init')).code).toBe(1);
		expect(readConfig(readFileSync(file(), 'utf8'))).toMatchObject({ config: DEFAULTS, problems: [] });
		write('keys: { sort: F }\nrefresh: 5s\n');
		const { stdout } = await ran('show');
		expect(stdout).toMatch(/^ {2}sort: +\[F\] +# sort by/m);
		expect(stdout).toMatch(/^refresh: 5s$/m);
	});

	it('tells every mistake with its place', async () => {
		write('theme: drak\nkeys:\n  sort: F\n  split: F\n');
		const checked = await ran('check');
		expect(checked).toMatchObject({ code: 2, stderr: '' });
		expect(checked.stdout.split('\n')).toEqual([
			`${file()}:1:8: theme: there is no theme "drak" (did you mean "dark"?)`,
			`${file()}:4:10: keys.split: F is taken by sort`,
			'',
		]);
		await expect(ran('chekc')).rejects.toThrow('check, show, init');
	});
});

describe('what is written', () => {
	it('has every setting in the starter, as it holds where nobody says anything', () => {
		const starter = starterLines();
		for (const name of SETTING_NAMES) expect(starter.some((line) => line.startsWith(`#${name}:`))).toBe(true);
		// Without the examples, each line taken in is a setting with its default.
		const plain = starter.filter((line) => /^#\w+: \w/.test(line)).map((line) => line.slice(1));
		expect(readConfig(plain.join('\n'))).toMatchObject({ config: DEFAULTS, problems: [] });
		for (const line of starter) expect(line.length, line).toBeLessThanOrEqual(120);
	});

	it('is told of in docs/config.md: every setting, theme, colour and what may look different', () => {
		const text = readFileSync(new URL('../../docs/config.md', import.meta.url), 'utf8');
		const names = [...SETTING_NAMES, ...THEME_NAMES, ...TOKENS, ...ANSI_NAMES];
		expect(names.filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
		const [, own = ''] = /```yaml\n(theme: mine[^`]*)```/.exec(text) ?? [];
		const [, keys = ''] = /```yaml\n(keys:[^`]*)```/.exec(text) ?? [];
		expect(readConfig(own + keys).problems).toEqual([]);
		expect(readConfig(own + keys).config).toMatchObject({ theme: 'mine', keys: { sort: 'Ctrl-s' } });
	});

	it('says what holds so that it holds again', () => {
		const text = `theme: mine
themes: { mine: { base: light, at_risk: yellow, breached: { fg: ["#ff0000", red], bold: true }, symbols: { paused: "=" } } }
columns: { log: [ticket, left] }
refresh: 1m
keys: { sort: F, split: null, filter: ["#", "/"] }
`;
		const { config } = readConfig(text);
		const again = readConfig(heldLines(config).join('\n'));
		expect(again.problems).toEqual([]);
		expect({ ...again.config, keys: {} }).toEqual({ ...config, keys: {} });
		expect(again.config.keys).toMatchObject({
			sort: ['F'],
			split: [],
			filter: ['#', '/'],
			quit: ['q', 'Ctrl-c'],
		});
	});
});

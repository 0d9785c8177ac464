/**
 * `npm run bench [-- NAME… --full --data FOLDER]`: measures, and holds what it finds against the bars. Ratios are
 * between programs that take turns in the same run. `verdicts` needs the folder of real tickets that it judges.
 */
import { parseArgs } from 'node:util';
import type { BenchRow } from './bench-row.ts';

/** `full`: the long form, of a bench that has one. `data`: the folder of real tickets, if one was given. */
type Bench = (full: boolean, data?: string) => Promise<BenchRow[]>;

const BENCHES: Readonly<Record<string, () => Promise<Bench>>> = {
	clock: async () => (await import('./clock.ts')).benchClock,
	'first-frame': async () => (await import('./first-frame.ts')).benchFirstFrame,
	keys: async () => (await import('./keys.ts')).benchKeys,
	'keys-importing': async () => (await import('./keys.ts')).benchKeysImporting,
	idle: async () => (await import('./idle.ts')).benchIdle,
	tick: async () => (await import('./tick.ts')).benchTick,
	import: async () => (await import('./import.ts')).benchImport,
	csv: async () => (await import('./csv.ts')).benchCsv,
	replay: async () => (await import('./replay.ts')).benchReplay,
	travel: async () => (await import('./travel.ts')).benchTravel,
	day: async () => (await import('./day.ts')).benchDay,
	memory: async () => (await import('./memory.ts')).benchMemory,
	verdicts: async () => (await import('./verdicts.ts')).benchVerdicts,
	postgres: async () => (await import('./postgres.ts')).benchPostgres,
	report: async () => (await import('./report.ts')).benchReport,
};

const verdict = ({ ok }: BenchRow): string => (ok === undefined ? '' : ok ? 'PASS' : 'FAIL');
const figure = (value: number): string => value.toLocaleString('en', { maximumFractionDigits: 3 });

function table(rows: readonly BenchRow[]): string {
	const cells = rows.map((row) => [verdict(row), row.name, figure(row.value), row.unit, row.bar ?? '']);
	const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)));
	return cells
		.map((line) =>
			line
				.map((text, column) =>
					column === 2 ? text.padStart(widths[2] ?? 0) : text.padEnd(widths[column] ?? 0),
				)
				.join('  ')
				.trimEnd(),
		)
		.join('\n');
}

const { values: wish, positionals: names } = parseArgs({
	allowPositionals: true,
	options: { full: { type: 'boolean', default: false }, data: { type: 'string' } },
});
const unknown = names.filter((name) => !Object.hasOwn(BENCHES, name));
if (unknown.length > 0) {
	process.stderr.write(
		`there is no bench ${unknown.join(', ')}: there are ${Object.keys(BENCHES).join(', ')}\n`,
	);
	process.exit(2);
}
const rows: BenchRow[] = [];
for (const [name, load] of Object.entries(BENCHES)) {
	if (names.length > 0 && !names.includes(name)) continue;
	process.stderr.write(`${name} …\n`);
	const bench = await load();
	rows.push(...(await bench(wish.full, wish.data)));
}
if (rows.length > 0) process.stdout.write(`${table(rows)}\n`);
const failed = rows.filter(({ ok }) => ok === false);
if (failed.length > 0) process.exitCode = 1;

/** A report over a year of a million rows of the log, as somebody at a prompt waits for it. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { formatInstant } from '../source/sla/instant.ts';
import type { BenchRow } from './bench-row.ts';
import { PROGRAM } from './program.ts';
import { median, round } from './statistics.ts';
import { YEAR_FROM, YEAR_TO, yearStore } from './year-log.ts';

const ROWS = 1_000_000;
const ROUNDS = 5;
const BAR_MS = 1_000;

/** Neither begins nor ends with a day: rows are counted at both ends. */
const CUT_MS = 5 * 3_600_000 + 17 * 60_000;

const REPORTS: readonly (readonly string[])[] = [
	['--by', 'level'],
	['--by', 'month'],
	['--by', 'week'],
	['--by', 'day'],
	['--by', 'metric'],
	['--by', 'department'],
	['--by', 'agent'],
	['--by', 'organization'],
	['--by', 'organization,level,month'],
	// Sums are kept of one name at a time: of two, the rows are counted that are of the one.
	['--department', 'Department 1', '--by', 'agent'],
	['--organization', 'Customer 1', '--by', 'metric,department'],
];

/** Runs the program to its end; gives the time that took, in ms, and the most memory it held, in MB. */
async function run(args: readonly string[]): Promise<{ ms: number; mb: number }> {
	const measure = `process.on('exit', () => process.stderr.write(String(process.resourceUsage().maxRSS)));`;
	const hook = `data:text/javascript,${encodeURIComponent(measure)}`;
	const began = performance.now();
	const { stderr } = await promisify(execFile)(process.execPath, ['--import', hook, PROGRAM, ...args], {
		maxBuffer: 1 << 28,
	});
	return { ms: performance.now() - began, mb: Number(stderr.split('\n').at(-1)) / 1_024 };
}

export async function benchReport(): Promise<BenchRow[]> {
	const store = await yearStore(ROWS);
	const period = [
		...['--since', formatInstant(YEAR_FROM + CUT_MS), '--until', formatInstant(YEAR_TO - CUT_MS)],
		...['--now', formatInstant(YEAR_TO), '--store', store],
	];
	const rows: BenchRow[] = [];
	let most = 0;
	for (const report of REPORTS) {
		const times: number[] = [];
		for (let round = 0; round < ROUNDS; round++) {
			const { ms, mb } = await run(['report', ...report, ...period]);
			times.push(ms);
			most = Math.max(most, mb);
		}
		const value = median(times);
		rows.push({
			name: `slatop report ${report.join(' ')} over a year of 1,000,000 rows`,
			value: round(value, 0),
			unit: 'ms',
			bar: `<= ${BAR_MS}`,
			ok: value <= BAR_MS,
		});
	}
	rows.push({ name: 'the most memory of any of these', value: round(most, 0), unit: 'MB' });
	return rows;
}

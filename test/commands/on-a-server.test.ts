/** To commands a store on a server is what one in a file is: each says the same of both. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answered, at, created, Desk, ndjson, status } from '../support/desk.ts';
import { runArgsHere } from '../support/here.ts';
import { watching } from '../support/portable.ts';
import { newPostgresUrl } from '../support/postgres.ts';
import type { Ran } from '../support/program.ts';

const AGREEMENT = `version: 1
timezone: UTC
levels:
  gold:
    calendar: always
    targets: { first_answer: 10m, first_resolve: 8h }
    penalty: { per_miss: { first_answer: 50 }, currency: EUR }
default_level: gold
escalations: [{ at: 50%, notify: [duty] }]
notify: { duty: { bell: true } }
`;
const EVENTS = [
	created('T-1', '12:00', { department: 'Billing', organization: 'Acme', agent: 'ana' }),
	created('T-2', '12:01', { department: 'Sales', organization: 'Globex', subject: '100% "off" \\ Ž' }),
	created('T-3', '12:02', { department: 'Billing', organization: 'Acme' }),
	answered('T-1', '12:05'),
	answered('T-3', '12:30'),
	status('T-1', '13:00', 'resolved'),
];
const NOW = ['--now', at('14:00')];
const MONTH = ['--since', '2026-11-01', '--until', '2026-12-01'];

/** In turn: what one has written the next ones read. All but those that are meant to be refused end with 0. */
const COMMANDS: readonly (readonly [code: number, ...args: string[]])[] = [
	[0, 'import', 'events.ndjson', ...NOW],
	[2, 'import', 'events.ndjson', 'wrong.ndjson', ...NOW],
	[0, 'tick', '--agreement', 'sla.yaml', ...NOW],
	[0, 'tickets', ...NOW],
	[0, 'tickets', '--format', 'json', '--department', 'Sales', '--state', 'breached', ...NOW],
	[0, 'tickets', '--text', '100% "off" \\', ...NOW],
	[0, 'log'],
	[0, 'log', '--format', 'ndjson', '--organization', 'Acme', '--sort', 'left', '--reverse'],
	[0, 'log', 'exclude', 'T-3', 'first_answer', '--reason', 'a drill', '--as', 'lead', ...NOW],
	[0, 'log', 'note', 'T-2', 'first_answer', '--note', 'waits for parts', '--as', 'ana', ...NOW],
	[0, 'tick', '--agreement', 'sla.yaml', '--now', at('14:01')],
	[0, 'log', '--format', 'csv'],
	[0, 'report', '--by', 'department', ...MONTH, ...NOW],
	[0, 'report', '--by', 'month,organization,agent', '--format', 'json', ...MONTH, ...NOW],
	[0, 'statement', '--month', '2026-11', ...NOW],
	[0, 'explain', 'T-2', ...NOW],
	[0, 'recalculate', '--agreement', 'sla.yaml', ...NOW],
	[0, 'alert', 'list'],
	[2, 'check', ...NOW],
	[0, 'metrics', ...NOW],
	[0, 'agreement', 'test', '--ticket', 'T-2', ...NOW],
	[0, 'source', 'quarantine'],
	[0, 'source', 'list', ...NOW],
];

let desk: Desk;
let server: string;
beforeAll(async () => {
	desk = new Desk(AGREEMENT);
	desk.file('events.ndjson', ndjson(EVENTS));
	desk.file('wrong.ndjson', '{"ticket":"T-9","at":"2026-11-24T10:00:00Z","type":"stolen"}\n');
	server = await newPostgresUrl();
});
afterAll(() => desk.dispose());

/** What may differ: ids, the clock of the machine, and the order of figures for monitoring. */
function plain({ stdout, ...ran }: Ran, isFigures: boolean): Ran {
	const text = stdout
		.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'ID')
		.replaceAll(/(?<!2026-11-24)T\d\d:\d\d:\d\dZ|(?<=(?:timestamp|lag|age)_seconds\S* )[\d.]+/g, 'TIME');
	return { ...ran, stdout: isFigures ? text.split('\n').sort().join('\n') : text };
}

const CASES = COMMANDS.map(([code, ...args]) => ({ code, args, line: args.join(' ') }));

test.each(CASES)('slatop $line', async ({ code, args }) => {
	const told = async (store: string): Promise<Ran> =>
		plain(await runArgsHere([...args, '--store', store], { cwd: desk.folder }), args[0] === 'metrics');
	const there = await watching(() => told(server));
	expect(there.code).toBe(code);
	expect(there).toEqual(await told(desk.store));
});

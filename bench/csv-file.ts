/** A help desk's export of tickets (Freshdesk's columns); kept under the temporary folder. */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, rename, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatSecond } from '../source/sla/instant.ts';
import { NOW_AT } from './tickets.ts';

const FOLDER = join(tmpdir(), 'slatop-bench');
/** Changes whenever files made before are not what they should be now. */
const EDITION = 2;
const DAY_MS = 86_400_000;
const SPREAD_DAYS = 360;
/** One ticket in so many is still open, and one in so many was closed after its resolution. */
const OPEN_EVERY = 5;
const CLOSED_EVERY = 2;

const HEADER =
	'Ticket ID,Subject,Status,Priority,Source,Type,Agent,Group,Created time,Due by Time,Resolved time,Closed time,Last update time,Initial response time,Time tracked,First response time (in hrs),Resolution time (in hrs),Tags,Full name,Email,Company Name';
const SUBJECTS = [
	'Invoice 2026-1187 shows the wrong VAT number',
	'Cannot log in since this morning',
	'"Refund for the order is still missing, third time I write"',
	'Re: Re: Fwd: delivery to the wrong address',
	'API returns 502 for every second call from our Frankfurt region',
];
const GROUPS = ['Technical', 'Billing', 'Sales', 'Logistics', 'Accounts'];
const AGENTS = ['Ana Novak', 'Luka Kos', '', 'Maja Župan', 'Bor Kovač'];
const PRIORITIES = ['Low', 'Medium', 'High', 'Urgent'];

const pick = (from: readonly string[], place: number): string => from[place % from.length] ?? '';
/** As such exports write times: to the second, without a zone. */
const cell = (at: number): string => formatSecond(at).replace('T', ' ').replace('Z', '');

function row(index: number, count: number): string {
	const createdAt = NOW_AT - SPREAD_DAYS * DAY_MS + Math.floor((index * (SPREAD_DAYS - 3) * DAY_MS) / count);
	const answeredAt = createdAt + 600_000 + ((index * 7_919) % 7_200) * 1_000;
	const resolvedAt = answeredAt + 3_600_000 + ((index * 104_729) % 86_400) * 1_000;
	const isOpen = index % OPEN_EVERY === OPEN_EVERY - 1;
	const isClosed = !isOpen && index % CLOSED_EVERY === 0;
	return [
		100_000 + index,
		pick(SUBJECTS, index),
		isOpen ? 'Open' : isClosed ? 'Closed' : 'Resolved',
		pick(PRIORITIES, index),
		'Email',
		'Question',
		pick(AGENTS, index * 2),
		pick(GROUPS, index * 3),
		cell(createdAt),
		cell(createdAt + 2 * DAY_MS),
		isOpen ? '' : cell(resolvedAt),
		isClosed ? cell(resolvedAt + DAY_MS) : '',
		cell(isOpen ? answeredAt : resolvedAt),
		cell(answeredAt),
		'0,0.2,5.5',
		'"vip,web"',
		`Customer ${index % 5_000}`,
		`customer${index % 5_000}@example.com`,
		`Company ${index % 300}`,
	].join(',');
}

/** The path of an export of so many tickets: about 4.4 events each. */
export async function csvFile(count: number): Promise<string> {
	await mkdir(FOLDER, { recursive: true });
	const path = join(FOLDER, `tickets-${EDITION}-${count}.csv`);
	if (await stat(path).catch(() => null)) return path;
	const out = createWriteStream(`${path}.making`);
	out.write(`${HEADER}\n`);
	for (let index = 0; index < count; index++) {
		if (!out.write(`${row(index, count)}\n`)) await once(out, 'drain');
	}
	out.end();
	await once(out, 'finish');
	await rename(`${path}.making`, path);
	return path;
}

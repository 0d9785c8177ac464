/**
 * Stores for `engine.ts` and `screen.ts`, kept under the temporary folder by schema version.
 *
 * Written anew from what those two ask of it and from the stores that its first version had left behind.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AgreementFile } from '../source/engine/agreement-file.ts';
import { Engine } from '../source/engine/engine.ts';
import { parseEventLine } from '../source/sla/event.ts';
import { formatInstant } from '../source/sla/instant.ts';
import type { IncomingEvent, Store } from '../source/store/port.ts';
import { MIGRATIONS } from '../source/store/sqlite/migrations.ts';
import { openSqliteStore } from '../source/store/sqlite/sqlite-store.ts';

/** The instant that the stores are made for. */
export const NOW = Date.UTC(2026, 10, 24, 10);

const DAYS = 20;
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const TIMERS_PER_TICKET = 3;
const BATCH = 10_000;
const FOLDER = join(tmpdir(), `slatop-bench-${MIGRATIONS.length}`);
const DEPARTMENTS = ['Billing', 'Technical', 'Sales', 'Logistics', 'Accounts'] as const;

const AGREEMENT = `version: 1
name: bench
timezone: Europe/Ljubljana
calendars:
  office: { hours: { mon-fri: ["07:00-20:00"] } }
levels:
  gold: { calendar: office, targets: { first_answer: 8h, first_assign: 2d, first_resolve: 5bd } }
default_level: gold
`;

export function agreementPath(): string {
	mkdirSync(FOLDER, { recursive: true });
	const path = join(FOLDER, 'sla.yaml');
	if (!existsSync(path) || readFileSync(path, 'utf8') !== AGREEMENT) writeFileSync(path, AGREEMENT);
	return path;
}

export function engineOn(store: Store): Engine {
	return new Engine({
		store,
		now: () => NOW,
		holder: 'bench',
		agreementFile: new AgreementFile(agreementPath()),
		everyS: 1_200,
	});
}

/** An event as a source would hand it to the store. */
export function incoming(value: object): IncomingEvent {
	const data = JSON.stringify(value);
	const { event } = parseEventLine(data);
	return { id: event.id ?? '', event, data };
}

function createdTicket(index: number, tickets: number): IncomingEvent {
	return incoming({
		id: `c${index}`,
		ticket: `T-${index}`,
		at: formatInstant(Math.floor(NOW - MINUTE_MS - DAYS * DAY_MS * (1 - index / tickets))),
		type: 'created',
		subject: `A subject of ordinary length, number ${index}`,
		requester: 'somebody@customer.example',
		organization: `Customer ${index % 100}`,
		department: DEPARTMENTS[index % DEPARTMENTS.length],
	});
}

/** The path of a store with so many open timers, three a ticket. Nobody may write to it: copy it first. */
export async function storeOf(timers: number): Promise<string> {
	agreementPath();
	const path = join(FOLDER, `${timers}.db`);
	if (existsSync(path)) return path;
	const making = `${path}.making`;
	for (const end of ['', '-wal', '-shm']) rmSync(making + end, { force: true });
	const store = openSqliteStore(making);
	const engine = engineOn(store);
	const tickets = Math.ceil(timers / TIMERS_PER_TICKET);
	for (let from = 0; from < tickets; from += BATCH) {
		const count = Math.min(BATCH, tickets - from);
		const events = Array.from({ length: count }, (_, place) => createdTicket(from + place, tickets));
		await store.appendEvents('bench', events);
		await engine.tick();
	}
	await engine.stop();
	await store.close();
	renameSync(making, path);
	return path;
}

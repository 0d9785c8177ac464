/** `slatop source verify NAME`: where a help desk's own dues and SLA log differ from ours, and why. */
import { readHistory } from '../../engine/history.ts';
import { compileVersion } from '../../engine/versions.ts';
import { FORMATS } from '../../reports/format-names.ts';
import { linesOf } from '../../reports/formats.ts';
import { type Difference, differenceListing, type OurTimer, verifyTicket } from '../../reports/verify.ts';
import { alwaysCalendar, type Calendar } from '../../sla/calendar/calendar.ts';
import { kindOf } from '../../sources/kinds.ts';
import { LiveAgentClient } from '../../sources/vendors/liveagent/client.ts';
import { LiveAgentDues, TICKET_METRICS } from '../../sources/vendors/liveagent/dues.ts';
import { readLevels } from '../../sources/vendors/liveagent/levels.ts';
import { proveZone } from '../../sources/vendors/liveagent/zone.ts';
import type { Store, TicketDetail } from '../../store/port.ts';
import type { ConfiguredSource } from '../../store/port-sources.ts';
import { cleanText } from '../../text/clean.ts';
import { plural } from '../../text/figures.ts';
import { type Context, choiceFlag, EXIT_FAILED, EXIT_OK, numberFlag, UsageError } from '../context.ts';
import { openStoreToRead } from '../open.ts';
import { print } from '../output.ts';
import { once, pages } from '../paging.ts';
import { namedSource } from './named.ts';
import { accessOf } from './open-source.ts';
import { sayingProblems } from './problems.ts';

/** Each ticket costs two calls. */
const TICKETS = 50;
/** Events of a ticket's record are named for it. */
const RECORD = /^t:([^:]+)/;

/** A ticket of the source, and its id over there. */
interface Known {
	readonly ticket: string;
	readonly id: string;
}

/** Tickets of a source: those that are due soonest, and then those whose timers closed last. */
async function ticketsOf(store: Store, source: string, limit: number): Promise<Known[]> {
	const found = new Map<string, Known>();
	const take = async (rows: readonly { readonly ticket: string }[]): Promise<void> => {
		const tickets = [...new Set(rows.map(({ ticket }) => ticket))].filter((ticket) => !found.has(ticket));
		for (const [ticket, history] of await store.sourceHistories(source, tickets)) {
			const ids = readHistory(history).map((event) => RECORD.exec(event.id ?? '')?.[1]);
			const id = ids.find((known) => known !== undefined);
			if (id !== undefined && found.size < limit) found.set(ticket, { ticket, id });
		}
	};
	for await (const rows of pages((window) => store.timers({}, window), { limit: limit * 4 }))
		await take(rows);
	await take((await store.log({}, { limit: limit * 4, direction: 'before' })).toReversed());
	return [...found.values()];
}

/** A ticket's timers as the comparison takes them; of its log, the rows that count. */
function ourTimers({ timers, log }: TicketDetail): OurTimer[] {
	return [
		...timers.map((row): OurTimer => ({ ...row, closedAt: null, pausedMs: 0, reason: null })),
		...log.filter(({ superseded }) => !superseded),
	];
}

async function calendarsOf(store: Store): Promise<ReadonlyMap<string, Calendar>> {
	const newest = (await store.agreements()).at(-1);
	if (!newest) throw new UsageError('no agreement is in force yet: let the engine run first (slatop tick)');
	const { calendars, timezone } = (await compileVersion(newest)).agreement;
	return new Map([['always', alwaysCalendar(timezone)], ...calendars]);
}

interface Tally {
	readonly differences: Difference[];
	/** Types of rows of its log that are not known. */
	readonly unknownTypes: ReadonlySet<string>;
	agreed: number;
	tickets: number;
}

async function verify(
	store: Store,
	source: ConfiguredSource,
	context: Context,
	limit: number,
): Promise<Tally> {
	const calendars = await calendarsOf(store);
	const client = new LiveAgentClient(await accessOf(source, context.env));
	const { signal } = new AbortController();
	const zone = (await proveZone(client, source.zone, signal)) ?? 'UTC';
	const dues = new LiveAgentDues(client, await readLevels(client, signal), zone);
	const tally: Tally = { differences: [], unknownTypes: dues.unknownTypes, agreed: 0, tickets: 0 };
	for (const { ticket, id } of await ticketsOf(store, source.name, limit)) {
		const detail = await store.detail(ticket);
		if (!detail) continue;
		const theirs = await dues.of(id, signal);
		const { agreed, differences } = verifyTicket(
			ticket,
			theirs,
			ourTimers(detail),
			TICKET_METRICS,
			calendars,
		);
		tally.tickets++;
		tally.agreed += agreed;
		tally.differences.push(...differences);
	}
	return tally;
}

export async function run(context: Context, name: string | undefined): Promise<number> {
	const { flags } = context;
	const format = choiceFlag(flags, 'format', FORMATS, 'table');
	const limit = numberFlag(flags, 'limit', 1, 10_000) ?? TICKETS;
	const store = await openStoreToRead(context);
	try {
		const source = await namedSource(store, 'verify', name);
		if (source.kind !== 'liveagent') {
			throw new UsageError(
				`${source.name} reads ${kindOf(source.kind)?.title ?? source.kind}: only LiveAgent's own dues can be read`,
			);
		}
		return await sayingProblems(source.name, async () => {
			const { differences, unknownTypes, agreed, tickets } = await verify(store, source, context, limit);
			await print(linesOf(format, differenceListing, once(differences)));
			process.stderr.write(
				`${tickets} ${plural(tickets, 'ticket')}: ${agreed} ${plural(agreed, 'timer agrees', 'timers agree')}, ${differences.length} ${plural(differences.length, 'differs', 'differ')}\n`,
			);
			if (unknownTypes.size > 0) {
				const types = [...unknownTypes].sort().join(', ');
				process.stderr.write(
					`${cleanText(`its log has rows of types that slatop does not know (${types})`)}: they were not compared, and what is said to be missing from it may be there\n`,
				);
			}
			return differences.length === 0 ? EXIT_OK : EXIT_FAILED;
		});
	} finally {
		await store.close();
	}
}

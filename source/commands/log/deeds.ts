/** `slatop log exclude|include|explain|note|undo`: what people say of rows of the log, kept with who and when. */
import { randomUUID } from 'node:crypto';
import { DEED_SOURCE, type Deed, deedEvent } from '../../sla/deed.ts';
import { EventRefused, parseEventLine } from '../../sla/event.ts';
import type { TimerName } from '../../sla/remark.ts';
import { cycleLabel } from '../../sla/timer.ts';
import type { LogRow, Store, TicketDetail, TimerRow } from '../../store/port.ts';
import { cleanText } from '../../text/clean.ts';
import { type Context, EXIT_OK, type Flags, nowFlag, textFlag, UsageError, whoIsHere } from '../context.ts';
import { openExistingStore } from '../open.ts';
import { print } from '../output.ts';

/** What it is done to, as it was named: `TICKET METRIC [CYCLE]`. */
interface Named {
	readonly ticket: string;
	readonly metric: string | undefined;
	readonly cycle: number | undefined;
}

interface Verb {
	/** What it says when it is done. */
	readonly done: string;
	readonly deed: (flags: Flags, timer: TimerName) => Deed;
	/** Why it cannot be done to a timer; null where it can. */
	readonly unsuited: (row: LogRow | TimerRow) => string | null;
}

const isClosed = (row: LogRow | TimerRow): row is LogRow => 'closedAt' in row;

/** @throws {UsageError} where it is not given */
function needed(flags: Flags, name: string, what: string): string {
	const text = textFlag(flags, name);
	if (text !== undefined && text.trim() !== '') return text;
	throw new UsageError(`${what}: --${name} TEXT`);
}

function uncounted(row: LogRow | TimerRow): string | null {
	if (!isClosed(row)) return 'is open: what is not in the log cannot be left out of compliance';
	return row.state === 'cancelled' ? 'was cancelled, and counts for nothing already' : null;
}

const VERBS: Readonly<Record<string, Verb>> = {
	exclude: {
		done: 'left out of compliance',
		deed: (flags, timer) => ({
			type: 'excluded',
			...timer,
			reason: needed(flags, 'reason', 'a row is left out of compliance only with a reason'),
		}),
		unsuited: uncounted,
	},
	include: {
		done: 'counts again',
		deed: (_, timer) => ({ type: 'included', ...timer }),
		unsuited: (row) => (row.remarks.excluded ? null : 'is not left out of compliance'),
	},
	explain: {
		done: 'has a reason',
		deed: (flags, timer) => {
			const reason = needed(flags, 'reason', 'explain needs the reason of the miss');
			const text = textFlag(flags, 'note');
			return { type: 'explained', ...timer, reason, ...(text === undefined ? {} : { text }) };
		},
		unsuited: (row) => (['missed', 'breached'].includes(row.state) ? null : 'was not missed'),
	},
	note: {
		done: 'has a note',
		deed: (flags, timer) => ({
			type: 'remarked',
			...timer,
			text: needed(flags, 'note', 'note needs a text'),
		}),
		unsuited: () => null,
	},
};

/** All verbs, for help and for what is typed wrongly. */
export const DEED_VERBS: readonly string[] = [...Object.keys(VERBS), 'undo'];

function nameOf(verb: string, input: readonly string[]): Named {
	const [ticket, metric, cycle, ...more] = input;
	if (ticket === undefined || more.length > 0 || (metric === undefined && verb !== 'note')) {
		throw new UsageError(`slatop log ${verb} takes TICKET METRIC [CYCLE]`);
	}
	const number = cycle === undefined ? undefined : Number(cycle);
	if (number !== undefined && !(Number.isInteger(number) && number > 0)) {
		throw new UsageError(`a cycle is a whole number from 1, not ${JSON.stringify(cycle)}`);
	}
	return { ticket, metric, cycle: number };
}

const timerText = ({ metric, cycle }: TimerName): string => cycleLabel(metric, cycle);

/** The one timer that is meant. @throws {UsageError} where there is none, or more than one */
function timerOf(
	{ timers, log }: TicketDetail,
	{ ticket, metric, cycle }: Named,
	{ unsuited }: Verb,
): TimerName {
	const all = [...log.filter(({ superseded }) => !superseded), ...timers];
	const named = all.filter((row) => row.metric === metric && (cycle === undefined || row.cycle === cycle));
	const suited = named.filter((row) => unsuited(row) === null);
	const [first] = suited;
	if (first && suited.length === 1) return { metric: first.metric, cycle: first.cycle };
	if (suited.length > 1) {
		const cycles = suited.map((row) => row.cycle).join(', ');
		throw new UsageError(`${ticket} has several ${metric}: say which cycle (${cycles})`);
	}
	const [wrong] = named;
	if (wrong) throw new UsageError(`${ticket} ${timerText(wrong)} ${unsuited(wrong)}`);
	const known = all.map(timerText).join(', ');
	throw new UsageError(
		`${ticket} has no ${metric}${cycle === undefined ? '' : ` #${cycle}`}: it has ${known || 'no timers'}`,
	);
}

/** Writes it, and tells how it can be taken back. */
async function perform(
	context: Context,
	store: Store,
	ticket: string,
	deed: Deed,
	said: string,
): Promise<number> {
	const by = textFlag(context.flags, 'as') ?? whoIsHere(context.env);
	const event = readDeed(() => deedEvent(deed, ticket, { by, at: nowFlag(context.flags), id: randomUUID() }));
	const [result] = await store.appendEvents(DEED_SOURCE, [event], { atomic: true });
	if (typeof result === 'object') throw new UsageError(result.refused);
	const isLed = (await store.leader(Date.now())) !== null;
	await print([
		`${cleanText(said)} (by ${cleanText(by)})`,
		`${isLed ? '' : 'it counts from the next look of an engine on (slatop tick); '}to take it back: slatop log undo ${cleanText(ticket)} ${event.id}`,
	]);
	return EXIT_OK;
}

function readDeed<T>(make: () => T): T {
	try {
		return make();
	} catch (error) {
		throw error instanceof EventRefused ? new UsageError(error.message) : error;
	}
}

/** @throws {UsageError} where there is no such ticket */
async function detailOf(store: Store, ticket: string): Promise<TicketDetail> {
	const detail = await store.detail(ticket);
	if (detail) return detail;
	throw new UsageError(`there is no ticket ${JSON.stringify(ticket)} in the store`);
}

async function undo(context: Context, store: Store, input: readonly string[]): Promise<number> {
	const [ticket, event, ...more] = input;
	if (ticket === undefined || event === undefined || more.length > 0) {
		throw new UsageError('slatop log undo takes TICKET and the ID that was told when it was done');
	}
	await detailOf(store, ticket);
	const known = (await store.sourceHistories(DEED_SOURCE, [ticket])).get(ticket) ?? [];
	if (!known.some((data) => parseEventLine(data).event.id === event)) {
		throw new UsageError(`nothing with the id ${JSON.stringify(event)} was done here to ${ticket}`);
	}
	return perform(context, store, ticket, { type: 'undone', event }, `${ticket}: taken back`);
}

/** Does one of `DEED_VERBS`. @param input what stands after the verb */
export async function deed(context: Context, verb: string, input: readonly string[]): Promise<number> {
	const store = await openExistingStore(context);
	try {
		const work = VERBS[verb];
		if (!work) return await undo(context, store, input);
		const named = nameOf(verb, input);
		const detail = await detailOf(store, named.ticket);
		if (named.metric === undefined) {
			const text = needed(context.flags, 'note', 'note needs a text');
			return await perform(
				context,
				store,
				named.ticket,
				{ type: 'remarked', text },
				`${named.ticket} ${work.done}`,
			);
		}
		const timer = timerOf(detail, named, work);
		const said = `${named.ticket} ${timerText(timer)} ${work.done}`;
		return await perform(context, store, named.ticket, work.deed(context.flags, timer), said);
	} finally {
		await store.close();
	}
}

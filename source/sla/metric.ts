/** Metrics: what is measured, as data (contract, section 3). The fold runs this table and knows no metric by name. */
import type { Status } from './ticket.ts';

/**
 * What an event means for clocks. An event has a set of these; a metric says which of them start, stop and
 * cancel it. Statuses stand for a change to them, `status` for any change by an event of its own; `agent_present`
 * and `solved` are states that hold after the event, so that a clock which starts under them stops at once.
 */
export const SIGNALS = [
	'created',
	'updated',
	'status',
	'target',
	'message',
	'first_contact',
	'customer_message',
	'customer_turn',
	'agent_message',
	'internal_note',
	'answer',
	'assigned',
	'unassigned',
	'agent_present',
	'no_answer_needed',
	'chat_started',
	'chat_answered',
	'chat_ended',
	'call_started',
	'call_answered',
	'call_ended',
	'reopened',
	'solved',
	'new',
	'open',
	'answered',
	'postponed',
	'on_hold',
	'resolved',
	'closed',
] as const;
export type Signal = (typeof SIGNALS)[number];

/** What a metric may name: signals, and what makes a ticket void. That cancels every clock by itself. */
export const KINDS = [...SIGNALS, 'merged', 'spam', 'deleted'] as const;
export type Kind = (typeof KINDS)[number];

/** A set of signals, one bit each. */
export type SignalSet = number;

const BIT: ReadonlyMap<string, number> = new Map(SIGNALS.map((signal, index) => [signal, 1 << index]));

export function signalSet(...kinds: readonly Kind[]): SignalSet {
	return kinds.reduce((set, kind) => set | (BIT.get(kind) ?? 0), 0);
}

/** The signal of a change to a status; void statuses have none, for nothing starts or stops under them. */
export function statusSignal(status: Status): SignalSet {
	return BIT.get(status) ?? 0;
}

export type Cycles = 'once' | 'each' | 'resume';

export interface MetricDefinition {
	readonly name: string;
	readonly startsOn: readonly Kind[];
	readonly stopsOn: readonly Kind[];
	readonly cancelsOn: readonly Kind[];
	readonly pauseWhile: readonly Status[];
	/** `once` a ticket, `each` time its start comes, or one clock that goes on (`resume`) then, and when reopened. */
	readonly cycles: Cycles;
	/** Reaching a solved status cancels what is still open of it. */
	readonly cancelledBySolved: boolean;
	/** It starts only once that metric has closed, however it closed. */
	readonly after?: string;
	/** It does not start on a solved ticket. */
	readonly unsolvedOnly?: boolean;
	/** It has started once for all until one of these comes: a contact lasts until then, answered or not. */
	readonly lastsUntil?: readonly Kind[];
}

type Built = Omit<MetricDefinition, 'name' | 'cancelsOn' | 'pauseWhile' | 'cycles' | 'cancelledBySolved'> &
	Partial<MetricDefinition>;

const define = (name: string, parts: Built): MetricDefinition => ({
	name,
	cancelsOn: [],
	pauseWhile: [],
	cycles: 'once',
	cancelledBySolved: false,
	...parts,
});

const UPDATE: Built = {
	startsOn: ['answer'],
	stopsOn: ['answer'],
	cycles: 'each',
	cancelledBySolved: true,
	unsolvedOnly: true,
};
const WHOLE_LIFE: Built = { startsOn: ['created'], stopsOn: ['solved'], cycles: 'resume' };

/** The built-in metrics, in the order in which one event is applied to them. */
export const BUILT_IN_METRICS: readonly MetricDefinition[] = [
	define('first_answer', { startsOn: ['first_contact'], stopsOn: ['answer'], cancelledBySolved: true }),
	define('next_answer', {
		startsOn: ['customer_turn'],
		stopsOn: ['answer'],
		cancelsOn: ['no_answer_needed'],
		cycles: 'each',
		cancelledBySolved: true,
		after: 'first_answer',
	}),
	define('first_assign', { startsOn: ['created'], stopsOn: ['agent_present'], cancelledBySolved: true }),
	define('first_resolve', { startsOn: ['created'], stopsOn: ['solved'], pauseWhile: ['answered'] }),
	define('next_resolve', {
		startsOn: ['reopened'],
		stopsOn: ['solved'],
		pauseWhile: ['answered'],
		cycles: 'each',
	}),
	define('chat_answer', {
		startsOn: ['chat_started'],
		stopsOn: ['chat_answered'],
		cancelsOn: ['chat_ended'],
		lastsUntil: ['chat_ended'],
		cycles: 'each',
		cancelledBySolved: true,
	}),
	define('call_answer', {
		startsOn: ['call_started'],
		stopsOn: ['call_answered'],
		cancelsOn: ['call_ended'],
		lastsUntil: ['call_ended'],
		cycles: 'each',
		cancelledBySolved: true,
	}),
	define('periodic_update', UPDATE),
	define('pausable_update', { ...UPDATE, pauseWhile: ['answered', 'postponed', 'on_hold'] }),
	define('requester_wait', { ...WHOLE_LIFE, pauseWhile: ['answered', 'postponed'] }),
	define('agent_work', { ...WHOLE_LIFE, pauseWhile: ['answered', 'postponed', 'on_hold'] }),
	define('total_resolution', WHOLE_LIFE),
];

/** A metric with its signals as bit sets: what the fold runs. */
export interface Metric extends MetricDefinition {
	readonly starts: SignalSet;
	readonly stops: SignalSet;
	readonly cancels: SignalSet;
	readonly ends: SignalSet;
	readonly pauses: ReadonlySet<Status>;
}

export function compileMetric(definition: MetricDefinition): Metric {
	return {
		...definition,
		starts: signalSet(...definition.startsOn),
		stops: signalSet(...definition.stopsOn),
		cancels: signalSet(...definition.cancelsOn),
		ends: signalSet(...(definition.lastsUntil ?? [])),
		pauses: new Set(definition.pauseWhile),
	};
}

/** A support floor, simulated: what the demo runs on, and what tests and benches can be fed with. */
import { dayStart } from '../../sla/calendar/local-period.ts';
import { busyness, FLOOR_ZONE } from './hours.ts';
import { type Happening, Life } from './life.ts';
import { seeded } from './prng.ts';
import { Schedule } from './schedule.ts';

/** One event as the outside world sends it: the NDJSON object of the contract. */
export type RawEvent = Readonly<Record<string, unknown>> & {
	readonly ticket: string;
	readonly at: string;
	readonly type: string;
};

export interface FloorOptions {
	readonly seed: number;
	/** The simulation begins at the local midnight before it: the same day is the same day, whenever it is asked for. */
	readonly fromAt: number;
}

const FIRST_TICKET = 10_001;
const MINUTE_MS = 60_000;
/** From ticket to ticket at the peak of a usual day. */
const PEAK_GAP_MS = 0.95 * MINUTE_MS;
/** The nights are quiet, but they end. */
const LEAST_BUSY = 0.01;

const reference = (number: number): string => `SLA-${number}`;

const rawEvent = ({ event, at }: Happening, number: number): RawEvent => ({
	...event,
	at: typeof event.at === 'string' ? event.at : new Date(at).toISOString(),
	id: `floor-${String(number).padStart(6, '0')}`,
});

/** Events of a floor, in the order of time, without end. The same seed and day give the same events. */
export function* simulateFloor({ seed, fromAt }: FloorOptions): Generator<RawEvent, never> {
	const random = seeded(seed);
	const schedule = new Schedule<Happening>();
	let at = dayStart(fromAt, FLOOR_ZONE);
	let ticket = FIRST_TICKET;
	let sent = 0;
	/** Each organization's latest ticket: its next may turn out to be the same matter. */
	const latest = new Map<string, string>();
	for (;;) {
		// Thinned arrivals: a steady stream at the peak's rate, of which quiet hours let few through.
		at = Math.floor(at + random.wait(PEAK_GAP_MS / 2));
		for (let due = schedule.takeUntil(at); due; due = schedule.takeUntil(at)) yield rawEvent(due, ++sent);
		if (!random.chance(Math.max(LEAST_BUSY, busyness(at)) / 2)) continue;
		const life = new Life(reference(ticket), at, random, latest);
		ticket++;
		for (const happening of life.happenings) schedule.add(happening);
	}
}

/** Feeds a store from the simulated floor: what has happened by now, and no more. */
import type { Now } from '../engine/clock.ts';
import { parseEvent } from '../sla/event.ts';
import { parseInstant } from '../sla/instant.ts';
import { type RawEvent, simulateFloor } from '../sources/floor/floor.ts';
import type { EventSink, IncomingEvent } from '../store/port.ts';

const BATCH = 2_000;
const SOURCE = 'floor';

export class FloorFeed {
	private readonly events: Iterator<RawEvent>;
	private next: RawEvent | null = null;

	constructor(
		private readonly store: EventSink,
		floor: { readonly seed: number; readonly fromAt: number },
		private readonly now: Now,
	) {
		this.events = simulateFloor(floor);
	}

	/** Appends the events that have happened since the last time. */
	async feed(): Promise<void> {
		const nowAt = this.now();
		for (;;) {
			const batch: IncomingEvent[] = [];
			while (batch.length < BATCH) {
				const raw = this.next ?? this.advance();
				if (!raw || (parseInstant(raw.at) ?? 0) > nowAt) break;
				this.next = null;
				const event = parseEvent(raw);
				batch.push({ id: event.id ?? '', event, data: JSON.stringify(raw) });
			}
			const last = batch.at(-1);
			if (!last) return;
			await this.store.appendEvents(SOURCE, batch);
			await this.store.touchSource(SOURCE, Date.now(), last.event.at);
		}
	}

	private advance(): RawEvent | null {
		const { value, done } = this.events.next();
		this.next = done ? null : value;
		return this.next;
	}
}

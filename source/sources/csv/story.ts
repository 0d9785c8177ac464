/** The events of one row, each with an id that another export of the same ticket gives it too. */
import { parseEvent } from '../../sla/event.ts';
import { formatInstant } from '../../sla/instant.ts';
import { checkNotAhead, type ReadEvent, type Told } from '../ndjson.ts';

type Keys = Readonly<Record<string, unknown>>;

/** A name for a text, the same for the same: 53 bits, enough to tell the versions of one row apart. */
export function fingerprint(text: string): string {
	let high = 0xdeadbeef;
	let low = 0x41c6ce57;
	for (let place = 0; place < text.length; place++) {
		const code = text.charCodeAt(place);
		high = Math.imul(high ^ code, 2_654_435_761);
		low = Math.imul(low ^ code, 1_597_334_677);
	}
	high = Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909);
	low = Math.imul(low ^ (low >>> 16), 2_246_822_507) ^ Math.imul(high ^ (high >>> 13), 3_266_489_909);
	return (4_294_967_296 * (2_097_151 & low) + (high >>> 0)).toString(36);
}

export class Story {
	readonly events: ReadEvent[] = [];

	constructor(
		private readonly ticket: string,
		private readonly nowAt: number,
	) {}

	/**
	 * @param key what the event is known by among those of its ticket
	 * @param again what it is instead where its ticket was created before
	 * @throws {EventRefused}
	 */
	add(key: string, at: number, keys: Keys, again?: () => Told): void {
		const { event, data } = this.tell(at, keys);
		checkNotAhead(event, this.nowAt);
		// A unit separator: no id from outside can be mistaken for one of these.
		const id = `\u001f${this.ticket}\u001f${key}`;
		this.events.push(again ? { id, event, data, again } : { id, event, data });
	}

	tell(at: number, keys: Keys): Told {
		const raw = { ticket: this.ticket, at: formatInstant(at), ...keys };
		return { event: parseEvent(raw), data: JSON.stringify(raw) };
	}
}

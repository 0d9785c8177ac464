/** The events of one row, each with an id that another export of the same ticket gives it too. */
import { EventRefused, type EventType } from '../../sla/event.ts';
import { isOfThisAge, notOfThisAge } from '../../sla/event-reading.ts';
import { formatInstant } from '../../sla/instant.ts';
import type { Retelling } from '../../sla/retold.ts';
import { jsonText } from '../../text/json.ts';
import { checkNotAhead, type ReadEvent } from '../ndjson.ts';

/** What an event says beside its ticket and time. */
export type Keys = Readonly<Record<string, unknown>> & { readonly type: EventType };

const PAIR = 36 * 36;
const PAIRS = Array.from({ length: PAIR }, (_, number) => number.toString(36).padStart(2, '0'));
const pairs = (number: number): string =>
	`${PAIRS[Math.trunc(number / PAIR)]}${PAIRS[number - Math.trunc(number / PAIR) * PAIR]}`;
const FOUR_DIGITS = PAIR * PAIR;

/** As `toString(36)` writes a number of 53 bits, which takes it longer than all else that is done for a row's name. */
function base36(number: number): string {
	const high = Math.floor(number / FOUR_DIGITS);
	const higher = Math.floor(high / FOUR_DIGITS);
	const text = pairs(higher) + pairs(high - higher * FOUR_DIGITS) + pairs(number - high * FOUR_DIGITS);
	return text.replace(/^0+(?=.)/, '');
}

/** A name for a text, the same for the same: 53 bits, enough to tell the versions of one row apart. */
export function fingerprint(text: string, more = ''): string {
	let high = 0xdeadbeef;
	let low = 0x41c6ce57;
	// Not of both as one: a text that has just been joined is slow to read.
	for (const part of [text, more]) {
		for (let place = 0; place < part.length; place++) {
			const code = part.charCodeAt(place);
			high = Math.imul(high ^ code, 2_654_435_761);
			low = Math.imul(low ^ code, 1_597_334_677);
		}
	}
	high = Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909);
	low = Math.imul(low ^ (low >>> 16), 2_246_822_507) ^ Math.imul(high ^ (high >>> 13), 3_266_489_909);
	return base36(4_294_967_296 * (2_097_151 & low) + (high >>> 0));
}

/**
 * An instant as the value of a key.
 * @throws {EventRefused} where no event has such a one
 */
export function instantText(key: string, at: number): string {
	if (isOfThisAge(at)) return formatInstant(at);
	const isDate = !Number.isNaN(new Date(at).getTime());
	throw new EventRefused(notOfThisAge(key, isDate ? formatInstant(at) : String(at)));
}

export class Story {
	readonly events: ReadEvent[] = [];
	/** How the JSON of each of its events begins. */
	private readonly head: string;
	/** A unit separator: no id from outside can be mistaken for one of these. */
	private readonly idHead: string;

	constructor(
		private readonly ticket: string,
		private readonly nowAt: number,
	) {
		this.head = `{"ticket":${jsonText(ticket)},"at":"`;
		this.idHead = `\u001f${ticket}\u001f`;
	}

	/**
	 * @param key what the event is known by among those of its ticket
	 * @param again the update that it is instead where its ticket was created before
	 * @throws {EventRefused}
	 */
	add(key: string, at: number, keys: Keys, again?: Retelling): void {
		this.addWritten(key, at, keys.type, JSON.stringify(keys).slice(1), again);
	}

	/** As `add`, with the keys as JSON less its brace: whoever has written them already need not do so twice. */
	addWritten(key: string, at: number, type: EventType, keys: string, again?: Retelling): void {
		const event = { ticket: this.ticket, at, type };
		// Of what a row tells only the time can be wrong: the event is not read again to be checked.
		const data = `${this.head}${instantText('at', at)}",${keys}`;
		checkNotAhead(event, this.nowAt);
		const id = this.idHead + key;
		this.events.push(again ? { id, event, data, again } : { id, event, data });
	}
}

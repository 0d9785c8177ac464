/**
 * Where each id was seen first, without keeping the ids: millions of texts would fill the memory, and a look at one of
 * them takes longer than reading an event does. Ids whose marks are alike are read again to be told apart.
 */

/** The places are few enough of the slots that the next free one is near. */
const FULL = 0.5;
const FEWEST_SLOTS = 1 << 10;

/** Two marks of a text, each of 32 bits. */
function marksOf(text: string): readonly [number, number] {
	let one = 0x811c9dc5;
	let two = text.length;
	for (let index = 0; index < text.length; index++) {
		const code = text.charCodeAt(index);
		one = Math.imul(one ^ code, 0x01000193);
		two = Math.imul(two, 0x5bd1e995) + code;
	}
	return [(one ^ (one >>> 15)) >>> 0, two | 0];
}

export class FirstPlaces {
	/** Of each slot: a place and one more, or 0 where it is free; and the marks of the id that was there. */
	private places = new Int32Array(FEWEST_SLOTS);
	private ones = new Uint32Array(FEWEST_SLOTS);
	private twos = new Int32Array(FEWEST_SLOTS);
	private count = 0;

	/** @param idAt reads again what the event at a place is known by */
	constructor(private readonly idAt: (place: number) => string | undefined) {}

	/** Notes a place of an id; gives the first that was known before, or this one where there was none. */
	see(id: string, place: number): number {
		if (this.count > this.places.length * FULL) this.grow();
		const [one, two] = marksOf(id);
		let slot = this.slotOf(one);
		for (; this.places[slot] !== 0; slot = this.after(slot)) {
			if (this.ones[slot] !== one || this.twos[slot] !== two) continue;
			const first = (this.places[slot] ?? 0) - 1;
			if (first === place) return place;
			if (this.idAt(first) !== id) continue;
			if (place < first) this.places[slot] = place + 1;
			return first;
		}
		this.fill(slot, place + 1, one, two);
		this.count++;
		return place;
	}

	private slotOf(one: number): number {
		return one & (this.places.length - 1);
	}

	private after(slot: number): number {
		return (slot + 1) & (this.places.length - 1);
	}

	private fill(slot: number, placed: number, one: number, two: number): void {
		this.places[slot] = placed;
		this.ones[slot] = one;
		this.twos[slot] = two;
	}

	private grow(): void {
		const { places, ones, twos } = this;
		this.places = new Int32Array(places.length * 2);
		this.ones = new Uint32Array(places.length * 2);
		this.twos = new Int32Array(places.length * 2);
		for (const [from, placed] of places.entries()) {
			if (placed === 0) continue;
			let slot = this.slotOf(ones[from] ?? 0);
			while (this.places[slot] !== 0) slot = this.after(slot);
			this.fill(slot, placed, ones[from] ?? 0, twos[from] ?? 0);
		}
	}
}

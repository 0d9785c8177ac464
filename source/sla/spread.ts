/**
 * How durations are spread: a histogram from which medians and other percentiles are read without keeping
 * every duration. Buckets are whole seconds up to 34 minutes, and 1,024 to each doubling after that, so a
 * percentile is exact to the second below 34 minutes and less than 0.1% too low above.
 */
import { SECOND_MS } from './duration.ts';

const STEPS = 1024;

/** The bucket of a duration. Negative ones are nothing. */
export function bucketOf(durationMs: number): number {
	const seconds = Math.max(0, Math.floor(durationMs / SECOND_MS));
	if (seconds < 2 * STEPS) return seconds;
	const doublings = Math.floor(Math.log2(seconds)) - 10;
	return STEPS * doublings + Math.floor(seconds / 2 ** doublings);
}

/** The shortest duration of a bucket, in ms. */
export function bucketMs(bucket: number): number {
	if (bucket < 2 * STEPS) return bucket * SECOND_MS;
	const doublings = Math.floor(bucket / STEPS) - 1;
	return (bucket - STEPS * doublings) * 2 ** doublings * SECOND_MS;
}

/** Beside the buckets it is known how many are in so many of them, so that empty stretches are passed over. */
const PAGE = 64;

export class Spread {
	private counts = new Int32Array(2 * STEPS);
	private pages = new Int32Array(this.counts.length / PAGE);
	/** Behind the last bucket that was used. */
	private end = 0;
	/** Durations in it. */
	size = 0;

	/** Adds a duration so many times; fewer than none takes it out again. */
	add(durationMs: number, times = 1): void {
		this.addTo(bucketOf(durationMs), times);
	}

	/**
	 * The duration that a share of them do not exceed (nearest rank: of an even number the median is the lower of
	 * the two in the middle), in ms; null where there are none.
	 */
	percentile(share: number): number | null {
		if (this.size <= 0) return null;
		// The small part undoes binary fractions: a share of 0.07 of 100 is the 7th, not the 8th.
		const rank = Math.max(1, Math.ceil(share * this.size - 1e-9));
		const { counts, pages } = this;
		let page = 0;
		let before = 0;
		for (; before + (pages[page] ?? 0) < rank; page++) before += pages[page] ?? 0;
		let bucket = page * PAGE;
		for (; before + (counts[bucket] ?? 0) < rank; bucket++) before += counts[bucket] ?? 0;
		return bucketMs(bucket);
	}

	/** As text: of each bucket in use, how far it is from the one before, and how many are in it. */
	encode(): string {
		let text = '';
		let last = 0;
		for (let page = 0; page * PAGE < this.end; page++) {
			if (this.pages[page] === 0) continue;
			for (let bucket = page * PAGE; bucket < (page + 1) * PAGE; bucket++) {
				const count = this.counts[bucket] ?? 0;
				if (count === 0) continue;
				text += digits(bucket - last) + digits(count);
				last = bucket;
			}
		}
		return text;
	}

	/**
	 * Adds what was encoded, from a place of the text to its end or to a character that is no digit.
	 * @param times -1 takes it out again
	 * @param also adds it to this one too: to read it takes longer than to add it
	 * @returns the place behind that character
	 */
	mergeEncoded(text: string, times: 1 | -1 = 1, from = 0, also?: Spread): number {
		let bucket = 0;
		let value = 0;
		let size = 1;
		let isCount = false;
		let place = from;
		for (; place < text.length; place++) {
			const digit = text.charCodeAt(place) - FIRST_CODE;
			if (digit < 0) break;
			if (digit >= BASE) {
				value += (digit - BASE) * size;
				size *= BASE;
				continue;
			}
			value += digit * size;
			if (isCount) {
				this.addTo(bucket, times * value);
				also?.addTo(bucket, times * value);
			} else bucket += value;
			isCount = !isCount;
			value = 0;
			size = 1;
		}
		return place + 1;
	}

	/** Adds all that is in another. */
	merge({ counts, pages, end }: Spread): void {
		for (let page = 0; page * PAGE < end; page++) {
			// A page may come to nothing that has had something taken out of it: it is nothing in each bucket then.
			if (pages[page] === 0) continue;
			for (let bucket = page * PAGE; bucket < (page + 1) * PAGE; bucket++) {
				const count = counts[bucket] ?? 0;
				if (count !== 0) this.addTo(bucket, count);
			}
		}
	}

	/** Empties it, to be used again. */
	clear(): void {
		this.counts.fill(0, 0, this.end);
		this.pages.fill(0);
		this.end = 0;
		this.size = 0;
	}

	private addTo(bucket: number, times: number): void {
		if (bucket >= this.counts.length) this.grow(bucket);
		const page = Math.floor(bucket / PAGE);
		this.counts[bucket] = (this.counts[bucket] ?? 0) + times;
		this.pages[page] = (this.pages[page] ?? 0) + times;
		if (bucket >= this.end) this.end = bucket + 1;
		this.size += times;
	}

	private grow(bucket: number): void {
		const { counts, pages } = this;
		this.counts = new Int32Array(2 ** Math.ceil(Math.log2(bucket + 1)));
		this.counts.set(counts);
		this.pages = new Int32Array(this.counts.length / PAGE);
		this.pages.set(pages);
	}
}

/** A few durations as `encode` writes them, without a histogram. */
export function encodeDurations(durationsMs: readonly number[]): string {
	const buckets = durationsMs.map(bucketOf).sort((a, b) => a - b);
	let text = '';
	let last = 0;
	for (let place = 0; place < buckets.length; ) {
		const bucket = buckets[place] ?? 0;
		const from = place;
		while (buckets[place] === bucket) place++;
		text += digits(bucket - last) + digits(place - from);
		last = bucket;
	}
	return text;
}

/** Numbers are written in digits of this base, the least first; a digit that is not the last is larger by it. */
const BASE = 40;
/** `0`, and 80 printable characters from there on: texts that any store keeps as they are, a byte each. */
const FIRST_CODE = 48;

function digits(value: number): string {
	let text = '';
	let rest = value;
	for (; rest >= BASE; rest = Math.floor(rest / BASE))
		text += String.fromCharCode(FIRST_CODE + BASE + (rest % BASE));
	return text + String.fromCharCode(FIRST_CODE + rest);
}

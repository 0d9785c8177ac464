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

/** Buckets are kept in pages, so that an empty one costs nothing and a full one is found at once. */
const PAGE = 64;

export class Spread {
	private pages: (Int32Array | undefined)[] = [];
	/** Pages that were used before, empty. */
	private readonly spare: Int32Array[] = [];
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
		return this.percentiles([share])[0] ?? null;
	}

	/** The same of several shares, the least first. */
	percentiles(shares: readonly number[]): (number | null)[] {
		if (this.size <= 0) return shares.map(() => null);
		// The small part undoes binary fractions: a share of 0.07 of 100 is the 7th, not the 8th.
		const ranks = shares.map((share) => Math.max(1, Math.ceil(share * this.size - 1e-9)));
		const found: number[] = [];
		let sum = 0;
		this.each((bucket, count) => {
			sum += count;
			while (found.length < ranks.length && sum >= (ranks[found.length] ?? 0)) found.push(bucketMs(bucket));
			return found.length < ranks.length;
		});
		return found;
	}

	/** As text: of each bucket in use, how far it is from the one before, and how many are in it. */
	encode(): string {
		let text = '';
		let last = 0;
		this.each((bucket, count) => {
			text += digits(bucket - last) + digits(count);
			last = bucket;
			return true;
		});
		return text;
	}

	/** Adds what was encoded. @param times -1 takes it out again */
	mergeEncoded(text: string, times: 1 | -1 = 1): void {
		let bucket = 0;
		let value = 0;
		let size = 1;
		let isCount = false;
		for (let place = 0; place < text.length; place++) {
			const digit = text.charCodeAt(place) - FIRST_CODE;
			value += (digit % BASE) * size;
			size *= BASE;
			if (digit >= BASE) continue;
			if (isCount) this.addTo(bucket, times * value);
			else bucket += value;
			isCount = !isCount;
			value = 0;
			size = 1;
		}
	}

	/** Empties it, to be used again. */
	clear(): void {
		for (const page of this.pages) if (page) this.spare.push(page.fill(0));
		this.pages = [];
		this.size = 0;
	}

	private addTo(bucket: number, times: number): void {
		const place = bucket % PAGE;
		const number = (bucket - place) / PAGE;
		let page = this.pages[number];
		if (!page) {
			page = this.spare.pop() ?? new Int32Array(PAGE);
			this.pages[number] = page;
		}
		page[place] = (page[place] ?? 0) + times;
		this.size += times;
	}

	/** Goes through the buckets that have something in them, in order, as long as it is answered by true. */
	private each(visit: (bucket: number, count: number) => boolean): void {
		for (let number = 0; number < this.pages.length; number++) {
			const page = this.pages[number];
			for (let place = 0; page && place < PAGE; place++) {
				const count = page[place] ?? 0;
				if (count !== 0 && !visit(number * PAGE + place, count)) return;
			}
		}
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

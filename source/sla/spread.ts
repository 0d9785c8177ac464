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
const PAGE = 128;

export class Spread {
	private readonly pages: (Int32Array | undefined)[] = [];
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
		let rank = Math.max(1, Math.ceil(share * this.size - 1e-9));
		for (const [bucket, count] of this.inOrder()) {
			rank -= count;
			if (rank <= 0) return bucketMs(bucket);
		}
		return null;
	}

	/** As text: of each bucket in use, how far it is from the one before, and how many are in it. */
	encode(): string {
		let text = '';
		let last = 0;
		for (const [bucket, count] of this.inOrder()) {
			text += digits(bucket - last) + digits(count);
			last = bucket;
		}
		return text;
	}

	/** Adds what was encoded. */
	mergeEncoded(text: string): void {
		let bucket = 0;
		let value = 0;
		let size = 1;
		let isCount = false;
		for (let place = 0; place < text.length; place++) {
			const digit = text.charCodeAt(place) - FIRST_CODE;
			value += (digit % BASE) * size;
			size *= BASE;
			if (digit >= BASE) continue;
			if (isCount) this.addTo(bucket, value);
			else bucket += value;
			isCount = !isCount;
			value = 0;
			size = 1;
		}
	}

	private addTo(bucket: number, times: number): void {
		const place = bucket % PAGE;
		const number = (bucket - place) / PAGE;
		let page = this.pages[number];
		if (!page) {
			page = new Int32Array(PAGE);
			this.pages[number] = page;
		}
		page[place] = (page[place] ?? 0) + times;
		this.size += times;
	}

	private *inOrder(): Generator<readonly [bucket: number, count: number]> {
		for (const [number, page] of this.pages.entries()) {
			if (!page) continue;
			for (let place = 0; place < PAGE; place++) {
				const count = page[place] ?? 0;
				if (count !== 0) yield [number * PAGE + place, count];
			}
		}
	}
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

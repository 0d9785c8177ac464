/**
 * Ascending numbers with a table of where each of as many equal stretches begins, so that a look-up is one
 * step of arithmetic and a search among the few numbers of one stretch.
 */
export class SortedIndex {
	readonly #values: Float64Array;
	readonly #first: number;
	readonly #scale: number;
	/** How many numbers lie in the stretches before each; one entry more than there are stretches. */
	readonly #before: Int32Array;

	constructor(values: Float64Array) {
		const count = values.length;
		this.#values = values;
		this.#first = values[0] ?? 0;
		const range = (values[count - 1] ?? 0) - this.#first;
		this.#scale = range > 0 ? count / range : 0;
		this.#before = new Int32Array(count + 2);
		for (const value of values) {
			const next = this.#stretch(value) + 1;
			this.#before[next] = (this.#before[next] ?? 0) + 1;
		}
		for (let stretch = 1; stretch < this.#before.length; stretch += 1) {
			this.#before[stretch] = (this.#before[stretch] ?? 0) + (this.#before[stretch - 1] ?? 0);
		}
	}

	/** How many of the numbers are less than `value`; also the index of the first that is not. */
	countBelow(value: number): number {
		const stretch = this.#stretch(value);
		let low = this.#before[stretch] ?? 0;
		let high = this.#before[stretch + 1] ?? 0;
		while (low < high) {
			const middle = (low + high) >>> 1;
			if ((this.#values[middle] ?? 0) < value) low = middle + 1;
			else high = middle;
		}
		return low;
	}

	#stretch(value: number): number {
		const stretch = Math.floor((value - this.#first) * this.#scale);
		return Math.max(0, Math.min(this.#values.length, stretch));
	}
}

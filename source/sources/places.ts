/** Where events stand: numbers by the million, outside of what is looked through for what is gone. */

const NUMBERS = 4;
const FEWEST = 1 << 10;

export class Places {
	private numbers = new Uint32Array(FEWEST * NUMBERS);
	private held = 0;

	get count(): number {
		return this.held;
	}

	/**
	 * @param piece which of the pieces that the files came in
	 * @param from the first byte of it there, up to `to`, not included
	 * @param line from 1
	 */
	add(piece: number, from: number, to: number, line: number): void {
		const at = this.held * NUMBERS;
		if (at === this.numbers.length) {
			const more = new Uint32Array(at * 2);
			more.set(this.numbers);
			this.numbers = more;
		}
		this.numbers[at] = piece;
		this.numbers[at + 1] = from;
		this.numbers[at + 2] = to;
		this.numbers[at + 3] = line;
		this.held++;
	}

	piece(place: number): number {
		return this.numbers[place * NUMBERS] ?? 0;
	}

	from(place: number): number {
		return this.numbers[place * NUMBERS + 1] ?? 0;
	}

	to(place: number): number {
		return this.numbers[place * NUMBERS + 2] ?? 0;
	}

	line(place: number): number {
		return this.numbers[place * NUMBERS + 3] ?? 0;
	}
}

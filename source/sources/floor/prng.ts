/** Seeded randomness: the same seed gives the same floor, everywhere. */

export interface Random {
	/** From 0 up to 1. */
	next(): number;
	/** Whether something of this probability happens. */
	chance(probability: number): boolean;
	pick<T>(items: readonly [T, ...T[]]): T;
	/** A waiting time around a mean, mostly shorter and now and then much longer (exponential). */
	wait(mean: number): number;
	/** A working time around a mean: seldom next to nothing, seldom several times as long (Erlang, of three). */
	effort(mean: number): number;
}

/** Mulberry32: small, quick, and good enough for a play. */
export function seeded(seed: number): Random {
	let state = seed >>> 0;
	const next = (): number => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
	const wait = (mean: number): number => -Math.log(1 - next()) * mean;
	return {
		next,
		chance: (probability) => next() < probability,
		pick: (items) => items[Math.floor(next() * items.length)] ?? items[0],
		wait,
		effort: (mean) => wait(mean / 3) + wait(mean / 3) + wait(mean / 3),
	};
}

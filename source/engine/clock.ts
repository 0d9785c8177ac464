/** The clock that everything is told by: the real one, or one set by `--now` and sped up by `--speed`. */

/** A clock as plain data, so that a thread can be handed one. */
export interface ClockSetting {
	/** What it showed at `setAt` of the real clock. */
	readonly shownAt: number;
	readonly setAt: number;
	/** How many of its seconds pass in a real one. */
	readonly speed: number;
}

export type Now = () => number;

/** @param shownAt what the clock shows from now on; left out: the real time */
export function setClock(shownAt: number | undefined, speed = 1): ClockSetting {
	const setAt = Date.now();
	return { shownAt: shownAt ?? setAt, setAt, speed };
}

/** Tells the time by a setting, in whole ms. */
export function nowOf({ shownAt, setAt, speed }: ClockSetting): Now {
	return () => Math.floor(shownAt + (Date.now() - setAt) * speed);
}

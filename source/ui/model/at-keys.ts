/** How long ago the last key was: what else happens on the screen goes by that. */

/** So long after a key nothing else is drawn that would stand in the way of the next. */
const KEY_FIRST_MS = 120;
/** Keys within so long of each other are one movement. */
const MOVING_MS = 400;
/** After a key, rows do not jump under the cursor for so long. */
const CALM_MS = 5_000;

export class AtKeys {
	private lastMs = Number.NEGATIVE_INFINITY;

	/** @param atMs left out: now, by the real clock */
	pressed(atMs = performance.now()): void {
		this.lastMs = atMs;
	}

	get sinceMs(): number {
		return performance.now() - this.lastMs;
	}

	/** The next key may come at any moment. */
	get isFirst(): boolean {
		return this.sinceMs < KEY_FIRST_MS;
	}

	get isMoving(): boolean {
		return this.sinceMs < MOVING_MS;
	}

	/** Whether somebody is at work here just now. */
	get isCalm(): boolean {
		return this.sinceMs < CALM_MS;
	}
}

/** A page of lines that may be longer than the screen: how far it is scrolled. */
export class Scroll {
	/** Lines above the screen. */
	top = 0;
	/** How many lines there are (the drawing tells), and how many are on the screen. */
	lines = 0;
	height = 1;

	by(lines: number): void {
		this.to(this.top + lines);
	}

	to(line: number): void {
		this.top = Math.max(0, Math.min(line, this.lines - this.height));
	}

	/** Begins at the top again: there is something else to be read. */
	reset(): void {
		this.top = 0;
	}
}

/** Lines typed before, to be called back: the latest first, none of them twice. */

const MOST = 50;

export class History {
	/** How far back one has gone; -1: to none of them. */
	private place = -1;

	/** @param lines the oldest first */
	constructor(private lines: readonly string[] = []) {
		this.lines = lines.slice(-MOST);
	}

	/** All of them, the oldest first: to be kept. */
	get all(): readonly string[] {
		return this.lines;
	}

	/** Whether a line was called back and nothing else done since. */
	get isOpen(): boolean {
		return this.place >= 0;
	}

	add(line: string): void {
		const text = line.trim();
		this.place = -1;
		if (text !== '') this.lines = [...this.lines.filter((known) => known !== text), text].slice(-MOST);
	}

	/** The line before the one that was called back; undefined where there is none. */
	older(): string | undefined {
		return this.at(this.place + 1);
	}

	/** The line after it; '' after the last. */
	newer(): string | undefined {
		if (this.place > 0) return this.at(this.place - 1);
		this.place = -1;
		return '';
	}

	/** What is typed is no longer a line from here. */
	leave(): void {
		this.place = -1;
	}

	private at(place: number): string | undefined {
		const line = this.lines.at(-1 - place);
		if (line !== undefined && place >= 0) this.place = place;
		return line;
	}
}

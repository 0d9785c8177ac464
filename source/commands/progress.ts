/** A progress bar on a terminal, for work that takes longer than a moment; elsewhere it is silent. */
import { figures } from '../text/figures.ts';

const WIDTH = 24;
const EVERY_MS = 100;
/** Short work needs no bar. */
const AFTER_MS = 300;

export class Progress {
	private readonly startedAt = Date.now();
	private shownAt = 0;
	private shown = false;

	/** @param size bytes in all; null where nobody knows */
	constructor(
		private readonly stream: NodeJS.WriteStream,
		private readonly name: string,
		private readonly size: number | null,
	) {}

	show(bytes: number, lines: number): void {
		if (!this.stream.isTTY) return;
		const now = Date.now();
		if (now - this.startedAt < AFTER_MS || now - this.shownAt < EVERY_MS) return;
		this.shownAt = now;
		this.shown = true;
		const perSecond = Math.round((lines / (now - this.startedAt)) * 1000);
		const text = `${figures(lines)} lines, ${figures(perSecond)}/s`;
		this.stream.write(`\r${this.name} ${this.bar(bytes)}${text}\u001b[K`);
	}

	/** Takes the bar off the screen. */
	clear(): void {
		if (this.shown) this.stream.write('\r\u001b[K');
		this.shown = false;
	}

	private bar(bytes: number): string {
		if (this.size === null || this.size === 0) return '';
		const share = Math.min(1, bytes / this.size);
		const full = Math.round(share * WIDTH);
		return `[${'#'.repeat(full)}${'.'.repeat(WIDTH - full)}] ${Math.floor(share * 100)}% `;
	}
}

/** What a command without a screen says while it runs: lines on stderr, each with its time. */
import { formatSecond } from '../sla/instant.ts';
import { cleanText } from '../text/clean.ts';

/** What happens again and again is told this often, with how many times it did. */
const SELDOM_MS = 60_000;

interface Told {
	at: number;
	since: number;
}

export class Spoken {
	private readonly told = new Map<string, Told>();

	say(text: string): void {
		process.stderr.write(`${formatSecond(Date.now())} ${cleanText(text)}\n`);
	}

	/** Says something of a kind, unless something of the kind was said a moment ago. */
	seldom(kind: string, text: string): void {
		const last = this.told.get(kind);
		const nowMs = performance.now();
		if (last && nowMs - last.at < SELDOM_MS) {
			last.since++;
			return;
		}
		const more = last && last.since > 0 ? ` (and ${last.since} more like it before)` : '';
		this.told.set(kind, { at: nowMs, since: 0 });
		this.say(text + more);
	}
}

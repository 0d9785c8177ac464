/** Rings, and notifies the desktop, when timers breach while somebody has the board open. */
import type { TimerRow } from '../store/port.ts';
import { BreachWatch, type WatchedStore } from './model/breach-watch.ts';
import type { Environment } from './terminal/capabilities.ts';
import { type Notice, type NoticeWays, noticeBytes } from './terminal/notice.ts';
import { metricWord, WORDS } from './words.ts';

/** So many tickets are named. */
const MOST_NAMED = 4;

/** What is said of breaches; there is at least one. */
export function breachNotice(rows: readonly TimerRow[]): Notice {
	const [only] = rows;
	if (rows.length === 1 && only) {
		const about = [only.department, only.agent ?? WORDS.unassigned].filter((name) => name !== null);
		const text = [WORDS.notices.breached(only.ticket, metricWord(only.metric)), ...about].join(', ');
		return { title: 'slatop', text };
	}
	const tickets = [...new Set(rows.map(({ ticket }) => ticket))];
	const named = tickets.slice(0, MOST_NAMED).join(', ') + (tickets.length > MOST_NAMED ? ' …' : '');
	return { title: 'slatop', text: WORDS.notices.severalBreached(rows.length, named) };
}

export interface AnnouncerOptions {
	readonly store: WatchedStore;
	readonly now: () => number;
	readonly ways: NoticeWays;
	readonly env: Environment;
	/** Takes the bytes to the terminal. */
	readonly write: (bytes: string) => void;
}

/** Gives what is to be called again and again: it looks, and gives one notice of all that has breached since. */
export function makeAnnouncer({ store, now, ways, env, write }: AnnouncerOptions): () => Promise<void> {
	const watch = new BreachWatch(store, now);
	return async () => {
		const breached = await watch.look();
		if (breached.length > 0) write(noticeBytes(breachNotice(breached), ways, env));
	};
}

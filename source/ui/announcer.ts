/** Rings, and notifies the desktop, when timers breach while somebody has the board open. */
import type { Remarks } from '../sla/remark.ts';
import type { TimerRow } from '../store/port.ts';
import type { HeardMessage } from './model/hearing.ts';
import { breaches, type WatchedStore } from './model/news.ts';
import type { Environment } from './terminal/capabilities.ts';
import { type Notice, type NoticeWays, noticeBytes } from './terminal/notice.ts';
import { metricWord, WORDS } from './words.ts';

/** So many tickets are named. */
const MOST_NAMED = 4;

/** What is said of breaches; there is at least one. */
function breachNotice(rows: readonly TimerRow[]): Notice {
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

/** The bytes that make messages to this screen heard: one ring, one notification, as they came to be told. */
export function heardBytes(messages: readonly HeardMessage[], env: Environment): string {
	const came = (channel: string) => messages.findLast((message) => message.channel === channel);
	const [rung, noted] = [came('bell'), came('terminal')];
	const ways = { bell: rung !== undefined, notify: noted !== undefined };
	return noticeBytes({ title: 'slatop', text: noted?.text ?? rung?.text ?? '' }, ways, env);
}

const isSnoozed = ({ snoozed }: Remarks, nowAt: number): boolean => (snoozed?.untilAt ?? 0) > nowAt;

export interface AnnouncerOptions {
	readonly store: Pick<WatchedStore, 'version' | 'timers'>;
	readonly now: () => number;
	readonly ways: NoticeWays;
	readonly env: Environment;
	/** Takes the bytes to the terminal. */
	readonly write: (bytes: string) => void;
}

/** Gives what is to be called again and again: it looks, and gives one notice of all that has breached since. */
export function makeAnnouncer({ store, now, ways, env, write }: AnnouncerOptions): () => Promise<void> {
	const news = breaches(store);
	return async () => {
		const nowAt = now();
		const breached = (await news.look(nowAt)).filter(({ remarks }) => !isSnoozed(remarks, nowAt));
		if (breached.length > 0) write(noticeBytes(breachNotice(breached), ways, env));
	};
}

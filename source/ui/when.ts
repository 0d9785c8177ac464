/** Instants as people read them, in the time zone of whoever looks. */
import { twoDigits } from '../text/figures.ts';
import { WORDS } from './words.ts';

const dayName = (date: Date): string => WORDS.days[date.getDay()] ?? '';

/** `Tue 14:05:09` */
export function clockTime(at: number): string {
	const date = new Date(at);
	return `${dayName(date)} ${timeOfDay(at)}`;
}

/** `14:05:09` */
export function timeOfDay(at: number): string {
	const date = new Date(at);
	return `${twoDigits(date.getHours())}:${twoDigits(date.getMinutes())}:${twoDigits(date.getSeconds())}`;
}

/** `Tue 2026-11-24 14:05`, and the seconds where there are any. */
export function fullDate(at: number): string {
	const date = new Date(at);
	const day = `${date.getFullYear()}-${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())}`;
	const time = timeOfDay(at);
	return `${dayName(date)} ${day} ${time.endsWith(':00') ? time.slice(0, -3) : time}`;
}

/** `11-24 14:05`, and with the year where that is another than now's. */
export function dayAndTime(at: number, nowAt: number): string {
	const date = new Date(at);
	const day = `${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())}`;
	const year = date.getFullYear() === new Date(nowAt).getFullYear() ? '' : `${date.getFullYear()}-`;
	return `${year}${day} ${twoDigits(date.getHours())}:${twoDigits(date.getMinutes())}`;
}

/** How long ago, in one unit: `3s`, `12m`, `5h`, `9d`. */
export function ago(at: number, nowAt: number): string {
	const s = Math.max(0, Math.floor((nowAt - at) / 1000));
	if (s < 60) return `${s}s`;
	if (s < 3_600) return `${Math.floor(s / 60)}m`;
	return s < 86_400 ? `${Math.floor(s / 3_600)}h` : `${Math.floor(s / 86_400)}d`;
}

const clocks = new Map<string, Intl.DateTimeFormat | null>();

/** What writes instants as the clocks of a zone show them; null where this machine knows no such zone. */
function clockIn(timeZone: string): Intl.DateTimeFormat | null {
	const known = clocks.get(timeZone);
	if (known !== undefined) return known;
	let clock: Intl.DateTimeFormat | null = null;
	try {
		const digits = '2-digit';
		const parts = { year: 'numeric', month: digits, day: digits, hour: digits, minute: digits } as const;
		clock = new Intl.DateTimeFormat('en-GB', { timeZone, hourCycle: 'h23', ...parts });
	} catch {
		// An agreement names zones that another machine knew.
	}
	clocks.set(timeZone, clock);
	return clock;
}

/**
 * `13:05 Ljubljana`: what the clocks of a zone show at an instant, and with the date where that is another than here;
 * null where they show what those here do.
 */
export function timeElsewhere(at: number, nowAt: number, zone: string): string | null {
	const clock = clockIn(zone);
	if (!clock) return null;
	const there = Object.fromEntries(clock.formatToParts(at).map(({ type, value }) => [type, value]));
	const here = dayAndTime(at, nowAt);
	const time = `${there.hour}:${there.minute}`;
	const isSameDay = here.endsWith(`${there.month}-${there.day} ${here.slice(-5)}`);
	if (isSameDay && here.endsWith(time)) return null;
	const place = zone.split('/').at(-1)?.replaceAll('_', ' ') ?? zone;
	return `${isSameDay ? '' : `${there.month}-${there.day} `}${time} ${place}`;
}

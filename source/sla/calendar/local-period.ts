/**
 * Days, weeks and months of a zone, as numbers that can be counted with: a day by the days since 1970-01-01, a
 * week by its Monday, a month by the months since January of the year 0.
 */
import { twoDigits } from '../../text/figures.ts';
import { dayMs, dayNumber, weekdayOfDay } from './civil.ts';
import { localDate, startOfLocalDay } from './zone.ts';

const MONTHS = 12;

/** The last instant asked for and its day: rows come in the order of time. */
let last = { zone: '', fromAt: 0, toAt: 0, day: 0 };

/** The day that a zone's calendar shows at an instant. */
export function localDay(at: number, zone: string): number {
	if (zone === last.zone && at >= last.fromAt && at < last.toAt) return last.day;
	const day = localDate(at, zone);
	last = { zone, day, fromAt: startOfLocalDay(day, zone), toAt: startOfLocalDay(day + 1, zone) };
	return day;
}

export function monthOfDay(day: number): number {
	const date = new Date(day * dayMs);
	return date.getUTCFullYear() * MONTHS + date.getUTCMonth();
}

/** The day it begins on. */
function dayOfMonth(month: number): number {
	return dayNumber(Math.floor(month / MONTHS), (month % MONTHS) + 1, 1);
}

/** The Monday of a day's week. */
export const mondayOf = (day: number): number => day - ((weekdayOfDay(day) + 6) % 7);

export const startOfDay = startOfLocalDay;

export const startOfMonth = (month: number, zone: string): number => startOfLocalDay(dayOfMonth(month), zone);

/** The month that a zone's calendar shows at an instant. */
export const localMonth = (at: number, zone: string): number => monthOfDay(localDay(at, zone));

/** When the day of an instant began. */
export const dayStart = (at: number, zone: string): number => startOfDay(localDay(at, zone), zone);

/** When the month of an instant began. */
export const monthStart = (at: number, zone: string): number => startOfMonth(localMonth(at, zone), zone);

/** `2026-11-24` */
export const dayName = (day: number): string => new Date(day * dayMs).toISOString().slice(0, 10);

/** `2026-11` */
export const monthName = (month: number): string =>
	`${String(Math.floor(month / MONTHS)).padStart(4, '0')}-${twoDigits((month % MONTHS) + 1)}`;

/** `2026-W48`, as ISO 8601 has it: a week belongs to the year of its Thursday. */
export function weekName(monday: number): string {
	const year = new Date((monday + 3) * dayMs).getUTCFullYear();
	const first = mondayOf(dayNumber(year, 1, 4));
	return `${year}-W${String((monday - first) / 7 + 1).padStart(2, '0')}`;
}

/** The month that a name like `2026-11` is of; undefined where it is none. */
export function monthNamed(name: string): number | undefined {
	const [, year, month] = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(name) ?? [];
	return year === undefined ? undefined : Number(year) * MONTHS + Number(month) - 1;
}

/** The day that a name like `2026-11-24` is of; undefined where it is none. */
export function dayNamed(name: string): number | undefined {
	const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(name) ?? [];
	if (year === undefined) return undefined;
	const day = dayNumber(Number(year), Number(month), Number(date));
	return dayName(day) === name ? day : undefined;
}

import { IANAZone } from 'luxon';
import { CalendarError } from './calendar-error.ts';
import { dayMs, dayNumber, yearOfDay } from './civil.ts';

/** A stretch of time with one offset from UTC. */
export interface OffsetSpan {
	readonly startAt: number;
	readonly endAt: number;
	readonly offsetMs: number;
}

/**
 * One year of a zone: its offsets in ascending order. The first reaches back and the last forward without
 * end, so they are true for the year's own dates and a few days around them, and no instant falls outside.
 */
export type ZoneYear = readonly OffsetSpan[];

const marginDays = 4;
const yearsOfZones = new Map<string, Map<number, ZoneYear>>();

/** Whether the name is one of the IANA zones that this machine knows. */
export function isValidZone(name: string): boolean {
	return IANAZone.isValidZone(name);
}

/** The offsets of a zone around a year; found once and kept. Throws a CalendarError for an unknown zone. */
export function zoneYear(zone: string, year: number): ZoneYear {
	const known = yearsOfZones.get(zone) ?? new Map<number, ZoneYear>();
	const cached = known.get(year);
	if (cached) return cached;
	if (!isValidZone(zone))
		throw new CalendarError(`"${zone}" is not a time zone; expected e.g. Europe/Ljubljana`);
	yearsOfZones.set(zone, known);
	const found = findOffsets(zone, year);
	known.set(year, found);
	return found;
}

function findOffsets(zone: string, year: number): OffsetSpan[] {
	const iana = IANAZone.create(zone);
	const offsetMs = (at: number) => Math.round(iana.offset(at) * 60) * 1000;
	const lastAt = (dayNumber(year + 1, 1, 1) + marginDays) * dayMs;
	const spans: OffsetSpan[] = [];
	let startAt = Number.NEGATIVE_INFINITY;
	let at = (dayNumber(year, 1, 1) - marginDays) * dayMs;
	let currentMs = offsetMs(at);
	while (at < lastAt) {
		const nextDayAt = at + dayMs;
		if (offsetMs(nextDayAt) !== currentMs) {
			const changeAt = findChange(offsetMs, at, nextDayAt);
			spans.push({ startAt, endAt: changeAt, offsetMs: currentMs });
			startAt = changeAt;
			at = changeAt;
			currentMs = offsetMs(changeAt);
		} else {
			at = nextDayAt;
		}
	}
	spans.push({ startAt, endAt: Number.POSITIVE_INFINITY, offsetMs: currentMs });
	return spans;
}

/** The first instant after `fromAt` with another offset than `fromAt` has; there is one by `toAt`. */
function findChange(offsetMs: (at: number) => number, fromAt: number, toAt: number): number {
	const beforeMs = offsetMs(fromAt);
	let sameAt = fromAt;
	let otherAt = toAt;
	while (otherAt - sameAt > 1) {
		const middleAt = Math.floor((sameAt + otherAt) / 2);
		if (offsetMs(middleAt) === beforeMs) sameAt = middleAt;
		else otherAt = middleAt;
	}
	return otherAt;
}

/**
 * The instant at which the wall clock shows `wallMs` (milliseconds since 1970-01-01T00:00 on the wall): the
 * first time when it shows it twice, the instant of the change when it skips it.
 */
export function firstInstant(wallMs: number, offsets: ZoneYear): number {
	for (const { startAt, endAt, offsetMs } of offsets) {
		const at = wallMs - offsetMs;
		if (at < startAt) return startAt;
		if (at < endAt) return at;
	}
	throw new RangeError(`no instant for the wall time ${wallMs}`);
}

/** As firstInstant, but the second time when the wall clock shows it twice. */
export function lastInstant(wallMs: number, offsets: ZoneYear): number {
	for (let index = offsets.length - 1; index >= 0; index -= 1) {
		const span = offsets[index];
		if (!span) break;
		const at = wallMs - span.offsetMs;
		if (at >= span.endAt) return span.endAt;
		if (at >= span.startAt) return at;
	}
	throw new RangeError(`no instant for the wall time ${wallMs}`);
}

/** The date that the zone's calendar on the wall shows at an instant, as a day number. */
export function localDate(at: number, zone: string): number {
	for (const { endAt, offsetMs } of zoneYear(zone, yearOfDay(Math.floor(at / dayMs)))) {
		if (at < endAt) return Math.floor((at + offsetMs) / dayMs);
	}
	throw new RangeError(`${at} is not an instant`);
}

/** The first instant of a local date (of the date after it, when the zone skips it altogether). */
export function startOfLocalDay(day: number, zone: string): number {
	return firstInstant(day * dayMs, zoneYear(zone, yearOfDay(day)));
}

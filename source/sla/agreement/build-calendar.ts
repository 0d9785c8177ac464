/** A calendar of the agreement file: its weekdays and its holidays, each kind where it comes from. */
import { messageOf } from '../../text/message.ts';
import type { CalendarDefinition } from '../calendar/calendar.ts';
import { dateHoliday, type HolidayRule, yearlyHoliday } from '../calendar/holidays.ts';
import { type ClockSpan, parseClockSpan, parseWeekdays } from '../calendar/hours.ts';
import type { HolidayText, WrittenCalendar } from '../level.ts';
import type { Builder } from './build.ts';
import type { Path } from './problems.ts';
import type { RawCalendar, RawHoliday } from './schema.ts';

/** Reads a file that the agreement names, beside the agreement; throws where it cannot. */
export type ReadFile = (name: string) => Promise<string>;

function buildSpans(builder: Builder, raw: readonly string[], path: Path): ClockSpan[] {
	return raw.flatMap((text, index) => {
		try {
			return [parseClockSpan(text)];
		} catch (error) {
			builder.report([...path, index], messageOf(error));
			return [];
		}
	});
}

/** A day that is named itself has the hours given with its name, whatever a range around it says. */
function buildWeek(builder: Builder, raw: RawCalendar['hours'], path: Path): ClockSpan[][] {
	const ranged = new Map<number, ClockSpan[]>();
	const named = new Map<number, ClockSpan[]>();
	for (const [days, texts] of Object.entries(raw)) {
		const at = [...path, days];
		const spans = buildSpans(builder, texts, at);
		try {
			parseWeekdays(days);
			for (const part of days.split(',')) {
				const weekdays = parseWeekdays(part);
				const hours = weekdays.length === 1 ? named : ranged;
				for (const weekday of weekdays) hours.set(weekday, [...(hours.get(weekday) ?? []), ...spans]);
			}
		} catch (error) {
			builder.report(at, messageOf(error), 'key');
		}
	}
	return Array.from({ length: 7 }, (_, weekday) => named.get(weekday) ?? ranged.get(weekday) ?? []);
}

/** How exactly a holiday names its date: by a list or a country's law, by its day of the year, or itself. */
const EXACTNESS = ['listed', 'yearly', 'dated'] as const;
interface PlacedHoliday {
	readonly exactness: (typeof EXACTNESS)[number];
	readonly rule: HolidayRule;
}

/** A holiday on a date (`2026-12-24`) or on a day of every year (`12-31`), with its hours. */
function buildDated(
	builder: Builder,
	text: string,
	hours: readonly ClockSpan[],
	path: Path,
): PlacedHoliday[] {
	try {
		return text.length > 'MM-DD'.length
			? [{ exactness: 'dated', rule: dateHoliday(text, hours) }]
			: [{ exactness: 'yearly', rule: yearlyHoliday(text, hours) }];
	} catch (error) {
		builder.report(path, messageOf(error));
		return [];
	}
}

/** More of them than this say nothing new. */
const MOST_EVENTS_NAMED = 3;

/** @throws {Error} naming the file, where it cannot be read or is no calendar */
async function buildFile(builder: Builder, name: string, timezone: string, path: Path): Promise<HolidayRule> {
	const { icalHolidays } = await import('../calendar/ical-holidays.ts');
	const text = await builder.readFile(name);
	const refused: string[] = [];
	try {
		return icalHolidays(text, timezone, (problem, line) => refused.push(`${name}:${line}: ${problem}`));
	} catch (error) {
		throw new Error(`${name}: ${messageOf(error)}`);
	} finally {
		for (const problem of refused.slice(0, MOST_EVENTS_NAMED)) builder.doubt(path, problem);
		const more = refused.length - MOST_EVENTS_NAMED;
		if (more > 0) builder.doubt(path, `${name}: ${more} more of its events cannot be taken`);
	}
}

async function buildHoliday(
	builder: Builder,
	raw: RawHoliday,
	timezone: string,
	path: Path,
): Promise<PlacedHoliday[]> {
	if (typeof raw === 'string') return buildDated(builder, raw, [], path);
	try {
		if ('country' in raw && typeof raw.country === 'string') {
			const { countryHolidays } = await import('../calendar/country-holidays.ts');
			return [{ exactness: 'listed', rule: countryHolidays({ ...raw, country: raw.country }) }];
		}
		if ('file' in raw && typeof raw.file === 'string') {
			return [{ exactness: 'listed', rule: await buildFile(builder, raw.file, timezone, path) }];
		}
	} catch (error) {
		builder.report(path, messageOf(error));
		return [];
	}
	return Object.entries(raw).flatMap(([date, spans]) =>
		Array.isArray(spans) ? buildDated(builder, date, buildSpans(builder, spans, [...path, date]), path) : [],
	);
}

export async function buildCalendar(
	builder: Builder,
	name: string,
	raw: RawCalendar,
	timezone: string,
): Promise<CalendarDefinition> {
	const path = ['calendars', name];
	const placed: PlacedHoliday[] = [];
	for (const [index, holiday] of raw.holidays.entries()) {
		placed.push(...(await buildHoliday(builder, holiday, timezone, [...path, 'holidays', index])));
	}
	// A later rule wins over an earlier one: the most exact come last.
	const holidays = EXACTNESS.flatMap((exactness) =>
		placed.filter((one) => one.exactness === exactness).map(({ rule }) => rule),
	);
	return { name, timezone, hours: buildWeek(builder, raw.hours, [...path, 'hours']), holidays };
}

function writtenHolidays(raw: RawHoliday): HolidayText[] {
	if (typeof raw === 'string') return [{ kind: 'date', date: raw, hours: null }];
	if ('country' in raw && typeof raw.country === 'string') {
		const place = [raw.country, raw.state, raw.region].filter((part) => typeof part === 'string');
		return [{ kind: 'country', place: place.join(' ') }];
	}
	if ('file' in raw && typeof raw.file === 'string') return [{ kind: 'file', file: raw.file }];
	return Object.entries(raw).map(([date, spans]) => ({
		kind: 'date',
		date,
		hours: Array.isArray(spans) ? spans.join(', ') : '',
	}));
}

/** A calendar as it is written, for people. */
export function writtenCalendar(name: string, raw: RawCalendar, timezone: string): WrittenCalendar {
	return {
		name,
		timezone: raw.timezone ?? timezone,
		hours: Object.entries(raw.hours),
		holidays: raw.holidays.flatMap(writtenHolidays),
	};
}

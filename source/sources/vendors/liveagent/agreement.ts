/** LiveAgent's levels as an agreement of ours: YAML with comments that say what could not be carried over. */
import { Document, isMap, isScalar, visit } from 'yaml';
import { isValidZone } from '../../../sla/calendar/zone.ts';
import { formatDuration, SECOND_MS } from '../../../sla/duration.ts';
import { cleanText } from '../../../text/clean.ts';
import { hasControls, inertQuotes } from '../../../text/json.ts';
import { DAYS, type LevelUse, type LiveAgentLevel, METRICS } from './levels.ts';

const OUR_DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const DAY = /^\d{4}-\d\d-\d\d/;
const TIME = /^(\d{1,2}):(\d\d)/;
/** A level that so much of a department's log has is that department's. */
const SHARE = 0.95;
/** Fewer rows than this prove nothing. */
const LEAST_ROWS = 5;

export interface LiveAgentAccount {
	readonly url: string;
	readonly levels: readonly LiveAgentLevel[];
	readonly uses: readonly LevelUse[];
	/** The day that it was read on. */
	readonly date: string;
	/** The zone that its source is set up with, if any: of levels that name none. */
	readonly zone: string | null;
}

/** What was concluded, for whoever looks through it: clean, for names in it may hold anything. */
type Note = (text: string) => void;

interface WrittenCalendar {
	readonly timezone: string;
	readonly hours: Readonly<Record<string, readonly string[]>>;
	readonly holidays: readonly string[];
}

/** A time of day as ours; midnight at the end of a day is 24:00. */
function timeOfDay(text: string, isEnd: boolean): string | null {
	const parts = TIME.exec(text.trim());
	if (!parts) return null;
	const time = `${(parts[1] ?? '').padStart(2, '0')}:${parts[2]}`;
	return isEnd && (time === '00:00' || time === '23:59') ? '24:00' : time;
}

function spansOf(
	intervals: readonly { readonly start: string; readonly end: string }[],
	unread: (text: string) => void,
): string[] {
	return intervals.flatMap(({ start, end }) => {
		const from = timeOfDay(start, false);
		const to = timeOfDay(end, true);
		if (from === null || to === null) unread(`${start} to ${end}`);
		// From midnight to midnight is a day off; a whole day is 00:00 to 23:59 or 24:00.
		return from === null || to === null || from === timeOfDay(end, false) ? [] : [`${from}-${to}`];
	});
}

/** A level's zone; of one that names none, or one that there is not, the account's. */
function zoneOf(name: string, given: string | null, account: string, note: Note): string {
	if (given !== null && isValidZone(given)) return given;
	const why = given === null ? 'names no time zone' : `names "${given}", which is no time zone that is known`;
	note(`level ${name} ${why}: its hours are taken for those of ${account}`);
	return account;
}

/** A level's business hours; null where every hour counts. */
function calendarOf(
	{ name, business_hours: given }: LiveAgentLevel,
	account: string,
	note: Note,
): WrittenCalendar | null {
	if (given === null) return null;
	const unread = (text: string): void =>
		note(`level ${name} has "${text}", which cannot be read: it is left out`);
	const hours: Record<string, readonly string[]> = {};
	for (const [index, day] of DAYS.entries()) {
		const spans = spansOf(given[day], unread);
		if (spans.length > 0) hours[OUR_DAYS[index] ?? day] = spans;
	}
	// Days with a time of day, in some versions.
	const holidays = given.exclude_holidays.flatMap((text) => {
		const date = DAY.exec(text)?.[0];
		if (date === undefined) unread(text);
		return date ?? [];
	});
	if (Object.keys(hours).length === 0) {
		note(`level ${name} has business hours without a single hour: it is counted round the clock`);
		return null;
	}
	return { timezone: zoneOf(name, given.timezone, account, note), hours, holidays };
}

/** Calendars by name, each once, and the name of each level's. */
function calendarsOf(levels: readonly LiveAgentLevel[], account: string, note: Note) {
	const names = new Map<string, string>();
	const calendars: Record<string, WrittenCalendar> = {};
	const ofLevel = new Map<string, string>();
	for (const level of levels) {
		const calendar = calendarOf(level, account, note);
		if (calendar === null) continue;
		const text = JSON.stringify(calendar);
		const name = names.get(text) ?? `${level.name} hours`;
		names.set(text, name);
		calendars[name] = calendar;
		ofLevel.set(level.id, name);
	}
	return { calendars, ofLevel };
}

function targetsOf({ values }: LiveAgentLevel): Record<string, string> {
	return Object.fromEntries(
		METRICS.flatMap((metric) => {
			const seconds = values[metric];
			return seconds === null ? [] : [[metric, formatDuration(seconds * SECOND_MS)]];
		}),
	);
}

/** Departments whose tickets have had one level and no other to speak of. */
function rulesOf(uses: readonly LevelUse[]) {
	const departments = new Set(uses.map(({ department }) => department));
	return [...departments].flatMap((department) => {
		const own = uses.filter((use) => use.department === department);
		const total = own.reduce((sum, { count }) => sum + count, 0);
		const most = own.find(({ count }) => count / total >= SHARE);
		if (!most || total < LEAST_ROWS) return [];
		return [{ department, level: most.level, count: most.count, total }];
	});
}

const mostCommon = (values: readonly string[]): string | undefined => {
	const counts = new Map<string, number>();
	for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
	return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
};

const HEAD = ({ url, date, levels }: LiveAgentAccount, notes: readonly string[]): string =>
	[
		` Read from LiveAgent at ${url} on ${date}: ${levels.length} levels, their targets and business hours.`,
		' Look through it, then: slatop agreement check FILE',
		'',
		" What LiveAgent's API does not tell, and is therefore not here:",
		' - its SLA rules (which ticket gets which level). Those below are what its SLA log shows, or are yours to write.',
		' - priorities: targets by priority have no like in LiveAgent; here they could be written',
		'   { urgent: 30m, default: 4h }.',
		'',
		' What counts otherwise here:',
		' - giving up late is a miss: a ticket that is solved without an answer after its due counts as missed, while',
		'   LiveAgent keeps no row of it. Solved before its due, it has no verdict in either.',
		' - a ticket without a level has no timers; in LiveAgent it has 7 days, for the order of its lists alone.',
		' slatop source verify lists where the dues differ, and why.',
		...(notes.length > 0
			? ['', ' What was concluded, to be looked at:', ...notes.map((note) => ` - ${note}`)]
			: []),
	].join('\n');

/** The zone of levels that name none: the source's, or that of most other levels, or else UTC. */
function accountZone({ zone, levels }: LiveAgentAccount): string {
	if (zone !== null) return zone;
	const known = levels.map(({ business_hours: hours }) => hours?.timezone ?? '').filter(isValidZone);
	return mostCommon(known) ?? 'UTC';
}

/** The level of tickets that no rule matches, and what it was concluded from. */
function fallbackOf(uses: readonly LevelUse[], levels: readonly LiveAgentLevel[]) {
	const counts = new Map<string, number>();
	for (const { level, count } of uses) counts.set(level, (counts.get(level) ?? 0) + count);
	const [most] = [...counts].toSorted(([, a], [, b]) => b - a);
	const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
	if (most) return { level: most[0], why: `the level of most rows of its SLA log: ${most[1]} of ${total}` };
	return { level: levels[0]?.name, why: 'the first level that it lists, for its SLA log tells of none' };
}

/** The agreement's text, which passes `slatop agreement check`, and what was concluded for want of better knowledge. */
export function agreementText(account: LiveAgentAccount): {
	readonly text: string;
	readonly notes: readonly string[];
} {
	const { levels } = account;
	const names = new Set(levels.map(({ name }) => name));
	const uses = account.uses.filter(({ level }) => names.has(level));
	const notes: string[] = [];
	const note: Note = (text) => notes.push(cleanText(text));
	const { calendars, ofLevel } = calendarsOf(levels, accountZone(account), note);
	const rules = rulesOf(uses);
	const zone = mostCommon(Object.values(calendars).map(({ timezone }) => timezone)) ?? accountZone(account);
	const { level: fallback, why } = fallbackOf(uses, levels);
	if (fallback !== undefined) note(`default_level is ${fallback}, ${why}`);
	const document = new Document({
		version: 1,
		name: `LiveAgent agreement (${new URL(account.url).host})`,
		timezone: zone,
		calendars,
		levels: Object.fromEntries(
			levels.map((level) => [
				level.name,
				{ calendar: ofLevel.get(level.id) ?? 'always', targets: targetsOf(level) },
			]),
		),
		rules: rules.map(({ department, level }) => ({
			name: `${department} gets ${level}`,
			when: { field: 'department', is: department },
			level,
		})),
		...(fallback === undefined ? {} : { default_level: fallback }),
	});
	document.commentBefore = HEAD(account, notes);
	explainRules(document, rules, fallback);
	return { text: inertText(document), notes };
}

/** What it says may be printed: names in it do nothing to a terminal, and are the same when they are read. */
function inertText(document: Document): string {
	visit(document, {
		Scalar(_, node) {
			if (typeof node.value === 'string' && hasControls(node.value)) node.type = 'QUOTE_DOUBLE';
		},
	});
	return inertQuotes(document.toString({ lineWidth: 110 }));
}

/** Says beside what was concluded what it was concluded from. */
function explainRules(
	document: Document,
	rules: ReturnType<typeof rulesOf>,
	fallback: string | undefined,
): void {
	const comments: Readonly<Record<string, string>> = {
		rules: [
			" Of LiveAgent's SLA log: departments whose tickets had one level only. Rules are tried from the top.",
			...rules.map(({ department, level, count, total }) =>
				cleanText(` ${department}: ${level} on ${count} of ${total} rows`),
			),
		].join('\n'),
		default_level:
			fallback === undefined
				? ''
				: ' What no rule matches gets this. Without it, such tickets have no timers.',
	};
	if (!isMap(document.contents)) return;
	for (const { key } of document.contents.items) {
		if (isScalar(key)) key.commentBefore = comments[String(key.value)] ?? null;
	}
}

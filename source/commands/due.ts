/** `slatop due`: the due instant, or the counted time, of a calendar. */
import * as v from 'valibot';
import type { Calendar } from '../sla/calendar/calendar.ts';
import { type Allowance, formatDuration, parseAllowance } from '../sla/duration.ts';
import { formatInstant, parseInstant } from '../sla/instant.ts';
import type { Agreement } from '../sla/level.ts';
import { readLines } from '../sources/lines.ts';
import { cleanText } from '../text/clean.ts';
import { jsonLine } from '../text/json.ts';
import {
	type Context,
	EXIT_OK,
	EXIT_REFUSED,
	type Flags,
	instantFlag,
	textFlag,
	UsageError,
} from './context.ts';
import { inputFile, openInput } from './input-file.ts';
import { agreement } from './open-agreement.ts';
import { print } from './output.ts';

function calendarOf({ calendars }: Agreement, name: string): Calendar {
	const calendar = calendars.get(name);
	if (calendar) return calendar;
	throw new UsageError(
		`no calendar "${name}" in the agreement (there is: ${[...calendars.keys()].join(', ')})`,
	);
}

function instantOf(text: string, what: string): number {
	const at = parseInstant(text);
	if (at !== undefined) return at;
	throw new UsageError(`"${what}" ${JSON.stringify(text)} is not an RFC 3339 time with an offset`);
}

function allowanceOf(text: string): Allowance {
	const allowance = /^0[smhd]?$/.test(text) ? { countedMs: 0 } : parseAllowance(text);
	if (allowance) return allowance;
	throw new UsageError(`${JSON.stringify(text)} is not a duration like "30m", "4h", "2d" or "3bd"`);
}

/** The counted ms of an allowance from an instant: working days are turned into counted time. */
function amountMs(calendar: Calendar, fromAt: number, allowance: Allowance): number {
	return 'countedMs' in allowance
		? allowance.countedMs
		: calendar.counted(fromAt, calendar.closeOfWorkingDay(fromAt, allowance.workingDays));
}

/** RFC 3339 writes years with four digits. */
const LAST_AT = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** @throws {UsageError} where it would be beyond what a time can say */
function dueOf(calendar: Calendar, fromAt: number, ms: number): number {
	const dueAt = calendar.due(fromAt, ms);
	if (dueAt <= LAST_AT) return dueAt;
	throw new UsageError('it would be due after the year 9999');
}

const dueJson = (fromAt: number, ms: number, dueAt: number) => ({
	from: formatInstant(fromAt),
	add_s: ms / 1000,
	due_at: formatInstant(dueAt),
});

const countedJson = (calendar: Calendar, fromAt: number, toAt: number) => ({
	from: formatInstant(fromAt),
	to: formatInstant(toAt),
	counted_s: calendar.counted(fromAt, toAt) / 1000,
});

const QUESTION = v.object(
	{
		id: v.union([v.string(), v.number()], '"id" must be a text'),
		calendar: v.string('"calendar" must be a name'),
		from: v.string('"from" must be a time'),
		add: v.optional(v.string('"add" must be a duration')),
		add_s: v.optional(
			v.pipe(v.number('"add_s" must be a number'), v.minValue(0, '"add_s" must be 0 or more')),
		),
		to: v.optional(v.string('"to" must be a time')),
	},
	'expected an object',
);

/** The answer to one line of a batch. */
function answer(agreed: Agreement, line: string): Readonly<Record<string, unknown>> {
	let value: unknown;
	try {
		value = JSON.parse(line);
	} catch {
		throw new UsageError('not JSON');
	}
	const parsed = v.safeParse(QUESTION, value);
	if (!parsed.success) {
		const [issue] = parsed.issues;
		// A key that is missing is an issue of the object; its message is of what is none.
		const isMissing = issue.type === 'object' && issue.path !== undefined;
		throw new UsageError(isMissing ? `${issue.expected} is missing` : issue.message);
	}
	const { id, calendar: name, from, add, add_s, to } = parsed.output;
	const calendar = calendarOf(agreed, name);
	const fromAt = instantOf(from, 'from');
	if ([add, add_s, to].filter((asked) => asked !== undefined).length !== 1)
		throw new UsageError('one of "add", "add_s" and "to" is needed');
	if (to !== undefined) return { id, ...countedJson(calendar, fromAt, instantOf(to, 'to')) };
	const ms =
		add === undefined ? Math.round((add_s ?? 0) * 1000) : amountMs(calendar, fromAt, allowanceOf(add));
	return { id, ...dueJson(fromAt, ms, dueOf(calendar, fromAt, ms)) };
}

async function batch(agreed: Agreement, file: string): Promise<number> {
	const input = await inputFile(file);
	let refused = 0;
	async function* answers(): AsyncGenerator<string> {
		for await (const lines of readLines(openInput(input))) {
			for (const { number, text } of lines) {
				try {
					yield jsonLine(answer(agreed, text));
				} catch (error) {
					if (!(error instanceof UsageError || error instanceof RangeError)) throw error;
					refused++;
					// The reason may quote the line.
					process.stderr.write(`${input.name}:${number}: ${cleanText(error.message)}\n`);
				}
			}
		}
	}
	await print(answers());
	return refused > 0 ? EXIT_REFUSED : EXIT_OK;
}

/** The counted intervals day by day, in the calendar's zone: why it is due then. */
async function explanation(calendar: Calendar, fromAt: number, toAt: number): Promise<string[]> {
	const { DateTime } = await import('luxon');
	const local = (at: number, format: string): string =>
		DateTime.fromMillis(at, { zone: calendar.timezone }).setLocale('en').toFormat(format);
	let sumMs = 0;
	const lines = calendar.intervals(fromAt, toAt).map(({ startAt, endAt }) => {
		sumMs += endAt - startAt;
		const span = `${local(startAt, 'ccc yyyy-MM-dd HH:mm:ss')} to ${local(endAt, 'ccc yyyy-MM-dd HH:mm:ss')}`;
		return `  ${span}  ${formatDuration(endAt - startAt).padStart(9)}  sum ${formatDuration(sumMs)}`;
	});
	return lines.length > 0 ? lines : ['  nothing is counted'];
}

/** What one question is answered with, by its flags. */
async function answerLines(agreed: Agreement, flags: Flags): Promise<string[]> {
	const name = textFlag(flags, 'calendar');
	const fromAt = instantFlag(flags, 'from');
	const toAt = instantFlag(flags, 'to');
	const add = textFlag(flags, 'add');
	if (name === undefined || fromAt === undefined || (toAt === undefined) === (add === undefined)) {
		throw new UsageError('due needs --calendar, --from, and one of --add and --to (or --batch)');
	}
	const calendar = calendarOf(agreed, name);
	const from = formatInstant(fromAt);
	if (toAt !== undefined) {
		if (flags.json === true) return [jsonLine(countedJson(calendar, fromAt, toAt))];
		const countedMs = calendar.counted(fromAt, toAt);
		const to = formatInstant(toAt);
		const head = `"${name}" (${calendar.timezone}) from ${from} to ${to}:`;
		const lines = await explanation(calendar, fromAt, toAt);
		return [`${countedMs / 1000} s (${formatDuration(countedMs)})`, head, ...lines];
	}
	const ms = amountMs(calendar, fromAt, allowanceOf(add ?? ''));
	const dueAt = dueOf(calendar, fromAt, ms);
	if (flags.json === true) return [jsonLine(dueJson(fromAt, ms, dueAt))];
	const lines = await explanation(calendar, fromAt, dueAt);
	return [formatInstant(dueAt), `${add} of "${name}" (${calendar.timezone}) from ${from}:`, ...lines];
}

/** @throws {UsageError} where it goes beyond what the calendar, or any, reaches */
async function single(agreed: Agreement, flags: Flags): Promise<void> {
	try {
		await print(await answerLines(agreed, flags));
	} catch (error) {
		throw error instanceof RangeError ? new UsageError(error.message) : error;
	}
}

export async function run(context: Context): Promise<number> {
	const { flags } = context;
	const { agreement: agreed } = await agreement(context);
	const file = textFlag(flags, 'batch');
	if (file !== undefined) return batch(agreed, file);
	await single(agreed, flags);
	return EXIT_OK;
}

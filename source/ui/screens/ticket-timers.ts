/** A ticket's timers as lines: those that are open, each with a bar and when it is due, and those that have closed. */
import { formatLeft, leftMs } from '../../sla/time-left.ts';
import { cycleLabel, stateAt, type TimerState } from '../../sla/timer.ts';
import type { AgreementFacts, LogRow, TimerRow } from '../../store/port.ts';
import { cleanText } from '../../text/clean.ts';
import { fitStart, textWidth } from '../../text/fit.ts';
import { widest } from '../columns.ts';
import type { Theme } from '../theme.ts';
import { dayAndTime, timeElsewhere } from '../when.ts';
import { metricWord, WORDS } from '../words.ts';

const BAR_CELLS = 20;
const LEAST_BAR_CELLS = 6;
/** What a timer's line takes beside its bar, its calendar and its words. */
const TIMER_CELLS = 44;
/** Narrower than this, lines go without words that a symbol or the place says too. */
const NARROW = 64;

/** What lines are drawn for. */
interface Page {
	readonly width: number;
	/** The instant that the screen shows. */
	readonly at: number;
	readonly theme: Theme;
}

const isNarrow = ({ width }: Page): boolean => width < NARROW;

/** How much of the target is used, as a bar. */
function progress(row: TimerRow, cells: number, { theme, at }: Page): string {
	const full = Math.max(0, Math.min(cells, Math.round(usedShare(row, at) * cells)));
	const { full: block, empty } = theme.symbols;
	return theme.paint(stateAt(row, at), block.repeat(full)) + theme.paint('faint', empty.repeat(cells - full));
}

function usedShare(row: TimerRow, at: number): number {
	if (row.dueAt === null) return row.targetMs === 0 ? 1 : row.countedMs / row.targetMs;
	const span = row.dueAt - row.startedAt;
	return span <= 0 ? 1 : (at - row.startedAt) / span;
}

const stateCells = (): number => widest(Object.values(WORDS.states));

/** What every line about a timer begins with: its state, metric, and time left; a narrow screen has the symbol alone. */
function timerHead(row: TimerRow | LogRow, state: TimerState, page: Page): [sign: string, metric: string] {
	const { theme } = page;
	const word = isNarrow(page) ? '' : ` ${fitStart(WORDS.states[state], stateCells(), { pad: 'end' })}`;
	const metric = cycleLabel(metricWord(row.metric), row.cycle);
	return [
		` ${theme.symbols[state]}${word}`,
		fitStart(cleanText(metric), isNarrow(page) ? 14 : 19, { pad: 'end', ascii: !theme.isUnicode }),
	];
}

/** Its calendar, and where the clocks of that calendar's zone show another time than ours when it is due, that time. */
function calendarWords(
	{ calendar, dueAt }: TimerRow,
	{ zones, timezone }: AgreementFacts,
	{ at }: Page,
): string[] {
	const zone = Object.hasOwn(zones, calendar) ? (zones[calendar] ?? timezone) : timezone;
	const there = dueAt === null ? null : timeElsewhere(dueAt, at, zone);
	return [calendar, ...(there === null ? [] : [there])].map(cleanText);
}

interface TimerCells {
	readonly bar: number;
	readonly calendar: number;
}

/**
 * The cells that bars and calendars get: the same on every line, so that they stand in columns. Where calendars do not
 * fit, they get none; and a line of their own where they say something that stands nowhere else.
 */
function timerCells(calendars: readonly string[], { width }: Page): TimerCells {
	const room = width - TIMER_CELLS - stateCells() - textWidth(WORDS.due);
	const wanted = widest(calendars);
	const calendar = wanted <= room - LEAST_BAR_CELLS - 2 ? wanted : 0;
	const bar = Math.min(BAR_CELLS, room - calendar - 2);
	return { bar: bar < LEAST_BAR_CELLS ? 0 : bar, calendar };
}

function timerLine(row: TimerRow, calendar: readonly string[], cells: TimerCells, page: Page): string[] {
	const { theme, at, width } = page;
	const state = stateAt(row, at);
	const [sign, metric] = timerHead(row, state, page);
	const left = fitStart(formatLeft(leftMs(row, at)), 7, { pad: 'start' });
	const bar = cells.bar > 0 ? [progress(row, cells.bar, page)] : [];
	const due =
		row.dueAt === null ? WORDS.waits : `${isNarrow(page) ? '' : `${WORDS.due} `}${dayAndTime(row.dueAt, at)}`;
	const line = [theme.paint(state, sign), metric, ...bar, theme.paint(state, left), due].join(' ');
	if (cells.calendar > 0) return [`${line} ${theme.paint('faint', calendar.join(' '))}`];
	if (calendar.length === 1) return [line];
	const indent = ' '.repeat(textWidth(sign) + 1);
	const cut = fitStart(calendar.join(' '), width - indent.length, { ascii: !theme.isUnicode });
	return [line, indent + theme.paint('faint', cut)];
}

/**
 * Open timers as lines.
 * @param at the instant that the screen shows
 */
export function timerLines(
	timers: readonly TimerRow[],
	facts: AgreementFacts,
	width: number,
	at: number,
	theme: Theme,
): string[] {
	const page = { width, at, theme };
	const calendars = timers.map((row) => calendarWords(row, facts, page));
	const cells = timerCells(
		calendars.map((words) => words.join(' ')),
		page,
	);
	return timers.flatMap((row, place) => timerLine(row, calendars[place] ?? [], cells, page));
}

function closedLine(row: LogRow, page: Page): string {
	const { theme, at, width } = page;
	const [sign, metric] = timerHead(row, row.state, page);
	const left = fitStart(formatLeft(leftMs(row, row.closedAt)), 7, { pad: 'start' });
	const reason = row.reason === null ? '' : ` (${cleanText(row.reason)})`;
	const kept = row.superseded ? ` ${WORDS.superseded}` : '';
	const leftOut = row.remarks.excluded === null ? '' : ` ${WORDS.leftOut}`;
	const closed = `${isNarrow(page) ? '' : `${WORDS.closed} `}${dayAndTime(row.closedAt, at)}`;
	const room = width - textWidth(sign) - 1;
	const text = fitStart(`${metric} ${left} ${closed}${reason}${leftOut}${kept}`, room, {
		ascii: !theme.isUnicode,
	});
	return row.superseded ? theme.paint('faint', `${sign} ${text}`) : `${theme.paint(row.state, sign)} ${text}`;
}

/** Rows of the log as lines. */
export const closedLines = (log: readonly LogRow[], width: number, at: number, theme: Theme): string[] =>
	log.map((row) => closedLine(row, { width, at, theme }));

/** One ticket as lines: what it is, its timers, its rows of the log, and what happened. */
import { EventRefused, parseEventLine, type TicketEvent } from '../../sla/event.ts';
import { inOrder } from '../../sla/fold.ts';
import type { Ticket } from '../../sla/ticket.ts';
import { formatLeft, leftMs } from '../../sla/time-left.ts';
import type { TimerState } from '../../sla/timer.ts';
import type { LogRow, TicketDetail, TimerRow } from '../../store/port.ts';
import { cleanText } from '../../text/clean.ts';
import { fitStart, textWidth } from '../../text/fit.ts';
import type { Theme } from '../theme.ts';
import { dayAndTime } from '../when.ts';
import { metricWord, STATE_WORDS, WORDS } from '../words.ts';
import { stateAt } from './risk.tsx';

const LABEL_CELLS = 14;
const BAR_CELLS = 20;
const LEAST_BAR_CELLS = 6;
/** What a timer's line takes beside its bar and its calendar, where it has the words. */
const TIMER_CELLS = 56;
/** Narrower than this, lines go without words that a symbol or the place says too. */
const NARROW = 64;

class Lines {
	readonly lines: string[] = [];
	constructor(
		readonly width: number,
		readonly theme: Theme,
		readonly at: number,
	) {}

	get isNarrow(): boolean {
		return this.width < NARROW;
	}

	get ascii(): boolean {
		return !this.theme.isUnicode;
	}

	heading(text: string): void {
		this.lines.push('', this.theme.paint('title', ` ${text}`));
	}

	field(label: string, value: string | null): void {
		if (value === null || value === '') return;
		const text = fitStart(cleanText(value), this.width - LABEL_CELLS - 2, { ascii: this.ascii });
		this.lines.push(` ${this.theme.paint('faint', fitStart(label, LABEL_CELLS, { pad: 'end' }))} ${text}`);
	}

	/** Text cut to the width; painted parts come after it is cut. */
	row(text: string): void {
		this.lines.push(text);
	}
}

/** How much of the target is used, as a bar. */
function progress(share: number, row: TimerRow, cells: number, theme: Theme, at: number): string {
	const full = Math.max(0, Math.min(cells, Math.round(share * cells)));
	const { full: block, empty } = theme.symbols;
	return theme.paint(stateAt(row, at), block.repeat(full)) + theme.paint('faint', empty.repeat(cells - full));
}

function usedShare(row: TimerRow, at: number): number {
	if (row.dueAt === null) return row.targetMs === 0 ? 1 : row.countedMs / row.targetMs;
	const span = row.dueAt - row.startedAt;
	return span <= 0 ? 1 : (at - row.startedAt) / span;
}

/** What every line about a timer begins with: its state, metric, and time left; a narrow screen has the symbol alone. */
function timerHead(lines: Lines, row: TimerRow | LogRow, state: TimerState): [sign: string, metric: string] {
	const { theme, isNarrow } = lines;
	const word = isNarrow ? '' : ` ${fitStart(STATE_WORDS[state], 9, { pad: 'end' })}`;
	const metric = metricWord(row.metric) + (row.cycle > 1 ? ` #${row.cycle}` : '');
	return [
		` ${theme.symbols[state]}${word}`,
		fitStart(cleanText(metric), isNarrow ? 14 : 19, { pad: 'end', ascii: lines.ascii }),
	];
}

/** The cells that bars and calendars get: the same on every line, so that they stand in columns. */
function timerCells(lines: Lines, timers: readonly TimerRow[]): { bar: number; calendar: number } {
	const room = lines.width - TIMER_CELLS;
	const widest = Math.max(0, ...timers.map(({ calendar }) => textWidth(cleanText(calendar))));
	const calendar = Math.max(0, Math.min(widest, room - LEAST_BAR_CELLS - 2));
	const bar = Math.min(BAR_CELLS, room - calendar - 2);
	return { bar: bar < LEAST_BAR_CELLS ? 0 : bar, calendar };
}

function timerRow(lines: Lines, row: TimerRow, cells: { bar: number; calendar: number }): void {
	const { theme, at, ascii } = lines;
	const state = stateAt(row, at);
	const [sign, metric] = timerHead(lines, row, state);
	const left = fitStart(formatLeft(leftMs(row, at)), 7, { pad: 'start' });
	const bar = cells.bar > 0 ? [progress(usedShare(row, at), row, cells.bar, theme, at)] : [];
	const due =
		row.dueAt === null ? WORDS.waits : `${lines.isNarrow ? '' : 'due '}${dayAndTime(row.dueAt, at)}`;
	const calendar = fitStart(cleanText(row.calendar), cells.calendar, { ascii });
	const parts = [theme.paint(state, sign), metric, ...bar, theme.paint(state, left), due];
	lines.row([...parts, ...(calendar === '' ? [] : [theme.paint('faint', calendar)])].join(' '));
}

function logRow(lines: Lines, row: LogRow): void {
	const { theme, at, ascii } = lines;
	const [sign, metric] = timerHead(lines, row, row.state);
	const left = fitStart(formatLeft(leftMs(row, row.closedAt)), 7, { pad: 'start' });
	const reason = row.reason === null ? '' : ` (${cleanText(row.reason)})`;
	const kept = row.superseded ? ' superseded' : '';
	const closed = `${lines.isNarrow ? '' : 'closed '}${dayAndTime(row.closedAt, at)}`;
	const text = fitStart(`${metric} ${left} ${closed}${reason}${kept}`, lines.width - textWidth(sign) - 1, {
		ascii,
	});
	lines.row(
		row.superseded ? theme.paint('faint', `${sign} ${text}`) : `${theme.paint(row.state, sign)} ${text}`,
	);
}

/** What an event says, in a few words. */
export function eventWords(event: TicketEvent): string {
	switch (event.type) {
		case 'message':
			if (!event.public) return `internal note by ${event.actor}`;
			return event.auto ? `automatic message by ${event.actor}` : `message by ${event.actor}`;
		case 'status':
			return `status ${event.status}`;
		case 'assigned':
			return event.agent === null ? 'unassigned' : `assigned to ${event.agent}`;
		case 'target':
			return `source gives a due for ${metricWord(event.metric)}`;
		case 'updated': {
			const fields = Object.keys(event.fields).map((field) => field.replaceAll('_', ' '));
			const changed = [...fields, ...(event.level === undefined ? [] : ['level by hand'])];
			return `changed: ${changed.join(', ')}`;
		}
		case 'acknowledged':
			return `${event.by} has seen ${metricWord(event.metric)}`;
		case 'remarked':
			return `note by ${event.by}: ${event.text}`;
		case 'explained': {
			const more = event.text === null ? '' : ` (${event.text})`;
			return `${event.by} says why ${metricWord(event.metric)} was missed: ${event.reason}${more}`;
		}
		case 'excluded':
			return `${event.by} leaves ${metricWord(event.metric)} out of compliance: ${event.reason}`;
		case 'included':
			return `${event.by} lets ${metricWord(event.metric)} count again`;
		case 'snoozed':
			return `${event.by} snoozes the alerts of ${metricWord(event.metric)}`;
		case 'undone':
			return `${event.by} takes something back`;
		case 'merged':
			return event.into === null ? 'merged' : `merged into ${event.into}`;
		default:
			return `${event.type.replaceAll('_', ' ')}${event.type === 'created' ? ` by ${event.actor}` : ''}`;
	}
}

function events(history: readonly string[]): readonly TicketEvent[] {
	const read = history.flatMap((data): TicketEvent[] => {
		try {
			return [parseEventLine(data).event];
		} catch (error) {
			if (error instanceof EventRefused) return [];
			throw error;
		}
	});
	return inOrder(read);
}

function headLine({ ticket, subject }: Ticket, width: number, theme: Theme): string {
	const reference = cleanText(ticket);
	const room = width - textWidth(reference) - 4;
	const cut = fitStart(cleanText(subject ?? ''), Math.max(0, room), { ascii: !theme.isUnicode });
	return ` ${theme.paint('accent', reference)}  ${theme.paint('title', cut)}`;
}

/** The explanation of a ticket's timers, under its name. */
export function explanationOf(
	ticket: Ticket,
	lines: readonly string[],
	width: number,
	theme: Theme,
): string[] {
	const cut = lines.map((line) => ` ${fitStart(line, width - 1, { ascii: !theme.isUnicode })}`);
	return [headLine(ticket, width, theme), ...cut];
}

/** A ticket's lines at a width; how many there are tells how far one can scroll. */
export function ticketLines(detail: TicketDetail, width: number, at: number, theme: Theme): string[] {
	const { ticket, timers, log, history } = detail;
	const lines = new Lines(width, theme, at);
	lines.row(headLine(ticket, width, theme));
	const who = [ticket.requester, ticket.organization, ticket.customer_group].filter((part) => part !== null);
	lines.field('requester', who.join(` ${theme.symbols.separator} `));
	lines.field('department', ticket.department);
	lines.field('agent', ticket.agent ?? WORDS.unassigned);
	lines.field(
		'status',
		`${ticket.status.replaceAll('_', ' ')}, ${ticket.priority} priority, by ${ticket.channel}`,
	);
	lines.field('level', `${ticket.level ?? WORDS.noLevel}${ticket.levelByHand === null ? '' : ' (by hand)'}`);
	lines.field('tags', ticket.tags.join(', '));
	lines.field('link', ticket.url);
	if (timers.length > 0) lines.heading('Open timers');
	const cells = timerCells(lines, timers);
	for (const row of timers) timerRow(lines, row, cells);
	if (log.length > 0) lines.heading('SLA log');
	for (const row of log) logRow(lines, row);
	lines.heading('What happened');
	for (const event of events(history)) {
		const text = fitStart(cleanText(eventWords(event)), width - 13, { ascii: lines.ascii });
		lines.row(` ${theme.paint('faint', dayAndTime(event.at, at))} ${text}`);
	}
	return lines.lines;
}

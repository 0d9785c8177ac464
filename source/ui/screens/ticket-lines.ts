/** One ticket as lines: what it is, its timers, its rows of the log, and what happened. */
import { EventRefused, parseEventLine, type TicketEvent } from '../../sla/event.ts';
import { inOrder } from '../../sla/event-order.ts';
import type { Ticket } from '../../sla/ticket.ts';
import { formatLeft, leftMs } from '../../sla/time-left.ts';
import { stateAt, type TimerState } from '../../sla/timer.ts';
import type { LogRow, TicketDetail, TimerRow } from '../../store/port.ts';
import type { AlertRow } from '../../store/port-alerts.ts';
import { cleanText } from '../../text/clean.ts';
import { fitStart, textWidth } from '../../text/fit.ts';
import { widest } from '../columns.ts';
import type { Theme } from '../theme.ts';
import { dayAndTime } from '../when.ts';
import { fieldWord, metricWord, priorityWord, statusWord, WORDS } from '../words.ts';
import { alertLines } from './ticket-alerts.ts';

const BAR_CELLS = 20;
const LEAST_BAR_CELLS = 6;
/** What a timer's line takes beside its bar, its calendar and its words. */
const TIMER_CELLS = 44;
/** Narrower than this, lines go without words that a symbol or the place says too. */
const NARROW = 64;

/** What a ticket's head says of it, by the names of its fields. */
const FIELDS = ['requester', 'department', 'agent', 'status', 'level', 'tags', 'url'] as const;
type Field = (typeof FIELDS)[number];

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

	/** @param link where it leads, as the ticket says */
	field(name: Field, value: string | null, link: string | null = null): void {
		if (value === null || value === '') return;
		const cells = widest(FIELDS.map(fieldWord)) + 2;
		const text = fitStart(cleanText(value), this.width - cells - 2, { ascii: this.ascii });
		const label = fitStart(fieldWord(name), cells, { pad: 'end' });
		this.lines.push(` ${this.theme.paint('faint', label)} ${this.theme.link(link, text)}`);
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

const stateCells = (): number => widest(Object.values(WORDS.states));

/** What every line about a timer begins with: its state, metric, and time left; a narrow screen has the symbol alone. */
function timerHead(lines: Lines, row: TimerRow | LogRow, state: TimerState): [sign: string, metric: string] {
	const { theme, isNarrow } = lines;
	const word = isNarrow ? '' : ` ${fitStart(WORDS.states[state], stateCells(), { pad: 'end' })}`;
	const metric = metricWord(row.metric) + (row.cycle > 1 ? ` #${row.cycle}` : '');
	return [
		` ${theme.symbols[state]}${word}`,
		fitStart(cleanText(metric), isNarrow ? 14 : 19, { pad: 'end', ascii: lines.ascii }),
	];
}

/** The cells that bars and calendars get: the same on every line, so that they stand in columns. */
function timerCells(lines: Lines, timers: readonly TimerRow[]): { bar: number; calendar: number } {
	const room = lines.width - TIMER_CELLS - stateCells() - textWidth(WORDS.due);
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
		row.dueAt === null ? WORDS.waits : `${lines.isNarrow ? '' : `${WORDS.due} `}${dayAndTime(row.dueAt, at)}`;
	const calendar = fitStart(cleanText(row.calendar), cells.calendar, { ascii });
	const parts = [theme.paint(state, sign), metric, ...bar, theme.paint(state, left), due];
	lines.row([...parts, ...(calendar === '' ? [] : [theme.paint('faint', calendar)])].join(' '));
}

function logRow(lines: Lines, row: LogRow): void {
	const { theme, at, ascii } = lines;
	const [sign, metric] = timerHead(lines, row, row.state);
	const left = fitStart(formatLeft(leftMs(row, row.closedAt)), 7, { pad: 'start' });
	const reason = row.reason === null ? '' : ` (${cleanText(row.reason)})`;
	const kept = row.superseded ? ` ${WORDS.superseded}` : '';
	const closed = `${lines.isNarrow ? '' : `${WORDS.closed} `}${dayAndTime(row.closedAt, at)}`;
	const text = fitStart(`${metric} ${left} ${closed}${reason}${kept}`, lines.width - textWidth(sign) - 1, {
		ascii,
	});
	lines.row(
		row.superseded ? theme.paint('faint', `${sign} ${text}`) : `${theme.paint(row.state, sign)} ${text}`,
	);
}

/** What an event says, in a few words. */
export function eventWords(event: TicketEvent): string {
	const words = WORDS.events;
	const actor = WORDS.actors[event.actor];
	const by = event.by ?? actor;
	switch (event.type) {
		case 'created':
			return words.created(actor);
		case 'message':
			if (!event.public) return words.note(actor);
			return event.auto ? words.automatic(actor) : words.message(actor);
		case 'status':
			return words.status(statusWord(event.status));
		case 'assigned':
			return event.agent === null ? words.unassigned : words.assigned(event.agent);
		case 'target':
			return words.target(metricWord(event.metric));
		case 'updated': {
			const fields = Object.keys(event.fields).map(fieldWord);
			return words.updated([...fields, ...(event.level === undefined ? [] : [words.levelByHand])].join(', '));
		}
		case 'acknowledged':
			return words.acknowledged(by, metricWord(event.metric));
		case 'remarked':
			return words.remarked(by, event.text);
		case 'explained':
			return words.explained(by, metricWord(event.metric), event.reason, event.text);
		case 'excluded':
			return words.excluded(by, metricWord(event.metric), event.reason);
		case 'included':
			return words.included(by, metricWord(event.metric));
		case 'snoozed':
			return words.snoozed(by, metricWord(event.metric));
		case 'undone':
			return words.undone(by);
		case 'merged':
			return event.into === null ? words.merged : words.mergedInto(event.into);
		default:
			return words[event.type];
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

function headLine({ ticket, subject, url }: Ticket, width: number, theme: Theme): string {
	const reference = cleanText(ticket);
	const room = width - textWidth(reference) - 4;
	const cut = fitStart(cleanText(subject ?? ''), Math.max(0, room), { ascii: !theme.isUnicode });
	return ` ${theme.paint('accent', theme.link(url, reference))}  ${theme.paint('title', cut)}`;
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
export function ticketLines(
	detail: TicketDetail,
	alerts: readonly AlertRow[],
	width: number,
	at: number,
	theme: Theme,
): string[] {
	const { ticket, timers, log, history } = detail;
	const lines = new Lines(width, theme, at);
	lines.row(headLine(ticket, width, theme));
	const who = [ticket.requester, ticket.organization, ticket.customer_group].filter((part) => part !== null);
	lines.field('requester', who.join(` ${theme.symbols.separator} `));
	lines.field('department', ticket.department);
	lines.field('agent', ticket.agent ?? WORDS.unassigned);
	lines.field(
		'status',
		WORDS.statusLine(statusWord(ticket.status), priorityWord(ticket.priority), ticket.channel),
	);
	lines.field(
		'level',
		`${ticket.level ?? WORDS.noLevel}${ticket.levelByHand === null ? '' : ` ${WORDS.byHand}`}`,
	);
	lines.field('tags', ticket.tags.join(', '));
	lines.field('url', ticket.url, ticket.url);
	if (timers.length > 0) lines.heading(WORDS.openTimers);
	const cells = timerCells(lines, timers);
	for (const row of timers) timerRow(lines, row, cells);
	if (log.length > 0) lines.heading(WORDS.screens.log);
	for (const row of log) logRow(lines, row);
	const told = alertLines(alerts, width, at, theme);
	if (told.length > 0) lines.heading(WORDS.alerts.heading);
	for (const line of told) lines.row(line);
	lines.heading(WORDS.whatHappened);
	for (const event of events(history)) {
		const text = fitStart(cleanText(eventWords(event)), width - 13, { ascii: lines.ascii });
		lines.row(` ${theme.paint('faint', dayAndTime(event.at, at))} ${text}`);
	}
	return lines.lines;
}

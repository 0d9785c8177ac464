/** One ticket as lines: what it is, its timers, its rows of the log, and what happened. */
import { EventRefused, parseEventLine, type TicketEvent } from '../../sla/event.ts';
import { inOrder } from '../../sla/fold.ts';
import type { Ticket } from '../../sla/ticket.ts';
import { formatLeft, leftMs } from '../../sla/time-left.ts';
import type { LogRow, TicketDetail, TimerRow } from '../../store/port.ts';
import { cleanText } from '../../text/clean.ts';
import { fitStart, textWidth } from '../../text/fit.ts';
import type { Theme } from '../theme.ts';
import { dayAndTime } from '../when.ts';
import { metricWord, STATE_WORDS, WORDS } from '../words.ts';
import { stateAt } from './risk.tsx';

const LABEL_CELLS = 14;
const BAR_CELLS = 20;

class Lines {
	readonly lines: string[] = [];
	constructor(
		private readonly width: number,
		readonly theme: Theme,
		readonly at: number,
	) {}

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
function progress(share: number, row: TimerRow, theme: Theme, at: number): string {
	const full = Math.max(0, Math.min(BAR_CELLS, Math.round(share * BAR_CELLS)));
	const { full: block, empty } = theme.symbols;
	return (
		theme.paint(stateAt(row, at), block.repeat(full)) + theme.paint('faint', empty.repeat(BAR_CELLS - full))
	);
}

function usedShare(row: TimerRow, at: number): number {
	if (row.dueAt === null) return row.targetMs === 0 ? 1 : row.countedMs / row.targetMs;
	const span = row.dueAt - row.startedAt;
	return span <= 0 ? 1 : (at - row.startedAt) / span;
}

function timerRow(lines: Lines, row: TimerRow): void {
	const { theme, at } = lines;
	const state = stateAt(row, at);
	const metric = fitStart(metricWord(row.metric) + (row.cycle > 1 ? ` #${row.cycle}` : ''), 19, {
		pad: 'end',
	});
	const left = fitStart(formatLeft(leftMs(row, at)), 7, { pad: 'start' });
	const due = row.dueAt === null ? 'waits, counted time left' : `due ${dayAndTime(row.dueAt, at)}`;
	const sign = theme.paint(
		state,
		`${theme.symbols[state]} ${fitStart(STATE_WORDS[state], 8, { pad: 'end' })}`,
	);
	const calendar = theme.paint('faint', cleanText(row.calendar));
	lines.row(
		` ${sign} ${metric} ${progress(usedShare(row, at), row, theme, at)} ${theme.paint(state, left)} ${due} ${calendar}`,
	);
}

function logRow(lines: Lines, row: LogRow): void {
	const { theme, at } = lines;
	const metric = fitStart(metricWord(row.metric) + (row.cycle > 1 ? ` #${row.cycle}` : ''), 19, {
		pad: 'end',
	});
	const sign = `${theme.symbols[row.state]} ${fitStart(STATE_WORDS[row.state], 9, { pad: 'end' })}`;
	const left = fitStart(formatLeft(leftMs(row, row.closedAt)), 7, { pad: 'start' });
	const reason = row.reason === null ? '' : ` (${cleanText(row.reason)})`;
	const kept = row.superseded ? ' superseded' : '';
	const text = `${metric} ${left} closed ${dayAndTime(row.closedAt, at)}${reason}${kept}`;
	lines.row(
		row.superseded ? theme.paint('faint', ` ${sign} ${text}`) : ` ${theme.paint(row.state, sign)} ${text}`,
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
	for (const row of timers) timerRow(lines, row);
	if (log.length > 0) lines.heading('SLA log');
	for (const row of log) logRow(lines, row);
	lines.heading('What happened');
	for (const event of events(history)) {
		const text = fitStart(cleanText(eventWords(event)), width - 14, { ascii: lines.ascii });
		lines.row(` ${theme.paint('faint', dayAndTime(event.at, at))} ${text}`);
	}
	return lines.lines;
}

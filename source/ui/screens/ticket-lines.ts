/** One ticket as lines: what it is, its timers, its rows of the log, and what happened. */
import type { Ticket } from '../../sla/ticket.ts';
import type { AgreementFacts, TicketDetail } from '../../store/port.ts';
import type { AlertRow } from '../../store/port-alerts.ts';
import { cleanText } from '../../text/clean.ts';
import { fitStart, textWidth } from '../../text/fit.ts';
import { wrapLine, wrapWords } from '../../text/wrap.ts';
import { widest } from '../columns.ts';
import type { Theme } from '../theme.ts';
import { fieldWord, priorityWord, statusWord, WORDS } from '../words.ts';
import { alertLines } from './ticket-alerts.ts';
import { eventLines } from './ticket-events.ts';
import { closedLines, timerLines } from './ticket-timers.ts';

/** What a ticket's head says of it, by the names of its fields. */
const FIELDS = ['requester', 'department', 'agent', 'status', 'level', 'tags', 'url'] as const;
type Field = (typeof FIELDS)[number];

/** What a ticket's fields say, for people; what says nothing is left out. */
function fieldsOf(ticket: Ticket, theme: Theme): [name: Field, value: string][] {
	const { requester, organization, customer_group: group, level } = ticket;
	const who = [requester, organization, group].filter((part) => part !== null);
	const byHand = ticket.levelByHand === null ? '' : ` ${WORDS.byHand}`;
	const values: Readonly<Record<Field, string | null>> = {
		requester: who.join(` ${theme.symbols.separator} `),
		department: ticket.department,
		agent: ticket.agent ?? WORDS.unassigned,
		status: WORDS.statusLine(statusWord(ticket.status), priorityWord(ticket.priority), ticket.channel),
		level: `${level ?? WORDS.noLevel}${byHand}`,
		tags: ticket.tags.join(', '),
		url: ticket.url,
	};
	return FIELDS.map((name): [Field, string] => [name, values[name] ?? '']).filter(
		([, value]) => value !== '',
	);
}

/** Lines of what a ticket says: a text that is made to be long does not push the timers off the screen. */
const MOST_LINES = { field: 3, subject: 6 } as const;

/** A text in so many lines at most, of at most `width` cells; the last says whether there are more. */
function wrapped(text: string, most: number, width: number, ascii: boolean): readonly string[] {
	const lines = wrapWords(cleanText(text), width, ascii);
	if (lines.length <= most) return lines;
	const last = lines.slice(most - 1, most + 1).join(' ');
	return [...lines.slice(0, most - 1), fitStart(last, width, { ascii })];
}

function fieldLines(ticket: Ticket, width: number, theme: Theme): string[] {
	const cells = widest(FIELDS.map(fieldWord)) + 2;
	return fieldsOf(ticket, theme).flatMap(([name, value]) => {
		const label = theme.paint('faint', fitStart(fieldWord(name), cells, { pad: 'end' }));
		return wrapped(value, MOST_LINES.field, width - cells - 2, !theme.isUnicode).map((text, line) => {
			const before = line === 0 ? label : ' '.repeat(cells);
			return ` ${before} ${name === 'url' ? theme.link(value, text) : text}`;
		});
	});
}

/** Cells that a subject has, however long the reference is. */
const LEAST_SUBJECT = 8;

/** Lines under a heading; without lines there is none. */
const part = (heading: string, lines: readonly string[], theme: Theme): readonly string[] =>
	lines.length === 0 ? [] : ['', theme.paint('title', ` ${heading}`), ...lines];

/** Its reference, and its subject, which is cut nowhere else so late: where else should one read it? */
function headLines({ ticket, subject, url }: Ticket, width: number, theme: Theme): string[] {
	const ascii = !theme.isUnicode;
	const reference = fitStart(cleanText(ticket), width - 2, { ascii });
	const indent = textWidth(reference) + 3;
	const cells = Math.max(LEAST_SUBJECT, width - indent - 1);
	const [first = '', ...rest] = wrapped(subject ?? '', MOST_LINES.subject, cells, ascii);
	const title = (text: string): string => theme.paint('title', text);
	return [
		` ${theme.paint('accent', theme.link(url, reference))}  ${title(first)}`,
		...rest.map((text) => ' '.repeat(indent) + title(text)),
	];
}

/** The explanation of a ticket's timers, under its name. */
export function explanationOf(
	ticket: Ticket,
	lines: readonly string[],
	width: number,
	theme: Theme,
): string[] {
	const ascii = !theme.isUnicode;
	const shown = lines.flatMap((line) => wrapLine(cleanText(line), width - 1, ascii));
	return [...headLines(ticket, width, theme), ...shown.map((line) => ` ${line}`)];
}

/** A ticket's lines at a width; how many there are tells how far one can scroll. */
export function ticketLines(
	detail: TicketDetail,
	alerts: readonly AlertRow[],
	facts: AgreementFacts,
	width: number,
	at: number,
	theme: Theme,
): string[] {
	const { ticket, timers, log, history } = detail;
	return [
		...headLines(ticket, width, theme),
		...fieldLines(ticket, width, theme),
		...part(WORDS.openTimers, timerLines(timers, facts, width, at, theme), theme),
		...part(WORDS.screens.log, closedLines(log, width, at, theme), theme),
		...part(WORDS.alerts.heading, alertLines(alerts, width, at, theme), theme),
		...part(WORDS.whatHappened, eventLines(history, width, at, theme), theme),
	];
}

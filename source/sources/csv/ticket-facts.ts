/** What a row that is a ticket tells of it. */
import { formatInstant } from '../../sla/instant.ts';
import type { Status } from '../../sla/ticket.ts';
import { type Cells, RowRefused, referenceOf } from './cells.ts';
import { fieldsWriter } from './fields-of-row.ts';
import type { Notes } from './notes.ts';
import { boundField, fieldReader, type Reading, statusReader, type TimeCell, timeReader } from './reading.ts';

const MINUTE_MS = 60_000;
/** Clocks of one help desk differ by so much: what comes before its ticket by no more is dated with it. */
const SLACK_MS = MINUTE_MS;

export interface GivenDue {
	readonly metric: string;
	readonly due: TimeCell;
}

export interface TicketFacts {
	readonly ticket: string;
	readonly createdAt: number;
	/** Fields of the ticket but its agent that the export does not leave empty: JSON's keys, a comma before each. */
	readonly fields: string;
	readonly agent: string | null;
	readonly assigned: TimeCell | null;
	readonly answered: TimeCell | null;
	/** The first time that it was resolved, to the minute. */
	readonly firstResolved: TimeCell | null;
	/** The last time. */
	readonly resolved: TimeCell | null;
	readonly reopened: TimeCell | null;
	readonly closed: TimeCell | null;
	readonly updated: TimeCell | null;
	readonly status: Status | null;
	readonly reopens: number;
	readonly dues: readonly GivenDue[];
}

/** @throws {RowRefused} */
function numberIn(cell: string | null, column: string): number | null {
	if (cell === null) return null;
	const number = Number(cell);
	if (Number.isFinite(number) && number >= 0) return number;
	throw new RowRefused(`"${column}" ${JSON.stringify(cell)} is not a number from 0`);
}

/** @throws {RowRefused} where there is a cell that is no number */
function numberReader(reading: Reading, field: string): (cells: Cells) => number | null {
	const cell = fieldReader(reading, field);
	const column = boundField(reading, field)?.name ?? field;
	return (cells) => numberIn(cell(cells), column);
}

/** Minutes after the creation as a time. */
const minutesAfter = (createdAt: number, minutes: number | null): TimeCell | null =>
	minutes === null ? null : { at: createdAt + minutes * MINUTE_MS, text: `${minutes} min` };

/** Reads a table's rows; what it throws is why one of them cannot be taken. */
export function ticketFactsReader(reading: Reading, notes: Notes): (cells: Cells) => TicketFacts {
	const nameOf = (field: string): string => boundField(reading, field)?.name ?? field;
	const ticket = fieldReader(reading, 'ticket');
	const created = timeReader(reading, 'created_at');
	const agent = fieldReader(reading, 'agent');
	const status = statusReader(reading);
	const reopens = numberReader(reading, 'reopens');
	const answerMinutes = numberReader(reading, 'first_answer_minutes');
	const resolveMinutes = numberReader(reading, 'first_resolve_minutes');
	const fields = fieldsWriter(reading, ['agent']);
	const dues = reading.binding.fields
		.filter(({ kind }) => kind === 'due')
		.map(({ field }) => ({ metric: field.slice('due.'.length), read: timeReader(reading, field) }));

	/** A time of the ticket's life: not before its creation. */
	const later = (name: string): ((cells: Cells, createdAt: number) => TimeCell | null) => {
		const read = timeReader(reading, name);
		return (cells, createdAt) => {
			const time = read(cells);
			if (time === null || time.at >= createdAt) return time;
			if (createdAt - time.at > SLACK_MS) {
				throw new RowRefused(
					`"${nameOf(name)}" ${time.text} is before the ticket was created (${formatInstant(createdAt)})`,
				);
			}
			notes.add('clamped');
			return { at: createdAt, text: time.text };
		};
	};
	const assigned = later('assigned_at');
	const answered = later('first_answer_at');
	const resolved = later('resolved_at');
	const reopened = later('reopened_at');
	const closed = later('closed_at');
	const updated = later('updated_at');

	const duesIn = (cells: Cells): GivenDue[] => {
		const given: GivenDue[] = [];
		for (const { metric, read } of dues) {
			const due = read(cells);
			if (due) given.push({ metric, due });
		}
		return given;
	};

	return (cells) => {
		const reference = referenceOf(ticket(cells), nameOf('ticket'));
		const begun = created(cells);
		if (!begun) throw new RowRefused(`"${nameOf('created_at')}" is empty: when was it created?`);
		const createdAt = begun.at;
		return {
			ticket: reference,
			createdAt,
			fields: fields(cells),
			agent: agent(cells),
			assigned: assigned(cells, createdAt),
			answered: answered(cells, createdAt) ?? minutesAfter(createdAt, answerMinutes(cells)),
			firstResolved: minutesAfter(createdAt, resolveMinutes(cells)),
			resolved: resolved(cells, createdAt),
			reopened: reopened(cells, createdAt),
			closed: closed(cells, createdAt),
			updated: updated(cells, createdAt),
			status: status(cells),
			reopens: reopens(cells) ?? 0,
			dues: duesIn(cells),
		};
	};
}

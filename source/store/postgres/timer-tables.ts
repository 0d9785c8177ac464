/** What a tick finds of its tickets, as they stand in the tables: read at once, before anything of it is written. */
import { CLOSED_ROW_COLUMNS, type ClosedRow } from '../log-row.ts';
import { TIMER_COLUMNS, type Value } from '../timer-columns.ts';
import type { Session } from './session.ts';

/** An open timer's row, by its columns. */
export type OpenRow = Readonly<Record<string, Value>> & {
	readonly id: number;
	readonly metric: string;
	readonly cycle: number;
	readonly level: string | null;
	readonly state: string;
	readonly department: string | null;
};

export interface RemarkRow {
	readonly metric: string;
	readonly cycle: number;
	readonly said: string;
}

/** A ticket as it was before the tick. */
export interface TicketBefore {
	readonly open: OpenRow[];
	readonly closed: ClosedRow[];
	readonly remarks: RemarkRow[];
}

type Of<Row> = Row & { readonly ticket: string };

const OPEN_SQL = `SELECT k.ticket, t.id, t.metric, t.cycle, ${Object.keys(TIMER_COLUMNS)
	.map((name) => `t.${name}`)
	.join(', ')}
	FROM timer t JOIN ticket k ON k.id = t.ticket_id WHERE k.ticket = ANY($1::text[])`;
const CLOSED_SQL = `SELECT k.ticket, ${CLOSED_ROW_COLUMNS.map((name) => `t.${name}`).join(', ')}
	FROM sla_log t JOIN ticket k ON k.id = t.ticket_id WHERE k.ticket = ANY($1::text[]) ORDER BY t.id`;
const REMARKS_SQL = `SELECT k.ticket, r.metric, r.cycle, r.said
	FROM remark r JOIN ticket k ON k.id = r.ticket_id WHERE k.ticket = ANY($1::text[])`;

export async function ticketsBefore(
	session: Session,
	tickets: readonly string[],
): Promise<Map<string, TicketBefore>> {
	const [open, closed, remarks] = await Promise.all([
		session.rows<Of<OpenRow>>(OPEN_SQL, [tickets]),
		session.rows<Of<ClosedRow>>(CLOSED_SQL, [tickets]),
		session.rows<Of<RemarkRow>>(REMARKS_SQL, [tickets]),
	]);
	const before = new Map<string, TicketBefore>(
		tickets.map((ticket) => [ticket, { open: [], closed: [], remarks: [] }]),
	);
	for (const row of open) before.get(row.ticket)?.open.push(row);
	for (const row of closed) before.get(row.ticket)?.closed.push(row);
	for (const row of remarks) before.get(row.ticket)?.remarks.push(row);
	return before;
}

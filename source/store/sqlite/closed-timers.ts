/** Closed timers: the table `sla_log`, and what is kept of it in sums. */
import type { ClosedTimer } from '../../sla/fold.ts';
import type { RemarksByTimer } from '../../sla/remark.ts';
import { CLOSED_ROW_COLUMNS, type ClosedValues, closedRow, logChanges, NEW_ROW_COLUMNS } from '../log-row.ts';
import type { Connection } from './connection.ts';
import type { KindCounts } from './kind-counts.ts';
import { Rollups } from './rollups.ts';
import { RowsOfTickets } from './rows-of-tickets.ts';

export type LoggedRow = readonly [place: number, ...values: ClosedValues];

const LOGGED = CLOSED_ROW_COLUMNS.map((name) => `sla_log.${name}`);
const NAMES = Object.keys(NEW_ROW_COLUMNS);
const READERS = Object.values(NEW_ROW_COLUMNS);

export class ClosedTimers {
	/** What is there of tickets. */
	readonly rows: RowsOfTickets<LoggedRow>;
	private readonly sql;
	private readonly rollups: Rollups;

	constructor(
		db: Connection,
		private readonly kinds: KindCounts,
	) {
		this.rollups = new Rollups(db);
		// An index has a ticket's rows in the order of their numbers.
		this.rows = new RowsOfTickets(db, 'sla_log', LOGGED);
		this.sql = {
			addClosed: db.prepare(
				`INSERT INTO sla_log(ticket_id, ${NAMES.join(', ')}) VALUES (?, ${NAMES.map(() => '?').join(', ')})`,
			),
			setOrganization: db.prepare<[string | null, number]>(
				`UPDATE sla_log SET organization = ? WHERE ticket_id = ?`,
			),
			setStanding: db.prepare<[number, number, number]>(
				`UPDATE sla_log SET superseded = ?, excluded = ? WHERE id = ?`,
			),
		};
	}

	/** Sums of the log go by the days of this zone. */
	goBy(zone: string): void {
		this.rollups.goBy(zone);
	}

	/**
	 * Appends what the log does not have yet, and tells how many rows that is; rows that the history no longer bears
	 * out are superseded.
	 * @param rows what is there of it
	 */
	put(
		ticketId: number,
		organization: string | null,
		closed: readonly ClosedTimer[],
		remarks: RemarksByTimer,
		rows: readonly LoggedRow[] = [],
	): number {
		// Most have neither, until something of them closes.
		if (rows.length === 0 && closed.length === 0) return 0;
		const old = rows.map(closedRow);
		const { moved, gained, standings } = logChanges(old, organization, closed, remarks, {
			kinds: this.kinds,
			rollups: this.rollups,
		});
		if (moved) this.sql.setOrganization.run(organization, ticketId);
		for (const row of gained) this.sql.addClosed.run(ticketId, ...READERS.map((read) => read(row)));
		for (const { id, superseded, excluded } of standings) {
			this.sql.setStanding.run(superseded ? 1 : 0, excluded ? 1 : 0, id);
		}
		return gained.length;
	}

	flush(): void {
		this.rollups.flush();
	}

	/** Forgets what is not written yet: the transaction it belongs to is no more. */
	forget(): void {
		this.rollups.forget();
	}
}

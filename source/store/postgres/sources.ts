/** Sources that sync by themselves: the tables `connector` and `quarantine`. */
import type { Appended, IncomingEvent } from '../port.ts';
import type {
	ConfiguredSource,
	NumberedTicket,
	QuarantinedRecord,
	Refusal,
	Reread,
	SourceConfig,
	SourceSetup,
	SourceStore,
	SyncCounts,
	SyncOutcome,
	SyncStep,
} from '../port-sources.ts';
import { SourceAhead, SourceGone } from '../port-sources.ts';
import { POSTGRES } from '../sql/dialect.ts';
import {
	CONFIGURED_SQL,
	MOST_QUARANTINED,
	openTicketsSql,
	outcomeOf,
	QUARANTINED_SQL,
	WAITING_UNTIL_SQL,
} from '../sql/sources.ts';
import type { Access } from './access.ts';
import { rowSet } from './row-set.ts';
import type { Session } from './session.ts';
import { rowsOf } from './shared.ts';

/** What takes a source's events, in a transaction that is under way. */
export interface Appending {
	append(session: Session, source: string, events: readonly IncomingEvent[]): Promise<Appended[]>;
	touchSource(session: Session, source: string, heardAt: number, lastEventAt: number | null): Promise<void>;
	/** A source's id; it is made where there is none of the name. */
	sourceId(session: Session, name: string): Promise<number>;
}

/** A source that is configured; others wait for whoever has found it. */
const FOUND_SQL = `SELECT c.source AS id, c.cursor FROM connector c JOIN source s ON s.id = c.source
	WHERE s.name = $1 FOR UPDATE OF c`;
interface Found {
	readonly id: number;
	readonly cursor: string | null;
}

const HISTORIES_SQL = `SELECT e.ticket, e.data FROM event e JOIN source s ON s.id = e.source
	WHERE e.ticket = ANY($1::text[]) AND s.name = $2 ORDER BY e.seq`;
const AHEAD_SQL = `SELECT w.ticket, w.data FROM waiting w JOIN source s ON s.id = w.source
	WHERE w.ticket = ANY($1::text[]) AND s.name = $2 ORDER BY w.at, w.event_id`;

const OF_SOURCE = `source = (SELECT id FROM source WHERE name = $1)`;

/** Refusals of one place as one: the last, and how many there were. */
function byPlace(refusals: readonly Refusal[]): (Refusal & { readonly times: number })[] {
	const places = new Map<string, Refusal & { readonly times: number }>();
	for (const refusal of refusals) {
		places.set(refusal.place, { ...refusal, times: (places.get(refusal.place)?.times ?? 0) + 1 });
	}
	return [...places.values()];
}

export class PostgresSources implements SourceStore {
	constructor(
		private readonly access: Access,
		private readonly events: Appending,
	) {}

	addSource(config: SourceConfig, lateAt: number): Promise<boolean> {
		return this.access.writing(async (session) => {
			const { name, kind, settings, schedule, zone, addedAt } = config;
			const id = await this.events.sourceId(session, name);
			const added = await session.count(
				`INSERT INTO connector(source, kind, settings, schedule, zone, added_at, failures, late_at)
				VALUES ($1, $2, $3, $4, $5, $6, 0, $7) ON CONFLICT(source) DO NOTHING`,
				[id, kind, settings, schedule, zone, addedAt, lateAt],
			);
			return added === 1;
		});
	}

	changeSource({ name, settings, schedule, zone }: SourceSetup, lateAt: number): Promise<boolean> {
		return this.access.writing(async (session) => {
			const changed = await session.count(
				`UPDATE connector SET settings = $2, schedule = $3, zone = $4, problem = NULL, failures = 0, next_at = NULL,
					late_at = $5 WHERE ${OF_SOURCE}`,
				[name, settings, schedule, zone, lateAt],
			);
			return changed === 1;
		});
	}

	removeSource(name: string): Promise<boolean> {
		return this.access.writing(async (session) => {
			const found = await this.find(session, name);
			if (!found) return false;
			await session.count(`DELETE FROM quarantine WHERE source = $1`, [found.id]);
			await session.count(`DELETE FROM waiting WHERE source = $1`, [found.id]);
			await session.count(`DELETE FROM connector WHERE source = $1`, [found.id]);
			return true;
		});
	}

	configuredSources(): Promise<ConfiguredSource[]> {
		return rowsOf(this.access, CONFIGURED_SQL);
	}

	commitSync(step: SyncStep): Promise<SyncCounts> {
		return this.access.writing(async (session) => {
			const { source, events, read, fromCursor, cursor, at, lateAt } = step;
			const found = await this.find(session, source);
			if (!found) throw new SourceGone(`source ${source} is no longer configured`);
			if (fromCursor !== undefined && found.cursor !== fromCursor) {
				throw new SourceAhead(`another program is reading source ${source}`);
			}
			const results = await this.events.append(session, source, events);
			const { counts, refused, lastAt } = outcomeOf(step, results);
			await this.quarantineAll(session, found.id, at, refused);
			await session.count(
				`DELETE FROM quarantine WHERE source = $1 AND place = ANY($2::text[]) AND at < $3`,
				[found.id, read, at],
			);
			if (lastAt !== null) await this.events.touchSource(session, source, at, lastAt);
			await session.count(
				`UPDATE connector SET cursor = $1, late_at = greatest(late_at, $2) WHERE source = $3`,
				[cursor, lateAt, found.id],
			);
			return { ...counts, waiting: await this.wait(session, found.id, step) };
		});
	}

	noteSync(name: string, { at, problem, nextAt, lateAt }: SyncOutcome): Promise<void> {
		return this.access.writing(async (session) => {
			if (problem === null) {
				await session.count(
					`UPDATE connector SET succeeded_at = $2, problem = NULL, failures = 0, next_at = $3,
						late_at = coalesce($4, late_at) WHERE ${OF_SOURCE}`,
					[name, at, nextAt, lateAt ?? null],
				);
			} else {
				await session.count(
					`UPDATE connector SET failed_at = $2, problem = $3, failures = failures + 1, next_at = $4
					WHERE ${OF_SOURCE}`,
					[name, at, problem, nextAt],
				);
			}
		});
	}

	pokeSource(name: string, at: number): Promise<boolean> {
		return this.access.writing(
			async (session) =>
				(await session.count(`UPDATE connector SET poked_at = $2 WHERE ${OF_SOURCE}`, [name, at])) === 1,
		);
	}

	async sourceHistories(source: string, tickets: readonly string[]): Promise<Map<string, string[]>> {
		const histories = new Map<string, string[]>(tickets.map((ticket) => [ticket, []]));
		const rows = await this.access.rows<{ ticket: string; data: string }>(HISTORIES_SQL, [tickets, source]);
		const ahead = await this.access.rows<{ ticket: string; data: string }>(AHEAD_SQL, [tickets, source]);
		for (const { ticket, data } of [...rows, ...ahead]) histories.get(ticket)?.push(data);
		return histories;
	}

	async waitingUntil(source: string, at: number, limit: number): Promise<string[]> {
		const rows = await rowsOf<{ data: string }>(this.access, WAITING_UNTIL_SQL, source, at, limit);
		return rows.map(({ data }) => data);
	}

	openTicketsOf(source: string, after: number, limit: number): Promise<NumberedTicket[]> {
		return rowsOf(this.access, openTicketsSql(POSTGRES), after, Number.MAX_SAFE_INTEGER, source, limit);
	}

	quarantine(source: string, refusals: readonly Refusal[], at: number): Promise<void> {
		return this.access.writing(async (session) => {
			const id = await this.events.sourceId(session, source);
			await this.quarantineAll(session, id, at, refusals);
		});
	}

	quarantined(source: string | null, limit: number): Promise<QuarantinedRecord[]> {
		const order = 'ORDER BY q.at DESC, q.id DESC LIMIT ?';
		return source === null
			? rowsOf(this.access, `${QUARANTINED_SQL} ${order}`, limit)
			: rowsOf(this.access, `${QUARANTINED_SQL} WHERE s.name = ? ${order}`, source, limit);
	}

	clearQuarantine(source: string, places?: readonly string[]): Promise<number> {
		return this.access.writing((session) =>
			places === undefined
				? session.count(`DELETE FROM quarantine WHERE ${OF_SOURCE}`, [source])
				: session.count(`DELETE FROM quarantine WHERE ${OF_SOURCE} AND place = ANY($2::text[])`, [
						source,
						places,
					]),
		);
	}

	releaseQuarantine(source: string, { before, file }: Reread): Promise<number> {
		return this.access.writing((session) =>
			session.count(`DELETE FROM quarantine WHERE ${OF_SOURCE} AND place >= $2 AND place < $3 AND at < $4`, [
				source,
				`${file}:`,
				`${file};`,
				before,
			]),
		);
	}

	private async find(session: Session, name: string): Promise<Found | undefined> {
		return (await session.rows<Found>(FOUND_SQL, [name]))[0];
	}

	/** @returns how many more wait */
	private async wait(
		session: Session,
		source: number,
		{ waiting = [], settled = [] }: SyncStep,
	): Promise<number> {
		let more = 0;
		if (waiting.length > 0) {
			const rows = rowSet(
				waiting,
				{
					event_id: ['text', ({ id }) => id],
					ticket: ['text', ({ event }) => event.ticket],
					at: ['bigint', ({ event }) => event.at],
					data: ['text', ({ data }) => data],
				},
				2,
			);
			more += await session.count(
				`INSERT INTO waiting(source, ${rows.names}) SELECT $1::bigint, ${rows.names} FROM ${rows.from}
				ON CONFLICT(source, event_id) DO NOTHING`,
				[source, ...rows.values],
			);
		}
		if (settled.length > 0) {
			more -= await session.count(`DELETE FROM waiting WHERE source = $1 AND event_id = ANY($2::text[])`, [
				source,
				settled,
			]);
		}
		return more;
	}

	private async quarantineAll(
		session: Session,
		source: number,
		at: number,
		refusals: readonly Refusal[],
	): Promise<void> {
		if (refusals.length === 0) return;
		const rows = rowSet(
			byPlace(refusals),
			{
				place: ['text', ({ place }) => place],
				reason: ['text', ({ reason }) => reason],
				record: ['text', ({ record }) => record],
				times: ['bigint', ({ times }) => times],
			},
			3,
		);
		await session.count(
			`INSERT INTO quarantine(source, at, ${rows.names})
			SELECT $1::bigint, $2::bigint, ${rows.names} FROM ${rows.from} ORDER BY row_place
			ON CONFLICT(source, place) DO UPDATE SET at = excluded.at, reason = excluded.reason,
				record = excluded.record, times = quarantine.times + excluded.times`,
			[source, at, ...rows.values],
		);
		await session.count(
			`DELETE FROM quarantine WHERE source = $1 AND id IN (
				SELECT id FROM quarantine WHERE source = $1 ORDER BY at DESC, id DESC OFFSET $2)`,
			[source, MOST_QUARANTINED],
		);
	}
}

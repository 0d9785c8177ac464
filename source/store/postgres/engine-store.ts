/** What the engine asks of the store: the lease, agreements, what is new, and a tick's writing. */
import { AGREEMENTS_SQL, type AgreementRecord, agreementsOf } from '../agreement-record.ts';
import type { EngineStore } from '../port.ts';
import type { Access } from './access.ts';
import { Alerts } from './alerts.ts';
import type { Events } from './events.ts';
import { checkLease, holdLease, type LeaseClock, takeLease } from './leases.ts';
import { numberOf, setMeta } from './meta.ts';
import type { PostgresReading } from './reading.ts';

interface Tables {
	readonly events: Events;
	readonly reading: PostgresReading;
}

export function engineStore(access: Access, { events, reading }: Tables, clock: LeaseClock): EngineStore {
	const alerts = new Alerts(access);
	const opening = {};
	const newest = async (): Promise<number> => {
		const [row] = await access.rows<{ id: number | null }>(`SELECT max(id) AS id FROM agreement`);
		return row?.id ?? 0;
	};
	return {
		opening: async () => opening,
		// Nobody is told of it: what a screen shows does not change.
		acquireLease: (holder, nowAt, ttlMs) =>
			access.writingQuietly((session) =>
				takeLease(session, holder, ttlMs, clock === 'asker' ? nowAt : undefined),
			),
		releaseLease: ({ epoch }) =>
			access.writingQuietly(async (session) => {
				await session.count(`UPDATE lease SET expires_at = 0 WHERE epoch = $1`, [epoch]);
			}),
		agreements: async () => agreementsOf(await access.rows<AgreementRecord>(AGREEMENTS_SQL)),
		addAgreement: ({ inForceAt, movesOpen, text, files }, lease) =>
			access.writing(async (session) => {
				// Numbered under a lock: they are seen in the order of their numbers.
				await (lease ? checkLease(session, lease) : holdLease(session));
				const [added] = await session.rows<{ id: number }>(
					`INSERT INTO agreement(id, in_force_at, moves_open, text, files)
					SELECT coalesce(max(id), 0) + 1, $1::bigint, $2::bigint, $3::text, $4::text FROM agreement RETURNING id`,
					[inForceAt, movesOpen ? 1 : 0, text, JSON.stringify(files)],
				);
				return { id: added?.id ?? 0, inForceAt, movesOpen, text, files };
			}),
		newestAgreement: newest,
		appliedAgreement: async () => (await numberOf(access, 'applied_agreement')) ?? 0,
		noteApplied: (lease, id) =>
			access.writing(async (session) => {
				await checkLease(session, lease);
				await setMeta(session, 'applied_agreement', id);
			}),
		cursor: async () => (await numberOf(access, 'cursor')) ?? 0,
		news: (cursor, limit) => events.news(cursor, limit),
		newsDated: (cursor, span, dated) => events.newsDated(cursor, span, dated),
		histories: (tickets) => events.histories(tickets),
		logs: (tickets) => reading.logs(tickets),
		ticketsAfter: async (ticket, limit) => {
			const rows = await access.rows<{ ticket: string }>(
				`SELECT ticket FROM ticket WHERE ticket > $1 ORDER BY ticket LIMIT $2`,
				[ticket, limit],
			);
			return rows.map((row) => row.ticket);
		},
		eventTicketsAfter: (ticket, limit) => events.ticketsAfter(ticket, limit),
		hasDue: async (nowAt) => {
			const due = await access.rows(`SELECT 1 AS due FROM timer WHERE next_at <= $1 LIMIT 1`, [nowAt]);
			return due.length > 0;
		},
		broughtUpTo: () => numberOf(access, 'brought_up_to'),
		alerting: (nowAt, limit) => alerts.alerting(nowAt, limit),
		toldSteps: (tickets) => alerts.toldSteps(tickets),
		commitTick: async (commit) => {
			// It knows time zones, for which a board's first frame does not wait.
			const { writeTick } = await import('./ticks.ts');
			return access.writing((session) => writeTick(session, commit));
		},
		// The server does by itself what it puts off.
		settle: async () => {},
		noteTick: (lease, note) =>
			access.writing(async (session) => {
				await checkLease(session, lease);
				await setMeta(session, 'tick_note', JSON.stringify(note));
			}),
	};
}

/**
 * Which zone LiveAgent's times are in. They have none of their own: they are the account's, unless the account heeds
 * the header that asks for UTC. Filters compare in UTC always: so a ticket that a filter finds by its own time of
 * creation, read in a zone, proves that zone.
 */
import * as v from 'valibot';
import { MINUTE_MS } from '../../../sla/duration.ts';
import { SourceProblem } from '../../http/problem.ts';
import { id } from '../schemas.ts';
import { instantOfWall, utcWall } from '../wall-time.ts';
import type { LiveAgentClient } from './client.ts';

const DATED = v.object({ id, date_created: v.string() });
/** Zones differ by a quarter of an hour at the least. */
const AROUND_MS = MINUTE_MS;

/**
 * The zone of an account's times; null where there is no ticket yet to prove it by.
 * @param configured the zone that the source is set up with; it is believed where the times are not UTC
 * @throws {SourceProblem} where the times are not in UTC, and nobody has said what they are in
 */
export async function proveZone(
	client: LiveAgentClient,
	configured: string | null,
	signal: AbortSignal,
): Promise<string | null> {
	const newest = await client.list('/tickets', signal, {
		sortField: 'date_created',
		sortDir: 'DESC',
		perPage: 1,
	});
	const ticket = v.safeParse(DATED, newest.rows[0]);
	if (!ticket.success) return null;
	const { id: ticketId, date_created: created } = ticket.output;
	const at = instantOfWall(created, 'UTC');
	if (at === undefined) return null;
	const found = await client.list('/tickets', signal, {
		filters: [
			['date_created', 'D>=', utcWall(at - AROUND_MS)],
			['date_created', 'D<=', utcWall(at + AROUND_MS)],
		],
	});
	const isUtc = found.rows.some((row) => {
		const read = v.safeParse(DATED, row);
		return read.success && read.output.id === ticketId;
	});
	if (isUtc) return 'UTC';
	if (configured !== null) return configured;
	throw new SourceProblem(
		"its times are not in UTC, and LiveAgent does not say what they are in: give the account's time zone with --timezone (Configuration > System > General)",
		'setup',
	);
}

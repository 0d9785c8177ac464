/** The archive: a store of its own, of tickets that are over. What it holds is made from their events, and proved equal. */
import { hostname } from 'node:os';
import { type LogRow, type Store, type StoredAgreement, StoreError } from '../store/port.ts';
import type { MovedEvent, MovedTicket } from '../store/port-archive.ts';
import { Engine } from './engine.ts';

const OTHERS =
	'another slatop is at work on the archive (a prune, or an engine), or was killed a moment ago: try again when it is done, or in five seconds';

/** What a row of the log says; its numbers are each store's own, and what only the store knows has no place elsewhere. */
const saysOf = ({ id: _, key: __, superseded: ___, ...row }: LogRow): string => JSON.stringify(row);

const logSays = (log: readonly LogRow[] = []): string =>
	log
		.filter(({ superseded }) => !superseded)
		.map(saysOf)
		.toSorted()
		.join('\n');

/** Events in their order, those of one source that follow one upon another at once. */
function runsOf(events: readonly MovedEvent[]): [source: string, events: MovedEvent[]][] {
	const runs: [string, MovedEvent[]][] = [];
	for (const event of events) {
		const last = runs.at(-1);
		if (last?.[0] === event.source) last[1].push(event);
		else runs.push([event.source, [event]]);
	}
	return runs;
}

/** Brings the versions of the agreement that judge the store's tickets into its archive. */
export async function copyAgreements(store: Store, archive: Store): Promise<void> {
	const [versions, known] = [await store.agreements(), await archive.agreements()];
	const isOther = ({ text, inForceAt }: StoredAgreement, place: number): boolean => {
		const own = versions[place];
		// A later version, which the archive has not got yet, may have brought it forward.
		return own?.text !== text || own.inForceAt > inForceAt;
	};
	if (known.some(isOther)) {
		throw new StoreError('that archive is of another store: its agreements are others');
	}
	for (const { id: _, ...version } of versions.slice(known.length)) await archive.addAgreement(version);
}

/**
 * Brings tickets into the archive; twice changes nothing.
 * @throws {StoreError} where the log that follows from their events is not the one that the store has
 */
export async function bringInto(
	archive: Store,
	store: Store,
	tickets: readonly MovedTicket[],
): Promise<void> {
	for (const [source, events] of runsOf(tickets.flatMap(([, history]) => history))) {
		const incoming = events.map(({ id, data, ticket, at, type }) => ({
			id,
			event: { ticket, at, type },
			data,
		}));
		const results = await archive.appendEvents(source, incoming);
		const refused = results.find((result) => typeof result === 'object');
		if (refused) throw new StoreError(`the archive takes not every event: ${refused.refused}`);
	}
	const nowAt = (await store.broughtUpTo()) ?? Date.now();
	const engine = new Engine({
		store: archive,
		now: () => nowAt,
		holder: `prune ${hostname()}:${process.pid}`,
	});
	const { led } = await engine.tick();
	await engine.stop();
	if (!led) throw new StoreError(OTHERS);
	const references = tickets.map(([ticket]) => ticket);
	const brought = await archive.histories(references);
	for (const [ticket, events] of tickets) {
		if (brought.get(ticket)?.length !== events.length) throw new StoreError(OTHERS);
	}
	const [kept, made] = await Promise.all([store.logs(references), archive.logs(references)]);
	const wrong = references.find((ticket) => logSays(kept.get(ticket)) !== logSays(made.get(ticket)));
	if (wrong !== undefined) {
		throw new StoreError(
			`the log of ticket ${wrong} is not what its events say: slatop rebuild, and try again`,
		);
	}
}

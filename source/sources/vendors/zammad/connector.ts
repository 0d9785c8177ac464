/**
 * Zammad (API v1), ticket by ticket: its search tells which have changed; of each the history and the articles tell
 * the whole story, two calls a ticket.
 */
import { MINUTE_MS, SECOND_MS } from '../../../sla/duration.ts';
import type { TicketEvent } from '../../../sla/event.ts';
import type { Status } from '../../../sla/ticket.ts';
import { SourceProblem } from '../../http/problem.ts';
import { together } from '../../http/records.ts';
import type { Access, Connector, Finding } from '../connector.ts';
import { type ChangedPage, inOrderOfChange } from '../in-order-of-change.ts';
import type { Deletions, Missing } from '../sweep.ts';
import { TicketConnector, type TicketDesk, type TicketKey, type Told } from '../ticket-connector.ts';
import { ZammadClient } from './client.ts';
import { ticketEvents } from './events.ts';
import { MERGED, NOBODY, STATE_TYPE, type State, type ZammadTicket } from './records.ts';

/** States are read anew so often. */
const STATES_MS = 15 * MINUTE_MS;
const SOLVED: ReadonlySet<string> = new Set<Status | typeof MERGED>([
	'resolved',
	'closed',
	'deleted',
	MERGED,
]);

type Pages = AsyncGenerator<ChangedPage<ZammadTicket>, void, undefined>;

class ZammadDesk implements TicketDesk<ZammadTicket> {
	private readonly client: ZammadClient;
	private states: readonly State[] = [];
	private statesAt = Number.NEGATIVE_INFINITY;
	/** Whether its search knows times; null: not tried yet. */
	private searches: boolean | null = null;
	/** The tickets of the whole list, where it had to be gone through. */
	private listed: ReadonlySet<string> = new Set();
	private readonly people = new Map<string, string>();

	constructor(private readonly access: Access) {
		this.client = new ZammadClient(access);
	}

	get skewMs(): number | null {
		return this.client.http.skewMs;
	}

	async prepare(signal: AbortSignal): Promise<void> {
		this.searches ??= await this.canSearch(signal);
		const nowAt = this.access.clock.now();
		if (nowAt < this.statesAt + STATES_MS) return;
		this.states = await this.client.states(signal);
		this.statesAt = nowAt;
	}

	unsolved(fromAt: number, signal: AbortSignal): Pages {
		const states = this.states.filter(({ state_type_id: type }) => !SOLVED.has(STATE_TYPE[type] ?? 'open'));
		const query = `state_id:(${states.map(({ id }) => id).join(' OR ')})`;
		const names = new Set(states.map(({ name }) => name));
		return this.pages(query, ({ state }) => names.has(state), fromAt, signal);
	}

	changed(fromAt: number, signal: AbortSignal): Pages {
		return this.pages('', () => true, fromAt, signal);
	}

	keyOf({ number, id, updated_at }: ZammadTicket): TicketKey {
		return { reference: number, id, changedAt: updated_at };
	}

	async story(ticket: ZammadTicket, known: readonly TicketEvent[], signal: AbortSignal): Promise<Told> {
		const history = await this.client.history(ticket.id, signal);
		const articles = await this.client.articles(ticket.id, signal);
		const owner = await this.ownerOf(ticket, signal);
		const story = { ticket, history: history.records, articles: articles.records, owner };
		return {
			events: ticketEvents(story, known, (state) => this.statusOf(state), this.access.settings.url),
			...together(history, articles),
		};
	}

	/** A search may lag, or leave out what may not be read: whoever it does not know is asked for once more. */
	readonly deletions: Deletions<ZammadTicket> = {
		missing: async (tickets, signal) => {
			const ids = tickets.map(({ id }) => id);
			const there = this.searches === false ? this.listed : await this.client.foundAmong(ids, signal);
			const missing: Missing[] = [];
			for (const ticket of tickets) {
				if (there.has(ticket.id) || (await this.client.isThere(ticket.id, signal))) continue;
				missing.push({ ticket, fate: { type: 'deleted' } });
			}
			return missing;
		},
		statusNow: ({ state }) => {
			const status = this.statusOf(state);
			return status === MERGED ? null : status;
		},
	};

	async test(signal: AbortSignal): Promise<readonly Finding[]> {
		const { login, firstname, lastname } = await this.client.user('me', signal);
		const who =
			[firstname, lastname].filter((name) => name !== null).join(' ') || (login ?? 'nobody that is known');
		await this.client.all(1, signal);
		const searches = await this.canSearch(signal);
		return [
			{ what: 'who we are', isGood: true, detail: who },
			{ what: 'tickets', isGood: true, detail: 'may be read (of the groups that this user may see)' },
			{
				what: 'search by time of change',
				isGood: true,
				detail: searches ? 'works' : 'finds nothing (no Elasticsearch?): every sync reads the whole list',
			},
		];
	}

	/** Pages by its search; or the whole list, gone through, where its search does not know times. */
	private async *pages(
		query: string,
		isMeant: (ticket: ZammadTicket) => boolean,
		fromAt: number,
		signal: AbortSignal,
	): Pages {
		if (this.searches !== false) {
			yield* inOrderOfChange<ZammadTicket>(fromAt, {
				stepMs: SECOND_MS,
				changedAt: ({ updated_at }) => updated_at,
				ask: (at, place) => this.client.found(query, at, Number(place ?? 1), signal),
			});
			return;
		}
		let topAt = fromAt;
		const listed = new Set<string>();
		for (let page = 1; ; page++) {
			const { next, ...list } = await this.client.all(page, signal);
			for (const { id } of list.records) listed.add(id);
			const meant = list.records.filter((ticket) => ticket.updated_at >= fromAt && isMeant(ticket));
			topAt = meant.reduce((top, { updated_at }) => Math.max(top, updated_at), topAt);
			// Not before its end has anything been read whole.
			if (next === null) this.listed = listed;
			yield { ...list, records: meant, at: next === null ? topAt : fromAt };
			if (next === null) return;
		}
	}

	/** Without Elasticsearch, a question about times finds nothing and says nothing. */
	private async canSearch(signal: AbortSignal): Promise<boolean> {
		const { records } = await this.client.found('', 0, 1, signal);
		if (records.length > 0) return true;
		return (await this.client.all(1, signal)).records.length === 0;
	}

	private statusOf(name: string): Status | typeof MERGED {
		const state = this.states.find((candidate) => candidate.name === name);
		return STATE_TYPE[state?.state_type_id ?? ''] ?? 'open';
	}

	/** An owner's name as the history has it; whoever may not be looked up goes by the login. */
	private async ownerOf({ owner, owner_id: id }: ZammadTicket, signal: AbortSignal): Promise<string | null> {
		if (id === null || owner === null || owner === NOBODY) return null;
		const known = this.people.get(id);
		if (known !== undefined) return known;
		let name = owner;
		try {
			const { firstname, lastname } = await this.client.user(id, signal);
			name = [firstname, lastname].filter((part) => part !== null).join(' ') || owner;
		} catch (error) {
			if (!(error instanceof SourceProblem) || (error.status !== 403 && error.status !== 404)) throw error;
		}
		this.people.set(id, name);
		return name;
	}
}

export const zammadConnector = (access: Access): Connector =>
	new TicketConnector(new ZammadDesk(access), access.settings.overlapMs);

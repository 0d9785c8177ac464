/**
 * Freshdesk (API v2), ticket by ticket: its list tells which have changed and when their statuses did, and one call a
 * ticket what was said on it.
 */
import { DAY_MS, SECOND_MS } from '../../../sla/duration.ts';
import type { TicketEvent } from '../../../sla/event.ts';
import { NOTHING_READ } from '../../http/records.ts';
import type { Access, Connector, Finding } from '../connector.ts';
import { type ChangedPage, inOrderOfChange } from '../in-order-of-change.ts';
import { TicketConnector, type TicketDesk, type TicketKey, type Told } from '../ticket-connector.ts';
import { type Filter, FOUND_PAGES, FOUND_PER_PAGE, FreshdeskClient } from './client.ts';
import { goneEvents, ticketEvents } from './events.ts';
import { NameBook } from './names.ts';
import type { FreshdeskTicket } from './records.ts';

/** Before there was a Freshdesk. */
const FIRST_AT = Date.UTC(2010, 0, 1);
const HIDDEN: readonly Filter[] = ['deleted', 'spam'];

type Pages = AsyncGenerator<ChangedPage<FreshdeskTicket>, void, undefined>;

const day = (at: number): string => new Date(at).toISOString().slice(0, 10);
const dayStart = (at: number): number => Math.floor(at / DAY_MS) * DAY_MS;

class FreshdeskDesk implements TicketDesk<FreshdeskTicket> {
	private readonly client: FreshdeskClient;
	private readonly names: NameBook;

	constructor(private readonly access: Access) {
		this.client = new FreshdeskClient(access);
		this.names = new NameBook(this.client, access.clock);
	}

	get skewMs(): number | null {
		return this.client.skewMs;
	}

	prepare(signal: AbortSignal): Promise<void> {
		return this.names.read(signal);
	}

	/**
	 * Its search goes by days, and gives 300 tickets at the most: days are taken together as far as that goes, and those
	 * that are too full by themselves are read from the list of all that changed then.
	 */
	async *unsolved(fromAt: number, signal: AbortSignal): Pages {
		const endAt = this.access.clock.now() + DAY_MS;
		const spans = [{ from: Math.max(FIRST_AT, fromAt), to: endAt }];
		for (let span = spans.pop(); span; span = spans.pop()) {
			const { from, to } = span;
			const query = this.unsolvedBetween(from, to);
			const first = await this.client.found(query, 1, signal);
			const days = Math.round((to - from) / DAY_MS);
			if (first.total > FOUND_PER_PAGE * FOUND_PAGES) {
				const middle = from + Math.ceil(days / 2) * DAY_MS;
				if (days > 1) spans.push({ from: middle, to }, { from, to: middle });
				else yield* this.unsolvedListed(from, to, signal);
				continue;
			}
			// From the last page on: what changes meanwhile leaves the pages before it, and pushes none out from under them.
			for (let page = Math.ceil(first.total / FOUND_PER_PAGE); page > 1; page--) {
				yield { ...(await this.client.found(query, page, signal)), at: from };
			}
			yield { ...first, at: to };
		}
	}

	async *changed(fromAt: number, signal: AbortSignal): Pages {
		// First, and without moving on: where the rest stands is all that is kept of it.
		for (const filter of HIDDEN) {
			for await (const page of this.list(fromAt, signal, filter)) yield { ...page, at: fromAt };
		}
		yield* this.list(fromAt, signal);
	}

	keyOf({ id, updated_at }: FreshdeskTicket): TicketKey {
		return { reference: id, id, changedAt: updated_at };
	}

	async story(found: FreshdeskTicket, known: readonly TicketEvent[], signal: AbortSignal): Promise<Told> {
		if (found.deleted || found.spam) return { events: goneEvents(found, known, this.names), ...NOTHING_READ };
		const ticket = found.stats === null ? await this.client.ticket(found.id, signal) : found;
		const { records, ...reading } = await this.client.conversations(ticket.id, signal);
		const company = await this.names.company(ticket.company_id, signal);
		const story = { ticket, conversations: records, company };
		return { events: ticketEvents(story, known, this.names, this.access.settings.url), ...reading };
	}

	async test(signal: AbortSignal): Promise<readonly Finding[]> {
		const { id, contact } = await this.client.me(signal);
		await this.client.changed(this.access.clock.now() - DAY_MS, 1, signal);
		await this.names.read(signal);
		return [
			{ what: 'who we are', isGood: true, detail: contact?.name ?? contact?.email ?? id },
			{ what: 'tickets', isGood: true, detail: 'may be read' },
			{
				what: 'names of agents and groups',
				isGood: this.names.areKnown,
				detail: this.names.areKnown
					? 'may be read'
					: 'may not be read: their ids are shown (give the key of an administrator)',
			},
		];
	}

	private list(fromAt: number, signal: AbortSignal, filter?: Filter): Pages {
		return inOrderOfChange<FreshdeskTicket>(fromAt, {
			stepMs: SECOND_MS,
			changedAt: ({ updated_at }) => updated_at,
			ask: (at, place) => this.client.changed(at, Number(place ?? 1), signal, filter),
		});
	}

	/** The same of a span's days, however many there are: what is solved is read too, and left out. */
	private async *unsolvedListed(from: number, to: number, signal: AbortSignal): Pages {
		const endAt = dayStart(to) + DAY_MS;
		for await (const page of this.list(dayStart(from), signal)) {
			const records = page.records.filter(
				({ status, updated_at }) => updated_at < endAt && this.names.unsolved.includes(status),
			);
			yield { ...page, records, at: Math.min(to, Math.max(from, page.at)) };
			if (page.at >= endAt) return;
		}
	}

	/** In its search, both ends belong to a span of days. */
	private unsolvedBetween(from: number, to: number): string {
		const statuses = this.names.unsolved.map((code) => `status:${code}`).join(' OR ');
		return `(${statuses}) AND updated_at:>'${day(from)}' AND updated_at:<'${day(to)}'`;
	}
}

export const freshdeskConnector = (access: Access): Connector =>
	new TicketConnector(new FreshdeskDesk(access), access.settings.overlapMs);

/** The reading side of time travel: what a store says of how things stood at an instant. */
import { setImmediate } from 'node:timers/promises';
import { type AgreementVersion, fold } from '../sla/fold.ts';
import type { Dated, Store, StoredAgreement, TicketCommit } from '../store/port.ts';
import { eventsUntil } from './history.ts';

/** An instant before all others, which stores can compare with. */
export const BEGINNING = Number.MIN_SAFE_INTEGER;

/** The store whose past it is. */
export type PastSource = Pick<Store, 'opening' | 'newsDated' | 'histories' | 'agreements' | 'reports'>;

/** A way that takes a while. */
export interface Journey {
	/** Ends it early: what was under way is rejected with the signal's reason. */
	readonly signal: AbortSignal;
	/** @param share how far it is done, from 0 to 1 */
	readonly onProgress: (share: number) => void;
}

/** Tickets to which something happened between two instants, or of which something has been heard since. */
export interface Touched {
	readonly tickets: readonly string[];
	/** The last event that was seen by then; what arrives after it may be dated however early. */
	readonly known: number;
}

/** Tickets as they stood. */
export interface AsTheyStood {
	readonly tickets: readonly string[];
	readonly folded: readonly TicketCommit[];
	/** Those of them that were not there yet. */
	readonly unborn: readonly string[];
	/** When the last was that had happened to each; null: nothing had. */
	readonly lastEvents: ReadonlyMap<string, number | null>;
}

/** The latest of instants; null where there is none. */
export function latest(instants: Iterable<number>): number | null {
	let found: number | null = null;
	for (const at of instants) if (found === null || at > found) found = at;
	return found;
}

/** What it all hangs on: where any of it is another, a board of the past is not gone on with. */
export interface Ground {
	/** Another where the store's file was replaced. */
	readonly opening: object;
	/** Of tickets that were moved to the archive, or back, no news tells. */
	readonly archived: string;
	/** The versions in force by then. */
	readonly agreements: readonly StoredAgreement[];
}

const ids = ({ agreements }: Ground): string => agreements.map(({ id }) => id).join(' ');

export const isSameGround = (one: Ground, other: Ground): boolean =>
	one.opening === other.opening && one.archived === other.archived && ids(one) === ids(other);

export class Past {
	/**
	 * @param fallback what judges where the source keeps no version of an agreement yet
	 * @param span events looked through between two looks at the keyboard: some ten milliseconds
	 */
	constructor(
		private readonly source: PastSource,
		private readonly fallback: (() => Promise<StoredAgreement>) | undefined,
		private readonly span: number,
	) {}

	async ground(at: number): Promise<Ground> {
		const archived = JSON.stringify(await this.source.reports.archived());
		return { opening: await this.source.opening(), archived, agreements: await this.inForceBy(at) };
	}

	/** Of the events that were known before, those dated after an instant and by another count. */
	async touched(known: number, dated: Dated, signal: AbortSignal): Promise<Touched> {
		const tickets = new Set<string>();
		const collect = async (from: number, to: number, within: Dated): Promise<number> => {
			for (let more = true; more && from < to; ) {
				const news = await this.source.newsDated(from, Math.min(this.span, to - from), within);
				for (const ticket of news.tickets) tickets.add(ticket);
				from = news.cursor;
				more = news.more;
				await setImmediate(undefined, { signal });
			}
			return from;
		};
		await collect(0, known, dated);
		const last = await collect(known, Number.POSITIVE_INFINITY, { ...dated, afterAt: BEGINNING });
		return { tickets: [...tickets], known: last };
	}

	/** Folds tickets by what had happened by an instant. */
	async asTheyStood(
		tickets: readonly string[],
		versions: readonly AgreementVersion[],
		at: number,
	): Promise<AsTheyStood> {
		const folded: TicketCommit[] = [];
		const unborn: string[] = [];
		const lastEvents = new Map<string, number | null>();
		for (const [ticket, history] of await this.source.histories(tickets)) {
			const events = eventsUntil(history, at);
			lastEvents.set(ticket, latest(events.map((event) => event.at)));
			const result = fold(events, versions, at);
			if (result) folded.push(result);
			else unborn.push(ticket);
		}
		return { tickets, folded, unborn, lastEvents };
	}

	async history(ticket: string): Promise<readonly string[]> {
		return (await this.source.histories([ticket])).get(ticket) ?? [];
	}

	/** The versions in force by an instant, and the first whenever that came: it judges what was before it. */
	private async inForceBy(at: number): Promise<readonly StoredAgreement[]> {
		const all = await this.source.agreements();
		if (all.length === 0 && this.fallback) return [await this.fallback()];
		return all.filter(({ inForceAt }, place) => place === 0 || inForceAt <= at);
	}
}

/** A store and its archive: that they belong together, and where a ticket belongs that stands in both. */
import { randomUUID } from 'node:crypto';
import { StoreError } from './port.ts';
import { isSameHistory, type MovedTicket, type PrunedStore } from './port-archive.ts';

export class ArchivePair {
	private constructor(
		readonly store: PrunedStore,
		readonly archive: PrunedStore,
	) {}

	/**
	 * Of two that are there. An archive that is new becomes this store's. They are closed with the pair.
	 * @throws {StoreError} where the archive is another store, or another store's; nothing of it has been changed
	 */
	static async of(store: PrunedStore, archive: PrunedStore): Promise<ArchivePair> {
		const pair = new ArchivePair(store, archive);
		try {
			if (!(await pair.belong())) {
				throw new StoreError(
					`${archive.name} is not the archive of ${store.name}: name another with --archive`,
				);
			}
			return pair;
		} catch (error) {
			await pair.close();
			throw error;
		}
	}

	/** In one transaction of the store: nobody moves tickets meanwhile. */
	private async belong(): Promise<boolean> {
		// On the disk before the archive goes by it.
		const id = await this.store.alone((held) => held.setPairKey('archive_id', randomUUID()));
		// The store itself, by whatever name, or a copy of it.
		if ((await this.archive.pairKey('archive_id')) === id) return false;
		return this.store.alone(async (held) => {
			const pairedWith = await this.archive.pairKey('archive_of');
			if (pairedWith !== null) return pairedWith === id;
			// New; or made by a slatop that did not note whose it is.
			for await (const batch of this.batches()) {
				if ((await held.archived(batch)).size < batch.length) return false;
			}
			return (await this.archive.alone((archived) => archived.setPairKey('archive_of', id))) === id;
		});
	}

	private async *batches(): AsyncGenerator<readonly string[]> {
		for (let batch = await this.archive.ticketsAfter(''); batch.length > 0; ) {
			yield batch;
			batch = await this.archive.ticketsAfter(batch.at(-1) ?? '');
		}
	}

	/** Takes out of the archive what stands in both and was on its way when somebody ended a move. */
	async settleAll(): Promise<void> {
		// Few are: nobody is kept from writing for the others.
		for await (const batch of this.batches()) await this.settle([...(await this.store.there(batch))]);
	}

	/** Where a ticket belongs the store knows, while nobody moves any. What it knows nothing of stays. */
	private async settle(tickets: readonly string[]): Promise<void> {
		if (tickets.length === 0) return;
		await this.store.alone(async (held) => {
			const [there, archived] = [await held.there(tickets), await held.archived(tickets)];
			const inStore = tickets.filter((ticket) => there.has(ticket) && !archived.has(ticket));
			if (inStore.length > 0) await this.archive.alone((other) => other.drop(inStore));
		});
	}

	/**
	 * Moves the next tickets that were over before an instant. They are brought into the archive while everybody works
	 * on; then the store lets go of those that are still what they were. Whoever is killed in between leaves them in
	 * both, and the store knows that they are its own.
	 * @param after the number of the last one that was looked at
	 * @param bring brings them into the archive, and comes back when they are on the disk there
	 * @returns null where there are no more
	 */
	async moveNext(
		before: number,
		after: number,
		bring: (tickets: readonly MovedTicket[]) => Promise<void>,
	): Promise<{ readonly moved: number; readonly last: number } | null> {
		const leaving = await this.store.next(before, after);
		const last = leaving.at(-1);
		if (!last) return null;
		const references = leaving.map(({ ticket }) => ticket);
		try {
			await bring(leaving.map(({ moved }) => moved));
			const going = await this.store.alone(async (held) => {
				const same = await held.unchanged(leaving, before);
				const brought = await this.archive.histories(same.map(({ ticket }) => ticket));
				const moved = same.map((one) => one.moved);
				const whole = moved.filter((one, place) => isSameHistory(one, brought[place] ?? [one[0], []]));
				await held.moveOut(whole);
				return new Set(whole.map(([ticket]) => ticket));
			});
			await this.settle(references.filter((ticket) => !going.has(ticket)));
			return { moved: going.size, last: last.id };
		} catch (error) {
			// What has failed is what is told of. Where this does too, the next to prune does it.
			await this.settle(references).catch(() => {});
			throw error;
		}
	}

	/**
	 * Brings tickets back into the store, as events that no engine has seen.
	 * @returns how many there were: others may have been brought back by somebody else
	 * @throws {StoreError} where one is not in this archive
	 */
	async takeBack(references: readonly string[]): Promise<number> {
		const count = await this.store.alone(async (held) => {
			const archived = await held.archived(references);
			const tickets = await this.archive.histories(references.filter((ticket) => archived.has(ticket)));
			const lost = tickets.find(([, events]) => events.length === 0);
			if (lost) throw new StoreError(`ticket ${lost[0]} is not in that archive: name another with --archive`);
			await held.takeBack(tickets);
			return tickets.length;
		});
		// Only when the store has them on the disk; and they may have been moved out anew.
		await this.settle(references);
		return count;
	}

	async close(): Promise<void> {
		await Promise.all([this.store.close(), this.archive.close()]);
	}
}

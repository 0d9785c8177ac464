/** A store and its archive: that they belong together, and where a ticket belongs that stands in both. */
import { statSync } from 'node:fs';
import { StoreError } from '../port.ts';
import type { MovedTicket } from '../port-archive.ts';
import type { OpenOptions } from './connection.ts';
import { Pruning } from './pruning.ts';

/** A file's own numbers; undefined: it is not there, or may not be looked at, as whoever opens it is told. */
function identity(path: string): { readonly dev: bigint; readonly ino: bigint } | undefined {
	try {
		return statSync(path, { bigint: true });
	} catch {
		return undefined;
	}
}

/** Whether two paths lead to one file, through links too. A file that is not there is no other's. */
export function isSameFile(one: string, other: string): boolean {
	const [a, b] = [one, other].map(identity);
	return a !== undefined && b !== undefined && a.dev === b.dev && a.ino === b.ino;
}

export class ArchivePair {
	readonly store: Pruning;
	readonly archive: Pruning;

	/**
	 * Opens both; they must be there. An archive that is new becomes this store's.
	 * @throws {StoreError} where the archive is another store, or another store's; nothing of it has been changed
	 */
	constructor(storePath: string, archivePath: string, options?: Pick<OpenOptions, 'waitMs'>) {
		this.store = new Pruning(storePath, options);
		this.archive = new Pruning(archivePath, options);
		try {
			if (!this.belong()) {
				throw new StoreError(
					`${archivePath} is not the archive of ${storePath}: name another with --archive`,
				);
			}
		} catch (error) {
			this.close();
			throw error;
		}
	}

	/** In one transaction of the store: nobody moves tickets meanwhile. */
	private belong(): boolean {
		// On the disk before the archive goes by it.
		const id = this.store.archiveId();
		return this.store.alone(() => {
			const pairedWith = this.archive.archiveOf();
			if (pairedWith !== null) return pairedWith === id;
			// New; or made by a slatop that did not note whose it is.
			for (const batch of this.batches()) {
				if (!batch.every((ticket) => this.store.isArchived(ticket))) return false;
			}
			return this.archive.becomeArchiveOf(id) === id;
		});
	}

	private *batches(): Generator<readonly string[]> {
		for (let batch = this.archive.ticketsAfter(''); batch.length > 0; ) {
			yield batch;
			batch = this.archive.ticketsAfter(batch.at(-1) ?? '');
		}
	}

	/** Takes out of the archive what stands in both and was on its way when somebody ended a move. */
	settleAll(): void {
		for (const batch of this.batches()) this.settle(batch);
	}

	/** After something has failed, which is what is told of. Where this does too, the next to prune does it. */
	private settleAfter(tickets: readonly string[]): void {
		try {
			this.settle(tickets);
		} catch {}
	}

	/** Where a ticket belongs the store knows, while nobody moves any. What it knows nothing of stays. */
	private settle(tickets: readonly string[]): void {
		this.store.alone(() => {
			const inStore = tickets.filter(
				(ticket) => this.store.hasTicket(ticket) && !this.store.isArchived(ticket),
			);
			if (inStore.length > 0) this.archive.drop(inStore);
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
		const leaving = this.store.next(before, after);
		const last = leaving.at(-1);
		if (!last) return null;
		try {
			await bring(leaving.map(({ moved }) => moved));
			const going = this.store.alone(() => {
				const moved = leaving.filter(
					(one) => this.store.isUnchanged(one, before) && this.archive.hasWhole(one.moved),
				);
				this.store.moveOut(moved.map((one) => one.moved));
				return moved;
			});
			this.settle(leaving.filter((one) => !going.includes(one)).map(({ ticket }) => ticket));
			return { moved: going.length, last: last.id };
		} catch (error) {
			this.settleAfter(leaving.map(({ ticket }) => ticket));
			throw error;
		}
	}

	/**
	 * Brings tickets back into the store, as events that no engine has seen.
	 * @returns how many there were: others may have been brought back by somebody else
	 * @throws {StoreError} where one is not in this archive
	 */
	takeBack(references: readonly string[]): number {
		const count = this.store.alone(() => {
			const tickets = references
				.filter((ticket) => this.store.isArchived(ticket))
				.map((ticket) => this.archive.history(ticket));
			const lost = tickets.find(([, events]) => events.length === 0);
			if (lost) throw new StoreError(`ticket ${lost[0]} is not in that archive: name another with --archive`);
			this.store.takeBack(tickets);
			return tickets.length;
		});
		// Only when the store has them on the disk; and they may have been moved out anew.
		this.settle(references);
		return count;
	}

	close(): void {
		this.store.close();
		this.archive.close();
	}
}

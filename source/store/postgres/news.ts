/** A number that changes whenever anything in the store has: what a screen looks at several times a second. */
import { StoreError } from '../port.ts';
import type { Address } from './address.ts';
import type { Server } from './session.ts';

/** Stores opened by this program. */
let opened = 0;
/** Between the versions of one store and the next: what is read of another is always news. */
const VERSIONS_APART = 2 ** 32;
/** How often it looks itself where nobody tells it. */
const LOOK_MS = 1_000;
/** How often it looks where it is told: nothing is heard from a server that vanished. */
const LOOK_BESIDES_MS = 5_000;

/**
 * What changes with all that a screen shows: an engine at work leaves a note every second, and imports add events.
 * Where nobody tells of news that must do.
 */
const TRACE_SQL = `SELECT (SELECT max(seq) FROM event) AS seq, (SELECT max(id) FROM agreement) AS agreement,
	(SELECT value FROM meta WHERE key = 'tick_note') AS note, (SELECT value FROM meta WHERE key = 'cursor') AS cursor`;

/** Where whoever writes to a store tells of it. */
export const channelOf = ({ schema }: Address): string => `slatop:${schema}`;

export class News {
	private readonly firstVersion = ++opened * VERSIONS_APART;
	private changes = 0;
	private listening: Promise<void> | null = null;
	private trace = '';
	private lookedAt = Number.NEGATIVE_INFINITY;
	/** Of the last look, how much had been heard. */
	private changesSeen = -1;

	/** @param tells whether the server can tell of news */
	constructor(
		private readonly server: Server,
		private readonly tells: boolean,
	) {
		if (tells) server.tellOn(channelOf(server.address));
	}

	/** @throws {StoreError} while the server is away */
	async version(): Promise<number> {
		// Behind a pooler nothing would be heard.
		const isTold = this.tells && !this.server.address.pooled && (await this.listen());
		if (isTold) this.server.checkListening();
		await this.look(isTold ? LOOK_BESIDES_MS : LOOK_MS);
		return this.firstVersion + this.changes;
	}

	/**
	 * Only a screen asks for the version: nobody else keeps a connection for it.
	 * @returns false where it can't: the server is away, and is asked again; or it lets nobody listen
	 */
	private async listen(): Promise<boolean> {
		const heard = (): void => {
			this.changes++;
		};
		// What came before it listened is news too.
		this.listening ??= this.server.listen(channelOf(this.server.address), heard).then(heard);
		try {
			await this.listening;
			return true;
		} catch (error) {
			this.listening = null;
			if (!(error instanceof StoreError)) throw error;
			return false;
		}
	}

	/** Looks itself whether there is anything that was not heard of. */
	private async look(everyMs: number): Promise<void> {
		const nowMs = performance.now();
		if (nowMs - this.lookedAt < everyMs) return;
		const trace = JSON.stringify(await this.server.rows(TRACE_SQL));
		this.lookedAt = nowMs;
		if (trace !== this.trace && this.changes === this.changesSeen) this.changes++;
		this.trace = trace;
		this.changesSeen = this.changes;
	}
}

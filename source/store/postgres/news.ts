/** A number that changes whenever anything in the store has: what a screen looks at several times a second. */
import { StoreError } from '../port.ts';
import type { Server } from './session.ts';

/** Stores opened by this program. */
let opened = 0;
/** Between the versions of one store and the next: what is read of another is always news. */
const VERSIONS_APART = 2 ** 32;
/** How often it looks itself where nobody tells it. */
const LOOK_MS = 1_000;

/**
 * What changes with all that a screen shows: an engine at work leaves a note every second, and imports add events.
 * Where nobody tells of news that must do.
 */
const TRACE_SQL = `SELECT (SELECT max(seq) FROM event) AS seq, (SELECT max(id) FROM agreement) AS agreement,
	(SELECT value FROM meta WHERE key = 'tick_note') AS note, (SELECT value FROM meta WHERE key = 'cursor') AS cursor`;

export class News {
	private readonly firstVersion = ++opened * VERSIONS_APART;
	private changes = 0;
	private listening: Promise<void> | null = null;
	private trace = '';
	private lookedAt = Number.NEGATIVE_INFINITY;

	/** @param tells whether the server can tell of news */
	constructor(
		private readonly server: Server,
		private tells: boolean,
	) {
		if (tells) server.tellOn(this.channel);
	}

	/** @throws {StoreError} while the server is away */
	async version(): Promise<number> {
		if (this.tells) await this.listen();
		else await this.look();
		return this.firstVersion + this.changes;
	}

	private get channel(): string {
		return `slatop:${this.server.address.schema}`;
	}

	/** Only a screen asks for the version: nobody else keeps a connection for it. */
	private async listen(): Promise<void> {
		this.listening ??= this.server.listen(this.channel, () => {
			this.changes++;
		});
		try {
			await this.listening;
		} catch (error) {
			this.listening = null;
			if (!(error instanceof StoreError)) throw error;
			// Away, and to be asked again; or it lets nobody listen, and whoever looks finds out which.
			await this.look();
		}
	}

	private async look(): Promise<void> {
		const nowMs = performance.now();
		if (nowMs - this.lookedAt < LOOK_MS) return;
		const trace = JSON.stringify(await this.server.rows(TRACE_SQL));
		this.lookedAt = nowMs;
		if (trace === this.trace) return;
		this.trace = trace;
		this.changes++;
	}
}

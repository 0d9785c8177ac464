import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { openSource } from '../../source/commands/sync/open-source.ts';
import { runSync } from '../../source/commands/sync/run-sync.ts';
import type { SyncReport } from '../../source/commands/sync/sync-source.ts';
import { Engine } from '../../source/engine/engine.ts';
import type { Clock } from '../../source/sources/http/clock.ts';
import type { StoredSettings } from '../../source/sources/settings.ts';
import type { Connector } from '../../source/sources/vendors/connector.ts';
import type { Store } from '../../source/store/port.ts';
import type { ConfiguredSource } from '../../source/store/port-sources.ts';
import { openSqliteStore } from '../../source/store/sqlite/sqlite-store.ts';

/** A clock whose waits take no time: they are only counted. */
export class QuickClock implements Clock {
	waits: number[] = [];
	#aheadMs = 0;

	readonly now = (): number => Date.now() + this.#aheadMs;
	readonly random = (): number => 0.5;
	readonly sleep = async (ms: number, signal?: AbortSignal): Promise<void> => {
		signal?.throwIfAborted();
		this.waits.push(ms);
		this.#aheadMs += ms;
	};
}

const AN_HOUR = `version: 1
name: An hour
timezone: UTC
levels: { gold: { calendar: always, targets: { first_answer: 1h } } }
default_level: gold
`;

export interface Setup {
	readonly kind: string;
	readonly url: string;
	readonly key: string;
	readonly user?: string;
	readonly zone?: string;
	readonly settings?: Partial<StoredSettings>;
	/** What the clock shows that events are held against. */
	readonly now: string;
}

export interface SyncOptions {
	readonly full?: boolean;
	readonly now?: string;
	readonly signal?: AbortSignal;
	readonly onStep?: (report: SyncReport) => void;
}

/** A store in a folder of its own, with one source that syncs into it. */
export class Syncing {
	readonly folder = mkdtempSync(join(tmpdir(), 'slatop-sync-'));
	readonly path = join(this.folder, 'store.db');
	readonly clock = new QuickClock();
	readonly store: Store = openSqliteStore(this.path);
	#connector: Connector | null = null;

	constructor(readonly setup: Setup) {}

	static async of(setup: Setup): Promise<Syncing> {
		const syncing = new Syncing(setup);
		await syncing.store.addSource(syncing.#config(), Date.now() + 60_000);
		return syncing;
	}

	#config() {
		const { kind, url, user = null, zone = null, settings = {} } = this.setup;
		const all: StoredSettings = {
			url,
			user,
			keyEnv: 'SLATOP_DESK_KEY',
			keyFile: null,
			prefix: '',
			overlapMs: 600_000,
			pastMs: 30 * 86_400_000,
			messages: 'needed',
			projects: [],
			perMinute: null,
			...settings,
		};
		return { name: 'desk', kind, settings: JSON.stringify(all), schedule: '60s', zone, addedAt: Date.now() };
	}

	async source(): Promise<ConfiguredSource> {
		const [source] = await this.store.configuredSources();
		if (!source) throw new Error('no source is configured');
		return source;
	}

	/** One sync, by a connector that is kept from one to the next, as an engine keeps it. */
	async sync({ full = false, now, signal, onStep }: SyncOptions = {}): Promise<SyncReport> {
		const source = await this.source();
		const nowAt = Date.parse(now ?? this.setup.now);
		return runSync({
			store: this.store,
			source,
			open: async () => {
				this.#connector ??= await openSource(source, { SLATOP_DESK_KEY: this.setup.key }, this.clock);
				return this.#connector;
			},
			nowAt: () => nowAt,
			full,
			signal: signal ?? new AbortController().signal,
			...(onStep ? { onStep } : {}),
		});
	}

	/** As after the end of the program: what was only remembered is gone. */
	forget(): void {
		this.#connector = null;
	}

	/** Lets the engine take what has come, under an agreement with a first answer within an hour. */
	async tick(now = this.setup.now): Promise<void> {
		if ((await this.store.newestAgreement()) === 0) {
			await this.store.addAgreement({ inForceAt: 0, movesOpen: false, text: AN_HOUR, files: {} });
		}
		const engine = new Engine({ store: this.store, now: () => Date.parse(now), holder: 'test' });
		await engine.tick();
		await engine.stop();
	}

	/** The tickets that have an open timer. */
	async open(): Promise<string[]> {
		return (await this.store.openTicketsOf('desk', 0, 100)).map(({ ticket }) => ticket);
	}

	/** The open timers and those that closed and count, each a line. */
	async timers(): Promise<string[]> {
		await this.tick();
		const window = { limit: 100, direction: 'after' } as const;
		const open = await this.store.timers({}, window);
		const closed = (await this.store.log({}, window)).filter(({ superseded }) => !superseded);
		return [...open, ...closed].map(({ ticket, metric, state }) => `${ticket} ${metric} ${state}`).sort();
	}

	/** Every event in the store, a line each, in the words of the desks' `truth`, in order. */
	told(): string[] {
		return told(this.path);
	}

	async dispose(): Promise<void> {
		await this.store.close();
		rmSync(this.folder, { recursive: true, force: true });
	}
}

type Raw = Readonly<Record<string, unknown>>;

/** What an event says, in the words of the desks' `truth`. */
function words(raw: Raw): string {
	switch (raw.type) {
		case 'created':
			return `created by ${String(raw.actor)}`;
		case 'status':
			return `status ${String(raw.status)}`;
		case 'merged':
			return raw.into === null ? 'merged' : `merged into ${String(raw.into)}`;
		case 'moved':
			return raw.into === null ? 'moved back' : `moved to ${String(raw.into)}`;
		case 'assigned':
			return raw.agent === null ? 'unassigned' : `assigned ${String(raw.agent)}`;
		case 'message':
			return raw.public === false ? `note by ${String(raw.actor)}` : `message by ${String(raw.actor)}`;
		case 'chat_started':
		case 'chat_ended':
		case 'call_started':
		case 'call_answered':
		case 'call_ended':
			return raw.type.replace('_', ' ');
		case 'chat_answered':
			return `chat answered ${String(raw.agent)}`;
		default: {
			if ('department' in raw) return `department ${String(raw.department)}`;
			const { ticket: _, at: __, type: ___, id: ____, ...fields } = raw;
			return `changed ${Object.keys(fields).sort().join(' ')}`;
		}
	}
}

/** Every event in a store's file, a line each, in order. */
export function told(path: string): string[] {
	const db = new Database(path, { readonly: true });
	try {
		const rows = db.prepare<[], string>('SELECT data FROM event').pluck().all();
		return rows
			.map((data) => JSON.parse(data) as Raw)
			.map((raw) => `${String(raw.ticket)} ${String(raw.at)} ${words(raw)}`)
			.sort();
	} finally {
		db.close();
	}
}

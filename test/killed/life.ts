/**
 * What a store lives through in the tests of kills: it is brought up to date, a source is synced, files are imported,
 * and the engine ticks, in turns. It may be killed at any point and begun again: it goes on from what is there.
 */
import { Readable } from 'node:stream';
import { SinkWriter } from '../../source/commands/batch-writer.ts';
import { FileImport } from '../../source/commands/file-import.ts';
import { openStoreAt } from '../../source/commands/open.ts';
import { runSync } from '../../source/commands/sync/run-sync.ts';
import { AgreementFile } from '../../source/engine/agreement-file.ts';
import { Engine } from '../../source/engine/engine.ts';
import { eventLines } from '../../source/sources/events.ts';
import { type RawEvent, simulateFloor } from '../../source/sources/floor/floor.ts';
import type { StoredSettings } from '../../source/sources/settings.ts';
import type { Connector, SourceEvent } from '../../source/sources/vendors/connector.ts';
import type { Store } from '../../source/store/port.ts';
import type { ConfiguredSource } from '../../source/store/port-sources.ts';

export interface Plan {
	/** Its file, or its URL; a store of an older schema is brought up to date first. */
	readonly store: string;
	readonly agreement: string;
	/** How many times a source is synced, a file is imported, and the engine ticks. */
	readonly turns: number;
	readonly eventsAFile: number;
	readonly stepsASync: number;
	readonly eventsAStep: number;
}

const FROM_AT = Date.parse('2026-11-16T08:00:00+01:00');
/** All of it is looked at from here. */
export const NOW_AT = FROM_AT + 30 * 24 * 3_600_000;

const SETTINGS: StoredSettings = {
	url: 'https://desk.example.com',
	user: null,
	keyEnv: 'KEY',
	keyFile: null,
	prefix: '',
	overlapMs: 0,
	pastMs: 0,
	messages: 'needed',
	projects: [],
	perMinute: null,
};

/** A floor's events, a piece at a time: those of every other ticket. */
function* piecesOf(parity: 0 | 1, size: number): Generator<RawEvent[], never> {
	let piece: RawEvent[] = [];
	for (const event of simulateFloor({ seed: 5, fromAt: FROM_AT })) {
		if (Number(event.ticket.slice(-1)) % 2 !== parity) continue;
		piece.push(event);
		if (piece.length < size) continue;
		yield piece;
		piece = [];
	}
	throw new Error('a floor has no end');
}

/** A help desk whose pages are there one by one: its cursor is the number of the next. */
class Desk implements Connector {
	readonly skewMs = null;
	private readonly pages: SourceEvent[][] = [];
	/** Pages that it has by now. */
	reached = 0;

	constructor(private readonly source: Iterator<RawEvent[]>) {}

	async *sync({ cursor }: { readonly cursor: unknown }) {
		for (let page = typeof cursor === 'number' ? cursor : 0; page < this.reached; page++) {
			while (this.pages.length <= page) {
				const piece: RawEvent[] = this.source.next().value ?? [];
				this.pages.push(piece.map((event) => ({ ...event, id: String(event.id) })));
			}
			yield { events: this.pages[page] ?? [], refused: [], read: [], cursor: page + 1 };
		}
	}

	async test(): Promise<[]> {
		return [];
	}
}

async function importPiece(store: Store, piece: readonly RawEvent[]): Promise<void> {
	const text = piece.map((event) => `${JSON.stringify(event)}\n`).join('');
	const writer = new SinkWriter(store, { source: 'import', atomic: false });
	const work = new FileImport(writer, false, null);
	await work.run(eventLines(Readable.from([text]), NOW_AT), () => {});
}

async function sourceOf(store: Store): Promise<ConfiguredSource> {
	const [source] = await store.configuredSources();
	if (!source) throw new Error('the source is gone');
	return source;
}

async function sync(store: Store, desk: Connector): Promise<void> {
	const { signal } = new AbortController();
	const source = await sourceOf(store);
	await runSync({ store, source, open: async () => desk, nowAt: () => NOW_AT, signal });
}

export interface Watcher {
	/** The store is about to be opened. */
	readonly onBegin?: () => void;
	/** A turn is done, and the store is open still. @param turn from 0 */
	readonly onTurn?: (turn: number) => void;
}

/** Lives on to the end of the plan. */
export async function live(plan: Plan, { onBegin, onTurn }: Watcher = {}): Promise<void> {
	const files = piecesOf(0, plan.eventsAFile);
	const desk = new Desk(piecesOf(1, plan.eventsAStep));
	onBegin?.();
	const store = await openStoreAt(plan.store);
	const config = { name: 'desk', kind: 'liveagent', settings: JSON.stringify(SETTINGS), zone: null };
	await store.addSource({ ...config, schedule: '60s', addedAt: 0 }, 0);
	const engine = new Engine({
		store,
		now: () => NOW_AT,
		// One after another: who was killed holds nothing against the next.
		holder: 'life',
		agreementFile: new AgreementFile(plan.agreement),
	});
	for (let turn = 0; turn < plan.turns; turn++) {
		desk.reached += plan.stepsASync;
		await sync(store, desk);
		await importPiece(store, files.next().value);
		// Who is told of what goes by what is known at a tick: one that has been made is not made again of half a turn more.
		const isPast = Number((await sourceOf(store)).cursor) > desk.reached;
		if (!isPast && !(await engine.tick()).led) throw new Error('the engine did not lead');
		onTurn?.(turn);
	}
	await engine.stop();
	await store.close();
}

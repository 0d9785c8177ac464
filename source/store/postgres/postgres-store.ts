/** The store on a PostgreSQL server, for several machines: the port's methods, put together from its parts. */
import type { EventSink, Store } from '../port.ts';
import { Access } from './access.ts';
import { readAddress } from './address.ts';
import { engineStore } from './engine-store.ts';
import { Events, RefusedBatch } from './events.ts';
import { PostgresFiles } from './files.ts';
import { postgresHealth } from './health.ts';
import type { LeaseClock } from './leases.ts';
import { migrate } from './migrations.ts';
import { News } from './news.ts';
import { PostgresReading } from './reading.ts';
import { postgresReports } from './report-reading.ts';
import { type ConnectOptions, type Reads, Server } from './session.ts';
import { PostgresSources } from './sources.ts';

function eventSink(access: Access, events: Events): EventSink {
	return {
		async appendEvents(source, incoming, options) {
			// Read once: a transaction that others get in the way of is done anew.
			const all = [...incoming];
			try {
				return await access.writing((session) => events.append(session, source, all, options));
			} catch (error) {
				if (error instanceof RefusedBatch) return error.results;
				throw error;
			}
		},
		touchSource: (source, heardAt, lastEventAt) =>
			access.writing((session) => events.touchSource(session, source, heardAt, lastEventAt)),
	};
}

/** What few commands ask for, loaded when one does. */
const loadedParts = (access: Access): Pick<Store, 'alerts' | 'reportRuns'> => ({
	async alerts() {
		const { PostgresAlerts } = await import('./alert-queue.ts');
		return new PostgresAlerts(access);
	},
	async reportRuns() {
		const { postgresReportRuns } = await import('./report-runs.ts');
		return postgresReportRuns(access);
	},
});

interface OpenOptions extends ConnectOptions {
	/** It is read as it is now until it is closed, whatever others write. */
	readonly held?: boolean;
	/** As `held`, without the tickets that it holds for, of which no clock may run; nobody else sees that. */
	readonly heldWithout?: (ticket: string) => boolean;
	readonly leaseClock?: LeaseClock;
	/** `refused`: it is not made where it is not there. */
	readonly absent?: 'refused';
}

/**
 * Opens the store at a URL, making its tables where they are not there, if that is not refused.
 * @throws {StoreError} in words for people, and without the password
 */
export async function openPostgresStore(
	url: string,
	{ held = false, heldWithout, leaseClock = 'server', absent, ...options }: OpenOptions = {},
	env: NodeJS.ProcessEnv = process.env,
): Promise<Store> {
	const server = new Server(readAddress(url, env), options);
	try {
		const { tells } = await migrate(server, absent ? { absent } : {});
		const reads = held || heldWithout ? await heldReads(server, heldWithout) : server;
		return storeOn(server, new Access(server, reads), new News(server, tells), leaseClock);
	} catch (error) {
		await server.close();
		throw error;
	}
}

async function heldReads(server: Server, isLeftOut: OpenOptions['heldWithout']): Promise<Reads> {
	if (!isLeftOut) return server.hold();
	// It knows time zones, which few need here.
	const { leaveOut } = await import('./whole-tickets.ts');
	return server.hold((session) => leaveOut(session, isLeftOut));
}

function storeOn(server: Server, access: Access, news: News, leaseClock: LeaseClock): Store {
	const events = new Events(access);
	const reading = new PostgresReading(access);
	const sources = new PostgresSources(access, events);
	const files = new PostgresFiles(access);
	return {
		...eventSink(access, events),
		...engineStore(access, { events, reading }, leaseClock),
		reports: postgresReports(access),
		version: () => news.version(),
		status: () => reading.status(),
		counters: () => reading.counters(),
		tallies: (sinceAt) => reading.tallies(sinceAt),
		departmentTallies: (sinceAt) => reading.departmentTallies(sinceAt),
		closedSince: (sinceAt) => reading.closedSince(sinceAt),
		dueByHour: (fromAt, hours) => reading.dueByHour(fromAt, hours),
		timers: (filter, window, order) => reading.timers(filter, window, order),
		agentNames: (limit) => reading.agentNames(limit),
		log: (filter, window, order) => reading.log(filter, window, order),
		detail: (ticket) => reading.detail(ticket),
		...postgresHealth(access, leaseClock),
		addSource: (config, lateAt) => sources.addSource(config, lateAt),
		changeSource: (setup, lateAt) => sources.changeSource(setup, lateAt),
		removeSource: (name) => sources.removeSource(name),
		configuredSources: () => sources.configuredSources(),
		commitSync: (step) => sources.commitSync(step),
		noteSync: (name, outcome) => sources.noteSync(name, outcome),
		pokeSource: (name, at) => sources.pokeSource(name, at),
		waitingUntil: (source, at, limit) => sources.waitingUntil(source, at, limit),
		sourceHistories: (source, tickets) => sources.sourceHistories(source, tickets),
		openTicketsOf: (source, after, limit) => sources.openTicketsOf(source, after, limit),
		quarantine: (source, refusals, at) => sources.quarantine(source, refusals, at),
		quarantined: (source, limit) => sources.quarantined(source, limit),
		clearQuarantine: (source, places) => sources.clearQuarantine(source, places),
		releaseQuarantine: (source, read) => sources.releaseQuarantine(source, read),
		importedFiles: (folder) => files.importedFiles(folder),
		noteImported: (folder, file) => files.noteImported(folder, file),
		forgetImported: (folder, names) => files.forgetImported(folder, names),
		...loadedParts(access),
		close: () => server.close(),
	};
}

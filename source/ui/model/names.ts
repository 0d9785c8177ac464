/** Names that are in the store: what is typed is completed to them, and lists are put in their order. */
import type { BoardStore, Counter } from '../../store/port.ts';
import type { KnownNames } from './filter.ts';

/** Agents by name, as far as they are offered and sorted by. */
export const MOST_AGENTS = 2_000;

export class Names implements KnownNames {
	departments: readonly string[] = [];
	levels: readonly string[] = [];
	metrics: readonly string[] = [];
	/** As far as somebody has asked for them. */
	agents: readonly string[] = [];
	/** The store that they were read of, as it was then. */
	private readOf: { readonly store: BoardStore; readonly version: number } | null = null;

	/** @param me who `agent:me` is */
	constructor(readonly me: string) {}

	/** Takes the names of what is counted. */
	take(counters: readonly Counter[]): void {
		const departments = new Set<string>();
		const levels = new Set<string>();
		const metrics = new Set<string>();
		for (const { department, level, metric } of counters) {
			if (department !== null) departments.add(department);
			if (level !== null) levels.add(level);
			metrics.add(metric);
		}
		this.departments = [...departments];
		this.levels = [...levels];
		this.metrics = [...metrics];
	}

	/** Reads the agents, where the store has changed since they were read. */
	async readAgents(store: BoardStore, version: number): Promise<readonly string[]> {
		const isRead = this.readOf?.store === store && this.readOf.version === version;
		if (!isRead) this.agents = await store.agentNames(MOST_AGENTS);
		this.readOf = { store, version };
		return this.agents;
	}
}

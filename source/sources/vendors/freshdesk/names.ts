/** The names of Freshdesk's agents, groups, companies and statuses. What may not be read goes by its id. */
import { MINUTE_MS } from '../../../sla/duration.ts';
import type { Status } from '../../../sla/ticket.ts';
import type { Clock } from '../../http/clock.ts';
import { SourceProblem } from '../../http/problem.ts';
import type { FreshdeskClient } from './client.ts';
import { type Named, OWN_STATUS, STATUS } from './records.ts';

/** Names are read anew so often. */
const NAMES_MS = 15 * MINUTE_MS;
const MOST_COMPANIES = 20_000;

/** What a question gives; null where the key may not ask it, or nothing is there. */
async function allowed<T>(asked: Promise<T>): Promise<T | null> {
	try {
		return await asked;
	} catch (error) {
		if (error instanceof SourceProblem && (error.status === 403 || error.status === 404)) return null;
		throw error;
	}
}

const nameOf = ({ id, name, contact }: Named): string => name ?? contact?.name ?? contact?.email ?? id;

export class NameBook {
	private readAt = Number.NEGATIVE_INFINITY;
	/** Null where they may not be read. */
	private agents: ReadonlyMap<string, string> | null = null;
	private groups: ReadonlyMap<string, string> | null = null;
	private statuses: Readonly<Record<string, Status>> = STATUS;
	private readonly companies = new Map<string, string>();

	constructor(
		private readonly client: FreshdeskClient,
		private readonly clock: Clock,
	) {}

	async read(signal: AbortSignal): Promise<void> {
		const nowAt = this.clock.now();
		if (nowAt < this.readAt + NAMES_MS) return;
		const { client } = this;
		const named = async (what: 'agents' | 'groups'): Promise<Map<string, string> | null> => {
			const found = await allowed(client.named(what, signal));
			return found && new Map(found.map((one) => [one.id, nameOf(one)]));
		};
		this.agents = await named('agents');
		this.groups = await named('groups');
		const own = Object.entries((await allowed(client.statusNames(signal))) ?? {})
			.filter(([code]) => !Object.hasOwn(STATUS, code))
			.map(([code, name]) => [code, OWN_STATUS[name.toLowerCase()] ?? 'open'] as const);
		this.statuses = { ...STATUS, ...Object.fromEntries(own) };
		this.readAt = nowAt;
	}

	get areKnown(): boolean {
		return this.agents !== null && this.groups !== null;
	}

	/** The codes of statuses in which there is something to do, or to wait for. */
	get unsolved(): readonly string[] {
		return Object.entries(this.statuses).flatMap(([code, status]) =>
			status === 'resolved' || status === 'closed' ? [] : [code],
		);
	}

	statusOf(code: string): Status {
		return this.statuses[code] ?? 'open';
	}

	agent(id: string | null): string | null {
		return id === null ? null : (this.agents?.get(id) ?? id);
	}

	group(id: string | null): string | null {
		return id === null ? null : (this.groups?.get(id) ?? id);
	}

	/** A company's name: asked for when it is met. */
	async company(id: string | null, signal: AbortSignal): Promise<string | null> {
		if (id === null) return null;
		const known = this.companies.get(id);
		if (known !== undefined) return known;
		if (this.companies.size > MOST_COMPANIES) this.companies.clear();
		const found = await allowed(this.client.company(id, signal));
		const name = found ? nameOf(found) : id;
		this.companies.set(id, name);
		return name;
	}
}

/** The names of LiveAgent's agents, departments and tags: asked for now and then, and kept in between. */
import { MINUTE_MS } from '../../../sla/duration.ts';
import type { Clock } from '../../http/clock.ts';
import { readRecords } from '../../http/records.ts';
import type { LiveAgentClient } from './client.ts';
import { AGENT, DEPARTMENT, type Names, TAG } from './records.ts';

const FRESH_MS = 15 * MINUTE_MS;

export class NameBook {
	private names: Names | null = null;
	private readAt = 0;

	constructor(
		private readonly client: LiveAgentClient,
		private readonly clock: Clock,
	) {}

	async read(signal: AbortSignal): Promise<Names> {
		const nowAt = this.clock.now();
		if (this.names && nowAt - this.readAt < FRESH_MS) return this.names;
		const rows = (path: string): Promise<readonly unknown[]> => this.client.all(path, signal);
		const agents = readRecords(await rows('/agents'), AGENT, 'agent', 'id').records;
		const departments = readRecords(
			await rows('/departments'),
			DEPARTMENT,
			'department',
			'department_id',
		).records;
		const tags = readRecords(await rows('/tags'), TAG, 'tag', 'id').records;
		this.names = {
			agents: new Map(agents.map(({ id, name, email }) => [id, name ?? email ?? id])),
			departments: new Map(departments.map(({ department_id: id, name }) => [id, name ?? id])),
			tags: new Map(tags.map(({ id, name }) => [id, name ?? id])),
		};
		this.readAt = nowAt;
		return this.names;
	}
}

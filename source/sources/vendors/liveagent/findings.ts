/** What a key of LiveAgent may read, found out with the smallest questions there are. */
import { SourceProblem } from '../../http/problem.ts';
import type { Finding } from '../connector.ts';
import type { LiveAgentClient } from './client.ts';
import { proveZone } from './zone.ts';

/** What is asked for, and what it is for. */
const QUESTIONS: readonly (readonly [path: string, what: string])[] = [
	['/tickets', 'tickets'],
	['/tickets/history', 'history of statuses, agents and departments'],
	['/agents', 'names of agents'],
	['/departments', 'names of departments'],
	['/tags', 'names of tags'],
	['/calls', 'calls (for call_answer only)'],
	['/slas', 'SLA levels (for agreement import and source verify only)'],
];

export async function findings(
	client: LiveAgentClient,
	zone: string | null,
	signal: AbortSignal,
): Promise<readonly Finding[]> {
	const found: Finding[] = [];
	for (const [path, what] of QUESTIONS) {
		try {
			await client.list(path, signal, { perPage: 1 });
			found.push({ what, isGood: true, detail: 'may be read' });
		} catch (error) {
			// A refused key is refused everywhere: one question tells.
			if (!(error instanceof SourceProblem) || error.status !== 403) throw error;
			found.push({ what, isGood: false, detail: error.message });
		}
	}
	const proved = await proveZone(client, zone, signal);
	const detail = proved === null ? 'not known yet: there is no ticket' : `in ${proved}`;
	return [...found, { what: 'times', isGood: true, detail }];
}

/** What a key of LiveAgent may read, found out with the smallest questions there are. */
import { SourceProblem } from '../../http/problem.ts';
import type { Finding } from '../connector.ts';
import { CALLS, isWithout } from './calls.ts';
import type { LiveAgentClient } from './client.ts';
import { proveZone } from './zone.ts';

const isForbidden = ({ status }: SourceProblem): boolean => status === 403;

/** What is asked for, and what it is for. */
const QUESTIONS: readonly (readonly [path: string, what: string])[] = [
	['/tickets', 'tickets'],
	['/tickets/history', 'history of statuses, agents and departments'],
	['/agents', 'names of agents'],
	['/departments', 'names of departments'],
	['/tags', 'names of tags'],
	[CALLS, 'calls (for call_answer only)'],
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
			// A refused key is refused everywhere: one question tells. Calls are left out also where there are none.
			const isKnown = error instanceof SourceProblem && (path === CALLS ? isWithout : isForbidden)(error);
			if (!isKnown) throw error;
			found.push({ what, isGood: false, detail: error.message });
		}
	}
	const proved = await proveZone(client, zone, signal);
	const detail = proved === null ? 'not known yet: there is no ticket' : `in ${proved}`;
	return [...found, { what: 'times', isGood: true, detail }];
}

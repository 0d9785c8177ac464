/** Which issues are there no longer: deleted for good, or moved to where nobody looks. */
import type { KnownTicket, Missing } from '../sweep.ts';
import type { IssueName } from './records.ts';

const projectOf = (key: string): string => key.replace(/-\d+$/, '');

/**
 * Of the issues that were asked for, those that are no longer under their keys. Jira says of what may not be seen just
 * what it says of what is not there: only where the project may be seen is an issue taken for deleted.
 * @param found those that are there, under the keys that they have now
 */
export async function missingOf(
	asked: readonly KnownTicket[],
	found: readonly IssueName[],
	seesProject: (key: string) => Promise<boolean>,
): Promise<Missing[]> {
	const there = new Set(found.map(({ key }) => key));
	const nowCalled = new Map(found.map(({ id, key }) => [id, key]));
	const seen = new Map([...there].map((key) => [projectOf(key), true]));
	const missing: Missing[] = [];
	for (const ticket of asked) {
		if (there.has(ticket.reference)) continue;
		const into = nowCalled.get(ticket.id) ?? null;
		const project = projectOf(ticket.reference);
		if (into === null && !seen.has(project)) seen.set(project, await seesProject(project));
		if (into !== null || seen.get(project)) missing.push({ ...ticket, into });
	}
	return missing;
}

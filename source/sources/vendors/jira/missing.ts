/** Which issues are there no longer under their keys: deleted for good, or called otherwise now. */
import type { Recall } from '../connector.ts';
import type { Fate, KnownTicket, Missing } from '../sweep.ts';
import { type IssueName, type Project, SERVICE_DESK } from './records.ts';

const projectOf = (key: string): string => key.replace(/-\d+$/, '');

export interface Sight {
	/** The issues that are there, of those that were asked for, under the keys that they have now. */
	readonly found: readonly IssueName[];
	/** A project by its key, or one that it had; null where it may not be seen. */
	readonly project: (key: string) => Promise<Project | null>;
	/** The projects that are read; none: all of Service Management. */
	readonly projects: readonly string[];
	readonly recall: Recall;
}

/** What has become of issues that are not there under their keys; of whom nothing can be said, nothing is. */
export async function missingOf(asked: readonly KnownTicket[], sight: Sight): Promise<Missing[]> {
	const there = new Set(sight.found.map(({ key }) => key));
	const nowCalled = new Map(sight.found.map(({ id, key }) => [id, key]));
	const seen = new Map<string, Project | null>();
	const project = async (key: string): Promise<Project | null> => {
		const known = seen.get(key);
		if (known !== undefined) return known;
		const found = await sight.project(key);
		seen.set(key, found);
		return found;
	};
	const missing: Missing[] = [];
	for (const ticket of asked) {
		if (there.has(ticket.reference)) continue;
		const into = nowCalled.get(ticket.id) ?? null;
		const own = projectOf(ticket.reference);
		const fate = into === null ? await deleted(own, project) : await called(into, own, { ...sight, project });
		if (fate !== null) missing.push({ ticket, fate });
	}
	return missing;
}

/** Jira says of what may not be seen just what it says of what is not there: its project must be seen. */
const deleted = async (own: string, project: Sight['project']): Promise<Fate | null> =>
	(await project(own)) === null ? null : { type: 'deleted' };

/** One that is called otherwise now. @param own the key of the project that it was in */
async function called(into: string, own: string, { project, projects, recall }: Sight): Promise<Fate | null> {
	if (((await recall([into])).get(into)?.length ?? 0) > 0) return { type: 'moved', into };
	const there = projectOf(into);
	const isRenamed = (await project(own))?.key === there;
	const isRead =
		projects.length > 0 ? projects.includes(there) : (await project(there))?.projectTypeKey === SERVICE_DESK;
	// Where it is read, it is told of when it changes.
	return isRenamed || isRead ? null : { type: 'merged', into };
}

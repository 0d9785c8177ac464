/** The names of Zendesk's people, groups and organizations: those that came with tickets, and those asked for. */
import type * as v from 'valibot';
import { readRecords } from '../../http/records.ts';
import type { ZendeskClient } from './client.ts';
import { AGENT_ROLES, GROUP, type Names, ORGANIZATION, type Person, USER } from './records.ts';

/** So many ids fit into one question. */
const AT_ONCE = 100;
/** So many are remembered. */
const MOST = 50_000;

type Row = v.GenericSchema<unknown, unknown>;

export class NameBook implements Names {
	readonly users = new Map<string, Person>();
	readonly groups = new Map<string, string>();
	readonly organizations = new Map<string, string>();
	private knowsGroups = false;

	constructor(private readonly client: ZendeskClient) {}

	/** Takes what came beside tickets. */
	take(rows: {
		users?: readonly unknown[];
		groups?: readonly unknown[];
		organizations?: readonly unknown[];
	}): void {
		for (const book of [this.users, this.organizations]) if (book.size > MOST) book.clear();
		for (const user of read(rows.users, USER, 'user')) {
			const name = user.name ?? user.email ?? user.id;
			this.users.set(user.id, { name, isAgent: AGENT_ROLES.has(user.role ?? '') });
		}
		for (const { id, name } of read(rows.groups, GROUP, 'group')) this.groups.set(id, name ?? id);
		for (const { id, name } of read(rows.organizations, ORGANIZATION, 'organization')) {
			this.organizations.set(id, name ?? id);
		}
	}

	/** Asks for the people, and once for the groups, that are not known. */
	async find(people: Iterable<string>, signal: AbortSignal): Promise<void> {
		if (!this.knowsGroups) this.take({ groups: await this.client.groups(signal) });
		this.knowsGroups = true;
		const unknown = [...people].filter((id) => !this.users.has(id));
		for (let start = 0; start < unknown.length; start += AT_ONCE) {
			const ids = unknown.slice(start, start + AT_ONCE);
			this.take({ users: await this.client.named('users', ids, signal) });
			// Whoever is gone by now is asked for once.
			for (const id of ids) if (!this.users.has(id)) this.users.set(id, { name: id, isAgent: false });
		}
	}

	/** The same for organizations. */
	async findOrganizations(wanted: Iterable<string>, signal: AbortSignal): Promise<void> {
		const unknown = [...wanted].filter((id) => !this.organizations.has(id));
		for (let start = 0; start < unknown.length; start += AT_ONCE) {
			const ids = unknown.slice(start, start + AT_ONCE);
			this.take({ organizations: await this.client.named('organizations', ids, signal) });
			for (const id of ids) if (!this.organizations.has(id)) this.organizations.set(id, id);
		}
	}
}

/** A name that cannot be read is shown as its id: no reason to refuse a ticket. */
function read<Schema extends Row>(
	rows: readonly unknown[] | undefined,
	schema: Schema,
	what: string,
): readonly v.InferOutput<Schema>[] {
	return readRecords(rows ?? [], schema, what, 'id').records;
}

import type { Answer, Asked } from './loopback.ts';
import { AGENTS, CUSTOMER, type Row, StoryDesk, type StoryMessage, type StoryTicket } from './story-desk.ts';

/** `2026-11-24T09:00:00.000+0000` */
const jiraTime = (at: number): string => new Date(at).toISOString().replace('Z', '+0000');

const STATUSES: Readonly<Record<string, readonly [name: string, category: string]>> = {
	open: ['Waiting for support', 'indeterminate'],
	answered: ['Waiting for customer', 'indeterminate'],
	on_hold: ['Pending', 'indeterminate'],
	resolved: ['Done', 'done'],
	closed: ['Closed', 'done'],
};
const nameOf = (status: string | null): string => STATUSES[status ?? '']?.[0] ?? String(status);

const REPORTER = {
	accountId: `c${CUSTOMER.id}`,
	accountType: 'customer',
	displayName: CUSTOMER.name,
	emailAddress: CUSTOMER.email,
};
const agentOf = (name: string): Row => ({
	accountId: `a${AGENTS[name]}`,
	accountType: 'atlassian',
	displayName: name,
});

/** A Jira Service Management behind its REST API, on the loopback. */
export class JiraStoryDesk extends StoryDesk {
	readonly kind = 'jira';
	override readonly user = 'ops@desk.example';
	/** The zone of whoever asks, and how far its clocks are ahead of UTC. */
	zone = 'UTC';
	offsetMs = 0;

	/** The keys of issues that were moved to other projects, and when, one after another. */
	readonly moved = new Map<number, readonly { readonly key: string; readonly at: number }[]>();
	/** The key of its project, which had another. */
	project = 'SUP';
	/** Projects that are none of Service Management. */
	readonly others = new Set<string>();
	/** Projects that whoever asks may not see. */
	readonly hidden = new Set<string>();

	static open(): Promise<JiraStoryDesk> {
		return StoryDesk.serve((server) => new JiraStoryDesk(server));
	}

	override reference(id: number): string {
		return this.moved.get(id)?.at(-1)?.key ?? `${this.project}-${id}`;
	}

	/** Moves an issue to another project, under a key of that. */
	move(id: number, time: string, key: string): void {
		const at = Date.parse(time);
		this.moved.set(id, [...(this.moved.get(id) ?? []), { key, at }]);
		this.ticket(id).updatedAt = at;
	}

	answer({ path, query, headers, body }: Asked): Answer {
		const wanted = `Basic ${Buffer.from(`${this.user}:${this.key}`).toString('base64')}`;
		if (headers.authorization !== wanted) {
			return { status: 401, body: { errorMessages: ['You are not authenticated.'], errors: {} } };
		}
		const rest = path.replace('/rest/api/3', '');
		const [, id = '', part = ''] = /^\/issue\/\w+-(\d+)\/(changelog|comment)$/.exec(rest) ?? [];
		if (part === 'changelog') return this.#changelog(this.ticket(Number(id)), query);
		if (part === 'comment') return this.#comments(this.ticket(Number(id)), query);
		const [, project] = /^\/project\/(\w+)$/.exec(rest) ?? [];
		if (project !== undefined && !this.hidden.has(project)) {
			const key = project === 'SUP' ? this.project : project;
			return { body: { id: '1', key, projectTypeKey: this.others.has(key) ? 'software' : 'service_desk' } };
		}
		switch (rest) {
			case '/issue/bulkfetch':
				return { body: this.#fetched(JSON.parse(body).issueIdsOrKeys) };
			case '/search/jql':
				return this.#search(query);
			case '/myself':
				return { body: { displayName: 'Bor Zupan', timeZone: this.zone } };
			case '/status':
				return {
					body: Object.values(STATUSES).map(([name, key], place) => ({
						id: String(place),
						name,
						statusCategory: { id: 4, key },
					})),
				};
			case '/field':
				return {
					body: [
						{ id: 'summary', schema: { type: 'string' } },
						{
							id: 'customfield_10002',
							schema: { type: 'array', custom: 'com.atlassian.servicedesk:sd-customer-organizations' },
						},
					],
				};
			default:
				return { status: 404, body: { errorMessages: ['null for uri'] } };
		}
	}

	/** Those of some keys that are there, and may be seen; also by keys that they had. */
	#fetched(keys: readonly string[]): Row {
		const issues = this.tickets
			.filter(({ id }) => {
				const had = [`SUP-${id}`, this.reference(id), ...(this.moved.get(id) ?? []).map(({ key }) => key)];
				return (
					had.some((key) => keys.includes(key)) && !this.hidden.has(this.reference(id).split('-')[0] ?? '')
				);
			})
			.map(({ id }) => ({ id: String(10_000 + id), key: this.reference(id), fields: {} }));
		return { issues, issueErrors: [] };
	}

	/** JQL's times have no seconds, and are read in the zone of whoever asks. */
	#search(query: URLSearchParams): Answer {
		const jql = query.get('jql') ?? '';
		const [, wall = ''] = /updated >= "([^"]+)"/.exec(jql) ?? [];
		const fromAt = Date.parse(`${wall.replace(' ', 'T')}:00Z`) - this.offsetMs;
		const isOpen = ({ status }: StoryTicket): boolean => STATUSES[status]?.[1] !== 'done';
		const all = this.changedSince(fromAt).filter((ticket) => !jql.includes('!= Done') || isOpen(ticket));
		const start = Number(query.get('nextPageToken') ?? 0);
		const end = start + Math.min(this.page, Number(query.get('maxResults')));
		const isLast = end >= all.length;
		return {
			body: {
				issues: this.mangle(
					all.slice(start, end).map((ticket) => this.#issue(ticket)),
					'issues',
				),
				...(isLast ? {} : { nextPageToken: String(end) }),
				isLast,
			},
		};
	}

	#issue({ id, createdAt, updatedAt, byAgent, subject, status, agent, department }: StoryTicket): Row {
		const [name, key] = STATUSES[status] ?? ['', ''];
		return {
			id: String(10_000 + id),
			key: this.reference(id),
			fields: {
				summary: subject,
				status: { name, statusCategory: { key } },
				assignee: agent === null ? null : agentOf(agent),
				reporter: REPORTER,
				creator: byAgent ? agentOf('Bor Zupan') : REPORTER,
				priority: { name: 'Medium' },
				project: { key: 'SUP', name: department },
				components: [],
				labels: [],
				customfield_10002: [{ id: '3', name: 'Acme' }],
				created: jiraTime(createdAt),
				updated: jiraTime(updatedAt),
			},
		};
	}

	#changelog({ id: issue, changes }: StoryTicket, query: URLSearchParams): Answer {
		const rows = changes.map(({ id, at, field, from, to }): Row => {
			const name = field === 'status' ? nameOf : (value: string | null) => value;
			return {
				id: String(id),
				author: agentOf('Ana Kos'),
				created: jiraTime(at),
				items: [
					{
						field: field === 'agent' ? 'assignee' : field,
						from: '1',
						fromString: name(from),
						to: '2',
						toString: name(to),
					},
				],
			};
		});
		let before = `SUP-${issue}`;
		for (const [place, { key, at }] of (this.moved.get(issue) ?? []).entries()) {
			const items = [
				{ field: 'project', from: '1', fromString: 'Support', to: '2', toString: 'Operations' },
				{ field: 'Key', from: null, fromString: before, to: null, toString: key },
			];
			rows.push({ id: `9${issue}${place}`, author: agentOf('Ana Kos'), created: jiraTime(at), items });
			before = key;
		}
		const start = Number(query.get('startAt'));
		const end = start + Math.min(this.page, Number(query.get('maxResults')));
		const values = this.mangle(rows.slice(start, end), 'changelog');
		return { body: { values, startAt: start, total: rows.length, isLast: end >= rows.length } };
	}

	#comments(ticket: StoryTicket, query: URLSearchParams): Answer {
		const rows = this.messagesOf(ticket).map(
			({ id, at, by, isPublic }: StoryMessage): Row => ({
				id: String(id),
				author: by === 'customer' ? REPORTER : agentOf('Ana Kos'),
				body: { type: 'doc', content: ['the words of people'] },
				created: jiraTime(at),
				jsdPublic: isPublic,
			}),
		);
		const start = Number(query.get('startAt'));
		const end = start + Math.min(this.page, Number(query.get('maxResults')));
		const comments = this.mangle(rows.slice(start, end), 'comment');
		return { body: { comments, startAt: start, total: rows.length } };
	}
}

/**
 * Jira Service Management (Cloud), issue by issue: a question in JQL tells which have changed; of each the changelog
 * and the comments tell the whole story, two calls an issue.
 */

import { isValidZone } from '../../../sla/calendar/zone.ts';
import { HOUR_MS, MINUTE_MS } from '../../../sla/duration.ts';
import type { TicketEvent } from '../../../sla/event.ts';
import type { Status } from '../../../sla/ticket.ts';
import { SourceProblem } from '../../http/problem.ts';
import { together } from '../../http/records.ts';
import type { Access, Connector, Finding, Recall } from '../connector.ts';
import { type ChangedPage, inOrderOfChange } from '../in-order-of-change.ts';
import type { Deletions } from '../sweep.ts';
import { TicketConnector, type TicketDesk, type TicketKey, type Told } from '../ticket-connector.ts';
import { wallMinute } from '../wall-time.ts';
import { JiraClient } from './client.ts';
import { issueEvents } from './events.ts';
import { missingOf } from './missing.ts';
import { formerKeys, movedEvents } from './moves.ts';
import { CATEGORY, type Issue, STATUS } from './records.ts';

/** What statuses mean is read anew so often. */
const STATUSES_MS = 15 * MINUTE_MS;

type Pages = AsyncGenerator<ChangedPage<Issue>, void, undefined>;

class JiraDesk implements TicketDesk<Issue> {
	private readonly client: JiraClient;
	/** The zone that times in its questions are read in: the one of whoever asks. */
	private zone = 'UTC';
	private categories: ReadonlyMap<string, string> = new Map();
	private organizationsField: string | null = null;
	private preparedAt = Number.NEGATIVE_INFINITY;

	constructor(private readonly access: Access) {
		this.client = new JiraClient(access);
	}

	get skewMs(): number | null {
		return this.client.http.skewMs;
	}

	async prepare(signal: AbortSignal): Promise<void> {
		const nowAt = this.access.clock.now();
		if (nowAt < this.preparedAt + STATUSES_MS) return;
		this.zone = this.zoneOf((await this.client.myself(signal)).timeZone);
		this.categories = await this.client.categories(signal);
		this.organizationsField = await this.client.organizationsField(signal);
		this.preparedAt = nowAt;
	}

	unsolved(fromAt: number, signal: AbortSignal): Pages {
		return this.pages('statusCategory != Done AND ', fromAt, signal);
	}

	changed(fromAt: number, signal: AbortSignal): Pages {
		return this.pages('', fromAt, signal);
	}

	keyOf({ key, id, fields }: Issue): TicketKey {
		return { reference: key, id, changedAt: fields.updated };
	}

	async story(
		issue: Issue,
		known: readonly TicketEvent[],
		signal: AbortSignal,
		recall: Recall,
	): Promise<Told> {
		const changes = await this.client.changes(issue.key, signal);
		const comments = await this.client.comments(issue.key, signal);
		const { organizationsField } = this;
		const former = await recall(formerKeys(issue, changes.records));
		const story = { issue, changes: changes.records, comments: comments.records, organizationsField };
		return {
			events: [
				...movedEvents(issue, changes.records, (key) =>
					key === issue.key ? known : (former.get(key) ?? []),
				),
				...issueEvents(story, known, (name) => this.statusOf(name), this.access.settings.url),
			],
			...together(changes, comments),
		};
	}

	readonly deletions: Deletions<Issue> = {
		missing: async (tickets, signal, recall) => {
			const keys = tickets.map(({ reference }) => reference);
			const found = await this.client.fetched(keys, signal);
			if (found === null) return [];
			const { projects } = this.access.settings;
			return missingOf(tickets, {
				found,
				project: (key) => this.client.project(key, signal),
				projects,
				recall,
			});
		},
		statusNow: ({ fields }) => this.statusOf(fields.status.name),
	};

	/** @throws {SourceProblem} where this machine does not know it, and none is set up */
	private zoneOf(told: string | null): string {
		const zone = told !== null && isValidZone(told) ? told : this.access.settings.zone;
		if (zone === null && told !== null) {
			throw new SourceProblem(
				`the time zone of its account, "${told}", is not known here: name one with slatop source change NAME --timezone ZONE`,
				'setup',
			);
		}
		return zone ?? 'UTC';
	}

	async test(signal: AbortSignal): Promise<readonly Finding[]> {
		const { displayName, emailAddress } = await this.client.myself(signal);
		await this.prepare(signal);
		const since = this.access.clock.now() - this.access.settings.overlapMs;
		const { records } = await this.client.found(this.question('', since), [], null, signal);
		return [
			{ what: 'who we are', isGood: true, detail: displayName ?? emailAddress ?? 'nobody that is known' },
			{ what: 'times', isGood: true, detail: `asked for in ${this.zone}` },
			{
				what: `issues of ${this.scope}`,
				isGood: true,
				detail: `may be read; ${records.length} changed of late`,
			},
		];
	}

	/** Which issues it is about. */
	private get scope(): string {
		const { projects } = this.access.settings;
		if (projects.length === 0) return 'projectType = service_desk';
		return `project in (${projects.map((name) => JSON.stringify(name)).join(', ')})`;
	}

	private question(condition: string, at: number): string {
		// A time that clocks show again an hour later may be taken for the later one: what comes before it may not.
		const isShownAgain = wallMinute(at + HOUR_MS, this.zone) === wallMinute(at, this.zone);
		const wall = wallMinute(isShownAgain ? at - HOUR_MS : at, this.zone);
		return `${this.scope} AND ${condition}updated >= "${wall}" ORDER BY updated ASC`;
	}

	private pages(condition: string, fromAt: number, signal: AbortSignal): Pages {
		const more = this.organizationsField === null ? [] : [this.organizationsField];
		return inOrderOfChange<Issue>(fromAt, {
			// JQL knows no seconds.
			stepMs: MINUTE_MS,
			changedAt: ({ fields }) => fields.updated,
			ask: (at, place) => this.client.found(this.question(condition, at), more, place, signal),
		});
	}

	private statusOf(name: string): Status {
		const category = this.categories.get(name) ?? '';
		return STATUS[name.toLowerCase()] ?? CATEGORY[category] ?? 'open';
	}
}

export const jiraConnector = (access: Access): Connector =>
	new TicketConnector(new JiraDesk(access), access.settings.overlapMs);

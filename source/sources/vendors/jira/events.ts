/** Jira's changes and comments in the form of a story. */
import * as v from 'valibot';
import type { Actor, FieldChanges, TicketEvent } from '../../../sla/event.ts';
import type { Priority, Status } from '../../../sla/ticket.ts';
import { nameKey } from '../../csv/names.ts';
import { PRIORITY_MEANINGS } from '../../csv/words.ts';
import type { SourceEvent } from '../connector.ts';
import { createdOf } from '../known.ts';
import { type Change, type Message, type Story, storyEvents } from '../story.ts';
import {
	APP_ACCOUNT,
	type ChangedField,
	type Comment,
	CUSTOMER_ACCOUNT,
	type Issue,
	type IssueChange,
	NAMES,
	type Person,
} from './records.ts';

/** What is at hand of one issue. */
export interface JiraStory {
	readonly issue: Issue;
	readonly changes: readonly IssueChange[];
	readonly comments: readonly Comment[];
	/** The field that holds its organizations. */
	readonly organizationsField: string | null;
}

export type StatusOf = (name: string) => Status;

const priorityOf = (name: string | null): Priority => PRIORITY_MEANINGS.get(nameKey(name ?? '')) ?? 'normal';

/** What a field's new value does; of a field that is not here, the record tells. */
const FIELDS: Readonly<Record<string, (to: string | null, statusOf: StatusOf) => Omit<Change, 'id' | 'at'>>> =
	{
		status: (to, statusOf) => ({ fields: {}, status: statusOf(to ?? '') }),
		assignee: (to) => ({ fields: {}, agent: to }),
		priority: (to) => ({ fields: { priority: priorityOf(to) } }),
	};

const changesOf = (changes: readonly IssueChange[], statusOf: StatusOf): Change[] =>
	changes.flatMap(({ id, created: at, items }) =>
		items.flatMap(({ field, to }) => {
			const what = FIELDS[field]?.(to, statusOf);
			return what ? [{ id: `${id}-${field}`, at, ...what }] : [];
		}),
	);

/** How a field stood at first: as its first change says, or as it is now where there was none. */
function firstOf(changes: readonly IssueChange[], field: string, now: string | null): string | null {
	const items = changes.flatMap((change): readonly ChangedField[] => change.items);
	const item = items.find((candidate) => candidate.field === field);
	return item ? item.from : now;
}

const nameOf = (person: Person): string | null => person?.displayName ?? person?.accountId ?? null;

/** Whoever reported it is its customer, and whoever has an account of the portal alone. */
function actorOf(author: Person, reporter: Person): Actor {
	if (author?.accountType === APP_ACCOUNT) return 'bot';
	const isReporter = reporter !== null && author?.accountId === reporter.accountId;
	return isReporter || author?.accountType === CUSTOMER_ACCOUNT ? 'customer' : 'agent';
}

/** An issue's key changes where it is moved, or its project's does: what it tells under each has ids of its own. */
const underKey = (key: string, { record, messages, changes }: Story): Story => {
	const own = <T extends { readonly id: string }>(what: T): T => ({ ...what, id: `${key}:${what.id}` });
	return { record: own(record), messages: messages.map(own), changes: changes.map(own) };
};

export function issueEvents(
	{ issue, changes, comments, organizationsField }: JiraStory,
	known: readonly TicketEvent[],
	statusOf: StatusOf,
	host: string,
): SourceEvent[] {
	const { key, fields } = issue;
	const { reporter, creator } = fields;
	const inOrder = changes.toSorted((a, b) => a.created - b.created);
	const organizations = v.safeParse(
		NAMES,
		organizationsField === null ? [] : (fields[organizationsField] ?? []),
	);
	const first: FieldChanges & { status: Status } = {
		status: statusOf(firstOf(inOrder, 'status', fields.status.name) ?? ''),
		priority: priorityOf(firstOf(inOrder, 'priority', fields.priority?.name ?? null)),
		agent: firstOf(inOrder, 'assignee', nameOf(fields.assignee)),
	};
	const record = {
		ticket: key,
		id: issue.id,
		createdAt: fields.created,
		changedAt: fields.updated,
		byAgent: creator !== null && actorOf(creator, reporter) === 'agent',
		shown: {
			subject: fields.summary,
			requester: nameOf(reporter),
			organization: organizations.success ? (organizations.output[0]?.name ?? null) : null,
			department: fields.components[0]?.name ?? fields.project?.name ?? null,
			tags: fields.labels,
			url: `${host}/browse/${encodeURIComponent(key)}`,
		},
		first,
	};
	const messages = comments.map(
		({ id, author, created: at, jsdPublic: isPublic }): Message => ({
			id,
			at,
			actor: actorOf(author, reporter),
			isPublic,
		}),
	);
	const told = { record, messages, changes: changesOf(inOrder, statusOf) };
	// Older versions gave ids without the key to one that was never moved: it goes on so.
	const isPlain = createdOf(known)?.id === `t:${issue.id}`;
	return storyEvents(isPlain ? told : underKey(key, told), known);
}

/** Jira's records (Cloud, REST API 3, and Jira Service Management's) as far as they are read, and its words. */
import * as v from 'valibot';
import { parseInstant } from '../../../sla/instant.ts';
import type { Status } from '../../../sla/ticket.ts';
import { id, instantBy, listOf, textOrNone } from '../schemas.ts';

/** What statuses are called in the workflows that come with it; any other goes by its category. */
export const STATUS: Readonly<Record<string, Status>> = {
	'waiting for support': 'open',
	escalated: 'open',
	reopened: 'open',
	'waiting for customer': 'answered',
	pending: 'on_hold',
	'waiting for approval': 'on_hold',
	'waiting for third party': 'on_hold',
	canceled: 'deleted',
	cancelled: 'deleted',
	closed: 'closed',
};
export const CATEGORY: Readonly<Record<string, Status>> = {
	new: 'new',
	indeterminate: 'open',
	done: 'resolved',
};

/** The field that holds a request's organizations, by the kind of its schema. */
export const ORGANIZATIONS = 'com.atlassian.servicedesk:sd-customer-organizations';

/** Portal-only customers, and what programs write as. */
export const CUSTOMER_ACCOUNT = 'customer';
export const APP_ACCOUNT = 'app';

/** Jira's times have offsets without a colon: `2026-11-20T15:30:00.000+0000`. */
const readInstant = (text: string): number | undefined =>
	parseInstant(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
const at = instantBy(readInstant, 'a time like 2026-11-20T15:30:00.000+0000');

const named = v.nullish(v.object({ name: textOrNone }), null);
const person = v.nullish(
	v.object({ accountId: textOrNone, displayName: textOrNone, accountType: textOrNone }),
	null,
);
export type Person = v.InferOutput<typeof person>;

export const ISSUE = v.object({
	id,
	key: id,
	fields: v.looseObject({
		summary: textOrNone,
		status: v.object({ name: v.string('must be the name of a status') }),
		assignee: person,
		reporter: person,
		creator: person,
		priority: named,
		project: named,
		components: listOf(v.object({ name: textOrNone })),
		labels: listOf(v.string()),
		created: at,
		updated: at,
	}),
});
export type Issue = v.InferOutput<typeof ISSUE>;

/** An issue, as far as who it is. */
export const ISSUE_NAME = v.object({ id, key: id });
export type IssueName = v.InferOutput<typeof ISSUE_NAME>;

/** The type of the projects of Service Management. */
export const SERVICE_DESK = 'service_desk';
export const PROJECT = v.object({ key: id, projectTypeKey: textOrNone });
export type Project = v.InferOutput<typeof PROJECT>;

export const NAMES = v.array(v.object({ name: textOrNone }));

export const COMMENT = v.object({
	id,
	author: person,
	created: at,
	jsdPublic: v.optional(v.boolean(), true),
});
export type Comment = v.InferOutput<typeof COMMENT>;

/** One field of a change; read by its entries, as one of its keys (`toString`) is a method of every object. */
const ITEM = v.pipe(
	v.record(v.string(), v.unknown()),
	v.transform((raw) => {
		const entries = new Map(Object.entries(raw));
		const text = (key: string): string | null => {
			const value = entries.get(key);
			return value === undefined || value === null || value === '' ? null : String(value);
		};
		return { field: text('field') ?? '', from: text('fromString'), to: text('toString') };
	}),
);
export type ChangedField = v.InferOutput<typeof ITEM>;

export const CHANGE = v.object({ id, created: at, items: listOf(ITEM) });
export type IssueChange = v.InferOutput<typeof CHANGE>;

export const STATUS_RECORD = v.object({
	name: v.string('must be a name'),
	statusCategory: v.nullish(v.object({ key: textOrNone }), null),
});
export const FIELD = v.object({
	id,
	schema: v.nullish(v.object({ custom: textOrNone }), null),
});
export const MYSELF = v.object({ displayName: textOrNone, emailAddress: textOrNone, timeZone: textOrNone });

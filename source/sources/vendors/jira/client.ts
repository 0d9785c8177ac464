/** Jira's API: how its lists are asked for. */
import * as v from 'valibot';
import { HttpClient, type Query } from '../../http/client.ts';
import { SourceProblem } from '../../http/problem.ts';
import { type ReadRecords, readEnvelope, readRecords } from '../../http/records.ts';
import type { Access } from '../connector.ts';
import type { AskedPage } from '../in-order-of-change.ts';
import {
	CHANGE,
	COMMENT,
	type Comment,
	FIELD,
	ISSUE,
	ISSUE_NAME,
	type Issue,
	type IssueChange,
	type IssueName,
	MYSELF,
	ORGANIZATIONS,
	PROJECT,
	type Project,
	STATUS_RECORD,
} from './records.ts';

/** Its limits go by what a question costs, and it says when they are met. */
const PER_MINUTE = 300;
const PER_PAGE = 100;
const LIST = v.array(v.unknown(), 'must be a list');
const FOUND = v.object({
	issues: LIST,
	nextPageToken: v.nullish(v.string(), null),
	isLast: v.optional(v.boolean(), false),
});
const FETCHED = v.object({ issues: LIST, issueErrors: v.nullish(LIST, []) });
const CHANGES = v.object({ values: LIST, isLast: v.optional(v.boolean(), false) });
const COMMENTS = v.object({ comments: LIST, total: v.optional(v.number()) });
const FIELDS = [
	'summary',
	'status',
	'assignee',
	'reporter',
	'creator',
	'priority',
	'project',
	'components',
	'labels',
	'created',
	'updated',
];

export class JiraClient {
	readonly http: HttpClient;

	constructor({ settings, key, clock }: Access) {
		const basic = Buffer.from(`${settings.user ?? ''}:${key.value}`).toString('base64');
		this.http = new HttpClient({
			base: `${settings.url}/rest/api/3`,
			headers: { authorization: `Basic ${basic}` },
			secrets: [key.value, basic],
			keyFrom: key.from,
			perMinute: settings.perMinute ?? PER_MINUTE,
			clock,
		});
	}

	/** Issues that a question in JQL finds. */
	async found(
		jql: string,
		more: readonly string[],
		place: string | null,
		signal: AbortSignal,
	): Promise<AskedPage<Issue>> {
		const path = '/search/jql';
		const query: Query = {
			jql,
			fields: [...FIELDS, ...more].join(','),
			maxResults: PER_PAGE,
			nextPageToken: place ?? undefined,
		};
		const page = readEnvelope((await this.http.get(path, { query, signal })).json, FOUND, path);
		return {
			...readRecords(page.issues, ISSUE, 'issue', 'key'),
			next: page.isLast ? null : page.nextPageToken,
		};
	}

	/**
	 * Issues by their keys, those that were moved too, under the keys that they have now. Whatever is not there, or may
	 * not be seen, is left out.
	 * @returns null where it could not tell of some: nothing can be concluded then
	 */
	async fetched(keys: readonly string[], signal: AbortSignal): Promise<readonly IssueName[] | null> {
		const path = '/issue/bulkfetch';
		const body = { issueIdsOrKeys: keys, fields: ['project'] };
		const { issues, issueErrors } = readEnvelope(
			(await this.http.get(path, { body, signal })).json,
			FETCHED,
			path,
		);
		const { records, refused } = readRecords(issues, ISSUE_NAME, 'issue', 'key');
		return issueErrors.length + refused.length > 0 ? null : records;
	}

	/** A project, by its key or one that it had; null where there is none, or none that may be seen. */
	async project(key: string, signal: AbortSignal): Promise<Project | null> {
		const path = `/project/${encodeURIComponent(key)}`;
		try {
			return readEnvelope((await this.http.get(path, { signal })).json, PROJECT, path);
		} catch (error) {
			if (error instanceof SourceProblem && (error.status === 404 || error.status === 403)) return null;
			throw error;
		}
	}

	/** All changes of an issue, in the order of time. */
	async changes(issue: string, signal: AbortSignal): Promise<ReadRecords<IssueChange>> {
		const path = `/issue/${encodeURIComponent(issue)}/changelog`;
		const rows = await this.all(path, {}, signal, (json) => {
			const { values, isLast } = readEnvelope(json, CHANGES, path);
			return { rows: values, isLast };
		});
		return readRecords(rows, CHANGE, 'change', 'id');
	}

	/** All comments on an issue. */
	async comments(issue: string, signal: AbortSignal): Promise<ReadRecords<Comment>> {
		const path = `/issue/${encodeURIComponent(issue)}/comment`;
		let count = 0;
		const rows = await this.all(path, { orderBy: 'created' }, signal, (json) => {
			const { comments, total = 0 } = readEnvelope(json, COMMENTS, path);
			count += comments.length;
			return { rows: comments, isLast: count >= total };
		});
		return readRecords(rows, COMMENT, 'comment', 'id');
	}

	/** The category of each status, by its name. */
	async categories(signal: AbortSignal): Promise<ReadonlyMap<string, string>> {
		const rows = await this.list('/status', signal);
		const { records } = readRecords(rows, STATUS_RECORD, 'status', 'id');
		return new Map(records.map(({ name, statusCategory }) => [name, statusCategory?.key ?? '']));
	}

	/** The field that holds organizations; null where there is none. */
	async organizationsField(signal: AbortSignal): Promise<string | null> {
		const { records } = readRecords(await this.list('/field', signal), FIELD, 'field', 'id');
		return records.find(({ schema }) => schema?.custom === ORGANIZATIONS)?.id ?? null;
	}

	async myself(signal: AbortSignal): Promise<v.InferOutput<typeof MYSELF>> {
		const path = '/myself';
		return readEnvelope((await this.http.get(path, { signal })).json, MYSELF, path);
	}

	/** The rows of a list whose pages begin at a number. */
	private async all(
		path: string,
		query: Query,
		signal: AbortSignal,
		read: (json: unknown) => { readonly rows: readonly unknown[]; readonly isLast: boolean },
	): Promise<readonly unknown[]> {
		const all: unknown[] = [];
		for (;;) {
			const paged: Query = { ...query, startAt: all.length, maxResults: PER_PAGE };
			const { rows, isLast } = read((await this.http.get(path, { query: paged, signal })).json);
			all.push(...rows);
			if (isLast || rows.length === 0) return all;
		}
	}

	private async list(path: string, signal: AbortSignal): Promise<readonly unknown[]> {
		return readEnvelope((await this.http.get(path, { signal })).json, LIST, path);
	}
}

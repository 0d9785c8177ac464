/** The formats there are, by what is written; the first is the default. What commands take and what their help says is this. */

/** Of lists. */
export const FORMATS = ['table', 'json', 'ndjson', 'csv', 'markdown'] as const;
export type Format = (typeof FORMATS)[number];

/** Of a list that goes on. */
export const FOLLOWED_FORMATS = ['table', 'ndjson', 'csv'] as const;
export type FollowedFormat = (typeof FOLLOWED_FORMATS)[number];

/** Of reports: those of lists, and a page for browsers and paper. */
export const REPORT_FORMATS = [...FORMATS, 'html'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

export const STATEMENT_FORMATS = REPORT_FORMATS;
export type StatementFormat = (typeof STATEMENT_FORMATS)[number];

/** Of timers that were replayed. */
export const REPLAY_FORMATS = ['ndjson', 'table'] as const;

export const WHAT_IF_FORMATS = ['table', 'json', 'ndjson'] as const;

/** `table, json or csv` */
const namesOf = (formats: readonly string[]): string =>
	`${formats.slice(0, -1).join(', ')} or ${formats.at(-1)}`;

/** `table (default), json or csv` */
export const formatHelp = ([first, ...others]: readonly string[]): string =>
	namesOf([`${first} (default)`, ...others]);

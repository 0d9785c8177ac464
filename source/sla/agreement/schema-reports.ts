/** The shape of an agreement's scheduled `reports`. */
import * as v from 'valibot';
import { AXES, REPORT_SPANS, SCHEDULED_FORMATS } from '../scheduled-report.ts';
import { timeout, webhookKeys } from './schema-alerts.ts';
import { name, named, oneOrMore, shape, textLike } from './schema-parts.ts';

const oneOf = <const T extends readonly string[]>(choices: T) =>
	v.picklist(choices, ({ received }) => `expected one of ${choices.join(', ')}, not ${received}`);

const axes = v.lazy((input) =>
	Array.isArray(input)
		? v.array(oneOf(AXES))
		: v.pipe(
				oneOf(AXES),
				v.transform((axis) => [axis]),
			),
);

const report = shape(
	{
		cron: v.string('expected a cron expression like "0 8 * * 1"'),
		timezone: v.optional(name),
		period: oneOf(REPORT_SPANS),
		by: v.optional(axes, ['level']),
		department: v.optional(oneOrMore, []),
		level: v.optional(oneOrMore, []),
		agent: v.optional(oneOrMore, []),
		metric: v.optional(oneOrMore, []),
		organization: v.optional(oneOrMore, []),
		format: v.optional(oneOf(SCHEDULED_FORMATS)),
		folder: v.optional(textLike('a whole path like "/srv/reports"', (text) => text.startsWith('/'))),
		...webhookKeys,
		timeout: v.optional(timeout),
	},
	'expected a report: cron, period, and folder or webhook',
);
export type RawReport = v.InferOutput<typeof report>;
export const reports = named(report, 'expected reports by name');

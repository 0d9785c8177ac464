import { describe, expect, it } from 'vitest';
import { parseAgreement } from '../../../source/sla/agreement/parse.ts';

const HEAD = `version: 1
levels: { gold: { targets: { first_answer: 1h } } }
`;
const read = (report: string) => parseAgreement(`${HEAD}reports: { ${report} }\n`, () => Promise.reject());

describe('a mistake in a scheduled report', () => {
	it.each([
		['r: { cron: "0 0 30 2 *", period: today, folder: /x }', '3:23 it never fires: there is no such day'],
		['r: { cron: "0 8 * *", period: today, folder: /x }', '3:23 not a cron expression like "0 8 * * 1"'],
		['r: { cron: "0 8 * * 1", folder: /x }', '3:15 "period" is missing'],
		['r: { cron: "0 8 * * 1", period: last_year, folder: /x }', '3:44 expected one of today, yesterday'],
		['r: { cron: "0 8 * * 1", period: today }', '3:15 a report needs a place to go: folder, webhook'],
		['r: { cron: "0 8 * * 1", period: today, folder: reports }', '3:59 expected a whole path like'],
		[
			'r: { cron: "0 8 * * 1", period: today, folder: /x, template: slack }',
			'3:63 "template" is of a webhook',
		],
		[
			'r: { cron: "0 8 * * 1", period: today, webhook: "http://x.example" }',
			'3:60 expected an https address',
		],
		[
			'r: { cron: "0 8 * * 1", period: today, webhook: "https://x", template: slack, format: csv }',
			'3:90 "format" is not of template: slack',
		],
		['r: { cron: "0 8 * * 1", period: today, folder: /x, by: [team] }', '3:68 expected one of department'],
		['r: { cron: "0 8 * * 1", period: today, folder: /x, level: silver }', 'no level "silver"'],
		[
			'r: { cron: "0 8 * * 1", period: today, folder: /x, format: pdf }',
			'3:71 expected one of markdown, csv',
		],
		['"../r": { cron: "0 8 * * 1", period: today, folder: /x }', '3:12 expected a name of letters'],
		['r: { cron: "0 8 * * 1", timezone: Mars, period: today, folder: /x }', '3:46 unknown time zone "Mars"'],
	])('is told with its line and column: %s', async (report, words) => {
		const { problems = [] } = await read(report);
		expect(problems.map(({ line, column, message }) => `${line}:${column} ${message}`).join('\n')).toContain(
			words,
		);
	});
});

describe('a scheduled report', () => {
	it('is by level, as Markdown, in the zone of the agreement, where it says nothing else', async () => {
		const { agreement } = await read(
			'weekly: { cron: "0 8 * * 1", period: last_week, folder: /srv/reports }',
		);
		expect(agreement?.reports.get('weekly')).toMatchObject({
			span: 'last_week',
			by: ['level'],
			filter: {},
			format: 'markdown',
			to: { kind: 'folder', path: '/srv/reports' },
			cron: { zone: 'UTC' },
			line: 3,
		});
	});
});

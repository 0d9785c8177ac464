import { expect, test } from 'vitest';
import { parseAgreement } from '../../../source/sla/agreement/parse.ts';
import { secondLooks } from '../../../source/sla/agreement/second-looks.ts';

async function looksOf(...lines: string[]): Promise<string[]> {
	const text = ['version: 1', 'levels:', '  gold: { targets: { first_answer: 1h } }', ...lines].join('\n');
	const { agreement, problems } = await parseAgreement(text, () => Promise.reject(new Error('no file')));
	if (!agreement) throw new Error(JSON.stringify(problems));
	return secondLooks({ agreement, text }).map(({ line, note }) => `${line} ${note}`);
}
const rule = (name: string, when: string): string => `  - { name: ${name}, level: gold, when: ${when} }`;
const rules = (...whens: string[]): Promise<string[]> =>
	looksOf('rules:', ...whens.map((when, index) => rule(`r${index}`, when)));

test('a level that no rule gives', async () => {
	expect(await looksOf('default_level: gold')).toEqual([]);
	expect(await looksOf()).toEqual([
		'3 no rule gives level "gold", nor is it the default: a ticket has it only by hand',
	]);
});

test.each([
	['{ field: tags, contains: x }', '{ field: tags, contains: x }'],
	['{ not: { field: agent, in: [ana] } }', '{ not: { field: agent, in: [ana, luka] } }'],
	['{ field: ticket, set: true }', '{ field: agent, is: ana }'],
	[
		'{ field: organization, in: [A, B] }',
		'{ all: [{ field: organization, is: A }, { field: agent, is: ana }] }',
	],
	[
		'{ any: [{ field: agent, is: ana }, { field: priority, is: high }] }',
		'{ any: [{ field: priority, in: [high] }, { field: agent, is: ana }] }',
	],
])('a rule that another takes all tickets of: %s before %s', async (before, after) => {
	const note = 'rule "r1" is never reached: "r0" before it takes all its tickets';
	expect(await rules(before, after)).toEqual([`6 ${note}`]);
	expect(await rules(before, '{ field: url, set: true }')).toEqual(
		before.includes('ticket') ? [`6 ${note}`] : [],
	);
});

test.each([
	['{ field: organization, in: [A, B] }', '{ field: organization, in: [B, C] }'],
	['{ field: agent, set: true }', '{ field: agent, is: ana }'],
	['{ all: [{ field: agent, is: ana }, { field: priority, is: high }] }', '{ field: agent, is: ana }'],
	['{ not: { field: agent, is: ana } }', '{ field: agent, is: ana }'],
	['{ not: { field: agent, in: [ana, luka] } }', '{ not: { field: agent, is: ana } }'],
	['{ field: tags, contains: x }', '{ field: tags, starts_with: x }'],
])('but no rule that may be reached: %s before %s', async (before, after) => {
	expect(await rules(before, after)).toEqual([]);
});

test('nor one after a rule that goes on', async () => {
	const first = '  - { level: gold, continue: true, when: { field: ticket, set: true } }';
	expect(await looksOf('rules:', first, rule('next', '{ field: agent, is: ana }'))).toEqual([]);
});

test('of thousands of rules not each is held against each: the last of them go unsaid', async () => {
	const ana = '{ field: agent, is: ana }';
	const named = Array.from({ length: 3_000 }, (_, index) => `{ field: organization, is: o${index} }`);
	expect(await rules(ana, ana, ...named, ana)).toEqual([
		expect.stringContaining('rule "r1" is never reached'),
	]);
});

test('hours that are turned round, and not a night shift', async () => {
	const calendar = (span: string) =>
		looksOf('default_level: gold', `calendars: { office: { hours: { mon: ["${span}"] } } }`);
	expect(await calendar('17:00-09:00')).toEqual([
		'5 "17:00-09:00" runs past midnight, for 16 hours: is it turned round?',
	]);
	expect(await calendar('18:00-06:00')).toEqual([]);
	expect(
		await looksOf(
			'default_level: gold',
			'calendars: { office: { hours: { mon: ["09:00-17:00"] }, holidays: ["12-31", { "12-24": ["12:00-08:00"] }] } }',
		),
	).toEqual(['5 "12:00-08:00" runs past midnight, for 20 hours: is it turned round?']);
});

test('a glob that looks like a regular expression', async () => {
	expect(await rules('{ not: { field: url, matches: "^https://acme.*$" } }')).toEqual([
		expect.stringMatching(
			/^5 matches takes a glob, .*: "\^https:\/\/acme\.\*\$" looks like another pattern$/,
		),
	]);
	expect(await rules('{ field: url, matches: "*.acme.example/*" }')).toEqual([]);
});

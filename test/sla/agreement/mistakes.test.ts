import { describe, expect, test } from 'vitest';
import { parseAgreement } from '../../../source/sla/agreement/parse.ts';

/** What is wrong with an agreement, as `line:column message`. */
async function problemsOf(text: string, isStored = false): Promise<string[]> {
	const { problems = [] } = await parseAgreement(text, () => Promise.reject(new Error('no file')), isStored);
	return problems.map(({ line, column, message }) => `${line}:${column} ${message}`);
}

const HEAD = 'version: 1\nlevels: { gold: { targets: { first_answer: 1h } } }\n';
const problems = (text: string, isStored?: boolean) => problemsOf(HEAD + text, isStored);
const level = (text: string, isStored?: boolean) =>
	problemsOf(`version: 1\nlevels:\n  gold: ${text}\n`, isStored);
const holiday = (text: string) =>
	problems(`calendars:\n  office: { hours: { mon: ["08:00-12:00"] }, holidays: [${text}] }\n`);
const rule = (when: string, isStored?: boolean) =>
	problems(`rules:\n  - { level: gold, when: ${when} }\n`, isStored);

describe('a key that there is none of', () => {
	test.each([
		['foo: 1', /^3:1 unknown key "foo" \(there is: version, name, timezone, .*reports\)$/],
		['default_lvl: gold', /^3:1 unknown key "default_lvl" \(did you mean "default_level"\?\)$/],
		[
			'rules: [{ when: { field: tags, iz: vip }, level: gold }]',
			/^3:32 unknown key "iz" \(did you mean "i[sn]"\?\)$/,
		],
		[
			'calendars: { office: { hours: {}, holiday: [] } }',
			/^3:35 unknown key "holiday" \(did you mean "holidays"\?\)$/,
		],
		['reports: { weekly: { cronn: x } }', /unknown key "cronn" \(did you mean "cron"\?\)/],
	])('%s names what was meant, or what there is', async (text, words) => {
		expect((await problems(text)).join('\n')).toMatch(new RegExp(words.source, 'm'));
	});

	test('in a level or a target, too', async () => {
		expect(await level('{ calender: always, targets: { first_answer: { urgnt: 1h } } }')).toEqual([
			'3:11 unknown key "calender" (did you mean "calendar"?)',
			'3:56 unknown key "urgnt" (did you mean "urgent"?)',
		]);
	});

	test('is told once for each, beside the other mistakes', async () => {
		const found = await problems('foo: 1\ndefault_lvl: gold\ntimezone: 5\n');
		expect(found.map((problem) => problem.replace(/ \(.*/, ''))).toEqual([
			'3:1 unknown key "foo"',
			'4:1 unknown key "default_lvl"',
			'5:11 expected a text, not 5',
		]);
	});
});

describe('a file that is not YAML', () => {
	test.each([
		['name: a: b', '3:7 not YAML: a second ": " in one value: expected such a text in quotes'],
		['parties:\n\tprovider: x', '4:1 not YAML: a tab indents this line: expected spaces'],
		[
			'parties:\n  provider: x\n customer: y',
			'5:1 not YAML: this line begins at another column than those beside it: expected the same',
		],
		[
			'name: x\n  timezone: UTC',
			'4:3 not YAML: this line is indented deeper than the one above, which has its value: expected the same column',
		],
		['rules: [\nname: x', '4:1 not YAML: a list that begins above is not closed: expected "]" before this'],
		['name:x\ntimezone: UTC', '3:1 not YAML: expected "key: value", with a space after the colon'],
		['name: "x', '4:1 not YAML: a text that begins with a quote has no end: expected a quote there, too'],
	])('is told once, in plain words: %j', async (text, problem) => {
		expect(await problems(`${text}\n`)).toEqual([problem]);
	});

	test('has its keys once, and its other mistakes told beside that', async () => {
		expect(await problems('name: a\nname: b\ntimezone: Mars\n')).toEqual([
			'4:1 the key "name" is there already: expected it once',
			expect.stringMatching(/^5:11 unknown time zone "Mars"/),
		]);
	});

	test('merges nothing, and takes no * for a reference to nowhere', async () => {
		expect(await problems('rules: [{ level: gold, when: { field: url, matches: *x } }]\n')).toEqual([
			'3:53 "*x" stands for "&x", which is nowhere before it: expected a text that begins with * in quotes',
		]);
		expect(await level('{ targets: &t { first_answer: 1h } }\n  silver: { targets: { <<: *t } }')).toEqual([
			'4:24 "<<" merges nothing in YAML 1.2: expected the keys themselves',
		]);
	});
});

describe('all mistakes are told at once', () => {
	test('those of shape beside those of names, each in its place', async () => {
		const text = [
			'calendars: { office: { hours: { mon: ["8-15"] } } }',
			'rules:',
			'  - { level: gold, when: 5 }',
			'  - { level: glod, when: { field: priority, is: low } }',
			'default_level: gld',
			'timezone: 7',
		].join('\n');
		expect(await problems(text)).toEqual([
			expect.stringMatching(/^3:39 "8" in "8-15" is not a time of day/),
			expect.stringMatching(/^5:26 expected a condition/),
			expect.stringMatching(/^6:14 no level "glod"/),
			expect.stringMatching(/^7:16 no level "gld"/),
			'8:11 expected a text, not 7',
		]);
	});

	test('but not what follows from another', async () => {
		expect(await problems('calendars: { office: { hours: { mon: [8] } } }')).toEqual([
			expect.stringMatching(/^3:39 expected hours like/),
		]);
		expect(await problemsOf('levels: { gold: { targets: { first_answer: 1h } } }\n')).toEqual([
			'1:1 "version" is missing: expected version: 1 at the top',
		]);
	});
});

describe('what was expected is said', () => {
	test('of a list where names are', async () => {
		expect(await problemsOf('version: 1\nlevels:\n  - name: gold\n')).toEqual([
			'3:3 expected levels by name, not a list',
		]);
		expect(await problems('calendars:\n  office:\n    hours:\n      - mon 08:00-17:00\n')).toEqual([
			'6:7 expected hours by weekday, like mon-fri: ["09:00-17:00"], not a list',
		]);
	});

	test('of a goal that is written as a fraction', async () => {
		expect(await level('{ targets: { first_answer: 1h }, goals: { first_answer: 0.95 } }')).toEqual([
			'3:65 expected a share like 95%, not one of 0.95%',
		]);
	});

	test('once of a key that is misspelt and therefore missing', async () => {
		expect(await problems('rules: [{ levl: gold, when: { feild: priority, is: low } }]\n')).toEqual([
			'3:11 unknown key "levl" (did you mean "level"?)',
			'3:31 unknown key "feild" (did you mean "field"?)',
		]);
	});

	test('of a condition that is written otherwise', async () => {
		expect(await rule('{ priority: urgent }')).toEqual([
			'4:26 expected { field: priority, is: … }, not { priority: … }',
		]);
		expect(await rule('priority == urgent')).toEqual([
			expect.stringMatching(/^4:26 expected a condition, like \{ field: priority, is: urgent \} \(/),
		]);
	});

	test('of a country or a state by its name', async () => {
		expect(await holiday('{ country: Slovenia }')).toEqual([expect.stringMatching(/; expected SI$/)]);
		expect(await holiday('{ country: DE, state: Bayern }')).toEqual([
			expect.stringMatching(/; expected BY$/),
		]);
	});

	test('of hours that cannot be read, and not that there are none', async () => {
		expect(await problems('calendars:\n  office: { hours: { mon: ["9-17"] } }\n')).toEqual([
			'4:28 "9" in "9-17" is not a time of day; expected HH:MM',
		]);
	});

	test('of a share that is more than all', async () => {
		expect(await level('{ targets: { first_answer: 1h }, goals: { first_answer: 195% } }')).toEqual([
			expect.stringMatching(/ expected a share from 0 to 100, like 95%, not /),
		]);
	});

	test('of a status or a priority that no ticket has, where it is new', async () => {
		expect(await rule('{ field: priority, is: urgnt }')).toEqual([
			expect.stringMatching(/^4:\d+ no priority "urgnt" \(did you mean "urgent"\?\)$/),
		]);
		expect(await rule('{ field: status, in: [open, pending] }')).toEqual([
			expect.stringMatching(/^4:\d+ no status "pending" \(there is: new, open, /),
		]);
		expect(await rule('{ field: status, in: [open, pending] }', true)).toEqual([]);
		expect(await rule('{ field: priority, not_in: [null, urgent] }')).toEqual([]);
	});

	test('of a target with a calendar and no time', async () => {
		expect(await level('{ targets: { first_answer: { calendar: always } } }')).toEqual([
			'3:36 "within" is missing: expected a duration like "4h"',
		]);
		expect(await level('{ targets: { first_answer: [1h] } }')).toEqual([
			expect.stringMatching(/^3:36 expected a duration like "30m"/),
		]);
	});

	test('of a file with two documents, at the line of the second', async () => {
		expect(await problems('---\nversion: 1\n')).toEqual([
			'3:1 a second document begins here: expected one agreement in the file, without "---" inside it',
		]);
	});

	test.each([
		[
			'{ county: SI }',
			/unknown key "county" \(did you mean "country"\?\): expected a date .*\{ country: SI \}/,
		],
		['5', /expected a date .*\{ file: holidays\.ics \}, not 5$/],
		['[SI]', /expected a date .*, not a list$/],
	])('of a holiday: %s', async (text, words) => {
		expect(await holiday(text)).toEqual([expect.stringMatching(words)]);
	});
});

describe('what can be read and is never right is refused', () => {
	test.each(['250%', '0%', '100.1%'])('at_risk: %s', async (share) => {
		expect(await level(`{ at_risk: ${share}, targets: { first_answer: 1h } }`)).toEqual([
			`3:20 expected a share above 0% and up to 100% of the target, not "${share}"`,
		]);
	});

	test('a level that has no targets; it may say that it has none', async () => {
		expect(await level('{ calendar: always }')).toEqual([
			'3:3 a level needs targets (targets: {} for one that promises nothing)',
		]);
		expect(await level('{ at_risk: 100%, targets: {} }')).toEqual([]);
	});

	test.each([
		['{ field: tags, matches: "[z-a]" }', '4:50 a range of "[z-a]" runs backwards: expected one like [a-z]'],
		[
			`{ field: subject, matches: "${'*a'.repeat(101)}" }`,
			'4:53 a pattern of 202 characters: expected 200 at most',
		],
		['{ any: [] }', '4:33 expected at least one condition'],
		['{ not: { all: [] } }', '4:40 expected at least one condition'],
		[
			'{ field: created_at, before: yesterday }',
			'4:55 expected a date like "2026-11-20" or an instant like "2026-11-20T08:00:00Z", not "yesterday"',
		],
		[
			'{ field: created_at, after: 4 }',
			'4:54 expected a date like "2026-11-20" or an instant like "2026-11-20T08:00:00Z", not 4',
		],
	])('a condition: %s', async (when, problem) => {
		expect(await rule(when)).toEqual([problem]);
		expect(await rule(when, true)).toEqual([]);
	});

	test.each([
		'{ field: subject, matches: "[[]x] *" }',
		'{ field: created_at, before: 2026-11-20, after: "2026-11-19T08:00:00Z" }',
		'{ field: custom.n, before: 4, after: "2" }',
	])('but not %s', async (when) => {
		expect(await rule(when)).toEqual([]);
	});

	test('metrics that start or stop on nothing, or have a name that means something else', async () => {
		const found = await problems(
			[
				'metrics:',
				'  any: { starts_on: [created], stops_on: [solved] }',
				'  reopened: { starts_on: [created], stops_on: [solved] }',
				'  idle: { starts_on: [], stops_on: [solved] }',
			].join('\n'),
		);
		expect(found).toEqual([
			'4:3 "any" means every metric of an escalation: expected another name',
			'5:3 "reopened" means a kind of event or a status: expected another name',
			'6:22 expected at least one kind of event or status',
		]);
	});

	test('two rules of one name', async () => {
		const one = '  - { name: VIP, when: { field: tags, is: vip }, level: gold }\n';
		expect(await problems(`rules:\n${one}${one}`)).toEqual([
			'5:13 a rule before it is named "VIP" too: expected another name',
		]);
	});

	test('unless it was in force already: then it stays as it was taken', async () => {
		const old = '{ at_risk: 250% }';
		expect(await level(old)).toHaveLength(2);
		expect(await level(old, true)).toEqual([]);
	});
});

import { beforeAll, describe, expect, test } from 'vitest';
import { Engine } from '../../source/engine/engine.ts';
import { storedTerms } from '../../source/engine/terms.ts';
import type { StatementFormat } from '../../source/reports/format-names.ts';
import { makeStatements, type Statements } from '../../source/reports/statement.ts';
import { statementLines } from '../../source/reports/statement-lines.ts';
import { monthNamed } from '../../source/sla/calendar/local-period.ts';
import { parseEvent } from '../../source/sla/event.ts';
import { openSqliteStore } from '../../source/store/sqlite/sqlite-store.ts';

const AGREEMENT = `version: 1
name: Support of <Acme>
timezone: Europe/Ljubljana
parties: { provider: Acme d.o.o., customer: Initech }
levels:
  gold:
    targets: { first_answer: 1h, first_assign: 10h }
    penalty:
      per_miss: { first_answer: 33.335 }
      monthly_fee: 1234.56
      credits: [{ below: 80, percent: 7.5 }, { below: 60, percent: 12.5 }]
      cap_percent: 13
      currency: EUR
  yen:
    targets: { first_answer: 1h }
    penalty:
      per_miss: { first_answer: 1500.5 }
      monthly_fee: 99999
      credits: [{ below: 100, percent: 2.5 }]
      currency: JPY
  free: { targets: { first_answer: 1h } }
rules:
  - { when: { field: tags, contains: gold }, level: gold }
  - { when: { field: tags, contains: yen }, level: yen }
default_level: free
`;

type Raw = Readonly<Record<string, unknown>> & { readonly at: string };
const at = (day: number, time: string): string => `2026-11-${String(day).padStart(2, '0')}T${time}:00Z`;

let serial = 0;
/** A ticket, answered so many minutes after it came; null: not yet. */
function ticket(name: string, day: number, minutes: number | null, fields: Record<string, unknown>): Raw[] {
	const came = Date.parse(at(day, '09:00'));
	const id = (): string => `e${serial++}`;
	const begun = { id: id(), ticket: name, at: at(day, '09:00'), type: 'created', agent: 'ana', ...fields };
	if (minutes === null) return [begun];
	const answeredAt = new Date(came + minutes * 60_000).toISOString();
	return [begun, { id: id(), ticket: name, at: answeredAt, type: 'message', actor: 'agent' }];
}

const said = (name: string, day: number, what: Record<string, unknown>): Raw => ({
	id: `e${serial++}`,
	ticket: name,
	at: at(day, '15:00'),
	by: 'lead',
	metric: 'first_answer',
	cycle: 1,
	...what,
});

const globex = { organization: '=Globex "&" Sons', tags: ['gold'] };
const umbrella = { organization: 'Umbrella', tags: ['yen'] };

let statements: Statements;
beforeAll(async () => {
	const events = [
		// Globex, gold: first answers 1 of 4 in time, one of those late ones left out; assigned at once, so five of five.
		...ticket('G-1', 3, 30, globex),
		...ticket('G-2', 4, 90, globex),
		...ticket('G-3', 5, 61, globex),
		...ticket('G-4', 6, 300, globex),
		...ticket('G-5', 23, null, globex),
		said('G-2', 5, { type: 'explained', reason: 'outage', text: 'of the <provider>' }),
		said('G-4', 7, { type: 'excluded', reason: 'force majeure' }),
		// Umbrella, yen: one of three late.
		...ticket('U-1', 3, 30, umbrella),
		...ticket('U-2', 3, 40, umbrella),
		...ticket('U-3', 3, 240, umbrella),
		// Nobody's, and at no price.
		...ticket('N-1', 3, 240, {}),
		// In time, and left out all the same.
		...ticket('N-2', 3, 30, {}),
		said('N-2', 4, { type: 'excluded', reason: 'a drill' }),
		// Answered this month, and due in the one before: that one has paid for it.
		{ id: 'o1', ticket: 'G-9', at: '2026-10-31T10:00:00Z', type: 'created', agent: 'ana', ...globex },
		{ id: 'o2', ticket: 'G-9', at: at(2, '10:00'), type: 'message', actor: 'agent' },
	];
	const store = openSqliteStore(':memory:');
	await store.addAgreement({ inForceAt: 0, movesOpen: false, text: AGREEMENT, files: {} });
	await store.appendEvents(
		'test',
		events.map((raw) => ({ id: String(raw.id), event: parseEvent(raw), data: JSON.stringify(raw) })),
	);
	const nowAt = Date.parse('2026-11-24T10:00:00Z');
	await new Engine({ store, now: () => nowAt, holder: 'test' }).tick();
	const terms = storedTerms(await store.agreements(), () => Promise.reject(new Error('no agreement')));
	statements = await makeStatements(store, terms, {
		month: monthNamed('2026-11') ?? 0,
		organizations: [],
		nowAt,
	});
	await store.close();
});

const text = (format: StatementFormat): string => [...statementLines(statements, format)].join('\n');

describe('the statement of a month', () => {
	test('is reckoned as by hand, in whole cents and in whole yen', () => {
		const [nobody, acme, other] = statements.statements;
		expect(statements.statements).toHaveLength(3);
		// 3 of first answers missed or open and late (one left out): 3 x 33.34 (33.335, half up) = 100.02. Of first answers
		// 1 of 4 and of assignments 5 of 5, 6 of 9 are fulfilled: below 80, so 7.5% of 1234.56 = 92.592, 92.59.
		// 192.61 is more than 13% of 1234.56 = 160.4928, 160.49.
		expect(acme?.levels).toMatchObject([
			{
				level: 'gold',
				compliance: 200 / 3,
				metrics: [{ metric: 'first_answer', misses: 3, priceMinor: 33_34, amountMinor: 100_02 }],
				creditMinor: 92_59,
				capMinor: 160_49,
				overCapMinor: -32_12,
				totalMinor: 160_49,
			},
		]);
		expect([...(acme?.total ?? [])]).toEqual([['EUR', 160_49]]);
		// 1,500.5 yen are 1,501; 2.5% of 99,999 are 2,499.975, so 2,500
		expect(other?.levels).toMatchObject([{ missesMinor: 1_501, creditMinor: 2_500, totalMinor: 4_001 }]);
		expect([...(other?.total ?? [])]).toEqual([['JPY', 4_001]]);
		expect(nobody).toMatchObject({ organization: null, levels: [] });
	});

	test('names every miss with its reason, what is open and late, and what somebody left out', () => {
		const said = text('table');
		expect(said).toMatch(/^Statement of 2026-11: =Globex "&" Sons$/m);
		expect(said).toContain('the month is not over: this is what there is so far');
		expect(said).toMatch(/^first answer missed +3 +33\.34 +100\.02 EUR$/m);
		expect(said).toMatch(
			/^credit: compliance 66\.66% is below 80%: 7\.5% of the fee of 1,234\.56 EUR +92\.59 EUR$/m,
		);
		expect(said).toMatch(/^more than 13% of the fee is not charged +-32\.12 EUR$/m);
		expect(said).toMatch(
			/^2026-11-04 11:00 +2026-11-04 11:30 +30:00 +G-2 +first answer +gold +outage; of the <provider>$/m,
		);
		expect(said).toMatch(/^2026-11-23 11:00 +open +1d00h +G-5 +first answer +gold$/m);
		expect(said).toMatch(
			/G-4 +first answer +gold +left out: force majeure \(by lead on 2026-11-07 16:00\)$/m,
		);
		expect(said).toMatch(/^Statement of 2026-11: \(no organization\)$/m);
		expect(said).toMatch(/^2026-11-03 11:00 +2026-11-03 10:30 +N-2 +first answer .*left out: a drill/m);
		// What the agreement calls its customer is nothing that another customer is told.
		expect(said).toContain('Support of <Acme>, between Acme d.o.o. and Umbrella');
		expect(said.match(/Initech/g)).toHaveLength(1);
	});

	test('is a CSV of its items that is no formula', () => {
		const lines = text('csv').trimEnd().split('\r\n');
		const name = `"'=Globex ""&"" Sons"`;
		expect(lines).toContain(`2026-11,${name},gold,misses,first_answer,3,33.34,100.02,EUR,66.66,`);
		expect(lines).toContain(
			`2026-11,${name},gold,cap,,,,-32.12,EUR,66.66,at most 13% of the fee of 1234.56 EUR`,
		);
		expect(lines).toContain(`2026-11,Umbrella,yen,total,,,,4001,JPY,66.66,`);
	});

	test('is a page that stands alone, a sheet a customer, in which no text is markup', () => {
		const page = text('html');
		expect(page.match(/<article>/g)).toHaveLength(3);
		expect(page).toContain('<h1>Statement of 2026-11: =Globex &quot;&amp;&quot; Sons</h1>');
		expect(page).toContain('Support of &lt;Acme&gt;, between Acme d.o.o.');
		expect(page).toContain('outage; of the &lt;provider&gt;');
		expect(page).toContain('break-before: page');
		expect(page).not.toMatch(/https?:|src=|<link|<script|url\(/);
	});

	test('is Markdown, and JSON a customer a line', () => {
		expect(text('markdown')).toContain('# Statement of 2026-11: =Globex "\\&" Sons');
		const customers = text('ndjson')
			.split('\n')
			.map((line) => JSON.parse(line));
		expect(customers).toMatchObject([
			{ organization: null, penalty: {} },
			{
				organization: globex.organization,
				penalty: { EUR: 160.49 },
				misses: [{ ticket: 'G-2' }, { ticket: 'G-3' }, { ticket: 'G-4' }],
				open_breaches: [{ ticket: 'G-5', due_at: '2026-11-23T10:00:00Z' }],
			},
			{ organization: 'Umbrella', penalty: { JPY: 4001 } },
		]);
	});
});

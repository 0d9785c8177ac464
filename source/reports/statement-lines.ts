/** Statements in a format. */
import { monthName } from '../sla/calendar/local-period.ts';
import { instantOrNull } from '../sla/instant.ts';
import { plainAmount, sumsJson, toMain, toMinor } from '../sla/money.ts';
import { jsonLine } from '../text/json.ts';
import { csvLine } from './csv.ts';
import { type DrawTable, markdownDocument, plainLines } from './document.ts';
import type { StatementFormat } from './format-names.ts';
import { htmlDocuments } from './html-document.ts';
import { lackLines, lackText } from './lacking.ts';
import { percentOrNull } from './percent.ts';
import type { Statement, StatementLevel, Statements } from './statement.ts';
import { statementDocument } from './statement-document.ts';
import { LOG_LISTING } from './timers.ts';

const CSV_KEYS = [
	...['month', 'organization', 'level', 'item', 'metric', 'count', 'price', 'amount', 'currency'],
	...['compliance', 'detail'],
];

/** The reckoning of a level, a line each: what it is, of what, how many, at what price. */
function* csvItems(level: StatementLevel): Generator<readonly unknown[]> {
	const { currency, penalty } = level;
	const amount = (minor: number): string => plainAmount(minor, currency);
	const fee = `the fee of ${amount(toMinor(penalty.monthlyFee, currency))} ${currency}`;
	for (const { metric, misses, priceMinor, amountMinor } of level.metrics) {
		yield ['misses', metric, misses, amount(priceMinor), amount(amountMinor), ''];
	}
	if (level.creditPercent > 0) {
		const detail = `${level.creditPercent}% of ${fee}`;
		yield ['credit', '', '', '', amount(level.creditMinor), detail];
	}
	if (level.overCapMinor < 0) {
		yield ['cap', '', '', '', amount(level.overCapMinor), `at most ${penalty.capPercent}% of ${fee}`];
	}
	yield ['total', '', '', '', amount(level.totalMinor), ''];
}

function* csv({ statements, month, lacks }: Statements): Generator<string> {
	yield `${csvLine(CSV_KEYS)}\r`;
	if (lacks > 0) {
		const line = [monthName(month), '', '', 'incomplete', '', lacks, '', '', '', '', lackText(lacks)];
		yield `${csvLine(line)}\r`;
	}
	for (const { month, organization, levels } of statements) {
		for (const level of levels) {
			const compliance = percentOrNull(level.compliance);
			for (const [item, metric, count, price, amount, detail] of csvItems(level)) {
				const head = [monthName(month), organization, level.level];
				yield `${csvLine([...head, item, metric, count, price, amount, level.currency, compliance, detail])}\r`;
			}
		}
	}
}

function statementJson(statement: Statement, { lacks }: Statements): object {
	const { month, organization, figures, levels, total, misses, breaches } = statement;
	const { fulfilled, missed, breached, cancelled, excluded, compliance } = figures;
	return {
		month: monthName(month),
		organization,
		...{ fulfilled, missed, breached, cancelled, excluded, compliance: percentOrNull(compliance) },
		penalty: sumsJson(total),
		without_archived: lacks,
		levels: levels.map(({ currency, ...level }) => ({
			level: level.level,
			compliance: percentOrNull(level.compliance),
			metrics: level.metrics.map(({ metric, misses, priceMinor, amountMinor }) => ({
				metric,
				misses,
				price: toMain(priceMinor, currency),
				amount: toMain(amountMinor, currency),
			})),
			misses_cost: toMain(level.missesMinor, currency),
			credit_percent: level.creditPercent,
			credit: toMain(level.creditMinor, currency),
			cap: level.capMinor === null ? null : toMain(level.capMinor, currency),
			penalty: toMain(level.totalMinor, currency),
			currency,
		})),
		misses: misses.map(LOG_LISTING.json),
		open_breaches: breaches.map(({ ticket, metric, cycle, level, dueAt }) => ({
			...{ ticket, metric, cycle, level },
			due_at: instantOrNull(dueAt),
		})),
	};
}

const NOTHING = 'nothing closed or breached in this month';

function* documents(
	statements: Statements,
	write: (document: ReturnType<typeof statementDocument>) => Iterable<string>,
): Generator<string> {
	if (statements.statements.length === 0) {
		yield `${monthName(statements.month)}: ${NOTHING}`;
		yield* lackLines(statements.lacks);
	}
	for (const [place, statement] of statements.statements.entries()) {
		if (place > 0) yield '';
		yield* write(statementDocument(statement, statements));
	}
}

function* html(statements: Statements): Generator<string> {
	const pages = statements.statements.map((statement) => statementDocument(statement, statements));
	const none = {
		title: `Statement of ${monthName(statements.month)}`,
		lines: [NOTHING, ...lackLines(statements.lacks)],
		sections: [],
	};
	yield* htmlDocuments(pages.length > 0 ? pages : [none]);
}

/** @param draw how tables are drawn where the format is `table`; left out: aligned */
export function statementLines(
	statements: Statements,
	format: StatementFormat,
	draw?: DrawTable,
): Iterable<string> {
	switch (format) {
		case 'table':
			return documents(statements, (document) => plainLines(document, draw));
		case 'markdown':
			return documents(statements, markdownDocument);
		case 'csv':
			return csv(statements);
		case 'html':
			return html(statements);
		case 'json':
			return [jsonLine(statements.statements.map((statement) => statementJson(statement, statements)))];
		case 'ndjson':
			return statements.statements.map((statement) => jsonLine(statementJson(statement, statements)));
		default:
			return format satisfies never;
	}
}

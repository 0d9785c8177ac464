/** An agreement as a document that both parties can read: Markdown, made from what is in force. */
import { formatAllowance, formatDuration } from '../sla/duration.ts';
import type { Agreement, AtRisk, HolidayText, Level, Penalty, Rule, Target } from '../sla/level.ts';
import { formatMoney, toMinor } from '../sla/money.ts';
import { PRIORITIES } from '../sla/ticket.ts';
import { cleanText } from '../text/clean.ts';
import { alertSections } from './agreement-alerts.ts';
import { conditionText } from './condition-text.ts';
import type { AgreementWords, DocumentWords } from './document-words.ts';

/** A name from the file, as people write it. */
const plain = (name: string): string => cell(name.replaceAll('_', ' '));
const cell = (text: string): string => cleanText(text).replaceAll('|', '\\|');

function table(titles: readonly string[], rows: readonly (readonly string[])[]): string[] {
	if (rows.length === 0) return [];
	const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
	return [line(titles), line(titles.map(() => '---')), ...rows.map(line), ''];
}

/** `1h`, or where priorities differ `30m urgent, 1h high, 4h normal and low`. */
function targetText({ within }: Target, { agreement, priority: word }: DocumentWords): string {
	const byText = new Map<string, string[]>();
	for (const priority of PRIORITIES.toReversed()) {
		const allowance = within[priority];
		const text = allowance ? formatAllowance(allowance) : agreement.noTarget;
		byText.set(text, [...(byText.get(text) ?? []), priority]);
	}
	if (byText.size === 1) return [...byText.keys()].join();
	return [...byText]
		.map(([text, priorities]) => agreement.forPriorities(text, priorities.map(word)))
		.join(', ');
}

const atRiskText = (atRisk: AtRisk, words: AgreementWords): string =>
	'share' in atRisk ? words.atRiskShare(atRisk.share) : words.atRiskLeft(formatDuration(atRisk.leftMs));

function penaltyLines(
	{ perMiss, monthlyFee, credits, capPercent, currency }: Penalty,
	{ metric: metricWord, agreement: words }: DocumentWords,
): string[] {
	const money = (amount: number): string => formatMoney({ minor: toMinor(amount, currency), currency });
	const lines = [...perMiss].map(([metric, price]) => words.perMiss(money(price), cell(metricWord(metric))));
	for (const { below, percent } of credits) lines.push(words.credit(percent, money(monthlyFee), below));
	if (capPercent !== null) lines.push(words.cap(capPercent));
	return lines.length > 0 ? [words.penalties, '', ...lines.map((line) => `- ${line}`), ''] : [];
}

function levelLines(level: Level, words: DocumentWords): string[] {
	const rows = [...level.targets].map(([metric, target]) => [
		cell(words.metric(metric)),
		targetText(target, words),
		plain(target.calendar.name),
		level.goals.has(metric) ? `${level.goals.get(metric)}%` : '',
		plain(level.responsible.get(metric) ?? ''),
	]);
	const atRisk = atRiskText(level.atRisk, words.agreement);
	const rounds = level.dueRounds === 'opening' ? ` ${words.agreement.roundsToOpening}` : '';
	return [
		`### ${plain(level.name)}`,
		'',
		...table(words.agreement.targetTitles, rows),
		`${atRisk}${rounds}`,
		'',
		...(level.penalty ? penaltyLines(level.penalty, words) : []),
	];
}

function calendarLines({ writtenCalendars }: Agreement, words: AgreementWords): string[] {
	return writtenCalendars.flatMap(({ name, timezone, hours, holidays }) => [
		`### ${plain(name)} (${timezone})`,
		'',
		...hours.map(
			([days, spans]) => `- ${words.weekdays(days)}: ${spans.length > 0 ? spans.join(', ') : words.closed}`,
		),
		...(holidays.length > 0 ? [`- ${words.holidays(holidays.map(holidayText(words)).join('; '))}`] : []),
		'',
	]);
}

const holidayText =
	(words: AgreementWords) =>
	(holiday: HolidayText): string =>
		cleanText(words.holiday(holiday));

function serviceLines({ services }: Agreement, words: AgreementWords): string[] {
	const rows = services.map(({ name, departments, hours, responsible }) => [
		plain(name),
		departments.map(plain).join(', '),
		plain(hours ?? ''),
		plain(responsible ?? ''),
	]);
	return rows.length > 0 ? [`## ${words.sections.services}`, '', ...table(words.serviceTitles, rows)] : [];
}

function ruleLine(
	{ name, level, when, continue: goesOn }: Rule,
	place: number,
	{ agreement, condition }: DocumentWords,
): string {
	const text = agreement.rule(cleanText(name), plain(level), conditionText(when, condition));
	return `${place + 1}. ${text}${goesOn ? agreement.goesOn : ''}`;
}

/** The document's lines. */
export function agreementDocument(agreement: Agreement, words: DocumentWords): string[] {
	const { name, parties, rules, defaultLevel, levels } = agreement;
	const { sections, between: betweenParties, terms, noDefault, allOthers, allTickets } = words.agreement;
	const between = [parties.provider, parties.customer].filter((party) => party !== null).map(cleanText);
	const ofLevel = rules.length === 0 ? allTickets : allOthers;
	const rest = defaultLevel === null ? noDefault : ofLevel(plain(defaultLevel));
	return [
		`# ${cleanText(name)}`,
		'',
		...(between.length > 0 ? [betweenParties(between), ''] : []),
		terms(agreement),
		'',
		...serviceLines(agreement, words.agreement),
		`## ${sections.levels}`,
		'',
		...[...levels.values()].flatMap((level) => levelLines(level, words)),
		`## ${sections.rules}`,
		'',
		...rules.map((rule, place) => ruleLine(rule, place, words)),
		...(rules.length > 0 ? [''] : []),
		rest,
		'',
		`## ${sections.hours}`,
		'',
		...calendarLines(agreement, words.agreement),
		...alertSections(agreement, words),
	];
}

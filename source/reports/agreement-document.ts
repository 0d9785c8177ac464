/** An agreement as a document that both parties can read: Markdown, made from what is in force. */
import { formatAllowance, formatDuration } from '../sla/duration.ts';
import type { Agreement, AtRisk, Level, Penalty, Rule, Target } from '../sla/level.ts';
import { formatMoney, toMinor } from '../sla/money.ts';
import { PRIORITIES } from '../sla/ticket.ts';
import { cleanText } from '../text/clean.ts';
import { alertSections } from './agreement-alerts.ts';
import { conditionWords } from './condition-words.ts';

const words = (name: string): string => cleanText(name).replaceAll('_', ' ').replaceAll('|', '\\|');

function table(titles: readonly string[], rows: readonly (readonly string[])[]): string[] {
	if (rows.length === 0) return [];
	const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
	return [line(titles), line(titles.map(() => '---')), ...rows.map(line), ''];
}

/** `1h`, or where priorities differ `30m urgent, 1h high, 4h normal and low`. */
function targetWords({ within }: Target): string {
	const byText = new Map<string, string[]>();
	for (const priority of PRIORITIES.toReversed()) {
		const allowance = within[priority];
		const text = allowance ? formatAllowance(allowance) : 'none';
		byText.set(text, [...(byText.get(text) ?? []), priority]);
	}
	if (byText.size === 1) return [...byText.keys()].join();
	return [...byText].map(([text, priorities]) => `${text} ${priorities.join(' and ')}`).join(', ');
}

const atRiskWords = (atRisk: AtRisk): string =>
	'share' in atRisk ? `${atRisk.share}% of the target is left` : `${formatDuration(atRisk.leftMs)} are left`;

function penaltyLines({ perMiss, monthlyFee, credits, capPercent, currency }: Penalty): string[] {
	const money = (amount: number): string => formatMoney({ minor: toMinor(amount, currency), currency });
	const lines = [...perMiss].map(([metric, price]) => `- ${money(price)} for each missed ${words(metric)}`);
	for (const { below, percent } of credits) {
		lines.push(
			`- ${percent}% of the monthly fee of ${money(monthlyFee)} where compliance is below ${below}%`,
		);
	}
	if (capPercent !== null) lines.push(`- at most ${capPercent}% of the monthly fee in a month`);
	return lines.length > 0 ? ['Penalties:', '', ...lines, ''] : [];
}

function levelLines(level: Level): string[] {
	const rows = [...level.targets].map(([metric, target]) => [
		words(metric),
		targetWords(target),
		words(target.calendar.name),
		level.goals.has(metric) ? `${level.goals.get(metric)}%` : '',
		words(level.responsible.get(metric) ?? ''),
	]);
	const rounds = level.dueRounds === 'opening' ? ' A due at closing time is the next opening.' : '';
	return [
		`### ${words(level.name)}`,
		'',
		...table(['Metric', 'Within', 'Counted in', 'Promised by month', 'Responsible'], rows),
		`At risk when ${atRiskWords(level.atRisk)}.${rounds}`,
		'',
		...(level.penalty ? penaltyLines(level.penalty) : []),
	];
}

function calendarLines({ writtenCalendars }: Agreement): string[] {
	return writtenCalendars.flatMap(({ name, timezone, hours, holidays }) => [
		`### ${words(name)} (${timezone})`,
		'',
		...hours.map(([days, spans]) => `- ${days}: ${spans.length > 0 ? spans.join(', ') : 'closed'}`),
		...(holidays.length > 0 ? [`- holidays: ${holidays.map(cleanText).join('; ')}`] : []),
		'',
	]);
}

function serviceLines({ services }: Agreement): string[] {
	const rows = services.map(({ name, departments, hours, responsible }) => [
		words(name),
		departments.map(words).join(', '),
		words(hours ?? ''),
		words(responsible ?? ''),
	]);
	return rows.length > 0
		? ['## Services', '', ...table(['Service', 'Departments', 'Hours', 'Responsible'], rows)]
		: [];
}

function ruleLine({ name, level, when, continue: goesOn }: Rule, place: number): string {
	const further = goesOn ? ', unless a later rule gives another' : '';
	return `${place + 1}. ${cleanText(name)}: ${words(level)} where ${conditionWords(when)}${further}`;
}

/** The document's lines. */
export function agreementDocument(agreement: Agreement): string[] {
	const { name, parties, timezone, rules, defaultLevel, levels, apply, changes } = agreement;
	const between = [parties.provider, parties.customer].filter((party) => party !== null).map(cleanText);
	const rest =
		defaultLevel === null
			? 'Tickets that no rule matches have no targets.'
			: `All others: ${words(defaultLevel)}.`;
	return [
		`# ${cleanText(name)}`,
		'',
		...(between.length > 0 ? [`Between ${between.join(' and ')}.`, ''] : []),
		`Days and months are those of ${timezone}. Rules are tried ${apply === 'always' ? 'after every event' : 'when a ticket is created'}; a change of this agreement applies to ${changes === 'new_tickets' ? 'new tickets' : 'open tickets too'}.`,
		'',
		...serviceLines(agreement),
		'## Levels',
		'',
		...[...levels.values()].flatMap(levelLines),
		'## Which ticket gets which level',
		'',
		...rules.map(ruleLine),
		'',
		rest,
		'',
		'## Hours',
		'',
		...calendarLines(agreement),
		...alertSections(agreement),
	];
}

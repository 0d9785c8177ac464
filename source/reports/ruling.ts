/** Which rule gives a ticket its level, which would not, and why. */
import { type Finding, findings } from '../sla/condition.ts';
import { formatAllowance } from '../sla/duration.ts';
import { type Agreement, ruleOn } from '../sla/level.ts';
import type { Ticket } from '../sla/ticket.ts';
import { cleanText } from '../text/clean.ts';

function findingLines({ holds, words, parts }: Finding, depth: number): string[] {
	const line = `${'  '.repeat(depth)}${holds ? 'yes' : 'no '} ${cleanText(words)}`;
	return [line, ...parts.flatMap((part) => findingLines(part, depth + 1))];
}

function targetLines(agreement: Agreement, name: string, ticket: Ticket): string[] {
	const level = agreement.levels.get(name);
	if (!level) return [`the agreement has no level "${cleanText(name)}": no targets`];
	return [...level.targets].map(([metric, target]) => {
		const allowance = target.within[ticket.priority];
		const text = allowance ? formatAllowance(allowance) : 'no target at this priority';
		return `  ${metric.padEnd(18)} ${text} of "${target.calendar.name}"`;
	});
}

/** The lines: every rule in order, then the level and its targets at the ticket's priority. */
export function rulingLines(agreement: Agreement, ticket: Ticket): string[] {
	const ruling = ruleOn(agreement, ticket);
	const lines = [`${cleanText(ticket.ticket)}, ${ticket.priority} priority`, ''];
	for (const rule of agreement.rules) {
		const finding = findings(rule.when, ticket);
		const verdict = finding.holds ? `matches: ${rule.level}` : 'does not match';
		const decides = ruling.rule === rule.name && finding.holds ? ', and decides' : '';
		lines.push(`rule "${cleanText(rule.name)}" ${verdict}${decides}${rule.continue ? ' (continue)' : ''}`);
		lines.push(...findingLines(finding, 1));
	}
	const byHand = ticket.levelByHand;
	const level = byHand ?? ruling.level;
	const why =
		byHand !== null
			? 'set by hand'
			: ruling.rule === null
				? 'the default'
				: `rule "${cleanText(ruling.rule)}"`;
	lines.push('');
	if (level === null) lines.push('no level: no rule matches and there is no default_level, so no timers');
	else lines.push(`level ${cleanText(level)} (${why}):`, ...targetLines(agreement, level, ticket));
	return lines;
}

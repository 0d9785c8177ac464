/** What can be right in an agreement and seldom is meant: a rule that is never reached, hours turned round. */
import { LineCounter, parseDocument } from 'yaml';
import { parseClockSpan } from '../calendar/hours.ts';
import type { Comparison, Condition } from '../condition.ts';
import { HOUR_MS } from '../duration.ts';
import type { Agreement, Rule } from '../level.ts';
import { Locator, type Path } from './problems.ts';

interface SecondLook {
	readonly path: Path;
	readonly note: string;
}

/** Fields that every ticket has. */
const ALWAYS_SET: readonly string[] = ['ticket', 'priority', 'status', 'channel', 'created_at'];

const isComparison = (condition: Condition): condition is Comparison => 'field' in condition;

/** The values that a comparison lets pass, where it names them. */
function valuesOf(condition: Comparison): readonly unknown[] | null {
	if (condition.operator === 'is') return [condition.operand];
	return condition.operator === 'in' ? condition.operand : null;
}

function comparisonCovers(wide: Comparison, narrow: Condition): boolean {
	if (wide.operator === 'set' && wide.operand && ALWAYS_SET.includes(wide.field)) return true;
	if (!isComparison(narrow) || narrow.field !== wide.field) return false;
	const [wider, narrower] = [valuesOf(wide), valuesOf(narrow)];
	if (wider && narrower) return narrower.every((value) => wider.includes(value));
	return narrow.operator === wide.operator && JSON.stringify(narrow.operand) === JSON.stringify(wide.operand);
}

/** Pairs of conditions that are held against each other in a file, of thousands of rules too: some tenths of a second. */
const MOST_PAIRS = 3_000_000;

/** Whether each ticket that one condition is true of is one of another's, as far as their words alone tell. */
class Coverage {
	private pairs = 0;

	covers(wide: Condition, narrow: Condition): boolean {
		if (++this.pairs > MOST_PAIRS) return false;
		if ('any' in narrow) return narrow.any.every((part) => this.covers(wide, part));
		if ('all' in wide) return wide.all.every((part) => this.covers(part, narrow));
		if ('any' in wide && wide.any.some((part) => this.covers(part, narrow))) return true;
		if ('all' in narrow) return narrow.all.some((part) => this.covers(wide, part));
		if ('not' in wide) return 'not' in narrow && this.covers(narrow.not, wide.not);
		return isComparison(wide) && comparisonCovers(wide, narrow);
	}
}

function neverReached(rules: readonly Rule[]): SecondLook[] {
	const coverage = new Coverage();
	const ending: Rule[] = [];
	return rules.flatMap((rule, index): SecondLook[] => {
		const before = ending.find((one) => coverage.covers(one.when, rule.when));
		if (!rule.continue) ending.push(rule);
		if (!before) return [];
		const note = `rule "${rule.name}" is never reached: "${before.name}" before it takes all its tickets`;
		return [{ path: ['rules', index], note }];
	});
}

function givenByNothing({ levels, rules, defaultLevel }: Agreement): SecondLook[] {
	const given = new Set([defaultLevel, ...rules.map(({ level }) => level)]);
	return [...levels.keys()]
		.filter((name) => !given.has(name))
		.map((name) => ({
			path: ['levels', name],
			note: `no rule gives level "${name}", nor is it the default: a ticket has it only by hand`,
		}));
}

/** Longer than any night: hours that run past midnight for so long are turned round. */
const LONG_NIGHT_HOURS = 16;

function turnedRound({ writtenCalendars }: Agreement): SecondLook[] {
	return writtenCalendars.flatMap(({ name, hours, holidays }) => {
		const onDates = holidays.flatMap((holiday, index) =>
			holiday.kind === 'date' && holiday.hours
				? [[['holidays', index], holiday.hours.split(', ')] as const]
				: [],
		);
		const onDays = hours.map(([days, spans]) => [['hours', days], spans] as const);
		return [...onDays, ...onDates].flatMap(([place, spans]) =>
			spans.flatMap((text): SecondLook[] => {
				const { startS, endS } = parseClockSpan(text);
				const lasts = ((endS - startS) * 1000) / HOUR_MS;
				if (endS <= 24 * 3600 || lasts < LONG_NIGHT_HOURS) return [];
				const note = `"${text}" runs past midnight, for ${Math.floor(lasts)} hours: is it turned round?`;
				return [{ path: ['calendars', name, ...place], note }];
			}),
		);
	});
}

const conditionsIn = (condition: Condition): Comparison[] =>
	isComparison(condition)
		? [condition]
		: 'not' in condition
			? conditionsIn(condition.not)
			: ('all' in condition ? condition.all : condition.any).flatMap(conditionsIn);

function regularExpressions({ rules }: Agreement): SecondLook[] {
	return rules.flatMap(({ when }, index) =>
		conditionsIn(when).flatMap(({ operator, operand }): SecondLook[] => {
			if (operator !== 'matches' || !/^\^|\$$|\.\*|\\/.test(operand)) return [];
			const note = `matches takes a glob, in which ^ $ . and \\ are themselves: "${operand}" looks like another pattern`;
			return [{ path: ['rules', index], note }];
		}),
	);
}

/** What is worth a second look in an agreement that is good, in the order of the file, with its lines from 1. */
export function secondLooks({
	agreement,
	text,
}: {
	readonly agreement: Agreement;
	readonly text: string;
}): { readonly line: number; readonly path: string; readonly note: string }[] {
	const looks = [
		...turnedRound(agreement),
		...givenByNothing(agreement),
		...neverReached(agreement.rules),
		...regularExpressions(agreement),
	];
	if (looks.length === 0) return [];
	const lineCounter = new LineCounter();
	const locator = new Locator(parseDocument(text, { lineCounter, logLevel: 'silent' }), lineCounter);
	return looks
		.map(({ path, note }) => ({ ...locator.problem(path, '', 'key'), note }))
		.toSorted((a, b) => a.line - b.line);
}

/** What a changed agreement would have made of the past: what comes of it all, then by kind, by month, by timer. */
import { localTime } from '../../reports/local-time.ts';
import type { Group, MonthOfLevel, Pair, Turn, WhatIfResult } from '../../reports/what-if.ts';
import {
	both,
	complianceChange,
	missesOf,
	monthAmount,
	penaltyAmounts,
} from '../../reports/what-if-change.ts';
import { amountChangeText, amountPair, change, percentText, points } from '../../reports/what-if-texts.ts';
import { cleanText } from '../../text/clean.ts';
import { figures } from '../../text/figures.ts';
import { messageOf } from '../../text/message.ts';
import { wrapLine } from '../../text/wrap.ts';
import type { Board } from '../model/board.ts';
import type { Overlay } from '../model/overlay.ts';
import type { TrialAnswer, TrialQuestion, Trials } from '../model/trial.ts';
import type { Theme } from '../theme.ts';
import { metricWord, WORDS } from '../words.ts';
import { headingLines, type PageColumn, pageTable } from './page-table.ts';

/** So many timers are listed: whoever wants all of them has the command. */
const MOST_TURNS = 500;

type Compared = Extract<TrialAnswer, { kind: 'compared' }>;

const count = (name: 'fulfilled' | 'missed' | 'breached') => (group: Group) =>
	change(both(group, (side) => figures(side[name])));

/** Worse is red, better is green; colour is never the only sign: the figure has one of its own. */
const paintChange = (value: number | null, text: string, theme: Theme): string =>
	theme.paint(value === null || value === 0 ? 'plain' : value < 0 ? 'missed' : 'fulfilled', text);

const paintPoints = (text: string, pair: Parameters<typeof complianceChange>[0], theme: Theme): string =>
	paintChange(complianceChange(pair), text, theme);

const GROUP_COLUMNS: readonly PageColumn<Group>[] = [
	{ title: () => WORDS.titles.level, most: 16, text: ({ level }) => level ?? WORDS.noLevel },
	{
		title: () => WORDS.titles.department,
		most: 20,
		least: 8,
		text: ({ department }) => department ?? WORDS.noDepartment,
	},
	{ title: () => WORDS.titles.metric, most: 20, text: ({ metric }) => metricWord(metric) },
	{ title: () => WORDS.titles.fulfilled, align: 'right', weight: 3, text: count('fulfilled') },
	{ title: () => WORDS.titles.missed, align: 'right', weight: 2, text: count('missed') },
	{ title: () => WORDS.titles.breached, align: 'right', weight: 3, text: count('breached') },
	{
		title: () => WORDS.titles.share,
		align: 'right',
		text: (group) => change(both(group, ({ compliance }) => percentText(compliance))),
	},
	{
		title: () => WORDS.trial.points,
		align: 'right',
		text: (group) => points(complianceChange(group)),
		paint: (text, group, theme) => paintPoints(text, group, theme),
	},
	{
		title: () => WORDS.titles.missesCost,
		align: 'right',
		weight: 4,
		text: (group) =>
			group.old.currency === null && group.new.currency === null ? '' : amountPair(both(group, missesOf)),
	},
];

/** Whether anything of a group comes out otherwise. */
const isChanged = ({ old, new: next }: Group): boolean =>
	old.fulfilled !== next.fulfilled ||
	old.missed !== next.missed ||
	old.breached !== next.breached ||
	old.missesMinor !== next.missesMinor ||
	old.currency !== next.currency;

const MONTH_COLUMNS: readonly PageColumn<MonthOfLevel>[] = [
	{ title: () => WORDS.trial.month, text: ({ month }) => month },
	{ title: () => WORDS.titles.level, most: 24, text: ({ level }) => level },
	{
		title: () => WORDS.titles.share,
		align: 'right',
		text: (row) => change(both(row, (month) => percentText(month?.compliance ?? null))),
	},
	{
		title: () => WORDS.trial.points,
		align: 'right',
		weight: 2,
		text: (row) => points(complianceChange(row)),
		paint: (text, row, theme) => paintPoints(text, row, theme),
	},
	{ title: () => WORDS.titles.penalty, align: 'right', text: (row) => amountPair(both(row, monthAmount)) },
	{
		title: () => WORDS.trial.change,
		align: 'right',
		weight: 1,
		text: (row) => amountChangeText(both(row, monthAmount)),
	},
];

const turnColumns = (zone: string): readonly PageColumn<Turn>[] => {
	const due = (side: keyof Pair<unknown>) => (turn: Turn) => {
		const at = turn.dueAt[side];
		return at === null ? '' : localTime(at, zone);
	};
	return [
		{ title: () => WORDS.titles.ticket, most: 24, least: 10, text: ({ ticket }) => ticket },
		{ title: () => WORDS.titles.metric, most: 20, text: ({ metric }) => metricWord(metric) },
		{
			title: () => WORDS.trial.verdict,
			text: ({ verdict }) => change(both(verdict, (outcome) => WORDS.trial.outcomes[outcome])),
		},
		{ title: () => WORDS.trial.dueNow, weight: 2, text: due('old') },
		{ title: () => WORDS.trial.dueThen, weight: 1, text: due('new') },
	];
};

function totalLines({ total }: WhatIfResult, theme: Theme): string[] {
	const compliance = change(both(total, (side) => percentText(side.compliance)));
	const turned = complianceChange(total);
	const money = penaltyAmounts(total).map(
		(amounts) => ` ${WORDS.trial.penalties(amountPair(amounts), amountChangeText(amounts))}`,
	);
	const text = WORDS.trial.compliance(compliance, points(turned));
	return [` ${paintChange(turned, text, theme)}`, ...money];
}

function turnLines({ turns }: WhatIfResult, zone: string, width: number, theme: Theme): string[] {
	const more = turns.length - MOST_TURNS;
	return [
		'',
		...headingLines(WORDS.trial.turns, figures(turns.length), width, theme),
		...(turns.length === 0 ? [] : pageTable(turnColumns(zone), turns.slice(0, MOST_TURNS), width, theme)),
		...(more > 0 ? [` ${theme.paint('faint', WORDS.trial.moreTurns(figures(more)))}`] : []),
	];
}

function comparedLines(answer: Compared, path: string, width: number, theme: Theme): string[] {
	const { result, period, zone, inForce, lacks, notes } = answer;
	const ascii = !theme.isUnicode;
	const wrapped = (text: string): string[] => wrapLine(` ${text}`, width, ascii);
	const warned = [
		...(lacks === 0 ? [] : [WORDS.compliance.incomplete(WORDS.compliance.lacks(lacks))]),
		...notes,
	];
	const since = Number.isFinite(period.sinceAt) ? localTime(period.sinceAt, zone) : null;
	const stretch = WORDS.trial.period(since, localTime(period.untilAt, zone), zone);
	const table = <Row>(title: string, columns: readonly PageColumn<Row>[], rows: readonly Row[]): string[] =>
		rows.length === 0
			? []
			: ['', ...headingLines(title, '', width, theme), ...pageTable(columns, rows, width, theme)];
	const changed = result.groups.filter(isChanged);
	const same = result.groups.length - changed.length;
	return [
		...headingLines(WORDS.trial.title(path), '', width, theme),
		...wrapped(stretch),
		...wrapped(WORDS.trial.against(cleanText(inForce))).map((line) => theme.paint('faint', line)),
		...warned.flatMap(wrapped).map((line) => theme.paint('warning', line)),
		'',
		...(result.groups.length === 0 ? wrapped(WORDS.trial.nothingJudged) : totalLines(result, theme)),
		...table(WORDS.trial.byMonth, MONTH_COLUMNS, result.months),
		...table(WORDS.trial.byKind, GROUP_COLUMNS, changed),
		...(same > 0 ? wrapped(WORDS.trial.same(figures(same))).map((line) => theme.paint('faint', line)) : []),
		...(result.groups.length === 0 ? [] : turnLines(result, zone, width, theme)),
	];
}

/** What there is to be shown: an answer, or why there is none. */
type Found = TrialAnswer | { readonly kind: 'failed'; readonly problem: string };

function foundLines(found: Found, path: string, width: number, theme: Theme): string[] {
	const wrapped = (text: string): string[] => wrapLine(` ${text}`, width, !theme.isUnicode);
	switch (found.kind) {
		case 'compared':
			return comparedLines(found, path, width, theme);
		case 'mistakes':
			return [
				...headingLines(WORDS.trial.mistakes(path), '', width, theme),
				'',
				...found.lines.flatMap(wrapped),
			];
		case 'failed':
			return wrapped(WORDS.said.failed(cleanText(found.problem))).map((line) => theme.paint('warning', line));
	}
}

/** Asks while it is shown: whoever closes it has it stopped. */
export class TrialOverlay implements Overlay {
	private tickets = 0;
	private readonly control = new AbortController();
	private draw: (width: number, theme: Theme) => readonly string[] = (_, theme) => [
		'',
		` ${theme.paint('faint', WORDS.trial.underWay(figures(this.tickets)))}`,
	];

	constructor(
		private readonly board: Board,
		private readonly question: TrialQuestion,
	) {}

	async read(): Promise<void> {}

	/** Begins, and returns at once: no key waits for it. */
	begin(trials: Trials): void {
		const onProgress = (tickets: number): void => {
			if (this.board.overlay !== this) this.control.abort();
			this.tickets = tickets;
		};
		const { signal } = this.control;
		void trials.run(this.question, { signal, onProgress }).then(
			(answer) => this.show(answer),
			(error: unknown) => this.show({ kind: 'failed', problem: messageOf(error) }),
		);
	}

	lines(theme: Theme): readonly string[] {
		return this.draw(this.board.columns, theme);
	}

	private async show(found: Found): Promise<void> {
		if (this.control.signal.aborted) return;
		const path = cleanText(this.question.path);
		await this.board.do(() => {
			this.draw = kept((width, theme) => foundLines(found, path, width, theme));
		});
	}
}

/** It is drawn with every second: made once for a width and a theme. */
function kept(make: (width: number, theme: Theme) => readonly string[]): typeof make {
	let last: { readonly width: number; readonly theme: Theme; readonly lines: readonly string[] } | null =
		null;
	return (width, theme) => {
		if (last?.width !== width || last.theme !== theme) last = { width, theme, lines: make(width, theme) };
		return last.lines;
	};
}

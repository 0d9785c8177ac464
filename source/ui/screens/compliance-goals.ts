/** Goals on the screen *Compliance*: what was promised, how many misses it can still bear, and how fast they come. */
import type { GoalMonth } from '../../reports/goals.ts';
import type { MonthView } from '../../reports/month-view.ts';
import { figures, percentOf } from '../../text/figures.ts';
import type { Theme, Token } from '../theme.ts';
import { dayAndTime } from '../when.ts';
import { metricWord, WORDS } from '../words.ts';
import { type PageColumn, pageTable } from './page-table.ts';

const COLUMNS: readonly PageColumn<GoalMonth>[] = [
	{ title: () => WORDS.titles.level, most: 24, text: ({ level }) => level },
	{ title: () => WORDS.titles.metric, most: 20, text: ({ metric }) => metricWord(metric) },
	{ title: () => WORDS.titles.goal, align: 'right', text: ({ goal }) => percentOf(goal / 100) },
	{
		title: () => WORDS.titles.share,
		align: 'right',
		text: ({ compliance }) => (compliance === null ? '' : percentOf(compliance / 100)),
	},
	{ title: () => WORDS.titles.misses, align: 'right', weight: 1, text: ({ missed }) => figures(missed) },
	{
		title: () => WORDS.titles.bears,
		align: 'right',
		weight: 1,
		text: ({ missesLeft }) => (missesLeft === null ? '' : figures(missesLeft)),
	},
	{
		title: () => WORDS.titles.budget,
		align: 'right',
		weight: 2,
		text: ({ outlook }) => (outlook ? figures(outlook.budget) : ''),
	},
	{
		title: () => WORDS.titles.burn,
		align: 'right',
		weight: 2,
		text: ({ burnRate }) => (burnRate === null ? '' : `${burnRate.toFixed(1)}x`),
	},
];

/** How it goes: what it means, and in which colour. */
function outlookOf({ judged, isMet, outlook }: GoalMonth, at: number): readonly [text: string, token: Token] {
	const words = WORDS.compliance;
	if (judged === 0) return [words.nothingJudged, 'faint'];
	if (!isMet) return [words.offTrack, 'missed'];
	const usedUpAt = outlook?.usedUpAt ?? null;
	if (usedUpAt === null) return [words.onTrack, 'fulfilled'];
	return [words.onTrackUntil(dayAndTime(usedUpAt, at)), 'at_risk'];
}

/** The goals of the month, with a heading; nothing where none is promised. */
export function goalLines({ goals, nowAt }: MonthView, width: number, theme: Theme): string[] {
	if (goals.length === 0) return [];
	const outlook: PageColumn<GoalMonth> = {
		title: () => '',
		weight: 1,
		text: (row) => outlookOf(row, nowAt)[0],
		paint: (text, row) => theme.paint(outlookOf(row, nowAt)[1], text),
	};
	return ['', ...pageTable([...COLUMNS, outlook], goals, width, theme)];
}

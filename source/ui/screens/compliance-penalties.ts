/** Penalties on the screen *Compliance*: what each level's month costs so far, and how that is reckoned. */
import { creditText, type LevelMonth } from '../../reports/ledger.ts';
import type { MonthView } from '../../reports/month-view.ts';
import { formatAmount, formatMoney, formatSums } from '../../sla/money.ts';
import { figures, percentOf } from '../../text/figures.ts';
import type { Theme } from '../theme.ts';
import { WORDS } from '../words.ts';
import { headingLines, type PageColumn, pageTable } from './page-table.ts';

const COLUMNS: readonly PageColumn<LevelMonth>[] = [
	{ title: () => WORDS.titles.level, most: 24, text: ({ level }) => level },
	{
		title: () => WORDS.titles.organizations,
		align: 'right',
		weight: 4,
		text: ({ customers }) => figures(customers),
	},
	{
		title: () => WORDS.titles.share,
		align: 'right',
		text: ({ compliance }) => (compliance === null ? '' : percentOf(compliance / 100)),
	},
	{
		title: () => WORDS.titles.missesCost,
		align: 'right',
		weight: 3,
		text: ({ missesMinor, currency }) => formatAmount(missesMinor, currency),
	},
	{ title: () => WORDS.titles.credit, align: 'right', weight: 2, text: creditText },
	{
		title: () => WORDS.titles.atMost,
		align: 'right',
		weight: 2,
		text: ({ capMinor, currency }) => (capMinor === null ? '' : formatAmount(capMinor, currency)),
	},
	{
		title: () => WORDS.titles.penalty,
		align: 'right',
		text: ({ totalMinor: minor, currency }) => formatMoney({ minor, currency }),
	},
];

/** What the month costs so far, with a heading; nothing where no level has a penalty. */
export function penaltyLines({ months, penalties }: MonthView, width: number, theme: Theme): string[] {
	if (months.length === 0) return [];
	const heading = headingLines(WORDS.compliance.penalties, formatSums(penalties), width, theme);
	return ['', ...heading, ...pageTable(COLUMNS, months, width, theme)];
}

/** Compliance: the month so far in every way it is broken down, what was promised, what it costs, what falls due next. */
import type { MonthView } from '../../reports/month-view.ts';
import { pointsBetween, pointsText } from '../../reports/percent.ts';
import { shortDuration } from '../../reports/short-duration.ts';
import { formatMoney, formatSums } from '../../sla/money.ts';
import { formatLeft, leftMs } from '../../sla/time-left.ts';
import { cleanText } from '../../text/clean.ts';
import { figures } from '../../text/figures.ts';
import { fitStart } from '../../text/fit.ts';
import { wrapLine } from '../../text/wrap.ts';
import type { Board } from '../model/board.ts';
import type { Theme } from '../theme.ts';
import { metricWord, WORDS } from '../words.ts';
import { axisLines, totalLines } from './compliance-axes.ts';
import { goalLines } from './compliance-goals.ts';
import { penaltyLines } from './compliance-penalties.ts';
import { Page } from './page.tsx';
import { headingLines } from './page-table.ts';

/** What stands under the sums: how it compares, and how long it took. */
function summaryLines(month: MonthView, width: number, theme: Theme): string[] {
	const { total, before, lacks, beforeLacks } = month;
	const { compliance, counted, over, cancelled, excluded } = total.figures;
	const points = pointsText(pointsBetween(before, compliance));
	const words = WORDS.compliance;
	const trendLack = beforeLacks === 0 ? '' : `, ${words.lacks(beforeLacks)}`;
	return [
		...(lacks === 0 ? [] : [words.incomplete(words.lacks(lacks))]),
		...(points === '' ? [] : [words.trend(points) + trendLack]),
		...(counted.medianMs === null
			? []
			: [words.counted(shortDuration(counted.medianMs), shortDuration(counted.p90Ms))]),
		...(over.medianMs === null ? [] : [words.over(shortDuration(over.medianMs), shortDuration(over.p90Ms))]),
		...(cancelled + excluded === 0 ? [] : [words.apart(figures(cancelled), figures(excluded))]),
	].flatMap((text) => wrapLine(` ${text}`, width, !theme.isUnicode));
}

/** What breaches next, and its price. */
function stakeLines({ stake }: MonthView, at: number, width: number, theme: Theme): string[] {
	if (stake.next.length === 0) return [];
	const sum = stake.atRisk.size === 0 ? '' : WORDS.compliance.atRisk(formatSums(stake.atRisk));
	const rows = stake.next.map(({ row, price: amount }) => {
		const left = fitStart(formatLeft(leftMs(row, at)), 8, { pad: 'start' });
		const price = fitStart(formatMoney(amount), 12, { pad: 'start' });
		const about = [row.ticket, metricWord(row.metric), row.level, row.organization, row.agent];
		const text = about.filter((part) => part !== null).join(` ${theme.symbols.separator} `);
		const ascii = !theme.isUnicode;
		return ` ${left}${price}  ${fitStart(cleanText(text), width - 24, { ascii })}`;
	});
	return ['', ...headingLines(WORDS.compliance.next, sum, width, theme), ...rows];
}

/** How many timers fall due in each of the next hours, as bars. */
function histogram(hours: readonly number[], width: number, theme: Theme): string[] {
	const most = Math.max(1, ...hours);
	const cells = Math.min(60, width - 24);
	return hours.map((count, hour) => {
		const label = fitStart(hour === 0 ? WORDS.thisHour : WORDS.inHours(hour, hour + 1), 14, { pad: 'end' });
		const length = Math.round((count / most) * cells);
		return ` ${label}${fitStart(figures(count), 7, { pad: 'start' })} ${theme.paint('bar', theme.symbols.full.repeat(length))}`;
	});
}

export function complianceLines(board: Board, theme: Theme): string[] {
	const { columns, nowAt } = board;
	const { month, dueByHour } = board.facts;
	const lines = [` ${theme.paint('title', WORDS.monthSoFar)}`, ''];
	if (month) {
		lines.push(
			...totalLines(month, columns, theme),
			...summaryLines(month, columns, theme),
			...penaltyLines(month, columns, theme),
			...goalLines(month, columns, theme),
			...stakeLines(month, nowAt, columns, theme),
			...axisLines(month, columns, theme),
		);
	} else lines.push(theme.paint('faint', ` ${WORDS.agreementMissing}`));
	lines.push('', ` ${theme.paint('title', WORDS.fallsDue)}`, ...histogram(dueByHour, columns, theme));
	return lines;
}

export function ComplianceScreen({ board, theme }: { readonly board: Board; readonly theme: Theme }) {
	return <Page board={board} lines={complianceLines(board, theme)} />;
}

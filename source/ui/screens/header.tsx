/** The top of every screen: how the floor stands, whether what is shown is fresh, and where one is. */
import { Text } from 'ink';
import { memo } from 'react';
import { formatLeft } from '../../sla/time-left.ts';
import type { OPEN_STATES } from '../../sla/timer.ts';
import { cleanText } from '../../text/clean.ts';
import { textWidth } from '../../text/fit.ts';
import type { Board, Screen } from '../model/board.ts';
import type { Overview } from '../model/overview.ts';
import type { Theme, Token } from '../theme.ts';
import { ago, clockTime, timeOfDay } from '../when.ts';
import { SCREEN_WORDS, STATE_WORDS, WORDS } from '../words.ts';

/** A piece of a header line; the less it matters, the sooner a narrow screen goes without it. */
interface Piece {
	readonly text: string;
	readonly token?: Token;
	/** 0 stays whatever the width. */
	readonly weight: number;
}

const width = (pieces: readonly Piece[]): number =>
	pieces.reduce((sum, { text }) => sum + textWidth(text) + 2, -2);

/** Pieces side by side, two spaces between; the ones of most weight are left out until they fit. */
export function fitPieces(pieces: readonly Piece[], cells: number): readonly Piece[] {
	let shown = pieces;
	while (width(shown) > cells) {
		const heaviest = Math.max(...shown.map(({ weight }) => weight));
		if (heaviest === 0) return shown;
		const place = shown.findLastIndex(({ weight }) => weight === heaviest);
		shown = shown.filter((_, index) => index !== place);
	}
	return shown;
}

/** Pieces on the left and pieces that end at the right edge. */
function line(left: readonly Piece[], right: readonly Piece[], cells: number, theme: Theme): string {
	const shown = fitPieces([...left, ...right], cells);
	const draw = (side: readonly Piece[]): string =>
		side
			.filter((piece) => shown.includes(piece))
			.map(({ text, token = 'plain' }) => theme.paint(token, text))
			.join('  ');
	const space = cells - width(shown) + 2;
	const isSplit = right.some((piece) => shown.includes(piece));
	return isSplit ? draw(left) + ' '.repeat(Math.max(1, space)) + draw(right) : draw(left);
}

const STATE_ORDER = [
	'breached',
	'at_risk',
	'on_track',
	'paused',
] as const satisfies (typeof OPEN_STATES)[number][];

function counterLine(board: Board, theme: Theme): string {
	const { states } = board.overview;
	const narrow = board.columns < 72;
	const counters = STATE_ORDER.map((state): Piece => {
		const word = narrow ? '' : ` ${STATE_WORDS[state]}`;
		const text = `${theme.symbols[state]} ${states[state].toLocaleString('en')}${word}`;
		return { text, token: states[state] > 0 ? state : 'faint', weight: 0 };
	});
	const name: Piece = { text: board.options.title, token: 'title', weight: 2 };
	const clock: Piece = { text: clockTime(board.nowAt), weight: 0 };
	return line([name, ...counters], [clock], board.columns, theme);
}

/** Compliance below this is as bad as it looks: the lowest step. */
const SPARK_FLOOR = 0.5;

/** One character an hour, the higher the better; hours in which nothing closed are blank. */
export function sparkline(hours: readonly (number | null)[], theme: Theme): string {
	const steps = Array.from(theme.symbols.sparks);
	const step = (share: number): string => {
		const height = Math.max(0, share - SPARK_FLOOR) / (1 - SPARK_FLOOR);
		return steps[Math.floor(height * (steps.length - 1))] ?? ' ';
	};
	return hours
		.map((share) => (share === null ? ' ' : step(share)))
		.join('')
		.trim();
}

function freshness(board: Board): Piece {
	const { status } = board.overview;
	const behindSince = board.engineBehindSince;
	if (board.engineError !== null) {
		return { text: ` ${WORDS.engineStopped}: ${cleanText(board.engineError)} `, token: 'alarm', weight: 0 };
	}
	if (behindSince !== null) {
		return { text: ` ${WORDS.engineBehind} ${timeOfDay(behindSince)} `, token: 'alarm', weight: 0 };
	}
	if (status.backlog > 0) {
		return { text: `${status.backlog.toLocaleString('en')} ${WORDS.takingIn}`, token: 'warning', weight: 0 };
	}
	if (status.tickedAt === 0) return { text: WORDS.neverTicked, token: 'faint', weight: 0 };
	const lastEventAt = Math.max(0, ...status.sources.map((source) => source.lastEventAt ?? 0));
	if (lastEventAt === 0) return { text: WORDS.noSource, token: 'faint', weight: 1 };
	return { text: `${WORDS.fed} ${ago(lastEventAt, board.nowAt)} ${WORDS.ago}`, token: 'faint', weight: 1 };
}

function compliancePieces({ compliance, hours, atStake, currency }: Overview, theme: Theme): Piece[] {
	const percent = compliance === null ? '–' : `${(Math.floor(compliance * 1000) / 10).toFixed(1)}%`;
	const word = compliance === null ? WORDS.noneClosedToday : `${WORDS.complianceToday} ${percent}`;
	const spark = sparkline(hours, theme);
	const stake = `${atStake.toLocaleString('en')} ${currency} ${WORDS.atStake}`;
	return [
		{ text: word, token: compliance !== null && compliance < 0.9 ? 'warning' : 'plain', weight: 0 },
		...(spark === '' ? [] : [{ text: spark, token: 'accent', weight: 3 } satisfies Piece]),
		{ text: stake, token: atStake > 0 ? 'warning' : 'faint', weight: 2 },
	];
}

function healthLine(board: Board, theme: Theme): string {
	const { agreementProblem: problem, agreement } = board.overview.status;
	if (problem !== null) {
		const words = agreement.name === '' ? WORDS.agreementMissing : WORDS.agreementWrong;
		const text = ` ${words} ${cleanText(problem)} `;
		return theme.paint('alarm', text.slice(0, board.columns));
	}
	return line(compliancePieces(board.overview, theme), [freshness(board)], board.columns, theme);
}

const TABS: readonly (readonly [string, Screen])[] = [
	['1', 'risk'],
	['2', 'queues'],
	['3', 'log'],
	['4', 'compliance'],
	['5', 'agreement'],
];

function place(board: Board): Piece[] {
	const pieces: Piece[] = [];
	const list = board.screen === 'log' ? board.log : board.risk;
	if (board.frozenAt !== null) {
		pieces.push({ text: ` ${WORDS.frozen} ${timeOfDay(board.frozenAt)} `, token: 'alarm', weight: 0 });
	}
	if (board.screen === 'log') {
		if (list.isFollowing) pieces.push({ text: WORDS.follows, token: 'faint', weight: 1 });
		else if (list.hasNews) pieces.push({ text: WORDS.newRows, token: 'accent', weight: 1 });
	}
	const soonest =
		board.screen === 'risk' ? board.risk.rows.find(({ dueAt }) => (dueAt ?? 0) > board.rowsAt) : null;
	if (soonest?.dueAt) {
		const left = formatLeft(soonest.dueAt - board.rowsAt);
		pieces.push({ text: `${WORDS.next} ${left}`, token: 'faint', weight: 1 });
	}
	return pieces;
}

function tabLine(board: Board, theme: Theme): string {
	const tabs = TABS.map(([key, screen]): Piece => {
		const isHere = screen === board.screen;
		const text = ` ${key} ${SCREEN_WORDS[screen]} `;
		return { text, token: isHere ? 'tab' : 'plain', weight: isHere ? 0 : 2 };
	});
	const ticket: Piece[] =
		board.screen === 'ticket' ? [{ text: ` ${SCREEN_WORDS.ticket} `, token: 'tab', weight: 0 }] : [];
	const isNarrowed = board.filter !== '' && (board.screen === 'risk' || board.screen === 'log');
	const filter: Piece[] = isNarrowed
		? [{ text: `${WORDS.filter}: ${cleanText(board.filter)}`, token: 'accent', weight: 1 }]
		: [];
	return line([...tabs, ...ticket, ...filter], place(board), board.columns, theme);
}

export interface HeaderProps {
	readonly board: Board;
	readonly theme: Theme;
	/** Changes when the board has: the board itself is always the same. */
	readonly version: number;
}

export const Header = memo(function Header({ board, theme }: HeaderProps) {
	const lines = [counterLine(board, theme), healthLine(board, theme), tabLine(board, theme)];
	return <Text wrap="truncate">{lines.join('\n')}</Text>;
});

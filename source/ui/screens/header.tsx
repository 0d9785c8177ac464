/** The top of every screen: how the floor stands, whether what is shown is fresh, and where one is. */
import { Text } from 'ink';
import { memo } from 'react';
import { formatSums } from '../../sla/money.ts';
import { formatLeft } from '../../sla/time-left.ts';
import type { OPEN_STATES } from '../../sla/timer.ts';
import { cleanText } from '../../text/clean.ts';
import { figures, percentOf, shortFigures } from '../../text/figures.ts';
import { fitStart } from '../../text/fit.ts';
import type { Board, Screen } from '../model/board.ts';
import type { Overview, Today } from '../model/overview.ts';
import type { Theme } from '../theme.ts';
import { ago, clockTime, fullDate, timeOfDay } from '../when.ts';
import { WORDS } from '../words.ts';
import { type Piece, piecesWidth, spread } from './pieces.ts';
import { latePieces, sourcePieces } from './source-pieces.ts';

export const STATE_ORDER = [
	'breached',
	'at_risk',
	'on_track',
	'paused',
] as const satisfies (typeof OPEN_STATES)[number][];

/** Ways to show the counters, from the one that says most: the first that fits is taken. */
const COUNTER_FORMS = [
	{ words: true, number: figures, clock: clockTime },
	{ words: false, number: figures, clock: clockTime },
	{ words: false, number: shortFigures, clock: clockTime },
	{ words: false, number: shortFigures, clock: timeOfDay },
] as const;

/** Of ways to show something the first that fits, or the last; what comes after it is not made. */
function firstFitting<Form, Shown>(
	forms: readonly [Form, ...Form[]],
	show: (form: Form) => Shown,
	fits: (shown: Shown) => boolean,
): Shown {
	const [first, ...others] = forms;
	let shown = show(first);
	for (const form of others) {
		if (fits(shown)) break;
		shown = show(form);
	}
	return shown;
}

function counterLine(board: Board, theme: Theme): string {
	const { states } = board.overview;
	const piecesOf = ({ words, number, clock }: (typeof COUNTER_FORMS)[number]): readonly Piece[] => [
		...STATE_ORDER.map((state): Piece => {
			const text = `${theme.symbols[state]} ${number(states[state])}${words ? ` ${WORDS.counted[state](states[state])}` : ''}`;
			return { text, token: states[state] > 0 ? state : 'faint', weight: 0 };
		}),
		{ text: clock(board.nowAt), weight: 0 },
	];
	const pieces = firstFitting(COUNTER_FORMS, piecesOf, (shown) => piecesWidth(shown) <= board.columns);
	const [counters, clock] = [pieces.slice(0, -1), pieces.slice(-1)];
	const name: Piece = { text: 'slatop', token: 'title', weight: 2 };
	return spread([name, ...counters], clock, board.columns, theme);
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

/** What is wrong with the engine; null while it does its work. */
export function engineTrouble(board: Board): Piece | null {
	if (board.engineError !== null) {
		return { text: ` ${WORDS.engineStopped}: ${cleanText(board.engineError)} `, token: 'alarm', weight: 0 };
	}
	const behindSince = board.engineBehindSince;
	if (behindSince === null) return null;
	return { text: ` ${WORDS.engineBehind} ${timeOfDay(behindSince)} `, token: 'alarm', weight: 0 };
}

/** It leaves room for compliance beside it. */
const BESIDE_TROUBLE_CELLS = 28;
const LEAST_TROUBLE_CELLS = 30;

/** What does not go, and why: alerts to somebody, a report; null while all does. */
export function alertWords({ hearing: { troubles } }: Board): string | null {
	const [first, ...more] = troubles;
	return first ? cleanText(WORDS.alerts.trouble[first.kind](first.name, first.problem, more.length)) : null;
}

function alertTrouble(board: Board): Piece | null {
	const words = alertWords(board);
	if (words === null) return null;
	const text = fitStart(words, Math.max(LEAST_TROUBLE_CELLS, board.columns - BESIDE_TROUBLE_CELLS));
	return { text: ` ${text} `, token: 'alarm', weight: 0 };
}

/** How fresh what is shown is, and what is wrong where it is not. */
export function freshness(board: Board, theme: Theme): readonly Piece[] {
	const { status } = board.overview;
	const trouble = engineTrouble(board);
	// Its sources stand still with it.
	if (trouble) return [trouble];
	const late = latePieces(status, Date.now(), theme);
	if (status.backlog > 0) {
		const text = `${figures(status.backlog)} ${WORDS.takingIn(status.backlog)}`;
		return [...late, { text, token: 'warning', weight: 0 }];
	}
	const untold = alertTrouble(board);
	if (untold) return [...late, untold];
	if (status.tickedAt === 0) return [{ text: WORDS.neverTicked, token: 'faint', weight: 0 }];
	const sources = sourcePieces(status, Date.now(), theme);
	if (sources.length > 0) return sources;
	const lastEventAt = Math.max(0, ...status.sources.map((source) => source.lastEventAt ?? 0));
	if (lastEventAt === 0) return [{ text: WORDS.noSource, token: 'faint', weight: 2 }];
	return [{ text: WORDS.lastEvent(ago(lastEventAt, board.nowAt)), token: 'faint', weight: 2 }];
}

/** What is said of time travel: where it goes, where it is, why it did not go. Null in the present. */
function travelPiece({ travel }: Board): Piece | null {
	const { at, share, problem, destination } = travel;
	const alarm = (text: string): Piece => ({ text: ` ${text} `, token: 'alarm', weight: 0 });
	if (problem !== null) return alarm(`${WORDS.cannotTravel} ${cleanText(problem)}`);
	const to = destination ?? at;
	if (share !== null && to !== null) {
		return alarm(`${WORDS.travelling} ${fullDate(to)}, ${Math.round(share * 100)}%`);
	}
	return at === null ? null : alarm(`${WORDS.asOf} ${fullDate(at)}`);
}

function todayPieces({ compliance, hours }: Today, theme: Theme): Piece[] {
	const spark = sparkline(hours, theme);
	const word =
		compliance === null ? WORDS.noneClosedToday : `${WORDS.complianceToday} ${percentOf(compliance)}`;
	return [
		{ text: word, token: compliance !== null && compliance < 0.9 ? 'warning' : 'plain', weight: 1 },
		...(spark === '' ? [] : [{ text: spark, token: 'accent', weight: 4 } satisfies Piece]),
	];
}

/** What is at stake, each currency apart; nothing where the agreement has no prices. */
function stakePieces({ atStake }: Overview): Piece[] {
	if (!atStake) return [];
	return atStake.size > 0
		? [{ text: WORDS.atStake(formatSums(atStake)), token: 'warning', weight: 3 }]
		: [{ text: WORDS.nothingAtStake, token: 'faint', weight: 3 }];
}

function compliancePieces(overview: Overview, theme: Theme): Piece[] {
	const { today } = overview;
	return [
		// Its place is kept until it has been read: nothing beside it jumps.
		...(today
			? todayPieces(today, theme)
			: [
					{
						text: `${WORDS.complianceToday} ${theme.symbols.more}`,
						token: 'faint',
						weight: 1,
					} satisfies Piece,
				]),
		...stakePieces(overview),
	];
}

/** What is wrong with the agreement. */
export function agreementWords({ overview }: Board): string {
	const { agreementProblem, agreement } = overview.status;
	const words = agreement.name === '' ? WORDS.agreementMissing : WORDS.agreementWrong;
	return `${words} ${cleanText(agreementProblem ?? '')}`;
}

function healthLine(board: Board, theme: Theme): string {
	if (board.overview.status.agreementProblem !== null) {
		const wrong: Piece = { text: ` ${agreementWords(board)} `, token: 'alarm', weight: 0 };
		// An engine in trouble is never hidden by another alarm: what is shown would be silently stale.
		const trouble = engineTrouble(board) ?? alertTrouble(board);
		const late = latePieces(board.overview.status, Date.now(), theme);
		return spread([wrong], trouble ? [trouble] : late, board.columns, theme);
	}
	const travel = travelPiece(board);
	const pieces = compliancePieces(board.overview, theme);
	if (!travel) return spread(pieces, freshness(board, theme), board.columns, theme);
	// Which instant is shown matters more than anything that is.
	const lighter = pieces.map((piece) => ({ ...piece, weight: piece.weight + 1 }));
	return spread(lighter, [travel], board.columns, theme);
}

const TABS: readonly (readonly [string, Screen])[] = [
	['1', 'risk'],
	['2', 'queues'],
	['3', 'log'],
	['4', 'compliance'],
	['5', 'agreement'],
];

/** How many of them have their names beside the one that is shown: as many as fit. */
const NAMED_TABS = [5, 4, 3, 2, 1, 0] as const;

function place(board: Board, theme: Theme): Piece[] {
	const pieces: Piece[] = [];
	const list = board.screen === 'log' ? board.log : board.risk;
	if (board.freeze.at !== null) {
		pieces.push({
			text: ` ${WORDS.frozen} ${timeOfDay(board.freeze.at)} (${board.keymap.hint('freeze')}) `,
			token: 'alarm',
			weight: 0,
		});
	}
	if (board.screen === 'log') {
		if (list.isFollowing) pieces.push({ text: WORDS.follows, token: 'faint', weight: 1 });
		else if (list.hasNews)
			pieces.push({ text: WORDS.newRows(board.keymap.hint('end')), token: 'accent', weight: 1 });
	}
	const { by, isReversed } = board.narrowing.sorting;
	const isByDue = by === 'due' && !isReversed;
	if (board.listScreen && board.marks[board.listScreen].count > 0) {
		const count = board.marks[board.listScreen].count;
		pieces.push({ text: `${theme.symbols.mark} ${count}`, token: 'accent', weight: 0 });
	}
	if (board.screen === 'risk' && !isByDue) {
		const arrow = isReversed ? theme.symbols.up : theme.symbols.down;
		pieces.push({ text: `${WORDS.sorted[by]} ${arrow}`, token: 'accent', weight: 1 });
	}
	const { logSorting } = board.narrowing;
	if (board.screen === 'log' && (logSorting.by !== 'closed' || logSorting.isReversed)) {
		const arrow = logSorting.isReversed ? theme.symbols.up : theme.symbols.down;
		pieces.push({ text: `${WORDS.logSorted[logSorting.by]} ${arrow}`, token: 'accent', weight: 1 });
	}
	const soonest =
		board.screen === 'risk' && isByDue
			? board.risk.rows.find(({ dueAt }) => (dueAt ?? 0) > board.rowsAt)
			: null;
	if (soonest?.dueAt) {
		const left = formatLeft(soonest.dueAt - board.rowsAt);
		pieces.push({ text: `${WORDS.next} ${left}`, token: 'faint', weight: 1 });
	}
	return pieces;
}

/** A piece of the line of tabs, and the screen that it stands for where it is a tab. */
interface Tab extends Piece {
	readonly screen?: Screen;
}

/** The screens by their keys. The one that is shown has its name, and of the others as many as `named`. */
function screenTabs(shown: Screen, named: number): Tab[] {
	return TABS.map(([key, screen], place): Tab => {
		const isHere = screen === shown;
		const text = isHere || place < named ? ` ${key} ${WORDS.screens[screen]} ` : key;
		return { text, token: isHere ? 'tab' : 'plain', weight: isHere ? 0 : 2, screen };
	});
}

/** The line of tabs: which screen is shown and what of it, and what is told of that. */
export function tabs(
	board: Board,
	theme: Theme,
): { readonly left: readonly Tab[]; readonly right: readonly Tab[] } {
	const ticket: Tab[] =
		board.screen === 'ticket' ? [{ text: ` ${WORDS.screens.ticket} `, token: 'tab', weight: 0 }] : [];
	const isNarrowed = board.filter !== '' && (board.screen === 'risk' || board.screen === 'log');
	const filter: Tab[] = isNarrowed
		? [{ text: `${WORDS.filter}: ${cleanText(board.filter)}`, token: 'accent', weight: 0 }]
		: [];
	const right = place(board, theme);
	const leftOf = (named: number): readonly Tab[] => [
		...screenTabs(board.screen, named),
		...ticket,
		...filter,
	];
	const fits = (left: readonly Tab[]): boolean => piecesWidth([...left, ...right]) <= board.columns;
	return { left: firstFitting(NAMED_TABS, leftOf, fits), right };
}

function tabLine(board: Board, theme: Theme): string {
	const { left, right } = tabs(board, theme);
	return spread(left, right, board.columns, theme);
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

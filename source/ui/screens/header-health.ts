/** The header's second line: compliance and money of the day, and whether what is shown is fresh; what is wrong before all else. */
import { formatSums } from '../../sla/money.ts';
import { cleanText } from '../../text/clean.ts';
import { figures, percentOf } from '../../text/figures.ts';
import { fitStart } from '../../text/fit.ts';
import type { Board } from '../model/board.ts';
import type { Overview, Today } from '../model/overview.ts';
import type { Theme } from '../theme.ts';
import { ago, fullDate, timeOfDay } from '../when.ts';
import { WORDS } from '../words.ts';
import { type Piece, spread } from './pieces.ts';
import { latePieces, sourcePieces } from './source-pieces.ts';

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
	// A new store's engine has been behind since nobody knows when.
	const isNew = board.overview.status.tickedAt === 0;
	const words = isNew ? WORDS.neverTicked : `${WORDS.engineBehind} ${timeOfDay(behindSince)}`;
	return { text: ` ${words} `, token: 'alarm', weight: 0 };
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

export function healthLine(board: Board, theme: Theme): string {
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

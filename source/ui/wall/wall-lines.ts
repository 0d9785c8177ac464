/** A wall screen as lines: whose turn it is, four counters in big figures, and a plain sign when they are stale. */
import { formatSums } from '../../sla/money.ts';
import { formatLeft } from '../../sla/time-left.ts';
import type { OpenState } from '../../sla/timer.ts';
import { cleanText } from '../../text/clean.ts';
import { percentOf, shortFigures } from '../../text/figures.ts';
import { fitStart } from '../../text/fit.ts';
import { STATE_ORDER } from '../screens/header.tsx';
import { agreementWords, engineTrouble, freshness } from '../screens/header-health.ts';
import { type Piece, spread } from '../screens/pieces.ts';
import type { Theme } from '../theme.ts';
import { clockTime } from '../when.ts';
import { WORDS } from '../words.ts';
import { bigText, fittingScale } from './big-text.ts';
import { drawPanels, type Panel } from './panels.ts';
import type { Turn, Wall } from './wall-model.ts';

/** Up to here every digit is shown. */
const MOST_EXACT = 9_999;
/** The name at the top, and what falls due next, have this share of the screen's height. */
const TITLE_SHARE = 1 / 8;
const SIGN_SHARE = 1 / 5;
/** From this height on there is room for more than the name and the figures. */
const ROOMY_LINES = 30;

const nameOf = (turn: Turn): string =>
	turn === 'all' ? WORDS.wall.all : cleanText(turn.department ?? WORDS.noDepartment);

/** A text as large as a share of the screen allows, plain where there is no room, or no picture of its letters. */
function large(text: string, share: number, room: { columns: number; rows: number }, theme: Theme): string[] {
	const lines = Math.max(1, Math.round(room.rows * share));
	const scale = fittingScale([text], { cells: room.columns - 2, lines }, theme.isUnicode);
	const big = scale > 0 ? bigText(text, scale, theme.isUnicode) : null;
	const drawn = big ?? [fitStart(text, room.columns - 2, { ascii: !theme.isUnicode })];
	return drawn.map((line) => ` ${line}`);
}

function panelsOf(states: Readonly<Record<OpenState, number>>, isStale: boolean, theme: Theme): Panel[] {
	return STATE_ORDER.map((state) => {
		const count = states[state];
		return {
			figure: count <= MOST_EXACT ? String(count) : shortFigures(count),
			label: WORDS.counted[state](count),
			sign: theme.symbols[state],
			// What may be wrong does not shine.
			token: count === 0 || isStale ? 'faint' : state,
		};
	});
}

/** Why it is stale, in words. */
function reason({ board, lateSources }: Wall): string {
	return engineTrouble(board)?.text.trim() ?? WORDS.wall.lateSources(lateSources.map(cleanText).join(', '));
}

/** The sign over the whole width; nothing where all is fresh. */
function staleSign(wall: Wall, theme: Theme): string[] {
	if (!wall.isStale) return [];
	const { columns, rows } = wall.board;
	const sign = large(WORDS.wall.stale, SIGN_SHARE, { columns, rows }, theme);
	const isPlain = sign.length === 1;
	const lines = isPlain ? [` ${WORDS.wall.stale}: ${reason(wall)}`] : ['', ...sign, '', ` ${reason(wall)}`];
	return lines.map((line) =>
		theme.paint('alarm', fitStart(line, columns, { pad: 'end', ascii: !theme.isUnicode })),
	);
}

/** What is told beside the counters: what falls due next, compliance, money, how fresh it is. */
function facts(wall: Wall, theme: Theme): Piece[] {
	const { board, next, overview } = wall;
	const left = (next?.dueAt ?? 0) - board.nowAt;
	const soonest: Piece[] =
		next && left > 0
			? [{ text: `${WORDS.next} ${formatLeft(left)} ${cleanText(next.ticket)}`, weight: 0 }]
			: [];
	const { today, atStake } = overview;
	const share = today?.compliance ?? null;
	const compliance: Piece[] =
		share === null ? [] : [{ text: `${WORDS.complianceToday} ${percentOf(share)}`, weight: 1 }];
	const stake: Piece[] =
		atStake && atStake.size > 0 ? [{ text: WORDS.atStake(formatSums(atStake)), weight: 2 }] : [];
	const { agreementProblem } = overview.status;
	const wrong: Piece[] =
		agreementProblem === null ? [] : [{ text: ` ${agreementWords(board)} `, token: 'alarm', weight: 0 }];
	return [...wrong, ...soonest, ...compliance, ...stake, ...(wall.isStale ? [] : freshness(board, theme))];
}

/** The turns side by side, with the present one marked, and the clock. */
function turnsLine(wall: Wall, theme: Theme): string {
	const { board, turns, turn } = wall;
	const now = nameOf(turn);
	const names = turns.map((other): Piece => {
		const isNow = nameOf(other) === now;
		return { text: ` ${nameOf(other)} `, token: isNow ? 'tab' : 'faint', weight: isNow ? 0 : 1 };
	});
	const held: Piece[] = wall.isHeld ? [{ text: ` ${WORDS.wall.held} `, token: 'alarm', weight: 0 }] : [];
	const clock: Piece = { text: clockTime(board.nowAt), weight: 0 };
	return spread(turns.length > 1 ? names : [], [...held, clock], board.columns, theme);
}

/** The soonest due and compliance in large letters, where the screen is high enough. */
function largeFacts(wall: Wall, theme: Theme): string[] {
	const { board, next, overview } = wall;
	if (board.rows < ROOMY_LINES) return [];
	const left = (next?.dueAt ?? 0) - board.nowAt;
	const share = overview.today?.compliance ?? null;
	const parts = [
		...(left > 0 ? [`${WORDS.next} ${formatLeft(left)}`] : []),
		...(share === null ? [] : [`${WORDS.wall.today} ${percentOf(share)}`]),
	];
	if (parts.length === 0) return [];
	return ['', ...large(parts.join('   '), TITLE_SHARE, board, theme)];
}

/** The whole screen. */
export function wallLines(wall: Wall, theme: Theme): string[] {
	const { board, isStale } = wall;
	const { columns, rows } = board;
	const sign = staleSign(wall, theme);
	const room = rows - sign.length;
	const title = large(nameOf(wall.turn), TITLE_SHARE, { columns, rows: room }, theme);
	const top = [...sign, ...title.map((line) => theme.paint('title', line))];
	const facing = isStale ? 'faint' : 'plain';
	const below = [
		...largeFacts(wall, theme).map((line) => theme.paint(facing, line)),
		...(rows > 12 ? [spread(facts(wall, theme), [], columns, theme)] : []),
		turnsLine(wall, theme),
	];
	const lines = Math.max(1, rows - top.length - below.length);
	const panels = drawPanels(panelsOf(wall.overview.states, isStale, theme), { columns, lines }, theme);
	return [...top, ...panels, ...below].slice(0, rows);
}

/** The sources that sync by themselves: what is configured, how each is doing, and what is wrong. */
import { type SourceState, sourceState, urlOf } from '../../reports/sources.ts';
import { parseDurationMs } from '../../sla/duration.ts';
import type { SourceStatus } from '../../store/port.ts';
import type { ConfiguredSource } from '../../store/port-sources.ts';
import { cleanText } from '../../text/clean.ts';
import { figures } from '../../text/figures.ts';
import { fitStart, textWidth } from '../../text/fit.ts';
import { wrapWords } from '../../text/wrap.ts';
import type { Board } from '../model/board.ts';
import type { Overlay } from '../model/overlay.ts';
import type { Theme, Token } from '../theme.ts';
import { ago } from '../when.ts';
import { WORDS } from '../words.ts';

const INDENT = '     ';

/** A source's state by colour and by symbol. */
const LOOKS: Readonly<
	Record<SourceState, { readonly token: Token; readonly symbol: keyof Theme['symbols'] }>
> = {
	late: { token: 'alarm', symbol: 'breached' },
	failing: { token: 'warning', symbol: 'at_risk' },
	new: { token: 'faint', symbol: 'paused' },
	ok: { token: 'fulfilled', symbol: 'fulfilled' },
};

const scheduleWords = (schedule: string): string =>
	parseDurationMs(schedule) === undefined ? WORDS.sources.cron(schedule) : WORDS.sources.every(schedule);

function headLine(source: ConfiguredSource, state: SourceState, theme: Theme, columns: number): string {
	const { token, symbol } = LOOKS[state];
	const mark = `${theme.symbols[symbol]} ${WORDS.sources.states[state]}`;
	const name = ` ${source.name}  `;
	const { kind, schedule } = source;
	const rest = `  ${WORDS.sources.at(kind, cleanText(urlOf(source)), scheduleWords(schedule))}`;
	const room = Math.max(0, columns - name.length - mark.length - 2);
	const painted = theme.paint(token, state === 'late' ? ` ${mark} ` : mark);
	return `${theme.paint('strong', name)}${painted}${fitStart(rest, room, { ascii: !theme.isUnicode })}`;
}

/** How far it is, in a row of facts. */
function facts(source: ConfiguredSource, realAt: number, nowAt: number): string {
	const { succeededAt, lastEventAt, nextAt, failures, quarantined, waiting } = source;
	const words = WORDS.sources;
	return [
		succeededAt === null ? words.neverSynced : words.synced(ago(succeededAt, realAt)),
		...(lastEventAt === null ? [] : [words.lastEvent(ago(lastEventAt, nowAt))]),
		nextAt === null || nextAt <= realAt ? words.nextNow : words.next(ago(realAt, nextAt)),
		...(failures > 0 ? [words.failures(failures)] : []),
		...(quarantined > 0 ? [words.quarantined(figures(quarantined))] : []),
		...(waiting > 0 ? [words.waiting(figures(waiting))] : []),
	].join(', ');
}

function sourceLines(source: ConfiguredSource, board: Board, theme: Theme): string[] {
	const realAt = Date.now();
	const state = sourceState(source, realAt);
	const width = board.columns - INDENT.length;
	const wrapped = (text: string, token: Token): string[] =>
		wrapWords(text, width, !theme.isUnicode).map((line) => INDENT + theme.paint(token, line));
	const { problem, quarantined, name } = source;
	return [
		headLine(source, state, theme, board.columns),
		...wrapped(facts(source, realAt, board.nowAt), 'faint'),
		...(problem === null ? [] : wrapped(cleanText(problem), 'warning')),
		...(quarantined === 0 ? [] : wrapped(WORDS.sources.seeQuarantine(name), 'faint')),
		'',
	];
}

/** What came by files and posts: nobody can say when it should have come. */
function otherLine(sources: readonly SourceStatus[], { nowAt }: Board): string | null {
	const others = sources.flatMap(({ source, sync, lastEventAt }) =>
		sync || lastEventAt === null ? [] : [`${cleanText(source)} ${ago(lastEventAt, nowAt)}`],
	);
	return others.length === 0 ? null : WORDS.sources.others(others.join(', '));
}

class SourcesOverlay implements Overlay {
	private sources: readonly ConfiguredSource[] = [];

	constructor(private readonly board: Board) {}

	async read(): Promise<void> {
		this.sources = await this.board.options.store.configuredSources();
	}

	lines(theme: Theme): readonly string[] {
		const { board, sources } = this;
		const { columns, overview } = board;
		const { title, hint, none: nothing } = WORDS.sources;
		const room = columns - textWidth(title) - 3;
		const head = ` ${theme.paint('title', title)}  ${theme.paint('faint', fitStart(hint, room, { ascii: !theme.isUnicode }))}`;
		const none = wrapWords(nothing, columns - 1, !theme.isUnicode).map((line) => ` ${line}`);
		const other = otherLine(overview.status.sources, board);
		return [
			head,
			'',
			...(sources.length === 0
				? [...none, '']
				: sources.flatMap((source) => sourceLines(source, board, theme))),
			...(other === null
				? []
				: [` ${theme.paint('faint', fitStart(other, columns - 1, { ascii: !theme.isUnicode }))}`]),
		];
	}
}

/** Shows the sources, or no longer. */
export async function toggleSources(board: Board): Promise<void> {
	if (board.overlay instanceof SourcesOverlay) board.closeOver();
	else await board.showOver(new SourcesOverlay(board));
}

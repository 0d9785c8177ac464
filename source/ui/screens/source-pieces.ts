/** How fresh what is shown is, in the header: by source where there are some that sync by themselves. */
import { type SourceState, sourceState } from '../../reports/sources.ts';
import { MINUTE_MS } from '../../sla/duration.ts';
import type { SourceStatus, StoreStatus } from '../../store/port.ts';
import type { Theme } from '../theme.ts';
import { ago } from '../when.ts';
import { WORDS } from '../words.ts';
import type { Piece } from './pieces.ts';

/** So many are named each; of more, the one that is oldest stands for all. */
const MOST_NAMED = 3;

type Syncing = Required<SourceStatus>;

const isSyncing = (source: SourceStatus): source is Syncing => source.sync !== undefined;

/** In minutes, and not in seconds: a screen on which nothing happens does not change. */
const age = (at: number, realAt: number): string => (realAt - at < MINUTE_MS ? '<1m' : ago(at, realAt));

/** When a source was last read; null: never. */
const succeededAt = ({ sync }: Syncing): number | null => sync.succeededAt;

/** The one that has waited for the longest time; one that has never come comes first. */
const oldest = (sources: readonly Syncing[]): number | null =>
	sources.map(succeededAt).reduce((a, b) => (a === null || b === null ? null : Math.min(a, b)), Infinity);

interface Look {
	readonly text: (name: string, age: string | null, theme: Theme) => string;
	readonly token: Piece['token'];
	readonly weight: number;
}

/** What is wrong stays whatever the width, the worst first. */
const LOOKS: Readonly<Record<SourceState, Look>> = {
	late: { text: (name, since) => ` ${WORDS.sources.late(name, since)} `, token: 'alarm', weight: 0 },
	failing: {
		text: (name, since, { symbols }) => `${symbols.at_risk} ${name} ${since ?? WORDS.sources.states.failing}`,
		token: 'warning',
		weight: 0,
	},
	new: { text: (name, _, { symbols }) => `${name} ${symbols.more}`, token: 'faint', weight: 2 },
	ok: { text: (name, since) => `${name} ${since}`, token: 'faint', weight: 2 },
};
const STATES: readonly SourceState[] = ['late', 'failing', 'new', 'ok'];

function piecesOf(state: SourceState, sources: readonly Syncing[], realAt: number, theme: Theme): Piece[] {
	const { text, token = 'plain', weight } = LOOKS[state];
	const piece = (name: string, at: number | null): Piece => ({
		text: text(name, at === null ? null : age(at, realAt), theme),
		token,
		weight,
	});
	if (sources.length > MOST_NAMED) return [piece(WORDS.sources.count(sources.length), oldest(sources))];
	return sources.map((source) => piece(source.source, succeededAt(source)));
}

/** @param realAt the real clock: syncs go by it */
export function sourcePieces({ sources }: StoreStatus, realAt: number, theme: Theme): Piece[] {
	const syncing = sources.filter(isSyncing);
	return STATES.flatMap((state) =>
		piecesOf(
			state,
			syncing.filter(({ sync }) => sourceState(sync, realAt) === state),
			realAt,
			theme,
		),
	);
}

/** Those that are late, and nothing else. */
export const latePieces = (status: StoreStatus, realAt: number, theme: Theme): Piece[] =>
	sourcePieces(status, realAt, theme).filter(({ token }) => token === 'alarm');

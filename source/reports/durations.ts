/** How long many timers took: counted, real, and over. */
import { Spread } from '../sla/spread.ts';
import { BETWEEN } from '../store/port-reports.ts';

/** How long something took, in ms; null where nothing did. */
export interface Times {
	readonly averageMs: number | null;
	readonly medianMs: number | null;
	/** What nine in ten took at most. */
	readonly p90Ms: number | null;
}

/** The kinds of time, in the order in which their spreads are kept. */
const KINDS = ['counted', 'wall', 'over'] as const;
type Kind = (typeof KINDS)[number];
type Spreads = Readonly<Record<Kind, Spread>>;

const noSpreads = (): Spreads => ({ counted: new Spread(), wall: new Spread(), over: new Spread() });

/** Of fewer pieces than this it is not worth to have histograms: there are as many groups as a report has lines. */
const FEW_PIECES = 1_000;

/** Where few pieces are added up when they are asked for, one group after the other. */
const scratch = noSpreads();

/** Times of many timers: their sums in ms, and their spreads as the store keeps them. */
interface Piece {
	readonly countedMs: number;
	readonly wallMs: number;
	readonly overMs: number;
	readonly spreads: string;
	/** -1: they are taken out again; the sums are less than nothing then. */
	readonly times: 1 | -1;
}

export class Durations {
	private readonly sumsMs: Record<Kind, number> = { counted: 0, wall: 0, over: 0 };
	/** What has been added, as long as that is little. */
	private pieces: Pick<Piece, 'spreads' | 'times'>[] = [];
	/** All of it, once it is much. */
	private kept: Spreads | null = null;

	add(piece: Piece): void {
		if (piece.spreads === '') return;
		this.sumsMs.counted += piece.countedMs;
		this.sumsMs.wall += piece.wallMs;
		this.sumsMs.over += piece.overMs;
		this.pieces.push(piece);
		this.settle();
	}

	merge({ sumsMs, pieces, kept }: Durations): void {
		for (const kind of KINDS) this.sumsMs[kind] += sumsMs[kind];
		if (kept) {
			this.pieces.push({ spreads: KINDS.map((kind) => kept[kind].encode()).join(BETWEEN), times: 1 });
		}
		for (const piece of pieces) this.pieces.push(piece);
		this.settle();
	}

	times(): Readonly<Record<Kind, Times>> {
		const spreads = this.kept ?? scratch;
		this.pour(spreads);
		const times = {
			counted: timesOf(this.sumsMs.counted, spreads.counted),
			wall: timesOf(this.sumsMs.wall, spreads.wall),
			over: timesOf(this.sumsMs.over, spreads.over),
		};
		if (this.kept) this.pieces = [];
		else for (const kind of KINDS) scratch[kind].clear();
		return times;
	}

	private settle(): void {
		if (this.pieces.length < FEW_PIECES) return;
		this.kept ??= noSpreads();
		this.pour(this.kept);
		this.pieces = [];
	}

	private pour(into: Spreads): void {
		for (const { spreads, times } of this.pieces) {
			const [counted = '', wall = '', over = ''] = spreads.split(BETWEEN);
			into.counted.mergeEncoded(counted, times);
			into.wall.mergeEncoded(wall, times);
			into.over.mergeEncoded(over, times);
		}
	}
}

function timesOf(sumMs: number, spread: Spread): Times {
	const [medianMs = null, p90Ms = null] = spread.percentiles([0.5, 0.9]);
	return { averageMs: spread.size === 0 ? null : sumMs / spread.size, medianMs, p90Ms };
}

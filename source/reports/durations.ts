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
	/** What has been added and taken out, as long as that is little. */
	private readonly pieces: string[] = [];
	private readonly takenOut: string[] = [];
	/** All of it, once it is much. */
	private kept: Spreads | null = null;

	add({ spreads, times, countedMs, wallMs, overMs }: Piece): void {
		if (spreads === '') return;
		this.sumsMs.counted += countedMs;
		this.sumsMs.wall += wallMs;
		this.sumsMs.over += overMs;
		const pieces = times === 1 ? this.pieces : this.takenOut;
		pieces.push(spreads);
		if (pieces.length < FEW_PIECES) return;
		this.kept ??= noSpreads();
		this.pour(this.kept);
	}

	times(): Readonly<Record<Kind, Times>> {
		const spreads = this.kept ?? scratch;
		if (!this.kept) for (const kind of KINDS) scratch[kind].clear();
		this.pour(spreads);
		return {
			counted: timesOf(this.sumsMs.counted, spreads.counted),
			wall: timesOf(this.sumsMs.wall, spreads.wall),
			over: timesOf(this.sumsMs.over, spreads.over),
		};
	}

	private pour(into: Spreads): void {
		for (const text of this.pieces) pourPiece(text, 1, into);
		for (const text of this.takenOut) pourPiece(text, -1, into);
		if (!this.kept) return;
		this.pieces.length = 0;
		this.takenOut.length = 0;
	}
}

function pourPiece(text: string, times: 1 | -1, into: Spreads): void {
	const [counted = '', wall = '', over = ''] = text.split(BETWEEN);
	into.counted.mergeEncoded(counted, times);
	into.wall.mergeEncoded(wall, times);
	into.over.mergeEncoded(over, times);
}

function timesOf(sumMs: number, spread: Spread): Times {
	return {
		averageMs: spread.size === 0 ? null : sumMs / spread.size,
		medianMs: spread.percentile(0.5),
		p90Ms: spread.percentile(0.9),
	};
}

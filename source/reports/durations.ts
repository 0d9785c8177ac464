/** How long many timers took: counted, real, and over. */
import { Spread } from '../sla/spread.ts';
import type { LogSum } from '../store/port-reports.ts';

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
type Piece = Pick<LogSum, 'countedMs' | 'wallMs' | 'overMs' | 'spreads'>;

export class Durations {
	private readonly sumsMs: Record<Kind, number> = { counted: 0, wall: 0, over: 0 };
	/** What has been added and taken out, as long as that is little. */
	private readonly pieces: string[] = [];
	private readonly takenOut: string[] = [];
	/** All of it, once it is much. */
	private kept: Spreads | null = null;

	/** @param times -1: it is taken out again */
	add({ spreads, countedMs, wallMs, overMs }: Piece, times: 1 | -1): void {
		if (spreads === '') return;
		this.sumsMs.counted += times * countedMs;
		this.sumsMs.wall += times * wallMs;
		this.sumsMs.over += times * overMs;
		const pieces = times === 1 ? this.pieces : this.takenOut;
		pieces.push(spreads);
		if (pieces.length < FEW_PIECES) return;
		this.kept ??= noSpreads();
		this.pour(this.kept, null);
	}

	/** @param all to which they are added too, while they are read: reading is what takes the time */
	times(all: Durations | null): Readonly<Record<Kind, Times>> {
		const spreads = this.kept ?? scratch;
		if (!this.kept) for (const kind of KINDS) scratch[kind].clear();
		const also = all?.taking(this.sumsMs) ?? null;
		if (this.kept && also) for (const kind of KINDS) also[kind].merge(this.kept[kind]);
		this.pour(spreads, also);
		return {
			counted: timesOf(this.sumsMs.counted, spreads.counted),
			wall: timesOf(this.sumsMs.wall, spreads.wall),
			over: timesOf(this.sumsMs.over, spreads.over),
		};
	}

	/** Where what others have is added: their sums are. */
	private taking(sumsMs: Readonly<Record<Kind, number>>): Spreads {
		for (const kind of KINDS) this.sumsMs[kind] += sumsMs[kind];
		this.kept ??= noSpreads();
		return this.kept;
	}

	private pour(into: Spreads, also: Spreads | null): void {
		for (const text of this.pieces) pourPiece(text, 1, into, also);
		for (const text of this.takenOut) pourPiece(text, -1, into, also);
		if (!this.kept) return;
		this.pieces.length = 0;
		this.takenOut.length = 0;
	}
}

/** The kinds of time stand one behind the other, with `BETWEEN` between them. */
function pourPiece(text: string, times: 1 | -1, into: Spreads, also: Spreads | null): void {
	let place = 0;
	for (const kind of KINDS) place = into[kind].mergeEncoded(text, times, place, also?.[kind]);
}

function timesOf(sumMs: number, spread: Spread): Times {
	return {
		averageMs: spread.size === 0 ? null : sumMs / spread.size,
		medianMs: spread.percentile(0.5),
		p90Ms: spread.percentile(0.9),
	};
}

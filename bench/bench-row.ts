/** One measured figure. */
export interface BenchRow {
	readonly name: string;
	readonly value: number;
	readonly unit: string;
	/** What it is measured against, in words: `>= 5,000,000`. */
	readonly bar?: string;
	readonly ok?: boolean;
}

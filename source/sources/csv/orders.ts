/** Decides which of day and month comes first in each column of times. */
import type { BoundField } from './binding.ts';
import { type Cells, cellReader } from './cells.ts';
import type { DateOrder } from './mapping.ts';
import { nameKey } from './names.ts';
import { OrderEvidence } from './times.ts';

/** What is said of it beforehand: for all columns, or for one by its name. */
export interface GivenOrders {
	readonly all: DateOrder | null;
	/** By the key of its name. */
	readonly byColumn: ReadonlyMap<string, DateOrder>;
}

/** A column whose dates can be read both ways. */
export interface Doubt {
	readonly column: string;
	readonly examples: readonly string[];
}

export class Orders {
	private readonly columns: readonly {
		readonly field: BoundField;
		readonly read: (cells: Cells) => string | null;
		readonly evidence: OrderEvidence;
	}[];

	constructor(
		fields: readonly BoundField[],
		nulls: ReadonlySet<string>,
		private readonly given: GivenOrders,
	) {
		this.columns = fields
			.filter(({ kind }) => kind === 'instant' || kind === 'due')
			.map((field) => ({
				field,
				read: cellReader(field, nulls, field.choice),
				evidence: new OrderEvidence(),
			}));
	}

	see(cells: Cells): void {
		for (const { read, evidence } of this.columns) {
			const cell = read(cells);
			if (cell !== null) evidence.see(cell);
		}
	}

	/** Whether what has been seen is of a kind that leaves nothing to decide. */
	get isPlain(): boolean {
		return this.columns.every(({ evidence }) => evidence.isPlain);
	}

	/** What one column's dates prove holds for the others of the file that prove nothing themselves. */
	private common(): DateOrder | undefined {
		const orders = new Set(this.columns.map(({ evidence }) => evidence.order).filter((order) => order));
		return orders.size === 1 ? [...orders][0] : undefined;
	}

	get doubts(): readonly Doubt[] {
		const common = this.common();
		return this.columns
			.filter(({ field }) => !this.given.all && !this.given.byColumn.has(nameKey(field.name)))
			.map(({ field, evidence }) => ({ column: field.name, examples: evidence.doubt }))
			.filter(({ examples }) => examples.length > 1 || (examples.length === 1 && !common));
	}

	/** By field. Where nothing is to be decided, it is all the same. */
	get decided(): ReadonlyMap<string, DateOrder> {
		const common = this.common();
		return new Map(
			this.columns.map(({ field, evidence }) => [
				field.field,
				this.given.byColumn.get(nameKey(field.name)) ??
					this.given.all ??
					evidence.order ??
					common ??
					'day-first',
			]),
		);
	}
}

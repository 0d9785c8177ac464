/** Rows that were marked, to do something with all of them: known by their own ids, wherever they are in the list. */

/** More than this is not marked at once. */
export const MOST_MARKS = 1_000;

export class Marks<Row extends { readonly id: number }> {
	private readonly byId = new Map<number, Row>();

	get count(): number {
		return this.byId.size;
	}

	/** The rows as they were when they were marked. */
	get rows(): readonly Row[] {
		return [...this.byId.values()];
	}

	has({ id }: Row): boolean {
		return this.byId.has(id);
	}

	toggle(row: Row): void {
		if (!this.byId.delete(row.id)) this.byId.set(row.id, row);
	}

	add(rows: readonly Row[]): void {
		for (const row of rows) this.byId.set(row.id, row);
	}

	clear(): void {
		this.byId.clear();
	}
}

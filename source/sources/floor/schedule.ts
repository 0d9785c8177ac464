/** What is still to come, soonest first; at equal times in the order in which it was added. */
export class Schedule<Item extends { readonly at: number }> {
	/** A binary heap: each parent comes before its children. */
	private readonly heap: { readonly item: Item; readonly order: number }[] = [];
	private added = 0;

	add(item: Item): void {
		const { heap } = this;
		heap.push({ item, order: this.added++ });
		for (let child = heap.length - 1; child > 0; ) {
			const parent = (child - 1) >> 1;
			if (!this.isBefore(child, parent)) return;
			this.swap(child, parent);
			child = parent;
		}
	}

	/** Takes the soonest item at or before an instant; undefined where there is none. */
	takeUntil(at: number): Item | undefined {
		const { heap } = this;
		const [first] = heap;
		if (!first || first.item.at > at) return undefined;
		const last = heap.pop();
		if (last && heap.length > 0) {
			heap[0] = last;
			this.sink();
		}
		return first.item;
	}

	private sink(): void {
		for (let parent = 0; ; ) {
			const left = 2 * parent + 1;
			const right = left + 1;
			let least = parent;
			if (this.isBefore(left, least)) least = left;
			if (this.isBefore(right, least)) least = right;
			if (least === parent) return;
			this.swap(parent, least);
			parent = least;
		}
	}

	private isBefore(one: number, other: number): boolean {
		const a = this.heap[one];
		const b = this.heap[other];
		if (!a || !b) return false;
		return a.item.at === b.item.at ? a.order < b.order : a.item.at < b.item.at;
	}

	private swap(one: number, other: number): void {
		const { heap } = this;
		const a = heap[one];
		const b = heap[other];
		if (a && b) [heap[one], heap[other]] = [b, a];
	}
}

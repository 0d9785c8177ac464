/** Which columns of a list somebody wants, and in which order; where nobody has said, the width decides. */

export interface ColumnChoice {
	/** Ids in the order that was chosen; those that are not here follow in their own. */
	readonly order: readonly string[];
	/** Shown however narrow the screen is. */
	readonly always: readonly string[];
	readonly never: readonly string[];
}

export const AS_IT_FITS: ColumnChoice = { order: [], always: [], never: [] };

/** The choice of a list that is named column by column. */
export const onlyColumns = (shown: readonly string[], all: readonly string[]): ColumnChoice => ({
	order: shown,
	always: shown,
	never: all.filter((id) => !shown.includes(id)),
});

/** Whether somebody has chosen anything. */
export const isChosen = ({ order, always, never }: ColumnChoice): boolean =>
	order.length + always.length + never.length > 0;

interface Chosen {
	readonly id: string;
	/** What has none stays where it is. */
	readonly title: string;
	readonly from?: number;
	readonly isWanted?: boolean;
}

const without = (ids: readonly string[], id: string): string[] => ids.filter((other) => other !== id);

/** All columns in the order that was chosen. */
export function inChosenOrder<Spec extends Chosen>(specs: readonly Spec[], { order }: ColumnChoice): Spec[] {
	const place = ({ id, title }: Spec): number => {
		if (title === '') return -1;
		const chosen = order.indexOf(id);
		return chosen >= 0 ? chosen : order.length;
	};
	// Sorting is stable: those that nobody has placed stay as they were.
	return specs.toSorted((a, b) => place(a) - place(b));
}

/** The columns as they were chosen: those never to be shown left out, those always to be shown marked so. */
export function chosenColumns<Spec extends Chosen>(specs: readonly Spec[], choice: ColumnChoice): Spec[] {
	return inChosenOrder(specs, choice)
		.filter(({ id }) => !choice.never.includes(id))
		.map((spec) => (choice.always.includes(spec.id) ? { ...spec, from: 0, isWanted: true } : spec));
}

/**
 * Shows a column, or no longer.
 * @param isShown whether it is on the screen now
 * @param wouldBe whether it would be without a word from anybody
 */
export function toggled(choice: ColumnChoice, id: string, isShown: boolean, wouldBe: boolean): ColumnChoice {
	const always = without(choice.always, id);
	const never = without(choice.never, id);
	if (isShown) return { ...choice, always, never: wouldBe ? [...never, id] : never };
	return { ...choice, never, always: wouldBe ? always : [...always, id] };
}

/** Moves a column by places among all of them. */
export function moved(choice: ColumnChoice, ids: readonly string[], id: string, by: 1 | -1): ColumnChoice {
	const place = ids.indexOf(id);
	const to = place + by;
	if (place < 0 || to < 0 || to >= ids.length) return choice;
	return { ...choice, order: without(ids, id).toSpliced(to, 0, id) };
}

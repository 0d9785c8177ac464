/** The first cell of a row: whether it is marked, has breached just now, or what people have said of it. */
import type { Remarks } from '../../sla/remark.ts';
import type { Cell, ColumnSpec } from '../columns.ts';
import type { Marks } from '../model/marks.ts';
import type { Theme } from '../theme.ts';

/** So long a breach is new. */
export const FRESH_MS = 10_000;

interface Marked {
	readonly id: number;
	readonly remarks: Remarks;
}

/** Each by the key that says it. */
function remarkSign({ excluded, snoozed, acknowledged, explained, noted }: Remarks, at: number): string {
	if (excluded) return 'x';
	if (snoozed && snoozed.untilAt > at) return 'z';
	if (acknowledged) return 'a';
	if (explained) return 'e';
	return noted ? '+' : '';
}

/** @param isFresh whether a row has breached just now */
export function markColumn<Row extends Marked>(
	marks: Marks<Row>,
	theme: Theme,
	isFresh: (row: Row, at: number) => boolean = () => false,
): ColumnSpec<Row> {
	const cell = (row: Row, at: number): Cell => {
		if (marks.has(row)) return { text: theme.symbols.mark, token: 'accent' };
		if (isFresh(row, at)) return { text: theme.symbols.fresh, token: 'alarm' };
		return { text: remarkSign(row.remarks, at), token: 'faint' };
	};
	return { id: 'mark', title: '', width: 1, isJoined: true, cell };
}

/** Any list: a line of titles and a window of rows. */
import { Box, Text } from 'ink';
import { memo } from 'react';
import { type ColumnSpec, placeColumns, rowLine, titleLine } from '../columns.ts';
import type { KeyedRow, WindowedList } from '../model/windowed-list.ts';
import type { Theme } from '../theme.ts';

/** One drawn line, or several that fit: the same text is not drawn again. */
export const Line = memo(function Line({ text }: { readonly text: string }) {
	return <Text wrap="truncate">{text === '' ? ' ' : text}</Text>;
});

export interface ListProps<Row extends KeyedRow> {
	readonly list: WindowedList<Row>;
	readonly columns: readonly ColumnSpec<Row>[];
	readonly width: number;
	/** The instant rows are shown for. */
	readonly at: number;
	readonly theme: Theme;
	/**
	 * Whether somebody is going through the list just now: the selected row then goes without its link, of which
	 * every step over a slow link would have to tell the address.
	 */
	readonly isMoving: boolean;
	/** Said where there are no rows. */
	readonly empty: string;
}

export function List<Row extends KeyedRow>({
	list,
	columns,
	width,
	at,
	theme,
	isMoving,
	empty,
}: ListProps<Row>) {
	const placed = placeColumns(columns, width);
	const rows = list.rows.map((row, place) => {
		const isSelected = place === list.cursor;
		return rowLine(placed, row, at, theme, isSelected, !isSelected || !isMoving);
	});
	// Rows are as wide as the list at most: as one text they are laid out at once, which is most of what a second costs.
	return (
		<Box flexDirection="column">
			<Line text={[titleLine(placed, theme), ...rows].join('\n')} />
			{rows.length === 0 ? <Text wrap="wrap">{theme.paint('faint', empty)}</Text> : null}
		</Box>
	);
}

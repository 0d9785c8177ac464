/** Any list: a line of titles and a window of rows. */
import { Box, Text } from 'ink';
import { memo } from 'react';
import { type ColumnSpec, placeColumns, rowLine, titleLine } from '../columns.ts';
import type { KeyedRow, WindowedList } from '../model/windowed-list.ts';
import type { Theme } from '../theme.ts';

/** One drawn line: the same text is not drawn again. */
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
	return (
		<Box flexDirection="column">
			<Line text={titleLine(placed, theme)} />
			{list.rows.length === 0 ? <Text wrap="wrap">{theme.paint('faint', empty)}</Text> : null}
			{list.rows.map((row, place) => {
				const isSelected = place === list.cursor;
				const text = rowLine(placed, row, at, theme, isSelected, !isSelected || !isMoving);
				// By place, not by row: when the list scrolls, the lines stay and their texts change.
				// biome-ignore lint/suspicious/noArrayIndexKey: a line of the screen is its place
				return <Line key={place} text={text} />;
			})}
		</Box>
	);
}

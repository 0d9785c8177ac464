/**
 * The trivial Ink list: as many rows as the dashboard's, plain text of about its width, the selected row
 * inverse; j and k move it, PgDn and PgUp go by pages. Ink writes it its own way, with changed lines only.
 */
import { Box, render, Text, useInput } from 'ink';
import { useState } from 'react';

/** The rows of the dashboard's list in 120x40. */
const HEIGHT = 35;
const LAST = 999_999;

const rowText = (index: number): string => {
	const left = `${(index * 7) % 24}h ${String((index * 13) % 60).padStart(2, '0')}m`;
	const name = `row ${index}: a subject of some ordinary length`;
	return `* ${left.padStart(7)} on track first answer  gold    Technical   ana.novak    normal TCK-${String(index).padStart(7, '0')} ${name}`.slice(
		0,
		118,
	);
};

interface Place {
	readonly top: number;
	readonly selected: number;
}

function moved({ top, selected }: Place, by: number): Place {
	const next = Math.max(0, Math.min(LAST, selected + by));
	const least = Math.max(0, next - HEIGHT + 1);
	return { top: Math.max(least, Math.min(top, next)), selected: next };
}

function List() {
	const [place, setPlace] = useState<Place>({ top: 0, selected: 0 });
	useInput((input, key) => {
		if (input === 'j') setPlace((old) => moved(old, 1));
		else if (input === 'k') setPlace((old) => moved(old, -1));
		else if (key.pageDown) setPlace((old) => moved(old, HEIGHT - 1));
		else if (key.pageUp) setPlace((old) => moved(old, 1 - HEIGHT));
	});
	return (
		<Box flexDirection="column">
			{Array.from({ length: HEIGHT }, (_, line) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: a line of the screen is its place
				<Text key={line} inverse={place.top + line === place.selected}>
					{rowText(place.top + line)}
				</Text>
			))}
			<Text>q quit</Text>
		</Box>
	);
}

process.stdout.write('\u001B[?1049h\u001B[?25l');
render(<List />, { incrementalRendering: true });

/** Queues: departments by state, with a bar each, the ones in most trouble first. */
import { Box, Text } from 'ink';
import type { OpenState } from '../../sla/timer.ts';
import { figures } from '../../text/figures.ts';
import { type ColumnSpec, placeColumns, rowLine, titleLine } from '../columns.ts';
import type { Board } from '../model/board.ts';
import type { Queue } from '../model/overview.ts';
import type { Theme } from '../theme.ts';
import { WORDS } from '../words.ts';
import { Line } from './list.tsx';

const STATES = ['breached', 'at_risk', 'on_track', 'paused'] as const satisfies readonly OpenState[];

export const queueColumns = (): readonly ColumnSpec<Queue>[] => [
	{
		id: 'department',
		title: WORDS.titles.department,
		width: 18,
		least: 8,
		cell: ({ department }) => ({ text: department ?? WORDS.noDepartment }),
	},
	...STATES.map(
		(state): ColumnSpec<Queue> => ({
			id: state,
			title: WORDS.states[state].toUpperCase(),
			width: 9,
			align: 'right',
			...(state === 'paused' || state === 'on_track' ? { from: 60 } : {}),
			cell: ({ states }) => ({
				text: figures(states[state]),
				token: states[state] > 0 ? state : 'faint',
			}),
		}),
	),
	{
		id: 'open',
		title: WORDS.titles.open,
		width: 9,
		align: 'right',
		cell: ({ total }) => ({ text: figures(total) }),
	},
];

const LEAST_BAR = 10;

/** A queue as a bar: its length against the longest, its parts by state. */
function bar(queue: Queue, longest: number, cells: number, theme: Theme): string {
	const length = longest === 0 ? 0 : (queue.total / longest) * cells;
	let drawn = 0;
	let sum = 0;
	return STATES.map((state) => {
		sum += queue.states[state];
		const end = queue.total === 0 ? 0 : Math.round((sum / queue.total) * length);
		const part = Math.max(queue.states[state] > 0 ? 1 : 0, end - drawn);
		drawn += part;
		// Without colour the parts are told apart by their states' symbols.
		return theme.paint(state, (theme.isUnicode ? theme.symbols.full : theme.symbols[state]).repeat(part));
	}).join('');
}

/** The queue in the first row: so many that the selected one is on the screen. */
export const firstQueue = ({ queues, listHeight }: Board): number =>
	Math.max(0, Math.min(queues.place - listHeight + 1, queues.rows.length - listHeight));

export function QueuesScreen({ board, theme }: { readonly board: Board; readonly theme: Theme }) {
	const { rows: queues, place: selected } = board.queues;
	const placed = placeColumns(queueColumns(), board.columns);
	const fixed = placed.reduce((sum, { cells }) => sum + cells + 1, 0);
	const cells = Math.min(80, board.columns - fixed - 5);
	const longest = Math.max(0, ...queues.map(({ total }) => total));
	const top = firstQueue(board);
	const shown = queues.slice(top, top + board.listHeight);
	return (
		<Box flexDirection="column">
			<Line text={titleLine(placed, theme)} />
			{queues.length === 0 ? <Text>{theme.paint('faint', WORDS.noQueues)}</Text> : null}
			{shown.map((queue, place) => {
				const text = rowLine(placed, queue, board.nowAt, theme, top + place === selected);
				const drawn = cells >= LEAST_BAR ? ` ${bar(queue, longest, cells, theme)}` : '';
				return <Line key={queue.department ?? ''} text={text + drawn} />;
			})}
		</Box>
	);
}

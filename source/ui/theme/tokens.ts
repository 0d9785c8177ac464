/** What the screen has to show, by what it means. */
import { CLOSED_STATES, OPEN_STATES } from '../../sla/timer.ts';

export const TOKENS = [
	...OPEN_STATES,
	...CLOSED_STATES,
	'plain',
	'faint',
	'strong',
	'accent',
	'title',
	'selected',
	'tab',
	'alarm',
	'warning',
	'bar',
] as const;

export type Token = (typeof TOKENS)[number];

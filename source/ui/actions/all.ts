/** All actions, in the order in which the footer and the help tell of them. */
import { type Action, Keymap } from '../keymap.ts';
import { AGREEMENT } from './agreement.ts';
import { EXPORT } from './export.ts';
import { LINKS } from './links.ts';
import { LISTS } from './lists.ts';
import { MOVING } from './moving.ts';
import { PEOPLE } from './people.ts';
import { PROGRAM } from './program.ts';
import { SCREENS } from './screens.ts';
import { TIME } from './time.ts';

/** In groups, each under a heading of its own in the help. */
export const ACTION_GROUPS = {
	screens: [...SCREENS, ...AGREEMENT],
	tickets: [...PEOPLE, ...LINKS],
	lists: [...LISTS, ...EXPORT],
	moving: MOVING,
	time: TIME,
	program: PROGRAM,
} as const;

export const ACTIONS: readonly Action[] = Object.values(ACTION_GROUPS).flat();

export const DEFAULT_KEYMAP = new Keymap(ACTIONS);

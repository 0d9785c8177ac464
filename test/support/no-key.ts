import type { Key } from 'ink';

/** What Ink says of a key that is a character. */
export const NO_KEY: Key = {
	...{ upArrow: false, downArrow: false, leftArrow: false, rightArrow: false },
	...{ pageDown: false, pageUp: false, home: false, end: false },
	...{ return: false, escape: false, tab: false, backspace: false, delete: false },
	...{ ctrl: false, shift: false, meta: false, super: false, hyper: false, capsLock: false, numLock: false },
};

/** Names of keys: as the program has them (`ctrl-u`, `pagedown`, `G`), and as people read and write them. */

/** Keys that have a name of their own, and how they are written. */
const LABELS: Readonly<Record<string, string>> = {
	up: 'Up',
	down: 'Down',
	left: 'Left',
	right: 'Right',
	pageup: 'PgUp',
	pagedown: 'PgDn',
	home: 'Home',
	end: 'End',
	enter: 'Enter',
	escape: 'Esc',
	backspace: 'Backspace',
	space: 'Space',
	tab: 'Tab',
	'shift-tab': 'Shift-Tab',
};

/** Other ways to write them. */
const ALIASES: Readonly<Record<string, string>> = {
	esc: 'escape',
	return: 'enter',
	pgup: 'pageup',
	pgdn: 'pagedown',
	' ': 'space',
};

/** Control characters that a terminal cannot tell from another key: Ctrl-i is Tab, Ctrl-m is Enter. */
const CONTROL = /^(?:ctrl|control|c)[-+](.)$/i;
const SAME_AS: Readonly<Record<string, string>> = {
	i: 'tab',
	m: 'enter',
	j: 'enter',
	h: 'backspace',
	'[': 'escape',
};

/** How a key is written on the screen. */
export function keyLabel(name: string): string {
	const control = /^ctrl-(.)$/.exec(name)?.[1];
	return LABELS[name] ?? (control === undefined ? name : `Ctrl-${control}`);
}

/** The name of a key as people write it in a file: `Ctrl-U`, `PgDn`, `esc`, `G`; undefined where there is none such. */
export function keyNamed(written: string): string | undefined {
	if (Array.from(written).length === 1) return ALIASES[written] ?? written;
	const control = CONTROL.exec(written)?.[1]?.toLowerCase();
	if (control !== undefined) return SAME_AS[control] ?? `ctrl-${control}`;
	const lower = written.trim().toLowerCase();
	const name = ALIASES[lower] ?? lower;
	return Object.hasOwn(LABELS, name) ? name : undefined;
}

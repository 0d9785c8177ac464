/** Questions that an action asks before it is done. */
import { WORDS } from '../words.ts';
import type { Board } from './board.ts';
import { type Choice, Menu } from './menu.ts';
import { TextLine } from './text-line.ts';

const within = (label: string, typed: string): boolean => label.toLowerCase().includes(typed.toLowerCase());

/**
 * Asks for one of some answers.
 * @param own what is offered for a text that is none of them
 */
export async function ask(
	board: Board,
	title: string,
	answers: readonly Choice[],
	own: (typed: string) => readonly Choice[] = () => [],
): Promise<void> {
	const menu = new Menu({
		title,
		prompt: `${title}: `,
		choicesFor: (typed) => {
			const found = answers.filter(({ label }) => within(label, typed));
			const isOne = answers.some(({ label }) => label.toLowerCase() === typed.toLowerCase());
			return typed === '' || isOne ? found : [...found, ...own(typed)];
		},
		close: () => board.close(),
		onRefused: (reason) => board.flash.say(reason ?? WORDS.menu.nothing, 'refused'),
	});
	await board.open(await menu.open());
}

/** Asks for a text. */
export async function askText(
	board: Board,
	prompt: string,
	hint: string,
	done: (text: string) => void | Promise<void>,
): Promise<void> {
	await board.open(new TextLine({ prompt: `${prompt}: `, hint, close: () => board.close(), done }));
}

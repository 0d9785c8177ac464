/** Notices by the terminal itself: its bell, and a notification on the desktop around it. They work over SSH too. */
import { cleanText } from '../../text/clean.ts';
import { fitStart } from '../../text/fit.ts';
import type { Environment } from './capabilities.ts';
import { passedOn } from './multiplexer.ts';

/** How somebody wants to hear of things. */
export interface NoticeWays {
	readonly bell: boolean;
	readonly notify: boolean;
}

export interface Notice {
	readonly title: string;
	readonly text: string;
}

const BELL = '\u0007';
/** Desktops show a line or two. */
const MOST_CELLS = 200;

/** How a terminal takes a notification: iTerm2's OSC 9, urxvt's OSC 777, or not at all. */
type Way = 'osc9' | 'osc777' | 'none';

/** The first that holds. OSC 777 is what most know; whoever does not, swallows it. */
const WAYS: readonly (readonly [Way, (env: Environment) => boolean])[] = [
	// The second of these travels over SSH.
	['osc9', (env) => env.TERM_PROGRAM === 'iTerm.app' || env.LC_TERMINAL === 'iTerm2'],
	['none', (env) => /^(Apple_Terminal|vscode)$/.test(env.TERM_PROGRAM ?? '')],
	['none', (env) => /^alacritty/.test(env.TERM ?? '') || env.WT_SESSION !== undefined],
	['osc777', () => true],
];

/** A text as one field of a sequence: a semicolon would begin the next. */
const field = (text: string): string => fitStart(cleanText(text).replaceAll(';', ','), MOST_CELLS);

function notification({ title, text }: Notice, env: Environment): string {
	const way = WAYS.find(([, holds]) => holds(env))?.[0] ?? 'none';
	switch (way) {
		case 'osc9':
			return passedOn(`\u001B]9;${field(`${title}: ${text}`)}\u0007`, env);
		case 'osc777':
			return passedOn(`\u001B]777;notify;${field(title)};${field(text)}\u0007`, env);
		case 'none':
			return '';
		default:
			return way satisfies never;
	}
}

/**
 * The bytes that give a notice in the ways that are wanted; '' where none is. A terminal that has no notifications
 * rings instead.
 */
export function noticeBytes(notice: Notice, { bell, notify }: NoticeWays, env: Environment): string {
	const notifying = notify ? notification(notice, env) : '';
	return (bell || (notify && notifying === '') ? BELL : '') + notifying;
}

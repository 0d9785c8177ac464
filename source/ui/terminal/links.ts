/**
 * Links on the screen (OSC 8). In frames they are numbers, which cost little to be carried about and compared; what
 * the terminal gets of a number is an address that was found to be safe, or nothing. So no text can bring a link of
 * its own, whatever it gets past.
 */
import { safeLink } from '../../text/links.ts';

/** As many as are on any screen, and were of late. */
const MOST_LINKS = 4_096;

/** By the link as a ticket has it. */
const numbers = new Map<string, number>();
/** By number, the oldest first; no number is ever given twice. */
const links = new Map<number, { readonly written: string; readonly address: string }>();
let last = 0;

/** The number of a link; 0 where it is none that may be followed. */
function numberOf(written: string): number {
	const known = numbers.get(written);
	if (known !== undefined) return known;
	const address = safeLink(written);
	if (address === null) return 0;
	last++;
	numbers.set(written, last);
	links.set(last, { written, address });
	const [oldest] = links;
	if (oldest && links.size > MOST_LINKS) {
		links.delete(oldest[0]);
		numbers.delete(oldest[1].written);
	}
	return last;
}

const START = '\u001B]8;;';
const END = '\u0007';

/** What ends a link in a frame. */
export const LINK_END = START + END;

/** A text as a link, as frames have it; the text alone where the link is none that may be followed. */
export function linked(link: string, text: string): string {
	const number = numberOf(link);
	return number === 0 ? text : `${START}${number}${END}${text}${LINK_END}`;
}

/** The number of what begins or ends a link: 0 ends one; undefined where it is neither. */
export function linkNumber(sequence: string): number | undefined {
	if (!sequence.startsWith(START) || !sequence.endsWith(END)) return undefined;
	const digits = sequence.slice(START.length, -END.length);
	return /^\d{0,15}$/.test(digits) ? Number(digits) : undefined;
}

/** What makes the terminal begin a link, or end one. */
export const linkBytes = (number: number): string => START + (links.get(number)?.address ?? '') + END;

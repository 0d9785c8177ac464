/** What somebody in front of the dashboard reads off it. */
import { textWidth } from '../../source/text/fit.ts';
import type { Cell, TestTerminal } from '../support/terminal.ts';

/** Lines of the header, and the titles of a list under it. */
export const LIST_TOP = 4;

/** The line that shows a ticket, and where it is. */
export function rowOf(terminal: TestTerminal, ticket: string): { readonly y: number; readonly line: string } {
	const found = terminal.find(ticket);
	if (!found) throw new Error(`${ticket} is not on the screen:\n${terminal.text()}`);
	return { y: found.y, line: terminal.line(found.y) };
}

/** The first cell of a word in a ticket's row. */
export function cellIn(terminal: TestTerminal, ticket: string, word: string): Cell {
	const { y, line } = rowOf(terminal, ticket);
	const place = line.indexOf(word);
	if (place < 0) throw new Error(`no ${JSON.stringify(word)} in ${JSON.stringify(line)}`);
	return terminal.cell(textWidth(line.slice(0, place)), y);
}

/** The line of the selected row: drawn inverse from end to end. */
export function selectedLine(terminal: TestTerminal): string {
	const lines = terminal.screen();
	for (let y = LIST_TOP; y < lines.length - 1; y++) {
		if (terminal.cell(0, y).inverse) return lines[y] ?? '';
	}
	return '';
}

/** Whether the row of this ticket is the selected one. */
export const selects = (ticket: string) => (terminal: TestTerminal) =>
	selectedLine(terminal).includes(`${ticket} `) || selectedLine(terminal).endsWith(ticket);

/** The tickets of the rows on the screen, from the top. */
export function tickets(terminal: TestTerminal): string[] {
	return terminal
		.screen()
		.slice(LIST_TOP, -1)
		.flatMap((line) => /\b[A-Z]+-\d+\b/.exec(line) ?? []);
}

export const header = (terminal: TestTerminal): string => terminal.screen().slice(0, 3).join('\n');
export const footer = (terminal: TestTerminal): string => terminal.screen().at(-1) ?? '';

/** The header and the footer stand where they belong, and no line is wider than the screen. */
export function whatIsBroken(terminal: TestTerminal, columns: number): string[] {
	const lines = terminal.screen();
	const broken: string[] = [];
	if (!/\d\d:\d\d:\d\d$/.test(lines[0] ?? '')) broken.push(`no clock at the end of line 1: ${lines[0]}`);
	if (!/\S/.test(lines[1] ?? '')) broken.push('line 2 is empty');
	if (/today […~]/.test(lines[1] ?? '')) broken.push('what today was like has not been read yet');
	if (!/1 At risk|2 Queues|3 SLA log|Ticket|Agreement|Compliance/.test(lines[2] ?? '')) {
		broken.push(`no screen's name in line 3: ${lines[2]}`);
	}
	// Keys, a line that is typed, or what was just done.
	if (!/\S/.test(lines.at(-1) ?? '')) broken.push('no footer');
	for (const line of lines) {
		if (textWidth(line) > columns) broken.push(`wider than ${columns}: ${line}`);
	}
	return broken;
}

/** Whether the dashboard is all there, at this width: the condition to wait for before a screen is judged. */
export const isWhole =
	(columns: number) =>
	(terminal: TestTerminal): boolean =>
		whatIsBroken(terminal, columns).length === 0;

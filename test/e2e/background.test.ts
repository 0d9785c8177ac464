import { afterEach, expect, it } from 'vitest';
import { at, created, Desk } from '../support/desk.ts';
import type { TestTerminal } from '../support/terminal.ts';

const WHITE = '\u001B]11;rgb:ffff/ffff/ffff\u001B\\';

let desk: Desk;
afterEach(() => desk.dispose());

/** How a title of the list is coloured. */
function titleColour(terminal: TestTerminal): string {
	const { x, y } = terminal.find('TICKET') ?? { x: 0, y: 0 };
	return String(terminal.cell(x, y).fg);
}

it('a terminal that says it is light gets the light theme, and what it says is not typed', async () => {
	desk = new Desk();
	await desk.import([created('T-1', '12:00')]);
	const terminal = desk.dashboard(at('12:04'), { env: { COLORFGBG: undefined } });
	await terminal.waitFor('TICKET');
	const dark = titleColour(terminal);
	terminal.type(`/${WHITE}T-`);
	await terminal.waitFor((screen) => titleColour(screen) !== dark && /T-$/.test(screen.line(23)));
	expect(terminal.text()).not.toContain('rgb');
});

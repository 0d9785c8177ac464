import { chmodSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answered, at, created, Desk } from '../support/desk.ts';
import type { TestTerminal } from '../support/terminal.ts';
import { rowOf, selects } from './reading.ts';

const AGREEMENT = `version: 1
name: Ten minutes
timezone: UTC
levels:
  gold: { calendar: always, at_risk: 50%, targets: { first_answer: 10m } }
default_level: gold
miss_reasons: [outage, wrong department]
`;
const LINK = 'https://desk.example.com/T-2?a=b';

let desk: Desk;
let terminal: TestTerminal;
beforeEach(async () => {
	desk = new Desk(AGREEMENT);
	await desk.import([
		created('T-1', '11:40'),
		answered('T-1', '11:55'),
		created('T-2', '12:00', { agent: 'luka', url: LINK }),
		created('T-3', '12:08', { url: 'javascript:alert(1)' }),
	]);
	terminal = desk.dashboard(at('12:09'), { env: { USER: 'ana', SUDO_USER: undefined }, cols: 120 });
	await terminal.waitFor(
		(screen) => /✗ 0.*▲ 1.*● 1/.test(screen.line(0)) && screen.find('T-3') !== undefined,
	);
});
afterEach(() => desk.dispose());

describe('what people do to tickets', () => {
	it('take and acknowledge: the row shows it, the history keeps who, and u takes back one after the other', async () => {
		await terminal.send('t');
		await terminal.waitFor('T-2 assigned to ana, u undoes');
		await terminal.waitFor((screen) => rowOf(screen, 'T-2').line.includes(' ana '));
		await terminal.send('a');
		await terminal.waitFor('T-2 acknowledged, u undoes');
		await terminal.waitFor((screen) => rowOf(screen, 'T-2').line.startsWith('a▲'));
		await terminal.send('a');
		await terminal.waitFor('acknowledged by ana already');
		await terminal.send('u');
		await terminal.waitFor('undone: T-2 acknowledged');
		await terminal.waitFor((screen) => rowOf(screen, 'T-2').line.startsWith(' ▲'));
		await terminal.send('u');
		await terminal.waitFor((screen) => rowOf(screen, 'T-2').line.includes(' luka '));
		await terminal.send('u');
		await terminal.waitFor('you have done nothing that could be undone');
		await terminal.send('Ctrl-r');
		await terminal.waitFor((screen) => rowOf(screen, 'T-2').line.includes(' ana '));
	});

	it('assign to somebody who is chosen by name, of all that are marked', async () => {
		await terminal.send('M');
		await terminal.waitFor('2 marked');
		await terminal.send('A');
		await terminal.waitFor('Assign 2 tickets to');
		await terminal.send('lu');
		await terminal.waitFor('Assign 2 tickets to: lu');
		await terminal.send('Enter');
		await terminal.waitFor('2 tickets assigned to luka, u undoes');
		await terminal.waitFor((screen) => rowOf(screen, 'T-3').line.includes(' luka '));
	});

	it('say why it was missed, and leave it out of compliance until it counts again', async () => {
		await terminal.send('3');
		await terminal.waitFor(selects('T-1'));
		await terminal.send('e');
		await terminal.waitFor('wrong department');
		await terminal.send('Enter');
		await terminal.waitFor('outage:');
		await terminal.send('the whole morning', 'Enter');
		await terminal.waitFor('T-1: missed because of “outage”, u undoes');
		await terminal.send('x');
		await terminal.waitFor('Why T-1 does not count');
		await terminal.send('not our fault', 'Enter');
		await terminal.waitFor('T-1 left out of compliance: not our fault');
		await terminal.waitFor((screen) => rowOf(screen, 'T-1').line.startsWith('x'));
		await terminal.send('x');
		await terminal.waitFor('T-1 counts again');
		await terminal.waitFor((screen) => rowOf(screen, 'T-1').line.startsWith('e'));
		await terminal.send('Enter');
		await terminal.waitFor('ana says why first answer was missed: outage (the whole morning)');
		await terminal.send('x');
		await terminal.waitFor('Why T-1 does not count');
		await terminal.send('a storm', 'Enter');
		await terminal.waitFor(/missed .*\(left out of compliance\)/);
		await terminal.send('u');
		await terminal.waitFor('ana takes back: ana leaves first answer out of compliance: a storm');
		await terminal.send('Ctrl-r');
		await terminal.waitFor('ana does again: ana leaves first answer out of compliance: a storm');
		await terminal.send('u');
		await terminal.waitFor((screen) => screen.find('(left out of compliance)') === undefined);
	});

	it('snooze, and note; nothing of it in the past', async () => {
		await terminal.send('z');
		await terminal.waitFor('until it opens tomorrow');
		await terminal.send('90m', 'Enter');
		await terminal.waitFor('no alerts of T-2 until Tue 13:39:00');
		await terminal.waitFor((screen) => rowOf(screen, 'T-2').line.startsWith('z'));
		await terminal.send('+');
		await terminal.waitFor('Note on T-2:');
		await terminal.send('called back', 'Enter');
		await terminal.waitFor('note on T-2 kept');
		await terminal.send('Enter');
		await terminal.waitFor('note by ana: called back');
		await terminal.send('Esc', '[');
		await terminal.waitFor('AS OF');
		await terminal.send('g', 'u');
		await terminal.waitFor('this is the past');
	});
});

describe('out of the program', () => {
	it('y copies the reference by the terminal; o copies the link where there is no browser', async () => {
		terminal.mark();
		await terminal.send('y');
		await terminal.waitFor('copied T-2');
		expect(terminal.output).toContain(`\u001B]52;c;${Buffer.from('T-2').toString('base64')}\u0007`);
		await terminal.dispose();
		terminal = desk.dashboard(at('12:09'), { env: { DISPLAY: undefined, WAYLAND_DISPLAY: undefined } });
		await terminal.waitFor('T-3');
		await terminal.send('o');
		await terminal.waitFor(`no browser here: copied ${LINK}`);
		await terminal.send('j', 'o');
		await terminal.waitFor('the link of T-3 is not one of the web');
	});

	it('o opens the browser, whose own words do not reach the screen', async () => {
		await terminal.dispose();
		const opened = `${desk.folder}/opened`;
		chmodSync(desk.file('xdg-open', `#!/bin/sh\necho WARNING WARNING\necho "$1" > '${opened}'\n`), 0o755);
		const env = { DISPLAY: ':0', PATH: `${desk.folder}:${process.env.PATH}`, WSL_DISTRO_NAME: undefined };
		terminal = desk.dashboard(at('12:09'), { env });
		await terminal.waitFor('T-3');
		await terminal.send('o');
		await terminal.waitFor('T-2 opened in the browser');
		await terminal.settled();
		expect(terminal.text()).not.toContain('WARNING');
		expect(readFileSync(opened, 'utf8').trim()).toBe(LINK);
	});
});

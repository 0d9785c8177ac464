import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadAgreement } from '../../source/engine/agreement-file.ts';

const ICS =
	'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:20261224\r\n@END:VEVENT\r\nEND:VCALENDAR\r\n';

let root: string;
beforeEach(() => {
	root = mkdtempSync(join(tmpdir(), 'slatop-agreement-'));
	mkdirSync(join(root, 'here'));
	writeFileSync(join(root, 'secret.ics'), ICS.replace('@', ''));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const here = (name: string): string => join(root, 'here', name);

/** Loads an agreement whose calendar has the holidays of a file. */
function naming(file: string): Promise<unknown> {
	writeFileSync(
		here('sla.yaml'),
		`version: 1\nname: x\ntimezone: UTC\ncalendars:\n  office: { hours: { mon-fri: ["08:00-16:00"] }, holidays: [{ file: ${JSON.stringify(file)} }] }\nlevels: { gold: { calendar: office, targets: { first_answer: 1h } } }\ndefault_level: gold\n`,
	);
	return loadAgreement(here('sla.yaml'));
}

describe('a file that an agreement names', () => {
	it.each([
		'../secret.ics',
		'x/../../secret.ics',
		'/etc/passwd',
	])('%s lies outside, and is not read', async (file) => {
		await expect(naming(file)).rejects.toThrow(/sla\.yaml:5:\d+: .*is outside the agreement's folder/);
	});

	it('may be a link that ends in the folder, and no other', async () => {
		writeFileSync(here('days.ics'), ICS.replace('@', ''));
		symlinkSync('days.ics', here('link.ics'));
		expect(await naming('link.ics')).toMatchObject({ files: { 'link.ics': ICS.replace('@', '') } });
		symlinkSync(join(root, 'secret.ics'), here('out.ics'));
		await expect(naming('out.ics')).rejects.toThrow(/is outside the agreement's folder/);
		symlinkSync(root, here('up'));
		await expect(naming('up/secret.ics')).rejects.toThrow(/is outside the agreement's folder/);
	});

	it('that is a folder, a pipe, or larger than any calendar is not read', async () => {
		mkdirSync(here('folder'));
		await expect(naming('folder')).rejects.toThrow(/it is no file/);
		execFileSync('mkfifo', [here('pipe')]);
		await expect(naming('pipe')).rejects.toThrow(/it is no file/);
		await expect(naming('days.ics\0')).rejects.toThrow(/there is no such file/);
		writeFileSync(here('large.ics'), Buffer.alloc(5 << 20, 0x20));
		await expect(naming('large.ics')).rejects.toThrow(/is larger than 4 MiB/);
	});

	it.each([
		['DTEND;VALUE=DATE:99991231\r\n', /lasts longer than a year/],
		[
			'RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31\r\n',
			/days\.ics:3: the event of 2026-12-24 .* never comes true/,
		],
		['RRULE:FREQ=DAILY;INTERVAL=7;BYDAY=TU\r\n', /never comes true/],
		['RRULE:FREQ=WEEKLY;BYDAY=MO;BYWEEKNO=1\r\n', /repeats by BYWEEKNO, which FREQ=WEEKLY does not take/],
		['RRULE:FREQ=WEEKLY;BYDAY=5MO\r\n', /repeats by BYDAY=5MO, which takes FREQ=MONTHLY/],
		['RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\r\n', /never comes true/],
		['RRULE:FREQ=SECONDLY\r\n', /repeats more than once a day/],
	])('with %j is told, and hangs nobody', async (line, words) => {
		writeFileSync(here('days.ics'), ICS.replace('@', line));
		await expect(naming('days.ics')).rejects.toThrow(words);
	});
});

describe('an agreement', () => {
	it('that is a bomb, a pit, or no agreement by its size is told', async () => {
		const bomb = Array.from(
			{ length: 9 },
			(_, level) => `a${level + 1}: &a${level + 1} [${Array(9).fill(`*a${level}`)}]`,
		);
		writeFileSync(here('sla.yaml'), ['a0: &a0 [x,x,x,x,x,x,x,x,x]', ...bomb].join('\n'));
		await expect(loadAgreement(here('sla.yaml'))).rejects.toThrow(/not usable YAML: .*alias/i);
		writeFileSync(here('sla.yaml'), `a: ${'['.repeat(5_000)}${']'.repeat(5_000)}`);
		await expect(loadAgreement(here('sla.yaml'))).rejects.toThrow(
			/sla\.yaml:1:\d+: not an agreement: nested too deep/,
		);
		writeFileSync(here('sla.yaml'), Buffer.alloc((1 << 20) + 1, 0x20));
		await expect(loadAgreement(here('sla.yaml'))).rejects.toThrow(/is larger than 1 MiB/);
		writeFileSync(here('sla.yaml'), Buffer.from('name: Café', 'latin1'));
		await expect(loadAgreement(here('sla.yaml'))).rejects.toThrow(/is not UTF-8: save it as that/);
	});
});

import { describe, expect, it } from 'vitest';
import { delimiterOf } from '../../../source/sources/csv/delimiter.ts';
import { encodingOf } from '../../../source/sources/csv/encoding.ts';
import { readTable } from '../../support/table.ts';

const HEADER = 'ticket,created_at,subject';

/** Letters beyond ASCII of two sets, by the byte that each is. */
const WINDOWS_1250: Readonly<Record<string, number>> = {
	č: 0xe8,
	š: 0x9a,
	ž: 0x9e,
	Š: 0x8a,
	Ž: 0x8e,
	ř: 0xf8,
	ů: 0xf9,
};
const LATIN_2: Readonly<Record<string, number>> = {
	č: 0xe8,
	š: 0xb9,
	ž: 0xbe,
	Š: 0xa9,
	Ž: 0xae,
	ą: 0xb1,
	ł: 0xb3,
	ż: 0xbf,
};
const WINDOWS_1252: Readonly<Record<string, number>> = {
	ä: 0xe4,
	ö: 0xf6,
	ü: 0xfc,
	ß: 0xdf,
	é: 0xe9,
	è: 0xe8,
	ç: 0xe7,
	ñ: 0xf1,
	å: 0xe5,
};

const encoded = (text: string, set: Readonly<Record<string, number>>): Buffer =>
	Buffer.from([...text].map((letter) => set[letter] ?? letter.charCodeAt(0)));

const subjects = async (csv: string | Buffer): Promise<unknown[]> =>
	(await readTable(csv)).events.map(({ subject }) => subject);

describe('a table’s text', () => {
	const rows = (subject: string): string => `${HEADER}\r\nT-1,2026-01-05 10:00,${subject}\r\n`;

	it('is read in UTF-8, with a byte order mark or without', async () => {
		expect(await subjects(rows('Žlica čaja'))).toEqual(['Žlica čaja']);
		expect(await subjects(`\uFEFF${rows('Žlica čaja')}`)).toEqual(['Žlica čaja']);
	});

	it('tells the order of day and month however far down its dates begin', async () => {
		const line = (number: number, at: string): string => `T-${number},2026-01-05 10:00,${at}`;
		const empty = Array.from({ length: 400 }, (_, number) => line(number, ''));
		const csv = ['ticket,created_at,resolved_at', ...empty, line(400, '01/13/2026 10:00')].join('\n');
		const { events } = await readTable(`${csv}\n`);
		expect(events.at(-1)).toMatchObject({ ticket: 'T-400', at: '2026-01-13T10:00:00Z', status: 'resolved' });
	});

	it('is read in UTF-16, with a byte order mark or without', async () => {
		const little = Buffer.from(rows('Žlica 日本'), 'utf16le');
		expect(await subjects(Buffer.concat([Buffer.from([0xff, 0xfe]), little]))).toEqual(['Žlica 日本']);
		expect(await subjects(little)).toEqual(['Žlica 日本']);
		const big = Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(little).swap16()]);
		expect(await subjects(big)).toEqual(['Žlica 日本']);
	});

	it('is read in the single-byte set that it makes words in', async () => {
		expect(await subjects(encoded(rows('Žlica šoje'), WINDOWS_1250))).toEqual(['Žlica šoje']);
		expect(await subjects(encoded(rows('Škoda: žalost'), LATIN_2))).toEqual(['Škoda: žalost']);
		expect(await subjects(encoded(rows('Grüße aus Köln'), WINDOWS_1252))).toEqual(['Grüße aus Köln']);
		expect(encodingOf(encoded('Příšerně žluťoučký kůň: ř ů š ž', WINDOWS_1250)).name).toBe('windows-1250');
		expect(encodingOf(encoded('żal, łąka', LATIN_2)).name).toBe('iso-8859-2');
		expect(encodingOf(Buffer.from('caf\xe9 noir', 'latin1'))).toMatchObject({ isGuess: true });
	});

	it('is refused by row where it is not what the file says it is', async () => {
		const broken = Buffer.concat([
			Buffer.from(`${HEADER}\nT-1,2026-01-05 10:00,fine\nT-2,2026-01-05 10:00,`),
			Buffer.from([0xe8, 0x0a]),
		]);
		const { events, refusals } = await readTable(broken, { encoding: 'utf-8' });
		expect(events.map(({ ticket }) => ticket)).toEqual(['T-1']);
		expect(refusals).toEqual([expect.stringMatching(/^3: not UTF-8: say .* --encoding/)]);
	});
});

describe('a table’s cells', () => {
	it.each([',', ';', '\t', '|'])('are told apart by %j', async (delimiter) => {
		const quoted = `a${delimiter} "b"${delimiter}, c; d`;
		const csv = `ticket${delimiter}created_at${delimiter}subject\nT-1${delimiter}2026-01-05 10:00${delimiter}"${quoted.replaceAll('"', '""')}"\n`;
		expect(await subjects(csv)).toEqual([quoted]);
	});

	it('are told apart as the first line says', () => {
		expect(delimiterOf('sep=;\r\na,b;c\n')).toEqual({ delimiter: ';', skip: 1 });
		expect(delimiterOf('one\ntwo\n')).toEqual({ delimiter: ',', skip: 0 });
		expect(delimiterOf('a;b;c\n1,5;2,5;3,5\n')).toEqual({ delimiter: ';', skip: 0 });
	});

	it('may hold line breaks, and each row keeps the line it begins on', async () => {
		const csv = [
			'sep=,',
			HEADER,
			'T-1,2026-01-05 10:00,"one\r\ntwo\r\n\r\nfour"',
			'',
			'T-2,soon,',
			'T-3,2026-01-05 10:00,"a\nb"',
			'T-4,soon,',
		].join('\r\n');
		const { events, refusals } = await readTable(csv);
		expect(events.map(({ line, subject }) => [line, subject])).toEqual([
			[3, 'one\r\ntwo\r\n\r\nfour'],
			[9, 'a\nb'],
		]);
		expect(refusals.map((refusal) => refusal.split(':')[0])).toEqual(['8', '11']);
	});

	it('are refused with their row where there are too many or too few', async () => {
		const { events, refusals } = await readTable(
			`${HEADER}\nT-1,2026-01-05 10:00\nT-2,2026-01-05 10:00,two,\nT-3,2026-01-05 10:00,three,more\n`,
		);
		expect(events.map(({ ticket }) => ticket)).toEqual(['T-2']);
		expect(refusals).toEqual([
			expect.stringContaining('2: 2 cells under a header of 3'),
			expect.stringContaining('4: 4 cells under a header of 3'),
		]);
	});

	it('are taken up to a quote that is never closed', async () => {
		const { events, refusals } = await readTable(
			`${HEADER}\nT-1,2026-01-05 10:00,one\nT-2,2026-01-05 10:00,"two\n`,
		);
		expect(events.map(({ ticket }) => ticket)).toEqual(['T-1']);
		expect(refusals).toEqual([expect.stringMatching(/^3: a quote is opened in this row and never closed/)]);
		const endless = `${HEADER}\nT-1,2026-01-05 10:00,one\nT-2,2026-01-05 10:00,"${'two\n'.repeat(600_000)}`;
		expect((await readTable(endless)).refusals).toEqual([
			expect.stringMatching(/^3: this row is longer than/),
		]);
	});

	it('may repeat the header on the way', async () => {
		const { events, table } = await readTable(
			`${HEADER}\nT-1,2026-01-05 10:00,one\n${HEADER}\nT-2,2026-01-05 10:00,two\n`,
		);
		expect(events).toHaveLength(2);
		expect(table.notes.lines()).toEqual(['the header again: left out (1 row)']);
	});

	it('may end with totals, which are of no ticket; a row that lacks its ticket is refused', async () => {
		const { events, refusals, table } = await readTable(
			[
				'Summation column,Id,Requester,Subject,Status,Created at,First reply time in minutes,Replies',
				'1,7,Ann,Door,Open,2026-01-05 10:00,25,1',
				'1,,Ann,Window,Open,2026-01-05 10:00,,1',
				'2,,,,,,25,2',
			].join('\n'),
		);
		expect(new Set(events.map(({ ticket }) => ticket))).toEqual(new Set(['7']));
		expect(refusals).toEqual(['3: no ticket: "Id" is empty']);
		expect(table.notes.lines()).toContain('nothing but numbers, and of no ticket: a total, left out (1 row)');
	});
});

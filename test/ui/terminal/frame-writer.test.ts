import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanText } from '../../../source/text/clean.ts';
import { FrameWriter } from '../../../source/ui/terminal/frame-writer.ts';
import { Emulator } from './emulator.ts';

const COLUMNS = 20;
const ROWS = 5;

// biome-ignore format: a table
const sgr = fc.constantFrom(
	'\u001B[1m', '\u001B[2m', '\u001B[22m', '\u001B[4m', '\u001B[24m', '\u001B[7m', '\u001B[27m', '\u001B[9m',
	'\u001B[31m', '\u001B[97m', '\u001B[39m', '\u001B[44m', '\u001B[49m', '\u001B[0m', '\u001B[m',
	'\u001B[38;5;208m', '\u001B[48;5;17m', '\u001B[38;2;1;200;30m', '\u001B[1;3;33;44m', '\u001B[48;2;9;9;9m',
);
const plain = fc.constantFrom('a', 'b', 'Z', '0', '9', ' ', '  ', 'word', '12:34', '      ');
const settled = fc.constantFrom(
	'é',
	'e\u0301',
	'ž',
	'Ж',
	'●',
	'█',
	'▏',
	'…',
	'─',
	'日',
	'本語',
	'한',
	'か\u3099',
	'ｗ',
	'ש',
	'ع',
);
// biome-ignore format: a table
const disputed = fc.constantFrom(
	'👍', '👨‍👩‍👧', '🇸🇮', '❤️', '1️⃣', '⚡', '⚠', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '👍🏽', 'กำ', 'क्षि', '한', '𝒳', '🀄',
	'a\u0300\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308\u0309\u030A\u030B\u030C\u030D\u030E',
);
// biome-ignore format: a table
const hostile = fc.constantFrom(
	'\u001B[2J', '\u001B[10;10H', '\u001B]0;owned\u0007', '\u001B]8;;http://x\u001B\\', '\u001BPq#0\u001B\\', '\u001B[?1049l',
	'\u001Bc', '\u001B[6n', '\u0007', '\b', '\r', '\t', '\u007F', '\u009B31m', '\u009D0;x\u009C', '\u0085', '\u001B',
	'\u001B[', '\u001B]52;c;aGk=', '\u200B', '\u200F', '\u202E', '\u2028', '\uD800', '\uDC00', '\u00AD', '\u0301', '\uFE0F',
	'\u001B[>4;2m', '\u001B[38;5m', '\u001B[38;5;999m', '\u001B[4:3m', '\u001B[999999m', '\u001B(0', '\u000E', '\uFEFF',
);

const lineOf = (...pieces: fc.Arbitrary<string>[]) =>
	fc.array(fc.oneof(...pieces), { maxLength: 12 }).map((parts) => parts.join(''));
/** Frames where most lines stay as they were, as on a real screen. */
const framesOf = (line: fc.Arbitrary<string>) =>
	fc
		.array(
			fc.array(fc.oneof({ weight: 2, arbitrary: fc.constant(undefined) }, { weight: 3, arbitrary: line }), {
				minLength: 1,
				maxLength: ROWS + 1,
			}),
			{ minLength: 1, maxLength: 6 },
		)
		.map((frames) => {
			const lines: string[] = [];
			return frames.map((frame) => {
				frame.forEach((text, index) => {
					if (text !== undefined) lines[index] = text;
					else lines[index] ??= '';
				});
				return lines.slice(0, frame.length).join('\n');
			});
		});
/** A new line that differs from the old in one place: what runs, gaps and bridges are for. */
const editedFrames = (line: fc.Arbitrary<string>, piece: fc.Arbitrary<string>) =>
	fc.tuple(line, fc.array(fc.tuple(fc.nat(40), fc.nat(3), piece), { maxLength: 6 })).map(([first, edits]) => {
		const frames = [first];
		let text = first;
		for (const [at, cut, put] of edits) {
			const points = Array.from(text);
			points.splice(at % (points.length + 1), cut, put);
			text = points.join('');
			frames.push(text);
		}
		return frames;
	});

async function afterAll(frames: readonly string[]) {
	const writer = new FrameWriter(COLUMNS, ROWS);
	const emulator = await Emulator.start(COLUMNS, ROWS);
	for (const frame of frames) await emulator.write(writer.render(frame));
	return emulator.cells();
}

async function afterLast(frames: readonly string[]) {
	return afterAll(frames.slice(-1));
}

/** What the emulator makes of the frame itself, each line put in its place and nothing else done to it. */
async function asIs(frame: string) {
	const emulator = await Emulator.start(COLUMNS, ROWS);
	const lines = frame.split('\n').slice(0, ROWS);
	await emulator.write(lines.map((line, row) => `\u001B[${row + 1}H\u001B[m${line}`).join(''));
	return emulator.cells();
}

const sameAsInFull = async (frames: readonly string[]) => {
	expect(await afterAll(frames)).toEqual(await afterLast(frames));
};

describe('FrameWriter', () => {
	it('leaves the same screen as the last frame written in full, whatever came before', async () => {
		const line = lineOf(sgr, plain, settled, disputed, hostile);
		await fc.assert(fc.asyncProperty(framesOf(line), sameAsInFull), { numRuns: 200 });
	});

	it('does so when lines are edited in one place', async () => {
		const piece = fc.oneof(sgr, plain, settled, disputed, hostile);
		await fc.assert(fc.asyncProperty(editedFrames(lineOf(piece), piece), sameAsInFull), { numRuns: 200 });
	});

	it('shows a harmless frame as the terminal itself would', async () => {
		const line = lineOf(sgr, plain, settled).filter((text) => fits(text));
		await fc.assert(
			fc.asyncProperty(framesOf(line), async (frames) => {
				expect(await afterAll(frames)).toEqual(await asIs(frames.at(-1) ?? ''));
			}),
			{ numRuns: 150 },
		);
	});

	it('sends nothing but text, SGR, moves and erasing', async () => {
		const line = lineOf(sgr, plain, settled, disputed, hostile);
		// biome-ignore lint/suspicious/noControlCharactersInRegex: control sequences are what it looks for
		const allowed = /\u001B\[(?:[\d;]*m|[\d;]*H|\d*[ABCDGK]|2J|\?2026[hl])|[\b\r\n]/gu;
		fc.assert(
			fc.property(framesOf(line), (frames) => {
				const writer = new FrameWriter(COLUMNS, ROWS);
				for (const frame of frames) {
					const text = writer.render(frame).replace(allowed, '');
					expect(text).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Surrogate}\u200B\u200F\u202E\u00AD\uFEFF]/u);
				}
			}),
		);
	});

	it('paints in full after a resize', async () => {
		const writer = new FrameWriter(10, 3);
		const emulator = await Emulator.start(10, 3);
		await emulator.write(writer.render('one\ntwo\nthree'));
		emulator.resize(12, 2);
		writer.resize(12, 2);
		await emulator.write(writer.render('four\nfive\nsix'));
		expect(emulator.lines()).toEqual(['four', 'five']);
	});

	it('never scrolls: a full screen stays where it is', async () => {
		const writer = new FrameWriter(4, 3);
		const emulator = await Emulator.start(4, 3);
		await emulator.write(writer.render('aaaa\nbbbb\ncccc'));
		await emulator.write(writer.render('aaab\nbbba\ncccd'));
		expect(emulator.lines()).toEqual(['aaab', 'bbba', 'cccd']);
	});

	it('places by number after a symbol that some terminals draw two cells wide', () => {
		const writer = new FrameWriter(40, 1);
		writer.render('● one           two');
		expect(writer.render('▲ one           too')).toContain('\u001B[18Go');
	});

	it('cuts what does not fit, a wide character as a whole', async () => {
		const writer = new FrameWriter(5, 1);
		const emulator = await Emulator.start(5, 1);
		await emulator.write(writer.render('日本語\nhidden'));
		expect(emulator.lines()).toEqual(['日本']);
	});
});

describe('what it costs', () => {
	const table = (time: string, cursor = 3) =>
		Array.from({ length: 39 }, (_, row) => {
			const text = `\u001B[31m● ${row === 7 ? time : '-00:41:07'}\u001B[39m first_answer  gold   billing   ana        Invoice ${row} is wrong`;
			return row === cursor ? `\u001B[7m${text}\u001B[27m` : text;
		}).join('\n');
	const bytesOf = (first: string, second: string) => {
		const writer = new FrameWriter(120, 40);
		writer.render(first);
		return Buffer.byteLength(writer.render(second));
	};

	it('costs nothing when nothing changed', () => {
		expect(bytesOf(table('12:34:56'), table('12:34:56'))).toBe(0);
	});

	it('costs under 25 bytes when a digit changes', () => {
		expect(bytesOf(table('12:34:56'), table('12:34:55'))).toBeLessThan(25);
	});

	it('costs under 25 bytes when two digits with one between them change', () => {
		expect(bytesOf(table('12:34:00'), table('12:33:50'))).toBeLessThan(25);
	});

	it('costs no more than the two lines when the cursor moves', () => {
		expect(bytesOf(table('12:34:56', 3), table('12:34:56', 4))).toBeLessThan(220);
	});

	it('erases the rest of a line instead of writing blanks', () => {
		expect(bytesOf('a long line of text that goes', 'a long')).toBeLessThan(10);
	});

	it('does not synchronize a single line', () => {
		const writer = new FrameWriter(20, 2);
		writer.render('a\nb');
		expect(writer.render('a\nc')).not.toContain('2026');
		expect(writer.render('x\ny')).toContain('\u001B[?2026h');
	});
});

/** Whether a raw terminal would not have to cut the line. */
function fits(text: string): boolean {
	let cells = 0;
	for (const char of cleanText(text)) cells += char > '\u2E80' ? 2 : 1;
	return cells <= COLUMNS;
}

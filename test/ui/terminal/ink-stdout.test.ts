import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { type Gate, InkStdout, type TerminalStream } from '../../../source/ui/terminal/ink-stdout.ts';
import { Emulator } from './emulator.ts';

/** A terminal that takes a write only when it is told to. */
class SlowTerminal extends EventEmitter implements TerminalStream {
	columns = 20;
	rows = 3;
	readonly isTTY = true;
	readonly written: string[] = [];
	#done: (() => void) | undefined;

	write(data: string, done: () => void): boolean {
		this.written.push(data);
		this.#done = done;
		return false;
	}

	take(): void {
		const done = this.#done;
		this.#done = undefined;
		done?.();
	}

	getColorDepth(): number {
		return 8;
	}
}

class TestGate implements Gate {
	active = true;
	resume = () => {};

	onResume(listener: () => void): () => void {
		this.resume = listener;
		return () => {
			this.resume = () => {};
		};
	}
}

async function shownBy(written: readonly string[], columns = 20, rows = 3): Promise<string[]> {
	const emulator = await Emulator.start(columns, rows);
	for (const bytes of written) await emulator.write(bytes);
	return emulator.lines();
}

const afterTwoTurns = () => new Promise((resolve) => setTimeout(resolve, 20));

describe('InkStdout', () => {
	it('skips the frames that a slow terminal has no time for', async () => {
		const terminal = new SlowTerminal();
		const stdout = new InkStdout(terminal);
		for (let frame = 1; frame <= 1000; frame++) stdout.write(`frame ${frame}`);
		expect(terminal.written).toHaveLength(1);
		terminal.take();
		terminal.take();
		expect(terminal.written).toHaveLength(2);
		expect(await shownBy(terminal.written)).toEqual(['frame 1000', '', '']);
	});

	it('takes nothing for a frame that Ink does not mean as one', () => {
		const terminal = new SlowTerminal();
		const stdout = new InkStdout(terminal);
		for (const other of [
			'',
			'\n',
			'\u001B[?25h',
			'\u001B[?25l',
			'\u001B[<u',
			'\u001B[?2026h',
			'\u001B[2K\u001B[G',
		]) {
			stdout.write(other);
		}
		expect(terminal.written).toEqual([]);
	});

	it('tells Ink when a write is done', async () => {
		const stdout = new InkStdout(new SlowTerminal());
		await new Promise<void>((resolve) => stdout.write('', () => resolve()));
	});

	it('draws nothing while the terminal is not ours, and all of the newest frame when it is again', async () => {
		const terminal = new SlowTerminal();
		const gate = new TestGate();
		const stdout = new InkStdout(terminal, gate);
		stdout.write('one');
		terminal.take();
		gate.active = false;
		stdout.write('two');
		stdout.write('three');
		expect(terminal.written).toHaveLength(1);
		gate.active = true;
		gate.resume();
		expect(await shownBy(terminal.written.slice(1))).toEqual(['three', '', '']);
	});

	it('draws once for a resize, what the components make of the new size', async () => {
		const terminal = new SlowTerminal();
		const stdout = new InkStdout(terminal);
		stdout.write('old');
		terminal.take();
		stdout.on('resize', () => stdout.write('the old tree, squeezed'));
		terminal.columns = 10;
		terminal.emit('resize');
		stdout.write(`new ${stdout.columns}x${stdout.rows}`);
		await afterTwoTurns();
		expect(await shownBy(terminal.written.slice(1), 10)).toEqual(['new 10x3', '', '']);
		expect(terminal.written).toHaveLength(2);
	});

	it('draws again after a resize that changed nothing in the frame', async () => {
		const terminal = new SlowTerminal();
		const stdout = new InkStdout(terminal);
		stdout.write('same');
		terminal.take();
		terminal.rows = 5;
		terminal.emit('resize');
		await afterTwoTurns();
		expect(await shownBy(terminal.written.slice(1), 20, 5)).toEqual(['same', '', '', '', '']);
	});
});

import xterm from '@xterm/headless';

/** One cell as the emulator shows it; what cannot be seen (the colour of a blank) is left out. */
export interface SeenCell {
	readonly char: string;
	readonly look: string;
}

/** An emulated screen, with autowrap off as the session leaves it. */
export class Emulator {
	readonly #terminal: xterm.Terminal;

	constructor(columns: number, rows: number) {
		this.#terminal = new xterm.Terminal({
			cols: columns,
			rows,
			allowProposedApi: true,
			scrollback: 0,
		});
	}

	static async start(columns: number, rows: number): Promise<Emulator> {
		const emulator = new Emulator(columns, rows);
		await emulator.write('\u001B[?1049h\u001B[?7l');
		return emulator;
	}

	async write(data: string): Promise<void> {
		if (data === '') return;
		await new Promise<void>((resolve) => this.#terminal.write(data, resolve));
	}

	resize(columns: number, rows: number): void {
		this.#terminal.resize(columns, rows);
	}

	lines(): string[] {
		const buffer = this.#terminal.buffer.active;
		return Array.from(
			{ length: this.#terminal.rows },
			(_, row) => buffer.getLine(row)?.translateToString(true) ?? '',
		);
	}

	/** Every cell of every row: its character and how it looks. */
	cells(): SeenCell[][] {
		const buffer = this.#terminal.buffer.active;
		return Array.from({ length: this.#terminal.rows }, (_, row) => {
			const line = buffer.getLine(row);
			return Array.from({ length: this.#terminal.cols }, (__, column) => {
				const cell = line?.getCell(column);
				return cell === undefined ? { char: ' ', look: '' } : seen(cell);
			});
		});
	}
}

function seen(cell: xterm.IBufferCell): SeenCell {
	const char = cell.getWidth() === 0 ? '' : cell.getChars() || ' ';
	const inked =
		char.trim() !== '' ||
		[cell.isUnderline(), cell.isInverse(), cell.isStrikethrough(), cell.isOverline()].some(Boolean);
	const background = `${cell.getBgColorMode()}:${cell.getBgColor()}`;
	if (!inked) return { char, look: background };
	const attributes = [
		cell.isBold(),
		cell.isDim(),
		cell.isItalic(),
		cell.isUnderline(),
		cell.isBlink(),
		cell.isInverse(),
		cell.isInvisible(),
		cell.isStrikethrough(),
		cell.isOverline(),
	].map((flag) => (flag ? '1' : '0'));
	return { char, look: `${background}/${cell.getFgColorMode()}:${cell.getFgColor()}/${attributes.join('')}` };
}

/** Writing to stdout: in large pieces, waiting for a slow reader, and ending quietly when it goes away. */
import { once } from 'node:events';

const PIECE_CHARS = 64 * 1024;

export class Output {
	private pending: string[] = [];
	private size = 0;

	constructor(private readonly stream: NodeJS.WritableStream = process.stdout) {}

	async line(text: string): Promise<void> {
		this.pending.push(text);
		this.size += text.length + 1;
		if (this.size >= PIECE_CHARS) await this.flush();
	}

	async flush(): Promise<void> {
		if (this.pending.length === 0) return;
		const text = `${this.pending.join('\n')}\n`;
		this.pending = [];
		this.size = 0;
		if (!this.stream.write(text)) await once(this.stream, 'drain');
	}
}

/** Writes lines that are bytes already to stdout and waits until they are out of this process's hands. */
export async function printPieces(pieces: readonly Buffer[]): Promise<void> {
	for (const piece of pieces) if (!process.stdout.write(piece)) await once(process.stdout, 'drain');
}

/** Writes lines to stdout and waits until they are out of this process's hands. */
export async function print(lines: Iterable<string> | AsyncIterable<string>): Promise<void> {
	const output = new Output();
	for await (const line of lines) await output.line(line);
	await output.flush();
}

/** Does work that tells how far it has come: on a terminal, in one line of stderr that is gone in the end. */
export async function telling<T>(work: (tell: (line: string) => void) => Promise<T>): Promise<T> {
	const { isTTY } = process.stderr;
	try {
		return await work((line) => {
			if (isTTY) process.stderr.write(`\r${line}\u001b[K`);
		});
	} finally {
		if (isTTY) process.stderr.write('\r\u001b[K');
	}
}

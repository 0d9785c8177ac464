/** Memory that two threads share: pieces are written into it in one, and read out of it in the other. */

/** A chunk has room for many pieces; a larger piece has one of its own. */
const CHUNK_BYTES = 1 << 22;

/** A chunk, and how much of it is written: pieces, each after its length. */
export interface Chunk {
	readonly memory: SharedArrayBuffer;
	readonly bytes: number;
}

const LENGTH_BYTES = 4;

/** Writes pieces; memory whose pieces have been read is written again. */
export class PieceWriter {
	private full: Chunk[] = [];
	private memory: SharedArrayBuffer | null = null;
	private bytes = 0;
	private readonly free: SharedArrayBuffer[] = [];

	add(piece: Uint8Array): void {
		const needed = LENGTH_BYTES + piece.length;
		if (this.memory && this.bytes + needed > this.memory.byteLength) this.close();
		this.memory ??= this.take(needed);
		new DataView(this.memory).setUint32(this.bytes, piece.length);
		new Uint8Array(this.memory).set(piece, this.bytes + LENGTH_BYTES);
		this.bytes += needed;
	}

	/** Hands out what has been written. */
	takeAll(): Chunk[] {
		this.close();
		const chunks = this.full;
		this.full = [];
		return chunks;
	}

	/** Takes memory back whose pieces have been read. */
	giveBack(chunks: readonly Chunk[]): void {
		for (const { memory } of chunks) if (memory.byteLength === CHUNK_BYTES) this.free.push(memory);
	}

	private close(): void {
		if (this.memory) this.full.push({ memory: this.memory, bytes: this.bytes });
		this.memory = null;
		this.bytes = 0;
	}

	private take(needed: number): SharedArrayBuffer {
		if (needed > CHUNK_BYTES) return new SharedArrayBuffer(needed);
		return this.free.pop() ?? new SharedArrayBuffer(CHUNK_BYTES);
	}
}

/** The pieces of chunks, as they were written. */
export function* piecesOf(chunks: readonly Chunk[]): Generator<Uint8Array> {
	for (const { memory, bytes } of chunks) {
		const view = new DataView(memory);
		for (let at = 0; at < bytes; ) {
			const length = view.getUint32(at);
			yield new Uint8Array(memory, at + LENGTH_BYTES, length);
			at += LENGTH_BYTES + length;
		}
	}
}

/** A store's file as it was opened, told from another in its place: what is written to a deleted file is lost. */
import { rmSync, statSync } from 'node:fs';
import { StoreMoved } from '../port.ts';

/** What stands beside the file, and belongs to it alone. */
const BESIDE = ['-wal', '-shm'] as const;

const inodeOf = (path: string): bigint | null =>
	statSync(path, { bigint: true, throwIfNoEntry: false })?.ino ?? null;

export class OpenFile {
	private readonly inode: bigint | null;
	private readonly beside: ReadonlyMap<string, bigint | null>;

	/** @param path a file that has just been opened, or `:memory:` */
	constructor(private readonly path: string) {
		this.inode = path === ':memory:' ? null : inodeOf(path);
		this.beside = new Map(
			BESIDE.map((end) => [path + end, this.inode === null ? null : inodeOf(path + end)]),
		);
	}

	/** @throws {StoreMoved} where the file is no longer what was opened */
	check(): void {
		if (this.inode === null) return;
		const present = inodeOf(this.path);
		if (present === this.inode) return;
		throw present === null
			? new StoreMoved(
					`store ${this.path} was deleted while it was in use: put it back, or end slatop`,
					false,
				)
			: new StoreMoved(`store ${this.path} was replaced by another file while it was in use`, true);
	}

	/** Once it is closed: what is left of its log must not be taken for that of a file in its place. */
	forget(): void {
		const present = this.inode === null ? null : inodeOf(this.path);
		// Where it is what it was, the log is whoever's that works on it still.
		if (present === null || present === this.inode) return;
		for (const [path, inode] of this.beside) {
			if (inode !== null && inodeOf(path) === inode) rmSync(path, { force: true });
		}
	}
}

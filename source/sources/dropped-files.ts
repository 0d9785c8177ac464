/** Files that other programs drop into a folder: which of them are whole, and not yet imported. */

export interface DroppedFile {
	readonly name: string;
	readonly size: number;
	/** When it was last written, by the file system's clock. */
	readonly modifiedAt: number;
}

/** A file is whole when it has not changed for so long. That of a slow writer is read again when it has grown. */
export const SETTLE_MS = 2_000;

/** What programs call a file that they have not finished, and what is hidden. */
const UNFINISHED = /^\.|~$|\.(tmp|temp|part|partial|filepart|crdownload|new|swp|lock)$/i;

export const isUnfinished = (name: string): boolean => UNFINISHED.test(name);

const isSame = (a: DroppedFile | undefined, b: DroppedFile): boolean =>
	a !== undefined && a.size === b.size && a.modifiedAt === b.modifiedAt;

const oldestFirst = (a: DroppedFile, b: DroppedFile): number =>
	a.modifiedAt - b.modifiedAt || (a.name < b.name ? -1 : 1);

/**
 * Remembers what a folder looked like. It goes by its own looks, never by how old a file says it is: a clock
 * across a network may be off, and a copy may be given the date of what it is a copy of before it is whole.
 */
export class DroppedFiles {
	private seen = new Map<string, { readonly file: DroppedFile; readonly sinceMs: number }>();

	/**
	 * The files to import now, the oldest first.
	 * @param present the folder's files as they are
	 * @param imported by name, as they were when they were imported
	 * @param nowMs any clock that never goes back
	 */
	ready(
		present: readonly DroppedFile[],
		imported: ReadonlyMap<string, DroppedFile>,
		nowMs: number,
	): DroppedFile[] {
		const last = this.seen;
		this.seen = new Map();
		const ready: DroppedFile[] = [];
		for (const file of present) {
			const before = last.get(file.name);
			const sinceMs = before && isSame(before.file, file) ? before.sinceMs : nowMs;
			this.seen.set(file.name, { file, sinceMs });
			if (nowMs - sinceMs >= SETTLE_MS && !isSame(imported.get(file.name), file)) ready.push(file);
		}
		return ready.sort(oldestFirst);
	}
}

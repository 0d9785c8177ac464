/** The store's port for folders that are watched: which of their files have been imported. */

/** A file as it stood: one that has changed since is another. */
export interface FileMark {
	readonly name: string;
	readonly size: number;
	/** When it was last written, by the file system's clock. */
	readonly modifiedAt: number;
}

export interface FileStore {
	/** The files of a folder that have been imported. @param folder its absolute path */
	importedFiles(folder: string): Promise<FileMark[]>;
	noteImported(folder: string, file: FileMark): Promise<void>;
	/** They are no longer there. */
	forgetImported(folder: string, names: readonly string[]): Promise<void>;
}

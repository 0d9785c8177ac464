/** `slatop import --watch FOLDER`: imports the files that other programs drop there, each once. */
import { copyFile, lstat, mkdir, readdir, realpath, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type DroppedFile, DroppedFiles, isUnfinished } from '../sources/dropped-files.ts';
import { cleanText } from '../text/clean.ts';
import { codeOf, messageOf } from '../text/message.ts';
import { FileError, UsageError } from './context.ts';
import { importFiles, type KeptSettings } from './import-file.ts';
import { Spoken } from './spoken.ts';
import { stopAsked } from './stop-asked.ts';

const LOOK_MS = 1_000;

/** The files of a folder: no links, whose ends anybody may be behind, nothing that is hidden or unfinished. */
async function filesIn(folder: string): Promise<DroppedFile[]> {
	const files: DroppedFile[] = [];
	for (const entry of await readdir(folder, { withFileTypes: true })) {
		if (!entry.isFile() || isUnfinished(entry.name)) continue;
		// It may be gone by now.
		const found = await lstat(join(folder, entry.name)).catch(() => null);
		if (found?.isFile()) {
			files.push({ name: entry.name, size: found.size, modifiedAt: Math.floor(found.mtimeMs) });
		}
	}
	return files;
}

const isThere = (path: string): Promise<boolean> =>
	lstat(path).then(
		() => true,
		() => false,
	);

/** Moves a file into a folder, also of another file system, under a name that is not taken there. */
async function moveInto(folder: string, from: string, name: string): Promise<void> {
	let to = join(folder, name);
	for (let turn = 2; await isThere(to); turn++) to = join(folder, `${name}.${turn}`);
	try {
		await rename(from, to);
	} catch (error) {
		if (codeOf(error) !== 'EXDEV') throw error;
		await copyFile(from, to);
		await rm(from);
	}
}

class FolderWatch {
	private readonly dropped = new DroppedFiles();
	private readonly spoken = new Spoken();
	/** Those that could not be imported, as they were: each is told once, and tried again when it has changed. */
	private readonly failed = new Map<string, DroppedFile>();

	constructor(
		private readonly folder: string,
		private readonly done: string | undefined,
		private readonly settings: KeptSettings,
		private readonly signal: AbortSignal,
	) {}

	async run(): Promise<void> {
		this.spoken.say(`watches ${this.folder}`);
		while (!this.signal.aborted) {
			try {
				await this.look();
			} catch (error) {
				if (this.signal.aborted) break;
				// The folder, the store, or a place in `--done` cannot be had now: it is tried again.
				this.spoken.seldom(messageOf(error), `cannot go on for now: ${messageOf(error)}`);
			}
			await pause(LOOK_MS, undefined, { signal: this.signal }).catch(() => {});
		}
		this.spoken.say('stopped');
	}

	private async look(): Promise<void> {
		const { store } = this.settings;
		const present = await filesIn(this.folder);
		const imported = new Map((await store.importedFiles(this.folder)).map((file) => [file.name, file]));
		const names = new Set(present.map(({ name }) => name));
		const gone = [...imported.keys()].filter((name) => !names.has(name));
		if (gone.length > 0) await store.forgetImported(this.folder, gone);
		for (const name of this.failed.keys()) if (!names.has(name)) this.failed.delete(name);
		const known = new Map([...imported, ...this.failed]);
		for (const file of this.dropped.ready(present, known, performance.now())) {
			if (this.signal.aborted) return;
			await this.take(file);
		}
	}

	private async take(file: DroppedFile): Promise<void> {
		const path = join(this.folder, file.name);
		try {
			const refused = await importFiles([{ name: cleanText(path), path, size: file.size }], this.settings);
			// Of a strict import that was refused nothing was taken: it waits to be mended.
			if (refused > 0 && this.settings.strict) this.failed.set(file.name, file);
			else await this.taken(file, path);
		} catch (error) {
			this.signal.throwIfAborted();
			if (codeOf(error) === 'ENOENT') return;
			if (error instanceof UsageError) this.failed.set(file.name, file);
			else if (codeOf(error) === null) throw error;
			const reason = (error instanceof FileError ? error.reason : messageOf(error)).replaceAll(
				/\.?\n/g,
				'. ',
			);
			this.spoken.seldom(path, `${path} cannot be imported: ${reason}`);
		}
	}

	private async taken(file: DroppedFile, path: string): Promise<void> {
		await this.settings.store.noteImported(this.folder, file);
		if (this.done === undefined) return;
		// What has been written to it meanwhile is not in the store yet.
		const { size, mtimeMs } = await lstat(path);
		if (size === file.size && Math.floor(mtimeMs) === file.modifiedAt) {
			await moveInto(this.done, path, file.name);
		}
	}
}

/**
 * Watches until it is told to stop.
 * @param done where files go that have been imported; left out: they stay as they are
 */
export async function watchFolder(
	folder: string,
	done: string | undefined,
	settings: Omit<KeptSettings, 'signal'>,
): Promise<void> {
	const stop = new AbortController();
	void stopAsked().then(() => stop.abort());
	const found = await realpath(folder).catch(() => undefined);
	if (found === undefined || !(await lstat(found)).isDirectory()) {
		throw new UsageError(`--watch takes a folder, and ${folder} is none`);
	}
	if (done !== undefined) {
		await mkdir(done, { recursive: true });
		if ((await realpath(done)) === found) throw new UsageError('--done must be another folder than --watch');
	}
	await new FolderWatch(found, done, { ...settings, signal: stop.signal }, stop.signal).run();
}

/** The agreement's file: read, checked, and read again when it changes. */
import { isUtf8 } from 'node:buffer';
import { readFile, realpath, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, normalize, relative, sep } from 'node:path';
import { parseAgreement } from '../sla/agreement/parse.ts';
import { formatProblem } from '../sla/agreement/problems.ts';
import type { Agreement } from '../sla/level.ts';
import { codeOf, messageOf } from '../text/message.ts';
import { AgreementError } from './agreement-error.ts';

/** An agreement as it stands in its file, with the files that it names. */
export interface LoadedAgreement {
	readonly agreement: Agreement;
	readonly text: string;
	readonly files: Readonly<Record<string, string>>;
}

const MIB = 1024 * 1024;
/** No agreement, and no list of holidays, is near it. */
export const MOST_AGREEMENT_BYTES = MIB;
const MOST_FILE_BYTES = 4 * MIB;

const outside = (name: string): Error =>
	new Error(`"${name}" is outside the agreement's folder: keep the file beside the agreement`);

/** Reads a file that is one (no pipe, no device), and no larger than what it should hold. */
async function readSmall(path: string, most: number): Promise<Buffer> {
	const found = await stat(path);
	if (!found.isFile()) throw new Error('it is no file');
	if (found.size > most) throw new Error(`it is larger than ${most / MIB} MiB`);
	return readFile(path);
}

/** Names in it must be those of tickets, to the letter. */
function textOf(bytes: Buffer): string {
	if (!isUtf8(bytes)) throw new Error('it is not UTF-8: save it as that');
	return bytes.toString('utf8');
}

/** Files that an agreement names stand beside it, or below: never elsewhere on the machine. */
function besideOnly(folder: string, name: string): string {
	const path = normalize(name);
	if (path.startsWith('..') || path.startsWith(sep)) throw outside(name);
	return join(folder, path);
}

/** Links are followed, but not out of the folder: an agreement may come from somebody else, links and all. */
async function readBeside(folder: string, path: string, name: string): Promise<string> {
	const [home, place] = await Promise.all([realpath(folder), realpath(path)]);
	const way = relative(home, place);
	if (way.startsWith(`..${sep}`) || way === '..' || isAbsolute(way)) throw outside(name);
	return (await readSmall(place, MOST_FILE_BYTES)).toString('utf8');
}

/** Of a name with a NUL in it there is none either. */
const NO_FILE: readonly (string | null)[] = ['ENOENT', 'ERR_INVALID_ARG_VALUE'];

const reasonOf = (error: unknown): string =>
	NO_FILE.includes(codeOf(error)) ? 'there is no such file' : messageOf(error);

/**
 * Reads and checks an agreement file.
 * @param beforeReading is told of each file, this one and those that it names, before it is read
 * @throws {AgreementError} with every mistake at its line and column
 */
export async function loadAgreement(
	path: string,
	beforeReading: (path: string) => Promise<void> = async () => {},
): Promise<LoadedAgreement> {
	let text: string;
	try {
		await beforeReading(path);
		text = textOf(await readSmall(path, MOST_AGREEMENT_BYTES));
	} catch (error) {
		throw new AgreementError(`agreement ${path} cannot be read: ${reasonOf(error)}`);
	}
	const files: Record<string, string> = {};
	const { agreement, problems } = await parseAgreement(text, async (name) => {
		try {
			const beside = besideOnly(dirname(path), name);
			await beforeReading(beside);
			const content = await readBeside(dirname(path), beside, name);
			files[name] = content;
			return content;
		} catch (error) {
			throw new Error(`"${name}" cannot be read: ${reasonOf(error)}`);
		}
	});
	if (!agreement)
		throw new AgreementError(problems.map((problem) => formatProblem(path, problem)).join('\n'));
	return { agreement, text, files };
}

/** What a file is known by: its size and time of change. */
async function markOf(path: string): Promise<string> {
	try {
		const { mtimeMs, size, ino } = await stat(path);
		return `${mtimeMs} ${size} ${ino}`;
	} catch {
		return 'gone';
	}
}

/** Watches one agreement file, and the files that it names, by their sizes and times of change. */
export class AgreementFile {
	/** What was read, and the marks that it had before. */
	private seen: ReadonlyMap<string, string> = new Map();
	/** What is wrong with the file as it is now, in one line; null while it is good. */
	problem: string | null = null;

	/** @param standsIn whether it is nobody's choice: it comes into force only where no agreement is */
	constructor(
		readonly path: string,
		readonly standsIn = false,
	) {}

	/** The agreement, where a file has changed since the last look and it is good; else null. */
	async changed(): Promise<LoadedAgreement | null> {
		if (!(await this.hasChanged())) return null;
		const seen = new Map<string, string>();
		this.seen = seen;
		try {
			const loaded = await loadAgreement(this.path, async (path) => {
				seen.set(path, await markOf(path));
			});
			this.problem = null;
			return loaded;
		} catch (error) {
			const [first, ...rest] = messageOf(error).split('\n');
			const more = rest.length > 0 ? ` (and ${rest.length} more)` : '';
			this.problem = `${(first ?? '').replace(this.path, basename(this.path))}${more}`;
			return null;
		}
	}

	/** Reads it again at the next look, whether or not it has changed. */
	forget(): void {
		this.seen = new Map();
	}

	private async hasChanged(): Promise<boolean> {
		for (const [path, mark] of this.seen) if ((await markOf(path)) !== mark) return true;
		return this.seen.size === 0;
	}
}

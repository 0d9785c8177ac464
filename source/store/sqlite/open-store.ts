/** A store's file while it is open: how every method's work is done on it. */
import { type Connection, checkSchema, type OpenOptions, openConnection, type Run } from './connection.ts';
import { inWords } from './errors.ts';
import { OpenFile } from './open-file.ts';

/** Stores opened by this program. */
let opened = 0;
/** Between the versions of one store and the next: what is read of another file is always news. */
const VERSIONS_APART = 2 ** 32;

export class OpenStore {
	readonly db: Connection;
	private readonly firstVersion = ++opened * VERSIONS_APART;
	private readonly file: OpenFile;
	private readonly schema;

	/** @throws {StoreError} in words for people */
	constructor(
		private readonly path: string,
		options?: OpenOptions,
	) {
		this.db = openConnection(path, options);
		options?.heldAfter?.(this.db);
		this.file = new OpenFile(path);
		this.schema = this.db.prepare<[], number>(`SELECT user_version FROM pragma_user_version`).pluck();
	}

	/** Runs a method's work, in a write transaction where it says so; SQLite's errors come out in words. */
	readonly run: Run = async (work, writing) => {
		try {
			this.file.check();
			return writing ? this.db.transaction(() => this.currently(work)).immediate() : work();
		} catch (error) {
			throw inWords(error, this.path);
		}
	};

	/** A number that changes whenever anything in the file has. */
	version(): number {
		return this.firstVersion + Number(this.db.pragma('data_version', { simple: true }));
	}

	close(): void {
		this.db.close();
		this.file.forget();
	}

	/** Runs work unless a newer slatop has brought the schema up to date since: this one would write what is wrong there. */
	private currently<T>(work: () => T): T {
		checkSchema(this.schema.get(), this.path);
		return work();
	}
}

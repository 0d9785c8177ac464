/** Which files of watched folders have been imported: the table `imported_file`. */
import type { FileMark } from '../port-files.ts';
import type { Connection } from './connection.ts';

export class Files {
	private readonly sql;

	constructor(db: Connection) {
		this.sql = {
			imported: db.prepare<[string], FileMark>(
				`SELECT name, size, modified_at AS modifiedAt FROM imported_file WHERE folder = ?`,
			),
			note: db.prepare<[string, string, number, number]>(
				`INSERT INTO imported_file(folder, name, size, modified_at) VALUES (?, ?, ?, ?)
				ON CONFLICT(folder, name) DO UPDATE SET size = excluded.size, modified_at = excluded.modified_at`,
			),
			forget: db.prepare<[string, string]>(`DELETE FROM imported_file WHERE folder = ? AND name = ?`),
		};
	}

	imported(folder: string): FileMark[] {
		return this.sql.imported.all(folder);
	}

	note(folder: string, { name, size, modifiedAt }: FileMark): void {
		this.sql.note.run(folder, name, size, modifiedAt);
	}

	/** Runs inside the caller's transaction. */
	forget(folder: string, names: readonly string[]): void {
		for (const name of names) this.sql.forget.run(folder, name);
	}
}
